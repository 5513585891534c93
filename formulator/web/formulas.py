"""Rows that the views draw of candidates: plain data in, plain data out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from formulator.search.candidate import Candidate
from formulator.store import Iteration
from formulator.store.tasting import candidates_of
from ingredients import Catalogue

WATER = "water"
MACRO_AXES = ("water", "protein", "fat", "carbohydrate", "sugars", "fibre", "ash", "energy_kcal")
FINE_AXES = (
    "saturated_fat",
    "monounsaturated_fat",
    "polyunsaturated_fat",
    "calcium",
    "sodium",
    "potassium",
    "phosphorus",
    "lactic_acid",
)
MOLECULE_BLOCKS = ("sugars", "fatty_acids", "amino_acids", "acids", "taste_active", "aroma")
GRAMS: Mapping[str, float] = {"g/100 g": 1.0, "mg/100 g": 1e-3, "ug/100 g": 1e-6}
"""Unit of a profile's axis in [g/100 g]."""


def short_name(candidate: Candidate, rank: int) -> str:
    """Return what a candidate is called on a card."""
    return f"{rank}. {base_name(candidate)}"


def base_name(candidate: Candidate) -> str:
    """Return the protein and fat base, with a capital letter."""
    name = candidate.base or candidate.id
    return name[:1].upper() + name[1:]


def summary(candidate: Candidate) -> str:
    """Name the parts from the largest to the smallest, water last."""
    parts = sorted(candidate.parts, key=lambda p: (p.key == WATER, -p.percent))
    return ", ".join(f"{p.name} {p.percent:g} %" for p in parts)


def part_rows(candidate: Candidate) -> list[dict[str, Any]]:
    """Return composition rows, the largest part first."""
    return [
        {
            "name": part.name,
            "percent": part.percent,
            "role": part.role,
        }
        for part in sorted(candidate.parts, key=lambda p: -p.percent)
    ]


_KEY = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def readable(text: str, catalogue: Catalogue) -> str:
    """Return a sentence with names in place of keys such as ``coconut_oil_rbd``."""

    def name(match: re.Match[str]) -> str:
        key = match[0]
        return catalogue.food(key).name if key in catalogue else key.replace("_", " ")

    return _KEY.sub(name, text)


_FINDING = re.compile(r"^([A-Z]\d\d) (hard|soft|unchecked): (.*)$", re.DOTALL)
_SAYS = {"hard": "Would be rejected", "soft": "Doubtful", "unchecked": "Not checked"}


def finding(text: str) -> str:
    """Say a warning as a person would: what it means first, the rule's number last.

    Examples
    --------
    >>> finding("F03 hard: water 40 g/100 g is below the milk window 80-95")
    'Would be rejected: water 40 g/100 g is below the milk window 80-95 (rule F03)'
    >>> finding("estimated for the most part: sugars")
    'Estimated for the most part: sugars'
    """
    match = _FINDING.match(text)
    if match:
        return f"{_SAYS[match[2]]}: {match[3]} (rule {match[1]})"
    return text[:1].upper() + text[1:]


def cost_text(candidate: Candidate) -> str:
    """Return the cost range, or a dash where prices are missing."""
    cost = candidate.cost
    return "–" if cost is None else f"{cost.low:.2f} to {cost.high:.2f}"


