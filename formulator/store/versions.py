"""What changed from one version of a formula to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_CHANGE = 5e-4
"""Smaller differences are rounding, [g/100 g]."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """One ingredient's share in two versions."""

    key: str
    before: float
    """[g/100 g]; 0 when it was added."""
    after: float
    """[g/100 g]; 0 when it was taken out."""

    @property
    def difference(self) -> float:
        """After minus before, [g/100 g]."""
        return self.after - self.before


def diff_parts(
    before: Sequence[tuple[str, float]], after: Sequence[tuple[str, float]]
) -> tuple[PartChange, ...]:
    """Return the parts that differ, largest change first.

    Parameters
    ----------
    before, after : sequence of (ingredient key, g/100 g)

    Examples
    --------
    >>> [change] = diff_parts([("water", 97), ("oat", 3)], [("water", 97), ("oat", 2), ("pea", 0)])
    >>> change.key, change.difference
    ('oat', -1)
    """
    old, new = dict(before), dict(after)
    changes = [PartChange(k, old.get(k, 0), new.get(k, 0)) for k in sorted(old.keys() | new.keys())]
    changes = [c for c in changes if abs(c.difference) >= SMALLEST_CHANGE]
    return tuple(sorted(changes, key=lambda c: (-abs(c.difference), c.key)))
