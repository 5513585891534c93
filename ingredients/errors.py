"""Exception tree of the data package.

::

    IngredientsError
    ├── UnknownKeyError    a key that the catalogue does not hold (also a KeyError)
    └── DataError          rows that break a rule of the tables (also a ValueError)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

FEW = 30
"""So many known keys are all named where none is near the one asked for."""


class IngredientsError(Exception):
    """Root of every error that this package raises on purpose."""


class UnknownKeyError(IngredientsError, KeyError):
    """A key that is not known; the message names the nearest known ones.

    Parameters
    ----------
    what : str
        The kind of thing looked for, e.g. ``"ingredient"``.
    key : str
        The key asked for.
    known : iterable of str
        All keys that would have been accepted.
    """

    def __init__(self, what: str, key: str, known: Iterable[str]) -> None:
        known = tuple(known)
        self.what = what
        self.key = key
        self.nearest = nearest_keys(key, known)
        hint = f"; nearest known: {', '.join(self.nearest)}" if self.nearest else ""
        every = sorted(set(known))
        self._offered = self.nearest or (every if len(every) <= FEW else [])
        if self._offered and not hint:
            hint = f"; known: {', '.join(self._offered)}"
        self.message = f"unknown {what} {key!r}{hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, tuple[str, str, list[str]]]:
        return (type(self), (self.what, self.key, self._offered))


class DataError(IngredientsError, ValueError):
    """Rows that break a rule; all of them are listed, each with its place.

    Parameters
    ----------
    rule : str
        What must hold, and the way out.
    problems : sequence of str
        One line per bad row: the place and the value.
    """

    def __init__(self, rule: str, problems: Sequence[str] = ()) -> None:
        self.rule = rule
        self.problems = tuple(problems)
        super().__init__("\n".join([rule, *(f"  - {p}" for p in problems)]))

    def __reduce__(self) -> tuple[object, tuple[str, tuple[str, ...]]]:
        return (type(self), (self.rule, self.problems))


def nearest_keys(key: str, known: Iterable[str], *, n: int = 3) -> list[str]:
    """Known keys most like ``key``: those that hold it as a part first, then by spelling.

    Parameters
    ----------
    key : str
        The key asked for.
    known : iterable of str
        All known keys.
    n : int
        How many to return at most.

    Returns
    -------
    list of str
    """
    keys = sorted(set(known))
    wanted = key.strip().lower().replace(" ", "_").replace("-", "_")
    within = sorted((k for k in keys if wanted and wanted in k), key=len)
    close = difflib.get_close_matches(wanted, keys, n=n, cutoff=0.5)
    return list(dict.fromkeys([*close[:1], *within, *close]))[:n]
