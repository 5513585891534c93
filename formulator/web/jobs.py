"""Heavy work in its own process, so that no taster waits for a scientist's search.

The web process starts ``python -m formulator.web.worker`` and talks to it in lines of JSON:
nothing is pickled, and a worker that hangs can be ended without harm.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from formulator.store import ConflictError

COMMAND = (sys.executable, "-m", "formulator.web.worker")


class JobState(StrEnum):
    """What became of a job so far."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of heavy work, asked for by one user."""

    id: str
    owner: str
    kind: str
    payload: Mapping[str, Any]
    state: JobState = JobState.WAITING
    message: str = ""
    result: Any = None
    error: Mapping[str, Any] | None = None
    """``type`` and ``message`` of what went wrong, with the fields of the error."""
    started: float = 0.0
    """Monotonic clock, [s]."""
    ended: float = 0.0
    """Monotonic clock when it was settled, [s]; 0 before."""

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)

    @property
    def seconds(self) -> float:
        """Time from the question to its end, or until now, [s]."""
        return (self.ended or time.monotonic()) - self.started


Claim = Callable[[str], Callable[[], None] | None]
BUSY = "your last search is still running; wait or cancel it"


def _claim_nothing(_: str) -> Callable[[], None]:
    return lambda: None


class Jobs:
    """A queue with one worker process; each user may have one job at a time.

    Parameters
    ----------
    command : sequence of str
        Starts a worker that reads one JSON request per line and answers in JSON lines.
    claim : callable, optional
        Takes a user for this process, so that other replicas start no job of his; returns what
        gives him back, or None when another replica has him.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, claim: Claim = _claim_nothing) -> None:
        self._command = tuple(command)
        self._claim = claim
        self._releases: dict[str, Callable[[], None]] = {}
        self._releasing: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._queue: deque[str] = deque()
        self._current: str | None = None
        self._worker: subprocess.Popen[str] | None = None

    def start(self, owner: str, kind: str, payload: Mapping[str, Any]) -> Job:
        """Queue a job.

        Raises
        ------
        ConflictError
            If this user's last job is still at work.
        """
        latest = self.latest(owner)
        if latest is not None and not latest.is_over:
            raise ConflictError(BUSY)
        # Not under the lock: the database may have to be waited for.
        releasing = self._releasing.pop(owner, None)
        if releasing is not None:
            releasing.join()
        release = self._claim(owner)
        if release is None:
            raise ConflictError(BUSY)
        job = Job(uuid.uuid4().hex, owner, kind, dict(payload), started=time.monotonic())
        with self._lock:
            is_free = not any(j.owner == owner and not j.is_over for j in self._jobs.values())
            if is_free:
                self._forget(owner)
                self._jobs[job.id] = job
                self._releases[job.id] = release
                self._queue.append(job.id)
                self._next()
        if not is_free:
            release()
            raise ConflictError(BUSY)
        return job

    def latest(self, owner: str) -> Job | None:
        """Return a user's last job."""
        with self._lock:
            mine = [j for j in self._jobs.values() if j.owner == owner]
            return mine[-1] if mine else None

    def cancel(self, owner: str) -> None:
        """Stop a user's job; the worker is ended when it is at work on it."""
        with self._lock:
            for job in [j for j in self._jobs.values() if j.owner == owner and not j.is_over]:
                self._jobs[job.id] = replace(job, state=JobState.CANCELLED, ended=time.monotonic())
                self._give_back(job)
                if self._current == job.id:
                    self._end_worker()
            self._next()

    def warm_up(self) -> None:
        """Start the worker, so that the first search need not wait for its imports."""
        with self._lock:
            self._running_worker()

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end_worker()

    def _give_back(self, job: Job) -> None:
        """Let the owner of a job that is over start another, anywhere; the lock is held."""
        release = self._releases.pop(job.id, None)
        if release is not None:
            self._releasing[job.owner] = threading.Thread(target=release, daemon=True)
            self._releasing[job.owner].start()

    def _forget(self, owner: str) -> None:
        for old in [j.id for j in self._jobs.values() if j.owner == owner]:
            del self._jobs[old]

    def _next(self) -> None:
        """Send the next waiting job; the lock is held."""
        while self._current is None and self._queue:
            job = self._jobs.get(self._queue.popleft())
            if job is None or job.is_over:
                continue
            worker = self._running_worker()
            request = {"id": job.id, "kind": job.kind, "payload": job.payload}
            assert worker.stdin is not None  # noqa: S101 - opened with a pipe just above
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            self._current = job.id
            self._jobs[job.id] = replace(job, state=JobState.RUNNING)

    def _running_worker(self) -> subprocess.Popen[str]:
        if self._worker is None or self._worker.poll() is not None:
            self._worker = subprocess.Popen(  # noqa: S603 - our own module, no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            threading.Thread(target=self._listen, args=(self._worker,), daemon=True).start()
        return self._worker

    def _end_worker(self) -> None:
        worker, self._worker, self._current = self._worker, None, None
        if worker is not None:
            worker.kill()
            worker.wait()

    def _listen(self, worker: subprocess.Popen[str]) -> None:
        """Take in a worker's answers until it ends (runs in its own thread)."""
        assert worker.stdout is not None  # noqa: S101 - opened with a pipe
        with worker.stdout:
            for line in worker.stdout:
                self._take(worker, json.loads(line))
        worker.wait()
        with self._lock:
            if self._worker is worker:
                self._worker = None
                self._finish(
                    error={"type": "WorkerError", "message": "the search process ended early"}
                )
        if worker.stdin is not None:
            _close_quietly(worker.stdin.close)

    def _take(self, worker: subprocess.Popen[str], answer: Mapping[str, Any]) -> None:
        with self._lock:
            if self._worker is not worker or answer["id"] != self._current:
                return
            if answer["event"] == "progress":
                job = self._jobs.get(answer["id"])
                if job is not None:
                    self._jobs[job.id] = replace(job, message=answer["message"])
            else:
                self._finish(result=answer.get("result"), error=answer.get("error"))

    def _finish(self, *, result: Any = None, error: Mapping[str, Any] | None = None) -> None:
        """Settle the current job and send the next; the lock is held."""
        job = self._jobs.get(self._current or "")
        if job is not None and not job.is_over:
            state = JobState.DONE if error is None else JobState.FAILED
            self._jobs[job.id] = replace(
                job, state=state, result=result, error=error, ended=time.monotonic()
            )
            self._give_back(job)
        self._current = None
        self._next()


def _close_quietly(close: Callable[[], None]) -> None:
    try:
        close()
    except BrokenPipeError:
        return  # the worker is gone, and with it what was still to be written
