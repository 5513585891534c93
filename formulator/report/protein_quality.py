"""Protein quality: PDCAAS of a blend from its summed amino acids, with the limiting one.

PDCAAS = lowest ratio of an essential amino acid [mg/g protein] to the reference pattern, times
the digestibility of the blend, cut at 1. Amino acids are summed over the ingredients first; the
mean of single scores would be wrong, because proteins complement each other. Pattern: FAO/WHO
1991, children of 2-5 years, as 21 CFR 101.9(c)(7)(ii) asks for.
"""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from formulator.formula import Formula
from formulator.report.amino_acids import ESSENTIAL, Pattern, pattern_of
from ingredients import Catalogue
from ingredients.declarations import digestibilities

Array = npt.NDArray[np.float64]

REFERENCE: dict[str, tuple[tuple[str, ...], float]] = {
    "histidine": (("histidine",), 19),
    "isoleucine": (("isoleucine",), 28),
    "leucine": (("leucine",), 66),
    "lysine": (("lysine",), 58),
    "methionine + cystine": (("methionine", "cystine"), 25),
    "phenylalanine + tyrosine": (("phenylalanine", "tyrosine"), 63),
    "threonine": (("threonine",), 34),
    "tryptophan": (("tryptophan",), 11),
    "valine": (("valine",), 35),
}
"""Reference pattern, [mg/g protein] (FAO/WHO 1991, preschool child)."""
Z90 = 1.6449
"""Half width of the central 90 % of a normal distribution, in standard deviations."""
WEIGHTY = 0.02
"""Share of the protein from which an estimated ingredient is named, [g/g]."""


@dataclass(frozen=True, slots=True)
class ProteinQuality:
    """PDCAAS of a formula."""

    pdcaas: float
    """0 to 1; NaN without protein."""
    low: float
    """Lower end of the 90 % interval."""
    high: float
    limiting: str
    """The amino acid with the lowest ratio."""
    ratios: tuple[tuple[str, float], ...]
    """(amino acid, amount over reference) pairs, lowest first."""
    digestibility: float
    """Of the blend, weighted by protein, [g/g]."""
    reported_share: float
    """Share of the protein whose amino acids were reported, not estimated, 0 to 1."""
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON; what is not known is None."""
        data = asdict(self)
        for name in ("pdcaas", "low", "high", "digestibility"):
            data[name] = None if math.isnan(data[name]) else data[name]
        return data


def protein_quality(formula: Formula, catalogue: Catalogue) -> ProteinQuality:
    """PDCAAS of a formula with its 90 % interval.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue

    Returns
    -------
    ProteinQuality
        The interval carries the spread of estimated amino acids and of the digestibility; it is
        that of the limiting amino acid.
    """
    x = np.array([f for _, f in formula.parts])
    protein = x * np.nan_to_num(catalogue.table(list(formula.keys), ["protein"])[:, 0])
    total = float(protein.sum())
    if total <= 0:
        nan = math.nan
        return ProteinQuality(nan, nan, nan, "", (), nan, 0.0, ("the formula holds no protein",))
    shares = protein / total
    patterns = [pattern_of(catalogue, catalogue.food(k)) for k in formula.keys]
    ratios = {name: _ratio(patterns, shares, name) for name in REFERENCE}
    order = sorted(ratios, key=lambda name: ratios[name][0])
    lowest, spread = ratios[order[0]]
    digestible, digestible_spread = _digestibility(formula.keys, shares)
    score = lowest * digestible
    deviation = math.hypot(spread * digestible, lowest * digestible_spread)
    return ProteinQuality(
        pdcaas=min(1.0, score),
        low=min(1.0, max(0.0, score - Z90 * deviation)),
        high=min(1.0, score + Z90 * deviation),
        limiting=order[0],
        ratios=tuple((name, ratios[name][0]) for name in order),
        digestibility=digestible,
        reported_share=math.fsum(s for s, p in zip(shares, patterns, strict=True) if p.is_reported),
        notes=_notes(formula.keys, shares, patterns),
    )


def _ratio(patterns: list[Pattern], shares: Array, name: str) -> tuple[float, float]:
    """Amount of an amino acid (pair) over its reference, and its standard deviation."""
    members, reference = REFERENCE[name]
    at = [ESSENTIAL.index(m) for m in members]
    amount = sum(s * p.grams[at].sum() for s, p in zip(shares, patterns, strict=True))
    # the members of a pair come from one estimate: their spreads add up, not their squares
    variance = sum((s * p.spread[at].sum()) ** 2 for s, p in zip(shares, patterns, strict=True))
    return 1000 * float(amount) / reference, 1000 * math.sqrt(float(variance)) / reference


def _digestibility(keys: tuple[str, ...], shares: Array) -> tuple[float, float]:
    """Mean digestibility by protein and its standard deviation."""
    found = [next(d for d in digestibilities() if re.search(d.pattern, key)) for key in keys]
    mean = math.fsum(s * d.value for s, d in zip(shares, found, strict=True))
    variance = math.fsum((s * d.spread) ** 2 for s, d in zip(shares, found, strict=True))
    return mean, math.sqrt(variance)


def _notes(keys: tuple[str, ...], shares: Array, patterns: list[Pattern]) -> tuple[str, ...]:
    estimated = [
        f"amino acids of {key} estimated from {p.basis}"
        for key, share, p in zip(keys, shares, patterns, strict=True)
        if share >= WEIGHTY and not p.is_reported
    ]
    return ("digestibility from general tables: ask the supplier", *estimated)
