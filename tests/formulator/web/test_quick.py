"""Short questions: asked once, waited for briefly, never mixed up with another question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from formulator.store import ConflictError
from formulator.web import quick
from formulator.web.auth import OWNER, Viewer
from formulator.web.jobs import Job, JobState


class Slow:
    """Settles a job only when it is told to; one job an owner at a time."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.n_started = 0

    def latest(self, owner: str) -> Job | None:
        return self.jobs.get(owner)

    def start(self, owner: str, kind: str, payload: Mapping[str, Any]) -> Job:
        if owner in self.jobs and not self.jobs[owner].is_over:
            raise ConflictError("still running")
        self.n_started += 1
        self.jobs[owner] = Job(str(self.n_started), owner, kind, dict(payload))
        return self.jobs[owner]

    def settle(self, state: JobState = JobState.DONE) -> None:
        self.jobs = {o: replace(j, state=state, result=j.payload) for o, j in self.jobs.items()}


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Slow:
    made = Slow()
    monkeypatch.setattr("formulator.web.cached.quick_jobs", lambda: made)
    return made


def test_the_same_question_is_asked_once(worker: Slow) -> None:
    assert quick.ask(OWNER, "prospect", {"a": 1}) is None
    assert quick.ask(OWNER, "prospect", {"a": 1}) is None
    assert worker.n_started == 1
    worker.settle()
    answer = quick.ask(OWNER, "prospect", {"a": 1})
    assert answer is not None
    assert answer.result == {"a": 1}


def test_a_new_question_waits_until_the_old_one_is_settled(worker: Slow) -> None:
    quick.ask(OWNER, "prospect", {"a": 1})
    assert quick.ask(OWNER, "prospect", {"a": 2}) is None
    assert worker.n_started == 1
    worker.settle()
    assert quick.ask(OWNER, "prospect", {"a": 2}) is None
    assert worker.n_started == 2


def test_the_answer_to_another_question_is_none(worker: Slow) -> None:
    quick.ask(OWNER, "prospect", {"a": 1})
    worker.settle()
    assert quick.answered(OWNER, "prospect", {"a": 2}) is None
    assert quick.answered(OWNER, "prospect", {"a": 1}) is not None
    assert quick.answered(Viewer("ann", "scientist"), "prospect", {"a": 1}) is None


def test_a_cancelled_question_is_asked_again(worker: Slow) -> None:
    quick.ask(OWNER, "prospect", {"a": 1})
    worker.settle(JobState.CANCELLED)
    assert quick.ask(OWNER, "prospect", {"a": 1}) is None
    assert worker.n_started == 2


def test_kinds_of_questions_do_not_wait_for_each_other(worker: Slow) -> None:
    quick.ask(OWNER, "prospect", {"a": 1})
    quick.ask(OWNER, "why_not", {"a": 1})
    assert worker.n_started == 2
    assert quick.pending(OWNER, "why_not") is not None
    worker.settle()
    assert quick.pending(OWNER, "why_not") is None
