"""Counting failed ballot codes, so that nobody can try them all."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

TRIES, WINDOW_SECONDS = 20, 60.0
MAX_CLIENTS = 10_000


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
