"""From rounded fractions to a candidate: profile, distance, cost, doubts."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from formulator.profiles import mix
from formulator.search.assemble import Question
from formulator.search.candidate import AxisValue, BlockMatch, Candidate, CostRange
from formulator.search.constraints import PRESENT
from formulator.search.diversify import Signature
from formulator.search.novelty import formula_novelty
from formulator.search.quantities import prices
from formulator.search.reasons import base_in_words, parts_of
from formulator.search.rules import Finding, Severity
from formulator.search.unsmelt import unsmelt_warnings
from formulator.similarity import block_distances, similarity
from formulator.similarity.aroma_words import off_note_warnings
from ingredients import EVIDENCE_ORDER, Evidence, Kind

Array = npt.NDArray[np.float64]

Z90 = 1.6448536269514722
"""Half width of the central 90 % interval of a normal distribution, in standard deviations."""
WEAK_COVERAGE = 0.5
"""A block whose amounts rest on reported numbers by less than this share is a doubt."""
TRUST = (
    Evidence.MEASURED,
    Evidence.CALCULATED,
    Evidence.SPECIFICATION,
    Evidence.LABEL,
    Evidence.ASSUMED_ZERO,
    Evidence.GENERAL_KNOWLEDGE,
    Evidence.ESTIMATED,
)
"""Kinds of evidence from the strongest to the weakest."""
PRICED_LIKE = {
    **dict.fromkeys(("nut_seed", "legume", "grain"), ("base",)),
    **dict.fromkeys(("fruit", "vegetable", "mushroom"), ("plant_concentrate",)),
}
"""Categories of technical materials that plant foods without a known price are priced like."""
LEAST_PART = 0.1
"""A part that brings less than this share of an axis does not set its evidence."""


def candidate_id(percents: Sequence[tuple[str, float]]) -> str:
    """Return the name of a composition: the same formula has the same id everywhere.

    Parameters
    ----------
    percents : sequence of (key, percent)

    Returns
    -------
    str

    Examples
    --------
    >>> candidate_id([("water", 90.0), ("sucrose", 10.0)])
    'F-emj6aky'
    """
    text = ";".join(f"{k}={p:.6f}" for k, p in sorted(percents))
    digest = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/l/i: read aloud without doubt
    word = ""
    for _ in range(7):
        digest, rest = divmod(digest, len(letters))
        word += letters[rest]
    return f"F-{word}"


def evaluate(
    question: Question,
    x: Array,
    *,
    bound: float,
    sig: Signature,
    findings: Sequence[Finding] = (),
    note: str = "",
) -> Candidate:
    """Describe one rounded formula.

    Parameters
    ----------
    question : Question
    x : ndarray of shape (n_ingredients,)
        Whole scale steps, [g/g].
    bound : float
        No formula that meets the brief has a smaller distance.
    sig : Signature
    findings : sequence of Finding
        What the rules found; hard findings never get here.
    note : str
        What makes this one special, e.g. ``lower cost``.

    Returns
    -------
    Candidate
    """
    parts = parts_of(question, x)
    mixed = mix(question.table, x)
    distance = float(question.distances(x)[0])
    lowest = min(max(bound, 0.0), distance)
    cost, cost_doubts = _cost(question, x)
    base = base_in_words(question, sig.named)
    fractions = [(p.key, p.percent / 100) for p in parts]
    off_notes = (
        *off_note_warnings(fractions, question.target.key, question.catalogue),
        *unsmelt_warnings(sig.proteins, question.catalogue),
    )
    return Candidate(
        id=candidate_id([(p.key, p.percent) for p in parts]),
        parts=parts,
        distance=distance,
        bound=lowest,
        gap=(distance - lowest) / distance if distance > 0 else 0.0,
        similarity=float(np.ravel(similarity(question.target, [distance]))[0]),
        blocks=_blocks(question, mixed.mean),
        profile=_profile(question, x),
        cost=cost,
        warnings=(*_doubts(question, x), *cost_doubts, *_rule_words(findings), *off_notes),
        novelty=formula_novelty((p.key for p in parts), question.target.category),
        base=f"{base}; {note}" if note else base,
    )


def _blocks(question: Question, profile: Array) -> tuple[tuple[str, BlockMatch], ...]:
    target = question.target
    found = block_distances(target, profile)
    return tuple(
        (b, BlockMatch(float(d[0]), float(np.ravel(similarity(target, d, block=b))[0])))
        for b, d in found.items()
    )


def _profile(question: Question, x: Array) -> tuple[tuple[str, AxisValue], ...]:
    mixed = mix(question.table, x)
    evidence = _weakest_evidence(question, x)
    target = question.target
    half = Z90 * mixed.spread[0]
    return tuple(
        (
            axis.key,
            AxisValue(
                value=float(mixed.mean[0, j]),
                target=float(target.mean[j]),
                unit=axis.unit,
                coverage=float(mixed.coverage[0, j]),
                evidence=evidence[j],
                low=float(max(mixed.mean[0, j] - half[j], 0.0)),
                high=float(mixed.mean[0, j] + half[j]),
                target_low=float(target.low[j]),
                target_high=float(target.high[j]),
            ),
        )
        for j, axis in enumerate(question.table.axes)
    )


def _weakest_evidence(question: Question, x: Array) -> list[str]:
    """Weakest evidence among the parts that bring a tenth or more of each axis."""
    used = np.flatnonzero(x > PRESENT)
    rows = question.catalogue.rows([question.keys[i] for i in used])
    held = {p.key: j for j, p in enumerate(question.catalogue.properties)}
    words = []
    for j, axis in enumerate(question.table.axes):
        brought = x[used] * question.table.mean[used, j]
        counts = brought >= LEAST_PART * max(float(brought.sum()), 1e-12)
        reported = question.table.coverage[used, j] > 0
        column = held.get(axis.key)
        kinds = {
            EVIDENCE_ORDER[code]
            if column is not None
            and known
            and (code := int(question.catalogue.evidence[row, column])) >= 0
            else (Evidence.CALCULATED if known else Evidence.ESTIMATED)
            for row, matters, known in zip(rows, counts, reported, strict=True)
            if matters
        }
        words.append(str(max(kinds, key=TRUST.index)) if kinds else str(Evidence.ASSUMED_ZERO))
    return words


def _cost(question: Question, x: Array) -> tuple[CostRange, tuple[str, ...]]:
    """Cost range; where a price is unknown, the range of the ingredient's category stands in."""
    used = np.flatnonzero(x > PRESENT)
    keys = [question.keys[i] for i in used]
    low, high = prices(question.catalogue, keys)
    unknown = [k for k, p in zip(keys, low, strict=True) if not np.isfinite(p)]
    for i, key in enumerate(keys):
        if key in unknown:
            low[i], high[i] = _category_prices(question, key)
    cost = CostRange(low=float(x[used] @ low), high=float(x[used] @ high))
    if not unknown:
        return cost, ()
    words = f"no price is known for {', '.join(unknown)}: the range of its category stands in"
    return cost, (words,)


