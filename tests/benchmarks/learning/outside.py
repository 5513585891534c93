"""BayBE and BoFire as peers, in an environment of their own and a process of their own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

LIBRARIES = ("baybe", "bofire")
SERVER = Path(__file__).with_name("outside_server.py")


@dataclass
class Outside:
    """A running library; ``recommend`` asks it for the next formulas."""

    python: str
    library: str
    _running: subprocess.Popen[str] | None = field(default=None, repr=False)
    _features: np.ndarray | None = field(default=None, repr=False)

    def recommend(self, x: np.ndarray, rows: list[int], means: np.ndarray, n: int) -> list[int]:
        """Return rows of ``x`` that the library would taste next.

        Parameters
        ----------
        x : ndarray of shape (n_formulas, n_features)
        rows : list of int
            Tasted.
        means : ndarray
            Their panel means, in the same order.
        n : int
            Wanted.
        """
        if self._features is None or not np.array_equal(self._features, x):
            self.close()
            self._features = x
            self._running = subprocess.Popen(
                [self.python, str(SERVER), self.library],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._ask(x.tolist())
        return [int(i) for i in self._ask({"rows": rows, "means": means.tolist(), "n": n})]

    def _ask(self, question: Any) -> list[Any]:
        running = self._running
        if running is None or running.stdin is None or running.stdout is None:
            raise RuntimeError(f"{self.library} is not running")
        running.stdin.write(json.dumps(question) + "\n")
        running.stdin.flush()
        line = running.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.library} ended; is it installed for {self.python}?")
        return list(json.loads(line))

    def close(self) -> None:
        """End the process."""
        if self._running is not None:
            if self._running.stdin is not None:
                self._running.stdin.close()
            self._running.wait(timeout=60)
            if self._running.stdout is not None:
                self._running.stdout.close()
            self._running = None
            self._features = None
