"""Counting failed ballot codes, so that nobody can try them all."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

TRIES, WINDOW_SECONDS = 20, 60.0
MAX_CLIENTS = 10_000


SECONDS_KNOWN = 2.0
"""How long an answer of the database about a client is believed, [s]."""


class Failures(Protocol):
    """Where replicas count failures together; ``Store`` is one."""

    def count_failure(self, client: str, *, window: float) -> int:
        """Count a failure; return how many there were within ``window`` [s]."""
        ...

    def failures(self, client: str, *, window: float) -> int:
        """Return how many failures there were within ``window`` [s]."""
        ...


class Limiter:
    """Allows some failures a minute for each client.

    Parameters
    ----------
    tries : int
        Failures allowed within the window.
    window : float
        Length of the window, [s].
    clock : callable
        Monotonic time, [s].
    """

    def __init__(
        self,
        *,
        tries: int = TRIES,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tries = tries
        self._window = window
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, deque[float]] = {}

    def is_blocked(self, client: str) -> bool:
        """Return whether a client has used up its failures."""
        with self._lock:
            return len(self._recent(client)) >= self._tries

    def fail(self, client: str) -> None:
        """Count one failure."""
        with self._lock:
            if client not in self._failures and len(self._failures) >= MAX_CLIENTS:
                self._failures.pop(next(iter(self._failures)))
            self._failures.setdefault(client, deque(maxlen=self._tries)).append(self._clock())

    def _recent(self, client: str) -> deque[float]:
        failures = self._failures.get(client, deque())
        while failures and failures[0] <= self._clock() - self._window:
            failures.popleft()
        return failures


class SharedLimiter(Limiter):
    """Counts together with other replicas, in the database.

    Parameters
    ----------
    failures : Failures
    seconds_known : float
        How long what the database said of a client is believed, [s]: that long a guesser may
        go on at another replica.
    tries, window, clock
        See ``Limiter``.
    """

    def __init__(
        self,
        failures: Failures,
        *,
        seconds_known: float = SECONDS_KNOWN,
        tries: int = TRIES,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(tries=tries, window=window, clock=clock)
        self._shared = failures
        self._seconds_known = seconds_known
        self._known: dict[str, tuple[float, int]] = {}

    def is_blocked(self, client: str) -> bool:
        """Return whether a client has used up its failures, at any replica."""
        with self._lock:
            asked, n_failures = self._known.get(client, (float("-inf"), 0))
        if self._clock() - asked >= self._seconds_known:
            n_failures = self._shared.failures(client, window=self._window)
            self._note(client, n_failures)
        return n_failures >= self._tries

    def fail(self, client: str) -> None:
        """Count one failure."""
        self._note(client, self._shared.count_failure(client, window=self._window))

    def _note(self, client: str, n_failures: int) -> None:
        with self._lock:
            if client not in self._known and len(self._known) >= MAX_CLIENTS:
                self._known.pop(next(iter(self._known)))
            self._known[client] = (self._clock(), n_failures)
