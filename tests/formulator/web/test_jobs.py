"""Heavy work in a process of its own."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from formulator.store import ConflictError
from formulator.web.jobs import Job, Jobs, JobState

WORKER = """
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    def say(**more):
        print(json.dumps({"id": request["id"], **more}), flush=True)
    if request["kind"] == "die":
        sys.exit(3)
    if request["kind"] == "hang":
        say(event="progress", message="hanging")
        sys.stdin.readline()
    if request["kind"] == "fail":
        say(event="error", error={"type": "InputError", "message": "no"})
        continue
    say(event="progress", message="half way")
    say(event="done", result=request["payload"]["number"] * 2)
"""


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs((sys.executable, "-c", WORKER))
    yield made
    made.close()


def until(jobs: Jobs, owner: str, holds: Callable[[Job], bool]) -> Job:
    """Wait for a job to reach a state, at most 20 s."""
    deadline, tick = time.monotonic() + 20, threading.Event()
    while time.monotonic() < deadline:
        job = jobs.latest(owner)
        if job is not None and holds(job):
            return job
        tick.wait(0.005)
    raise AssertionError(f"still {jobs.latest(owner)}")


def over(job: Job) -> bool:
    return job.is_over


def test_a_job_runs_and_answers(jobs: Jobs) -> None:
    jobs.start("ann", "double", {"number": 21})
    job = until(jobs, "ann", over)
    assert (job.state, job.result) == (JobState.DONE, 42)
    assert job.seconds == job.ended - job.started, "the clock stands still after the end"


def test_an_error_is_told_and_the_worker_lives_on(jobs: Jobs) -> None:
    jobs.start("ann", "fail", {})
    job = until(jobs, "ann", over)
    assert job.state is JobState.FAILED
    assert job.error == {"type": "InputError", "message": "no"}
    jobs.start("ann", "double", {"number": 1})
    assert until(jobs, "ann", over).result == 2


def test_a_worker_that_dies_fails_its_job_only(jobs: Jobs) -> None:
    jobs.start("ann", "die", {})
    jobs.start("bob", "double", {"number": 4})
    assert until(jobs, "ann", over).state is JobState.FAILED
    assert until(jobs, "bob", over).result == 8


def test_one_job_for_each_user_at_a_time(jobs: Jobs) -> None:
    jobs.start("ann", "hang", {})
    with pytest.raises(ConflictError, match="still running"):
        jobs.start("ann", "double", {"number": 1})


def test_cancelling_ends_the_worker_and_lets_the_next_one_in(jobs: Jobs) -> None:
    jobs.start("ann", "hang", {})
    until(jobs, "ann", lambda job: job.message == "hanging")
    jobs.start("bob", "double", {"number": 5})
    assert jobs.latest("bob").state is JobState.WAITING  # type: ignore[union-attr]
    jobs.cancel("ann")
    assert until(jobs, "ann", over).state is JobState.CANCELLED
    assert until(jobs, "bob", over).result == 10


def test_a_waiting_job_can_be_cancelled(jobs: Jobs) -> None:
    jobs.start("ann", "hang", {})
    until(jobs, "ann", lambda job: job.message == "hanging")
    jobs.start("bob", "double", {"number": 5})
    jobs.cancel("bob")
    jobs.cancel("ann")
    jobs.start("cid", "double", {"number": 6})
    assert until(jobs, "cid", over).result == 12
    assert until(jobs, "bob", over).state is JobState.CANCELLED


def test_nobody_sees_the_job_of_another(jobs: Jobs) -> None:
    jobs.start("ann", "double", {"number": 1})
    until(jobs, "ann", over)
    assert jobs.latest("bob") is None


def test_a_user_whose_job_runs_at_another_replica_is_refused() -> None:
    taken: set[str] = set()

    def claim(owner: str) -> Callable[[], None] | None:
        if owner in taken:
            return None
        taken.add(owner)
        return lambda: taken.discard(owner)

    command = (sys.executable, "-c", WORKER)
    here, there = Jobs(command, claim=claim), Jobs(command, claim=claim)
    try:
        here.start("ann", "hang", {})
        with pytest.raises(ConflictError, match="still running"):
            there.start("ann", "double", {"number": 1})
        there.start("bob", "double", {"number": 1})
        here.cancel("ann")
        here.start("ann", "double", {"number": 2})
        until(here, "ann", over)
        until(there, "bob", over)
        assert here.start("ann", "double", {"number": 3}).owner == "ann"
        until(here, "ann", over)
    finally:
        here.close()
        there.close()
