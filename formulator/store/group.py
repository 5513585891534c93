"""Writers that wait for one another go in together: one commit for all that have queued up.

A commit waits for the disk, and only one can be under way. Whoever comes while one is, joins the
next; so the time of a submit does not grow with the number of people who send at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
Outcome = TypeVar("Outcome")

MAX_GROUP = 64
"""Entries that are kept by one commit at most."""


class _Waiting(Generic[Entry, Outcome]):
    """One caller: what it brought, what became of it, whether it has to do the next group."""

    __slots__ = ("entry", "leads", "outcome", "woken")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.outcome: Outcome | BaseException | None = None
        self.leads = False
        self.woken = threading.Event()


class Group(Generic[Entry, Outcome]):
    """Turns single writes from many threads into a few common ones.

    Parameters
    ----------
    keep : callable
        Keeps several entries durably and returns one outcome, or the error to raise, for each.
        What it raises itself is raised to every caller of the group.
    """

    def __init__(
        self, keep: Callable[[Sequence[Entry]], Sequence[Outcome | BaseException]]
    ) -> None:
        self._keep = keep
        self._lock = threading.Lock()
        self._queue: deque[_Waiting[Entry, Outcome]] = deque()
        self._is_busy = False

    def __len__(self) -> int:
        """Return how many callers wait for the next group."""
        with self._lock:
            return len(self._queue)

    def run(self, entry: Entry) -> Outcome:
        """Keep one entry; return only when it is kept or refused.

        Raises
        ------
        Exception
            What ``keep`` returned or raised for this entry.
        """
        mine: _Waiting[Entry, Outcome] = _Waiting(entry)
        with self._lock:
            self._queue.append(mine)
            mine.leads, self._is_busy = not self._is_busy, True
        if not mine.leads:
            mine.woken.wait()
        if mine.leads:
            self._lead()
        if isinstance(mine.outcome, BaseException):
            raise mine.outcome
        assert mine.outcome is not None  # noqa: S101 - whoever is woken has an outcome or leads
        return mine.outcome

    def _lead(self) -> None:
        """Keep the group whose first entry is the caller's, then let the next caller lead."""
        with self._lock:
            group = [self._queue.popleft() for _ in range(min(MAX_GROUP, len(self._queue)))]
        try:
            outcomes: Sequence[Outcome | BaseException] = self._keep([w.entry for w in group])
        except BaseException as error:
            outcomes = [error] * len(group)
        for waiting, outcome in zip(group, outcomes, strict=True):
            waiting.outcome = outcome
        with self._lock:
            following = self._queue[0] if self._queue else None
            self._is_busy = following is not None
        if following is not None:
            following.leads = True
            following.woken.set()
        for waiting in group:
            waiting.leads = False
            waiting.woken.set()
