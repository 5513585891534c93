"""Nutrition claims of a formula: pass or fail, with the threshold and the law.

Thresholds are those that the search takes as limits (general knowledge of the acts: a person
verifies them against the current edition before print).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.profiles import ProfileTable, profile_table
from formulator.report.label import DAILY_VALUES, SERVINGS
from formulator.report.nutrients import amounts
from formulator.report.protein_quality import protein_quality
from formulator.search.claims import CLAIMS, claim_limits
from formulator.search.constraints import Linear
from ingredients import Catalogue

PROTEIN_CLAIMS = (("source_of_protein", "good source of protein", 10.0),
                  ("high_protein", "high in protein", 20.0))  # fmt: skip
"""US: share of the daily value of corrected protein per reference amount, [%] (21 CFR 101.54)."""
JURISDICTIONS = ("US", "EU")


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """Whether a formula may carry one claim."""

    key: str
    jurisdiction: str
    words: str
    passes: bool | None
    """None when an ingredient lacks the value, so that nobody can say."""
    value: float
    """What the formula has, in ``unit``."""
    relation: str
    threshold: float
    unit: str
    law: str
    condition: str
    """The limit in words."""
    missing: tuple[str, ...] = ()
    """Ingredients whose value was estimated or is not known."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON; a value that is not known is None."""
        data = asdict(self)
        if math.isnan(self.value):
            data["value"] = None
        return data


def claims(
    formula: Formula,
    catalogue: Catalogue,
    *,
    category: str,
    jurisdiction: str = "US",
    keys: Sequence[str] | None = None,
    table: ProfileTable | None = None,
) -> tuple[ClaimResult, ...]:
    """Judge nutrition claims; one line for each condition of each claim.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    category : str
        Category of the product: solid or drink, and the reference amount.
    jurisdiction : str
        US or EU.
    keys : sequence of str, optional
        Claims wanted; all of the jurisdiction by default.
    table : ProfileTable, optional
        Gap-filled profiles, when they are there already.

    Returns
    -------
    tuple of ClaimResult

    Raises
    ------
    InputError
        If the jurisdiction holds no claims.
    UnknownKeyError
        If a claim is not known.
    """
    if jurisdiction not in JURISDICTIONS:
        raise InputError(f"claims are held for US and EU, got {jurisdiction!r}")
    table = profile_table(catalogue) if table is None else table
    protein_keys = {k for k, _, _ in PROTEIN_CLAIMS} if jurisdiction == "US" else set()
    wanted = keys
    if wanted is None:
        listed = {c.key for c in CLAIMS if c.jurisdiction == jurisdiction}
        wanted = sorted(listed | protein_keys)
    results: list[ClaimResult] = []
    for key in wanted:
        if key in protein_keys:
            results.append(_us_protein(key, formula, catalogue, category))
        else:
            limits = claim_limits(
                key, catalogue, table, formula.keys, category=category, jurisdiction=jurisdiction
            )
            results += [_result(key, jurisdiction, x, formula, catalogue) for x in limits]
    return tuple(results)


def _result(
    key: str, jurisdiction: str, limit: Linear, formula: Formula, catalogue: Catalogue
) -> ClaimResult:
    claim = next(c for c in CLAIMS if (c.key, c.jurisdiction) == (key, jurisdiction))
    x = np.array([f for _, f in formula.parts])
    value = float(limit.value(x)[0])
    passes = None if math.isnan(value) else bool(limit.satisfied(x)[0])
    missing: tuple[str, ...] = ()
    if claim.quantity != "energy_kcal":  # derived from the macronutrients, which are all known
        missing = amounts(formula, catalogue, [claim.quantity])[claim.quantity].missing
    return ClaimResult(
        key, jurisdiction, claim.words, passes, value, limit.relation, limit.bound, limit.unit,
        claim.law, limit.text, missing,
    )  # fmt: skip


def _us_protein(key: str, formula: Formula, catalogue: Catalogue, category: str) -> ClaimResult:
    """Protein claims of the US rest on protein corrected by PDCAAS."""
    words, percent = next((w, p) for k, w, p in PROTEIN_CLAIMS if k == key)
    grams, serving = SERVINGS.get(category, (100.0, "100 g"))
    quality = protein_quality(formula, catalogue)
    protein = amounts(formula, catalogue, ["protein"])["protein"].value * grams / 100
    value = 100 * protein * quality.pdcaas / DAILY_VALUES["protein"]
    passes: bool | None = False if math.isnan(value) else value >= percent
    if passes and 100 * protein * quality.low / DAILY_VALUES["protein"] < percent:
        passes = None  # the estimate of the amino acids leaves it open
    condition = (
        f'"{words}" (US): corrected protein >= {percent:g} % of the daily value per {serving}'
    )
    return ClaimResult(
        key, "US", words, passes, value, ">=", percent, "%", "21 CFR 101.54, 101.9(c)(7)",
        condition, tuple(n for n in quality.notes if "estimated" in n),
    )  # fmt: skip
