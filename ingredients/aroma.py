"""Molecules that are smelt: where they were reported, and how little is noticed.

Presence, amount and threshold are three different facts, kept in three tables and three kinds of
records. Amounts are properties of the catalogue; this module holds the other two.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from types import MappingProxyType

from ingredients.errors import UnknownKeyError
from ingredients.records import Evidence, Molecule, Presence, Threshold
from ingredients.tables import DATA, rows_of
from ingredients.userdata import user_tables


@cache
def molecules() -> tuple[Molecule, ...]:
    """Return all molecules of the presence and threshold tables, sorted by key."""
    paths = (DATA / "molecules.csv", *sorted(user_tables().glob("[!.]*/molecules.csv")))
    found: dict[str, Molecule] = {}
    for path in paths:
        for r in rows_of(path):
            molecule = Molecule(r["key"], r["name"], r["smiles"], r["inchikey14"])
            found.setdefault(molecule.key, molecule)
    return tuple(found[key] for key in sorted(found))


@cache
def _by_key() -> MappingProxyType[str, Molecule]:
    return MappingProxyType({m.key: m for m in molecules()})


def molecule(key: str) -> Molecule:
    """Return one molecule (UnknownKeyError names the nearest)."""
    try:
        return _by_key()[key]
    except KeyError:
        raise UnknownKeyError("molecule", key, _by_key()) from None


@cache
def presences() -> tuple[Presence, ...]:
    """Return every reported presence, curated key odorants first.

    Returns
    -------
    tuple of Presence
        Sorted by food and molecule. A food that is not listed is unknown, not odourless.
    """
    curated = [
        Presence(r["food"], r["molecule"], "key_odorants", Evidence.GENERAL_KNOWLEDGE, r["role"])
        for r in rows_of(DATA / "key_odorants" / "food_presences.csv")
    ]
    imported = [
        Presence(r["food"], r["molecule"], path.parent.name, Evidence.MEASURED, r["role"])
        for path in sorted(user_tables().glob("[!.]*/food_presences.csv"))
        for r in rows_of(path)
    ]
    seen = {(p.food, p.molecule) for p in curated}
    plants: dict[tuple[str, str], list[str]] = defaultdict(list)
    for r in rows_of(DATA / "duke" / "plant_presences.csv"):
        plants[r["plant"], r["part"]].append(r["molecule"])
    reported = [
        Presence(r["food"], m, "duke", Evidence.MEASURED, "reported", r["part"])
        for r in rows_of(DATA / "duke" / "food_plants.csv")
        for m in plants[r["plant"], r["part"]]
        if (r["food"], m) not in seen
    ]
    everything = curated + reported + imported
    unique = {(p.food, p.molecule): p for p in reversed(everything)}
    return tuple(sorted(unique.values(), key=lambda p: (p.food, p.molecule)))


@cache
def _by_food() -> MappingProxyType[str, tuple[Presence, ...]]:
    found: dict[str, list[Presence]] = defaultdict(list)
    for presence in presences():
        found[presence.food].append(presence)
    return MappingProxyType({food: tuple(rows) for food, rows in found.items()})


def odorants(food: str) -> tuple[Presence, ...]:
    """Return the molecules reported in one food, none when nothing is known of it."""
    return _by_food().get(food, ())


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Return odour detection thresholds, sorted by molecule; all of them in water."""
    found = (
        Threshold(
            molecule=r["molecule"],
            value=float(r["value"]),
            unit=r["unit"],
            medium=r["medium"],
            evidence=Evidence(r["evidence"]),
            reference=r["reference"],
            note=r["note"],
        )
        for r in rows_of(DATA / "thresholds" / "thresholds.csv")
    )
    return tuple(sorted(found, key=lambda t: (t.molecule, t.medium)))


def threshold(key: str, medium: str = "water") -> Threshold | None:
    """Return the threshold of a molecule in one medium, None where there is none."""
    return next((t for t in thresholds() if t.molecule == key and t.medium == medium), None)


def forget() -> None:
    """Drop the indices, so that imported tables are seen by the next look-up."""
    _by_key.cache_clear()
    _by_food.cache_clear()
