"""Asking the second worker, and waiting for it only as long as nobody minds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from formulator.store import ConflictError
from formulator.web import cached
from formulator.web.auth import Viewer
from formulator.web.jobs import Job, Jobs, JobState

PATIENCE = 0.6
"""How long a page waits before it shows that it still asks, [s]."""
GLANCE = 0.02
"""Pause between two looks at the answer, [s]."""


def ask(
    viewer: Viewer, kind: str, payload: Mapping[str, Any], *, patience: float | None = None
) -> Job | None:
    """Ask a short question, or look for the answer to the same question asked before.

    Parameters
    ----------
    viewer : Viewer
        Each viewer has one question of a kind at a time.
    kind : str
        One of ``questions.QUESTIONS``.
    payload : mapping
    patience : float, optional
        How long to wait at most, [s]; ``PATIENCE`` by default.

    Returns
    -------
    Job or None
        The settled job; None while it is at work.
    """
    jobs = cached.quick_jobs()
    owner = f"{viewer.name}#{kind}"
    deadline = time.monotonic() + (PATIENCE if patience is None else patience)
    while True:
        job = _asked(jobs, owner, kind, payload)
        if job is not None and job.is_over:
            return job
        if time.monotonic() >= deadline:
            return None
        time.sleep(GLANCE)


def answered(viewer: Viewer, kind: str, payload: Mapping[str, Any]) -> Job | None:
    """Return the settled job of exactly this question, without asking it."""
    job = cached.quick_jobs().latest(f"{viewer.name}#{kind}")
    same = job is not None and job.is_over and dict(job.payload) == dict(payload)
    return job if same else None


def _asked(jobs: Jobs, owner: str, kind: str, payload: Mapping[str, Any]) -> Job | None:
    """Return this question's job; start it when the viewer's last question is settled."""
    job = jobs.latest(owner)
    is_same = job is not None and dict(job.payload) == dict(payload)
    if is_same and job is not None and job.state is not JobState.CANCELLED:
        return job
    if job is None or job.is_over:
        try:
            return jobs.start(owner, kind, payload)
        except ConflictError:  # another tab of the same viewer was first
            return None
    return None


def pending(viewer: Viewer, kind: str) -> Job | None:
    """Return a viewer's question of a kind while it is at work."""
    job = cached.quick_jobs().latest(f"{viewer.name}#{kind}")
    return None if job is None or job.is_over else job
