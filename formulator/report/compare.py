"""Two formulas side by side: what was changed and what that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from formulator.formula import Formula
from formulator.report.nutrients import amounts
from formulator.search.rules import Finding, Product, category_of, check_formula
from ingredients import Catalogue

NUTRIENTS = (
    "water", "protein", "fat", "saturated_fat", "carbohydrate", "sugars", "fibre", "sodium",
    "calcium", "potassium",
)  # fmt: skip
FUNCTIONS = (
    ("pod", "sweetness (POD)", "g/100 g"),
    ("pac", "freezing-point power (PAC)", "g/100 g"),
    ("coffee_buffer", "coffee buffer", "mmol/kg"),
    ("gums", "gums", "g/100 g"),
    ("cover", "droplet surface covered", "m2/100 g"),
)
UNCHANGED = 5e-5
"""Amounts nearer than this are the same, [g/100 g]."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """One ingredient in both formulas."""

    key: str
    name: str
    before: float
    """[g/100 g]."""
    after: float
    """[g/100 g]."""
    change: str
    """added, removed, more, less or same."""


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One number of both formulas."""

    key: str
    name: str
    unit: str
    before: float
    after: float
    is_complete: bool
    """False when either is a lower bound for want of data."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Difference of two formulas."""

    before: str
    after: str
    parts: tuple[PartChange, ...]
    """Largest change first."""
    nutrients: tuple[ValueChange, ...]
    functions: tuple[ValueChange, ...]
    cost: tuple[ValueChange, ...]
    """Low and high end; empty when a price is missing."""
    verdict_before: str
    verdict_after: str
    findings_gained: tuple[Finding, ...]
    findings_lost: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def compare(
    before: Formula,
    after: Formula,
    catalogue: Catalogue,
    *,
    target: str,
    jurisdiction: str = "US",
) -> Comparison:
    """Compare two formulas of one target.

    Parameters
    ----------
    before, after : Formula
    catalogue : Catalogue
    target : str
        Target key or category id.
    jurisdiction : str
        US, EU or Codex.

    Returns
    -------
    Comparison
    """
    old, new = (
        check_formula(f, catalogue, target=target, jurisdiction=jurisdiction)
        for f in (before, after)
    )
    weighty = [{f for f in v.findings if f.severity in ("hard", "soft")} for v in (old, new)]
    return Comparison(
        before=before.name,
        after=after.name,
        parts=part_changes(before, after, catalogue),
        nutrients=_nutrients(before, after, catalogue),
        functions=_functions(before, after, catalogue, target),
        cost=_cost(before, after, catalogue),
        verdict_before=old.verdict,
        verdict_after=new.verdict,
        findings_gained=_sorted(weighty[1] - weighty[0]),
        findings_lost=_sorted(weighty[0] - weighty[1]),
    )


def _sorted(findings: set[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.rule, f.message)))


def part_changes(before: Formula, after: Formula, catalogue: Catalogue) -> tuple[PartChange, ...]:
    """Return the change of every ingredient, the largest first."""
    keys = sorted({*before.keys, *after.keys})
    rows = [(k, 100 * before.fraction(k), 100 * after.fraction(k)) for k in keys]
    rows.sort(key=lambda r: (-abs(r[2] - r[1]), r[0]))
    return tuple(
        PartChange(k, catalogue.food(k).name, old, new, _word(old, new)) for k, old, new in rows
    )


def _word(old: float, new: float) -> str:
    if abs(new - old) < UNCHANGED:
        return "same"
    if not old or not new:
        return "added" if new else "removed"
    return "more" if new > old else "less"


def _nutrients(before: Formula, after: Formula, catalogue: Catalogue) -> tuple[ValueChange, ...]:
    old, new = (amounts(f, catalogue, NUTRIENTS) for f in (before, after))
    return tuple(
        ValueChange(
            k, catalogue.properties[catalogue.column(k)].name, f"{old[k].unit}/100 g",
            old[k].value, new[k].value, old[k].is_complete and new[k].is_complete,
        )
        for k in NUTRIENTS
    )  # fmt: skip


def _functions(
    before: Formula, after: Formula, catalogue: Catalogue, target: str
) -> tuple[ValueChange, ...]:
    category = category_of(target, catalogue)
    old, new = (Product.make(f.percents(), catalogue, category=category) for f in (before, after))
    found = [
        ValueChange(q, name, unit, old.low(q), new.low(q), not (old.unknown(q) or new.unknown(q)))
        for q, name, unit in FUNCTIONS
    ]
    for t in (10, 20, 35):
        was, becomes = (float(np.nan_to_num(p.solid_fat(t))) for p in (old, new))
        found.append(ValueChange(f"sfc_{t}", f"solid fat at {t} C", "%", was, becomes, True))
    return tuple(found)


def _cost(before: Formula, after: Formula, catalogue: Catalogue) -> tuple[ValueChange, ...]:
    """Raw-material cost as a range, [USD/kg]; prices are known to +-50 % at best."""
    ranges = [cost_range(f, catalogue) for f in (before, after)]
    if ranges[0] is None or ranges[1] is None:
        return ()
    (old_low, old_high), (new_low, new_high) = ranges[0], ranges[1]
    return (
        ValueChange("cost_low", "cost, low", "USD/kg", old_low, new_low, True),
        ValueChange("cost_high", "cost, high", "USD/kg", old_high, new_high, True),
    )


def cost_range(formula: Formula, catalogue: Catalogue) -> tuple[float, float] | None:
    """Raw-material cost from low and high prices, [USD/kg]; None when a price is missing."""
    prices = [(x, catalogue.food(k).price) for k, x in formula.parts]
    if any(p is None for _, p in prices):
        return None
    low = sum(x * p.low for x, p in prices if p is not None)
    return low, sum(x * p.high for x, p in prices if p is not None)


def without_same(parts: Sequence[PartChange]) -> tuple[PartChange, ...]:
    """Return only what changed."""
    return tuple(p for p in parts if p.change != "same")
