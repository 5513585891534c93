"""The food-science and legal rules as limits of the search."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from formulator.search.constraints import Count, Linear, Origin
from formulator.search.pantry import Pantry
from formulator.search.rules.linear import (
    CULTURE_DOSE,
    LinearRows,
    dose_bounds,
    group_rules,
    linear_rules,
)
from formulator.search.rules.registry import RULES
from ingredients import Catalogue

WINDOW_RULE = "F03 "
"""Rows of the category windows: preferred windows are widened to the target elsewhere, so only
their hard ends are taken from the rules."""
CULTURE = "lactic_culture_dvs"
CULTURE_RULE = "F17 "
"""The rule's row counts the culture at its customary dose."""


def rule_limits(
    catalogue: Catalogue,
    keys: Sequence[str],
    category: str,
    *,
    jurisdiction: str,
    preferred: bool,
    step: float,
) -> tuple[Linear, ...]:
    """Return the linear rules of a category.

    Parameters
    ----------
    catalogue : Catalogue
    keys : sequence of str
        Ingredient keys, in the order of the columns.
    category : str
        Category, or key of a target.
    jurisdiction : str
        US, EU or Codex.
    preferred : bool
        Bounds at which a rule does not even warn, instead of those at which it rejects.
    step : float
        Smallest weighable step, [g/100 g].

    Returns
    -------
    tuple of Linear
    """
    limits = _rows(catalogue, keys, category, jurisdiction=jurisdiction, preferred=preferred)
    return tuple(_per_culture(limit, keys, step) for limit in limits)


def _rows(
    catalogue: Catalogue, keys: Sequence[str], category: str, *, jurisdiction: str, preferred: bool
) -> tuple[Linear, ...]:
    hard = linear_rules(catalogue, keys, category, jurisdiction=jurisdiction)
    if not preferred:
        return tuple(_limits(hard, lambda name: True))
    soft = linear_rules(catalogue, keys, category, jurisdiction=jurisdiction, soft=True)
    return (
        *_limits(hard, lambda name: name.startswith(WINDOW_RULE)),
        *_limits(soft, lambda name: not name.startswith(WINDOW_RULE)),
    )


def culture_dose(step: float) -> float:
    """Return the dose of a culture in whole scale steps, [g/100 g]."""
    return math.ceil(CULTURE_DOSE / step - 1e-9) * step


def _per_culture(limit: Linear, keys: Sequence[str], step: float) -> Linear:
    """Scale a rule that takes the culture's dose as a switch to the dose that can be weighed."""
    if not limit.name.startswith(CULTURE_RULE) or CULTURE not in keys:
        return limit
    coefficients = limit.coefficients.copy()
    coefficients[list(keys).index(CULTURE)] *= CULTURE_DOSE / culture_dose(step)
    return replace(limit, coefficients=coefficients)


def _limits(rows: LinearRows, wanted: Callable[[str], bool]) -> list[Linear]:
    return [
        Linear(name, Origin.RULE, _words(name), a, "<=", float(b))
        for name, a, b in zip(rows.names, rows.A_ub, rows.b_ub, strict=True)
        if wanted(name)
    ]


def _words(name: str) -> str:
    """Say which rule a row stands for and what that asks."""
    rule = RULES.get(name.partition(" ")[0])
    return f"rule {name}" + (f" ({rule.asks})" if rule else "")


def rule_counts(
    catalogue: Catalogue, keys: Sequence[str], category: str, *, preferred: bool
) -> tuple[Count, ...]:
    """Return the groups that the rules ask for, the preferred ones on demand."""
    return tuple(
        Count(g.why.partition(":")[0], Origin.RULE, g.why, g.indices, g.min_count, g.max_count)
        for g in group_rules(catalogue, keys, category)
        if g.hard or preferred
    )


def lawful(
    pantry: Pantry, catalogue: Catalogue, category: str, *, jurisdiction: str, step: float
) -> Pantry:
    """Narrow the doses of a pantry to law and custom; what is refused is left out.

    Parameters
    ----------
    pantry : Pantry
    catalogue : Catalogue
    category : str
    jurisdiction : str
    step : float
        Smallest weighable step, [g/100 g].

    Returns
    -------
    Pantry
    """
    bounds = dose_bounds(catalogue, pantry.keys, category, jurisdiction=jurisdiction)
    highest = np.minimum(pantry.upper, bounds.upper_soft)
    # locked doses stay as they are unless the law itself forbids them
    locked = pantry.lower == pantry.upper
    highest = np.where(locked, np.minimum(pantry.upper, bounds.upper_hard), highest)
    highest = np.where(locked, highest, np.floor(100 * highest / step + 1e-9) * step / 100)
    if CULTURE in pantry.keys:
        dose = culture_dose(step) / 100
        i = pantry.keys.index(CULTURE)
        highest[i] = dose if dose <= pantry.upper[i] + 1e-12 else 0.0
    lowest = np.minimum(pantry.lower, np.where(highest > 0, highest, pantry.lower))
    lowest = np.where([k == CULTURE for k in pantry.keys], highest, lowest)
    reasons = {
        k: "refused by law for this category"
        if bounds.upper_hard[i] <= 0
        else "its largest allowed dose is below the scale step"
        for i, k in enumerate(pantry.keys)
        if highest[i] < step / 100 - 1e-12
    }
    return pantry.keep(
        [k not in reasons for k in pantry.keys],
        reasons=reasons,
        lower=lowest,
        upper=highest,
    )
