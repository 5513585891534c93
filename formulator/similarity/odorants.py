"""Odorants, what is known of their presence in foods, and their doses in a formula.

These records are independent of how the data package stores its tables; ``shipped_odorants``
binds the two. Amounts and thresholds are ranges, because laboratories differ by a factor of ten
and more. A food in which an odorant was found without an amount is a presence: it has no dose.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formulator.errors import TableError


@dataclass(frozen=True, slots=True)
class Odorant:
    """A molecule with a smell."""

    key: str
    name: str
    smiles: str
    threshold_low: float | None = None
    """Lowest odour threshold reported in water, [ug/kg]; None when unknown."""
    threshold_high: float | None = None
    """Highest odour threshold reported in water, [ug/kg]; None when unknown."""
    is_off_note: bool = False
    """True for what makes plant bases taste beany, green, mouldy or stale."""
    note: str = ""
    """How it smells, e.g. ``cut grass``."""
    source: str = ""

    def __post_init__(self) -> None:
        _check_range("threshold", self.key, self.threshold_low, self.threshold_high, above=0.0)

    @property
    def has_threshold(self) -> bool:
        """Whether a threshold in water is known."""
        return self.threshold_low is not None


@dataclass(frozen=True, slots=True)
class Presence:
    """One odorant reported in one food, with an amount or without."""

    food: str
    odorant: str
    low: float | None = None
    """Lowest amount reported, [ug/kg food]; None when only the presence is known."""
    high: float | None = None
    """Highest amount reported, [ug/kg food]; None when only the presence is known."""
    source: str = ""
    evidence: str = ""

    def __post_init__(self) -> None:
        _check_range("amount", f"{self.odorant} in {self.food}", self.low, self.high, above=None)

    @property
    def has_amount(self) -> bool:
        """Whether an amount is known."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Dose:
    """What a formula holds of one odorant, as far as known."""

    odorant: str
    low: float
    """Sum of the lowest amounts, [ug/kg formula]; 0 when no amount is known."""
    high: float
    """Sum of the highest amounts, [ug/kg formula]; 0 when no amount is known."""
    measured_in: tuple[str, ...]
    """Ingredients that bring a known amount."""
    present_in: tuple[str, ...]
    """Ingredients in which it was found without an amount: they may add to the dose."""
    sources: tuple[str, ...] = ()

    @property
    def typical(self) -> float:
        """Geometric middle of the range, [ug/kg formula]; the mean when the lowest is 0."""
        if self.low > 0:
            return math.sqrt(self.low * self.high)
        return (self.low + self.high) / 2


def odorant_doses(
    parts: Iterable[tuple[str, float]], presences: Sequence[Presence]
) -> tuple[Dose, ...]:
    """Doses of all odorants reported in the ingredients of a formula.

    Linear in the fractions; losses and gains in processing (heat, deodorising, fermentation) are
    not modelled, and several reports of one odorant in one food widen its range.

    Parameters
    ----------
    parts : iterable of (str, float)
        (ingredient key, mass fraction [g/g]) pairs.
    presences : sequence of Presence

    Returns
    -------
    tuple of Dose
        Sorted by odorant. Odorants found in no ingredient are left out: nothing is known of them.
    """
    fractions = {key: fraction for key, fraction in parts if fraction > 0}
    found: dict[str, dict[str, list[Presence]]] = defaultdict(lambda: defaultdict(list))
    for presence in presences:
        if presence.food in fractions:
            found[presence.odorant][presence.food].append(presence)
    return tuple(_dose(key, found[key], fractions) for key in sorted(found))


def _dose(odorant: str, by_food: dict[str, list[Presence]], fractions: dict[str, float]) -> Dose:
    low = high = 0.0
    measured, present = [], []
    for food in sorted(by_food):
        amounts = [(p.low, p.high) for p in by_food[food] if p.low is not None]
        if not amounts:
            present.append(food)
            continue
        measured.append(food)
        low += fractions[food] * min(a for a, _ in amounts)
        high += fractions[food] * max(b for _, b in amounts if b is not None)
    sources = sorted({p.source for rows in by_food.values() for p in rows if p.source})
    return Dose(
        odorant=odorant,
        low=low,
        high=high,
        measured_in=tuple(measured),
        present_in=tuple(present),
        sources=tuple(sources),
    )


def by_key(odorants: Iterable[Odorant]) -> dict[str, Odorant]:
    """Index odorants by key.

    Raises
    ------
    TableError
        If two share a key.
    """
    table: dict[str, Odorant] = {}
    twice = []
    for odorant in odorants:
        if odorant.key in table:
            twice.append(odorant.key)
        table[odorant.key] = odorant
    if twice:
        raise TableError("odorant keys must be unique", sorted(twice))
    return table


def _check_range(
    what: str, place: str, low: float | None, high: float | None, *, above: float | None
) -> None:
    """Both ends or neither; ordered, finite, not negative (above 0 for thresholds)."""
    if low is None and high is None:
        return
    good = (
        low is not None
        and high is not None
        and math.isfinite(high)
        and (0 if above is None else above) <= low <= high
        and (above is None or low > above)
    )
    if not good:
        raise TableError(
            f"a {what} range must hold {'0 < ' if above is not None else '0 <= '}low <= high, "
            "both finite, or neither be given",
            [f"{place}: {low!r} to {high!r}"],
        )
