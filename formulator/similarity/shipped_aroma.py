"""The aroma of formulas of the catalogue: shipped odorants bound to coverage and off-flavour.

Amounts come from two places: composition values of molecules that are smelt (acetic acid of a
vinegar) and the small table of odorant amounts, whose rows are orders of magnitude. All other
presences have no amount and prove nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

import ingredients
from formulator.similarity.aroma import CAP, AromaCoverage, KeyOdorant, aroma_coverage
from formulator.similarity.odorants import Odorant, Presence, odorant_doses
from formulator.similarity.off_flavour import OffFlavour, off_flavour
from ingredients import Catalogue
from ingredients.odorant_amounts import odorant_amounts

OFF_NOTE, KEY = "off_note", "key"
UG_PER_KG = {"g": 1e7, "mg": 1e4, "ug": 10.0}
"""Factor from an amount per 100 g of food to ug/kg of food."""
FREE_BLOCKS = ("acids", "taste_active")
"""Blocks whose molecules stand free; the fatty acids of the composition are bound in fat."""


@dataclass(frozen=True, slots=True)
class AromaTables:
    """Everything known about smells, independent of its storage."""

    odorants: tuple[Odorant, ...]
    presences: tuple[Presence, ...]
    key_odorants: tuple[tuple[str, tuple[KeyOdorant, ...]], ...]
    """(target food key, its key odorants), sorted by target."""

    def wanted(self, targets: Iterable[str]) -> tuple[KeyOdorant, ...]:
        """Key odorants of the first of several targets that has any; empty when none has."""
        table = dict(self.key_odorants)
        return next((table[t] for t in targets if t in table), ())


@dataclass(frozen=True, slots=True)
class FormulaAroma:
    """Aroma of one formula against one target."""

    target: str
    coverage: AromaCoverage | None
    """None when no key odorants of the target are known."""
    off_flavour: OffFlavour


@cache
def shipped_aroma() -> AromaTables:
    """Return the shipped tables (built once per process)."""
    reported = ingredients.presences()
    off_notes = {p.molecule for p in reported if p.role == OFF_NOTE}
    targets: dict[str, list[KeyOdorant]] = defaultdict(list)
    for p in reported:
        if p.role == KEY:
            targets[p.food].append(KeyOdorant(p.molecule, source=p.source))
    return AromaTables(
        odorants=tuple(_odorants(off_notes)),
        presences=(*_amounts(), *composition_amounts(ingredients.load()), *_presences()),
        key_odorants=tuple((t, tuple(targets[t])) for t in sorted(targets)),
    )


def formula_aroma(
    parts: Iterable[tuple[str, float]],
    target: str,
    *,
    tables: AromaTables | None = None,
    cap: float = CAP,
) -> FormulaAroma:
    """Coverage of a target's key odorants and off-flavour load of a formula.

    A key odorant of the target is no off-note up to the cap: what covers is not held against it.
    Targets without key odorants of their own borrow those of a member of their category.

    Parameters
    ----------
    parts : iterable of (str, float)
        (ingredient key, mass fraction [g/g]) pairs.
    target : str
        Key of the target food.
    tables : AromaTables, optional
        The shipped ones by default.
    cap : float
        Odour activity value that counts as full, 1 to 3.

    Returns
    -------
    FormulaAroma

    Raises
    ------
    UnknownKeyError
        If the target is not in the catalogue.
    """
    known = shipped_aroma() if tables is None else tables
    doses = odorant_doses(parts, known.presences)
    wanted = known.wanted(stand_ins(target))
    covered = aroma_coverage(wanted, doses, known.odorants, cap=cap) if wanted else None
    allowed = {k.odorant: cap for k in wanted}
    return FormulaAroma(target, covered, off_flavour(doses, known.odorants, allowed=allowed))


def stand_ins(target: str) -> tuple[str, ...]:
    """Return the target itself, then the other targets of its category."""
    catalogue = ingredients.load()
    category = catalogue.food(target).category
    others = (f.key for f in catalogue.of_kind(ingredients.Kind.TARGET) if f.category == category)
    return (target, *(key for key in sorted(others) if key != target))


def _odorants(off_notes: set[str]) -> Iterable[Odorant]:
    values = defaultdict(list)
    for threshold in ingredients.thresholds():
        if threshold.medium == "water":
            values[threshold.molecule].append(threshold)
    for molecule in ingredients.molecules():
        found = values.get(molecule.key, [])
        yield Odorant(
            key=molecule.key,
            name=molecule.name,
            smiles=molecule.smiles,
            threshold_low=min((t.value for t in found), default=None),
            threshold_high=max((t.value for t in found), default=None),
            is_off_note=molecule.key in off_notes,
            source="; ".join(sorted({t.reference or t.note for t in found})),
        )


def _presences() -> Iterable[Presence]:
    for p in ingredients.presences():
        yield Presence(p.food, p.molecule, source=p.source, evidence=p.evidence.value)


def _amounts() -> Iterable[Presence]:
    for row in odorant_amounts():
        yield Presence(row.food, row.molecule, row.low, row.high, row.source, row.evidence.value)


def composition_amounts(catalogue: Catalogue) -> Iterable[Presence]:
    """Amounts of odorants that a composition reports as free molecules (acids).

    Parameters
    ----------
    catalogue : Catalogue

    Yields
    ------
    Presence
        With equal ends: the composition gives one value.
    """
    known = {m.key for m in ingredients.molecules()}
    for prop in catalogue.properties:
        if prop.key not in known or prop.block not in FREE_BLOCKS:
            continue
        column = catalogue.values[:, catalogue.column(prop.key)] * UG_PER_KG[prop.unit]
        for i in np.flatnonzero(column > 0):
            value = catalogue.value(catalogue.foods[i].key, prop.key)
            if value is not None:
                amount, evidence = float(column[i]), value.evidence.value
                yield Presence(value.food, prop.key, amount, amount, value.source, evidence)