def _category_prices(question: Question, key: str) -> tuple[float, float]:
    """Range of the category, of like materials where it holds no price, or of all."""
    category = question.catalogue.food(key).category
    foods = question.catalogue.of_kind(Kind.INGREDIENT)
    for pool in ((category,), PRICED_LIKE.get(category, ()), {f.category for f in foods}):
        priced = [f.price for f in foods if f.price is not None and f.category in pool]
        if priced:
            return min(p.low for p in priced), max(p.high for p in priced)
    return math.nan, math.nan


def _doubts(question: Question, x: Array) -> tuple[str, ...]:
    """Say which blocks rest on estimates, and which doses on general practice alone."""
    mixed = mix(question.table, x)
    weak = []
    for block in question.target.blocks:
        chosen = [j for j, a in enumerate(question.table.axes) if a.block == block]
        share = float(np.mean(mixed.coverage[0, chosen])) if chosen else 1.0
        if share < WEAK_COVERAGE:
            weak.append(f"{block} ({100 * share:.0f} % of it reported)")
    if not weak:
        return ()
    return (f"estimated for the most part: {', '.join(weak)}",)


def _rule_words(findings: Sequence[Finding]) -> tuple[str, ...]:
    shown = [f for f in findings if f.severity in (Severity.SOFT, Severity.UNCHECKED)]
    return tuple(f"{f.rule} {f.severity.value}: {f.message}" for f in shown)
