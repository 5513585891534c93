"""Why a value is missing, and how much of the catalogue is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingredients.aroma import odorants, presences, thresholds
from ingredients.catalogue import EVIDENCE_ORDER, Catalogue
from ingredients.records import Evidence, Kind
from ingredients.tables import PROXIMATES

FATS_ONLY = {"sfc_10", "sfc_20", "sfc_35"}


def why_missing(catalogue: Catalogue, key: str, prop: str) -> str:
    """Explain in one sentence why a food has no value of a property.

    Parameters
    ----------
    catalogue : Catalogue
        The catalogue.
    key : str
        Food key.
    prop : str
        Property key.

    Returns
    -------
    str
        A statement of the reason; a value that is there is named instead.

    Raises
    ------
    UnknownKeyError
        Naming the nearest known keys.
    """
    value = catalogue.value(key, prop)
    if value is not None:
        return f"{key} has {prop} {value.value:g} {value.unit} ({value.evidence}, {value.source})"
    food = catalogue.food(key)
    if prop in FATS_ONLY and food.category != "fat":
        return f"{prop} is the solid share of a fat; {key} is a {food.category}"
    return _silent_tables(catalogue, catalogue.index(key), catalogue.column(prop))


def _silent_tables(catalogue: Catalogue, i: int, j: int) -> str:
    """Which tables name the food, and whether they report the property at all."""
    key, prop = catalogue.foods[i].key, catalogue.properties[j].key
    own = catalogue.source_index[i]
    present = sorted(set(own[own >= 0].tolist()))
    is_zero = catalogue.evidence[:, j] == EVIDENCE_ORDER.index(Evidence.ASSUMED_ZERO)
    everywhere = set(catalogue.source_index[~is_zero, j].tolist()) - {-1}
    reporting = ", ".join(catalogue.sources[s].key for s in present if s in everywhere)
    if reporting:
        return (
            f"{reporting} reports {prop} for other foods but has no row for {key}; "
            "missing means unknown, not zero"
        )
    if not everywhere:
        return f"no table in the catalogue reports {prop}"
    if prop in PROXIMATES:
        return f"{key} takes its proximates whole from one table, which has no {prop}"
    names = ", ".join(catalogue.sources[s].key for s in present) or "no table"
    return f"{names} does not report {prop} for any food; no other table names {key}"


@dataclass(frozen=True, slots=True)
class BlockCoverage:
    """How much of one block of properties is known for the ingredients."""

    block: str
    n_properties: int
    share_known: float
    """Share of cells with a value, [1]."""
    share_measured: float
    """Share of the known cells that were measured, [1]."""


def coverage(catalogue: Catalogue, kind: Kind = Kind.INGREDIENT) -> tuple[BlockCoverage, ...]:
    """Return the coverage of every block, in the order of the data dictionary."""
    rows = np.array([f.kind is kind for f in catalogue.foods])
    blocks = list(dict.fromkeys(p.block for p in catalogue.properties))
    measured = EVIDENCE_ORDER.index(Evidence.MEASURED)
    found = []
    for block in blocks:
        columns = np.array([p.block == block for p in catalogue.properties])
        part = catalogue.evidence[np.ix_(rows, columns)]
        known = part >= 0
        n_known = int(known.sum())
        found.append(
            BlockCoverage(
                block=block,
                n_properties=int(columns.sum()),
                share_known=n_known / max(1, known.size),
                share_measured=int((part == measured).sum()) / max(1, n_known),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class AromaCoverage:
    """Counts of what is known about aroma."""

    n_ingredients_with_odorants: int
    n_presences: int
    n_unverified_presences: int
    n_thresholds: int
    n_unverified_thresholds: int


def aroma_coverage(catalogue: Catalogue) -> AromaCoverage:
    """Count ingredients with odorants, and rows without a reference that was looked up."""
    rows = presences()
    return AromaCoverage(
        n_ingredients_with_odorants=sum(
            1 for f in catalogue.of_kind(Kind.INGREDIENT) if odorants(f.key)
        ),
        n_presences=len(rows),
        n_unverified_presences=sum(p.evidence is Evidence.GENERAL_KNOWLEDGE for p in rows),
        n_thresholds=len(thresholds()),
        n_unverified_thresholds=sum(not t.is_verified for t in thresholds()),
    )
