"""Which ingredients of the catalogue could supply an odorant that a formula lacks.

Where the amount is known the answer is an odour activity value at the ingredient's highest
customary dose, so that a supplier which would have to be half of the product does not win. Where
only the presence is known it says so; whether the dose suffices must then be smelt or measured.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from formulator.similarity.aroma import CAP, stand_in_weights
from formulator.similarity.odorants import Odorant, Presence, by_key
from formulator.similarity.shipped_aroma import AromaTables, shipped_aroma
from ingredients import Catalogue, Food, Kind, UnknownKeyError


@dataclass(frozen=True, slots=True)
class OdorantSupplier:
    """One ingredient that holds the wanted odorant or one that may stand in for it."""

    ingredient: str
    name: str
    odorant: str
    """The odorant it holds."""
    similarity: float
    """1 for the wanted odorant itself, less for a stand-in."""
    max_dose: float
    """Highest customary dose of the ingredient, [g/100 g]."""
    activity_low: float | None
    """Odour activity value at that dose and the lowest amount, [1]; None when unknown."""
    activity_high: float | None
    """At the highest amount, [1]; None when unknown."""
    source: str
    evidence: str

    @property
    def coverage(self) -> float:
        """Coverage that is proven at the highest dose, 0 to 1; 0 when the amount is unknown."""
        return 0.0 if self.activity_low is None else min(1.0, self.activity_low / CAP)


def odorant_suppliers(
    odorant: str,
    catalogue: Catalogue,
    *,
    n: int = 10,
    exclude: Collection[str] = (),
    tables: AromaTables | None = None,
) -> tuple[OdorantSupplier, ...]:
    """Ingredients that could supply an odorant.

    Parameters
    ----------
    odorant : str
        Key of the wanted odorant.
    catalogue : Catalogue
    n : int
        How many at most.
    exclude : collection of str
        Ingredients not to be named, e.g. those of the formula or of the brief's exclusions.
    tables : AromaTables, optional
        The shipped ones by default.

    Returns
    -------
    tuple of OdorantSupplier
        Proven ones first, then by similarity, evidence for this very ingredient before evidence
        for its plant, then by key. One row per ingredient: the best.

    Raises
    ------
    UnknownKeyError
        If the odorant is not described; naming the nearest.
    """
    known = shipped_aroma() if tables is None else tables
    table = by_key(known.odorants)
    if odorant not in table:
        raise UnknownKeyError("odorant", odorant, table)
    weights = stand_in_weights([table[odorant]], known.odorants)[0]
    standing = {o.key: float(w) for o, w in zip(known.odorants, weights, strict=True) if w > 0}
    foods = {f.key: f for f in catalogue.of_kind(Kind.INGREDIENT) if f.key not in exclude}
    rows = [
        _supplier(p, foods[p.food], table[p.odorant], standing[p.odorant])
        for p in known.presences
        if p.odorant in standing and p.food in foods
    ]
    best: dict[str, OdorantSupplier] = {}
    for row in sorted(rows, key=_order):
        best.setdefault(row.ingredient, row)
    return tuple(list(best.values())[:n])


def _supplier(
    presence: Presence, food: Food, odorant: Odorant, similarity: float
) -> OdorantSupplier:
    dose = food.usage.maximum if food.usage else 0.0
    threshold = odorant.threshold_high
    low, high = presence.low, presence.high
    if threshold is None or low is None or high is None:
        activity: tuple[float | None, float | None] = (None, None)
    else:
        activity = (low * dose / 100 / threshold, high * dose / 100 / threshold)
    return OdorantSupplier(
        ingredient=food.key,
        name=food.name,
        odorant=odorant.key,
        similarity=similarity,
        max_dose=dose,
        activity_low=activity[0],
        activity_high=activity[1],
        source=presence.source,
        evidence=presence.evidence,
    )


def _order(row: OdorantSupplier) -> tuple[float, float, bool, str]:
    of_the_plant_only = row.source == "duke"
    return (-row.coverage * row.similarity, -row.similarity, of_the_plant_only, row.ingredient)