def trade_off_rows(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Return distance against mean cost, for those whose prices are known."""
    return [
        {
            "name": str(rank),
            "base": base_name(candidate),
            "distance": candidate.distance,
            "cost": (candidate.cost.low + candidate.cost.high) / 2,
        }
        for rank, candidate in enumerate(candidates, start=1)
        if candidate.cost is not None
    ]


def block_rows(candidate: Candidate) -> list[dict[str, Any]]:
    """Return distance and similarity by block."""
    return [
        {
            "block": block.replace("_", " "),
            "distance": match.distance,
            "similarity": match.similarity,
        }
        for block, match in candidate.blocks
    ]


def block_words(candidate: Candidate) -> str:
    """Say the chart of blocks for those who cannot see it."""
    rows = sorted(block_rows(candidate), key=lambda row: -float(row["distance"]))
    told = ", ".join(f"{row['block']} {row['distance']:.2f}" for row in rows)
    return f"Bar chart of the distance to the target by block: {told}."


def axes_by_block(candidate: Candidate) -> dict[str, tuple[str, ...]]:
    """Return the axes of each block of which formula or target holds anything."""
    from formulator.profiles.axes import AXES, BLOCKS  # noqa: PLC0415 (start-up stays light)

    blocks = {a.key: a.block for a in AXES}
    found: dict[str, list[str]] = {}
    for key, axis in candidate.profile:
        if key in blocks and (axis.value > 0 or axis.target > 0):
            found.setdefault(blocks[key], []).append(key)
    return {block: tuple(found[block]) for block in BLOCKS if block in found}


def is_new(candidate: Candidate, key: str) -> bool:
    """Tell whether a formula holds something of which the target holds nothing."""
    axis = dict(candidate.profile).get(key)
    return axis is not None and axis.target <= 0 < axis.value


def profile_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say a chart of axes for those who cannot see it."""
    outside = [r["axis"] for r in rows if r["place"] != "in the band"]
    told = f"outside: {', '.join(outside)}" if outside else "all inside"
    return (
        f"Dot plot of {len(rows)} axes in percent of the target over its band of natural "
        f"variation; {told}. The numbers stand in the table of every axis below."
    )


def axis_names(catalogue: Catalogue) -> dict[str, str]:
    """Return property key to name."""
    return {prop.key: prop.name for prop in catalogue.properties}


def axis_rows(candidate: Candidate, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the whole profile as a table: value, interval, target and evidence."""
    return [
        {
            "axis": names.get(key, key),
            "value": axis.value,
            "low": axis.low,
            "high": axis.high,
            "target": axis.target,
            "unit": axis.unit,
            "coverage": axis.coverage,
            "evidence": axis.evidence,
        }
        for key, axis in candidate.profile
    ]


def molecule_rows(
    candidate: Candidate, catalogue: Catalogue, *, n: int = 6
) -> list[dict[str, Any]]:
    """Return the molecules in which formula and target differ most, by mass.

    Parameters
    ----------
    candidate : Candidate
    catalogue : Catalogue
        Whose properties say which axes are one molecule, and its structure.
    n : int
        How many at most.

    Returns
    -------
    list of dict
        ``name``, ``smiles``, ``value``, ``target``, ``unit``, ``evidence``; the largest
        difference first.
    """
    known = {
        p.key: p
        for p in catalogue.properties
        if p.is_molecule and p.smiles and p.block in MOLECULE_BLOCKS
    }
    found = [
        (abs(axis.value - axis.target) * GRAMS[axis.unit], key, axis)
        for key, axis in candidate.profile
        if key in known and axis.unit in GRAMS
    ]
    found.sort(key=lambda row: (-row[0], row[1]))
    return [
        {
            "name": known[key].name,
            "smiles": known[key].smiles,
            "value": axis.value,
            "target": axis.target,
            "unit": axis.unit.removesuffix("/100 g"),
            "evidence": axis.evidence,
        }
        for difference, key, axis in found[:n]
        if difference > 0
    ]


def difference_rows(before: Candidate, after: Candidate) -> list[dict[str, Any]]:
    """Return what changed from one formula to another, the largest change first."""
    names = {p.key: p.name for c in (before, after) for p in c.parts}
    old = {p.key: p.percent for p in before.parts}
    new = {p.key: p.percent for p in after.parts}
    return all_rows(old, new, names)


def all_rows(
    old: Mapping[str, float], new: Mapping[str, float], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return every part of two compositions with its change, the largest change first."""
    rows = [
        {
            "name": names.get(key, key),
            "before": old.get(key, 0.0),
            "after": new.get(key, 0.0),
            "change": round(new.get(key, 0.0) - old.get(key, 0.0), 6),
        }
        for key in dict.fromkeys((*old, *new))
    ]
    return sorted(rows, key=lambda row: (-abs(row["change"]), row["name"]))


def changed_rows(
    old: Mapping[str, float], new: Mapping[str, float], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return only the parts that changed."""
    return [row for row in all_rows(old, new, names) if row["change"]]


def all_formulas(iterations: Sequence[Iteration]) -> dict[str, Candidate]:
    """Return name to formula of all iterations, the newest first; each composition once."""
    found: dict[str, tuple[str, Candidate]] = {}
    for iteration in iterations:
        for rank, candidate in enumerate(candidates_of(iteration), start=1):
            name = f"{iteration.number}.{rank} {base_name(candidate)}"
            found.setdefault(candidate.id, (name, candidate))
    return dict(reversed(list(found.values())))


def stacked_rows(candidates: Mapping[str, Candidate], *, n_parts: int = 7) -> list[dict[str, Any]]:
    """Return parts without water for stacked bars; small parts are added up as "others".

    Parameters
    ----------
    candidates : mapping
        Name on the chart to candidate.
    n_parts : int
        How many ingredients get a colour of their own.
    """
    totals: dict[str, float] = {}
    for candidate in candidates.values():
        for part in candidate.parts:
            if part.key != WATER:
                totals[part.name] = totals.get(part.name, 0.0) + part.percent
    shown = sorted(totals, key=lambda name: (-totals[name], name))[:n_parts]
    rows: list[dict[str, Any]] = []
    for name, candidate in candidates.items():
        mass = {p.name: p.percent for p in candidate.parts if p.key != WATER}
        others = sum(percent for part, percent in mass.items() if part not in shown)
        rows += [
            {"name": name, "part": part, "percent": mass[part]} for part in shown if part in mass
        ]
        if others > 0:
            rows.append({"name": name, "part": "others", "percent": others})
    return rows
