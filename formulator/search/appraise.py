"""Any formula judged like a proposal: distance, blocks, profile, cost, rules, the brief's limits.

A formula that a person wrote need not keep the search's doses, windows or structure, and may hold
ingredients that the search would never choose. It is described all the same; what it breaks is
said in words. It carries no bound: nobody has searched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from formulator.errors import TableError
from formulator.formula import Formula
from formulator.profiles import ProfileTable, profile_table
from formulator.search.assemble import Question, brief_limits, check_target
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.search.constraints import Doses
from formulator.search.diversify import signature
from formulator.search.evaluate import evaluate
from formulator.search.pantry import Pantry, allergens
from formulator.search.roles import role_of
from formulator.search.rules import Severity, Verdict, check_formula
from formulator.search.structure import Shelf
from formulator.search.systems import System
from formulator.similarity import build_target
from ingredients import Catalogue, Kind, UnknownKeyError

FINEST = 0.0001
"""Step in which the parts of an own formula are written, [g/100 g]."""
TOLERANCE = 1e-6
"""A limit broken by less than this is kept, in the limit's own unit."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the tool can say of a formula that nobody has searched for."""

    candidate: Candidate
    """Its ``bound`` is 0 and its ``gap`` 1: nothing is proven of it."""
    verdict: Verdict
    """Of all rules; a hard finding would keep a proposal out."""
    breaches: tuple[str, ...]
    """Limits, exclusions and demands of the brief that the formula does not keep, in words."""


def appraise(
    formula: Formula,
    brief: Brief,
    catalogue: Catalogue,
    *,
    table: ProfileTable | None = None,
) -> Appraisal:
    """Judge a formula like a proposal.

    Parameters
    ----------
    formula : Formula
        Of ingredients of the catalogue.
    brief : Brief
        Its target, weights and jurisdiction judge; its limits are checked.
    catalogue : Catalogue
    table : ProfileTable, optional
        Profiles of all foods of the catalogue, when the caller holds them already.

    Returns
    -------
    Appraisal

    Raises
    ------
    TableError
        Listing every part that is no ingredient, or has no known composition.
    UnknownKeyError
        For an unknown target.
    """
    table = profile_table(catalogue) if table is None else table
    check_target(brief.target, catalogue)
    _check_parts(formula, catalogue, table)
    question = _question(formula, brief, catalogue, table)
    x = np.array([fraction for _, fraction in formula.parts])
    verdict = check_formula(
        formula, catalogue, target=brief.target, jurisdiction=brief.jurisdiction
    )
    candidate = evaluate(
        question, x, bound=0.0, sig=signature(question, x), findings=verdict.findings
    )
    breaches = (*_broken_limits(question, x), *_broken_wishes(formula, brief, catalogue))
    hard = tuple(f"{f.rule} hard: {f.message}" for f in verdict.of_severity(Severity.HARD))
    return Appraisal(
        candidate=replace(candidate, gap=1.0, warnings=(*hard, *breaches, *candidate.warnings)),
        verdict=verdict,
        breaches=breaches,
    )


def _check_parts(formula: Formula, catalogue: Catalogue, table: ProfileTable) -> None:
    known = {f.key for f in catalogue.of_kind(Kind.INGREDIENT)}
    profiled = set(table.keys)
    problems = [
        str(UnknownKeyError("ingredient", k, known)) for k in formula.keys if k not in known
    ]
    problems += [
        f"{k!r}: no composition is known" for k in formula.keys if k in known and k not in profiled
    ]
    if problems:
        raise TableError("each part must be an ingredient of known composition", problems)


def _question(
    formula: Formula, brief: Brief, catalogue: Catalogue, table: ProfileTable
) -> Question:
    """Look everything up for the formula's own ingredients, without any limit of the search."""
    keys = formula.keys
    zeros, ones = np.zeros(len(keys)), np.ones(len(keys))
    shelves = tuple(Shelf(k, role_of(catalogue.food(k))) for k in keys)
    target = build_target(catalogue, table, brief.target, weights=brief.weights)
    return Question(
        brief=replace(brief, scale_step=FINEST, locked=(), require=(), exclude=()),
        catalogue=catalogue,
        all_foods=table,
        target=target,
        pantry=Pantry(shelves, zeros, ones, ()),
        table=table.select(keys),
        system=System("", ""),
        doses=Doses(keys, zeros, ones),
        limits=brief_limits(brief, catalogue, table, keys, category=target.category),
        counts=(),
        locks=(),
    )


def _broken_limits(question: Question, x: np.ndarray) -> list[str]:
    """Say which limits of the brief the formula breaks, with its own value."""
    words = []
    for limit in question.limits:
        unknown = [k for k, c in zip(question.keys, limit.coefficients, strict=True) if np.isnan(c)]
        known = replace(limit, coefficients=np.nan_to_num(limit.coefficients))
        value = float(known.coefficients @ x)
        if float(known.violation(x[None, :])[0]) > TOLERANCE:
            words.append(f"the brief asks for {limit.text}; this formula has {value:.4g}")
        elif unknown:
            words.append(f"{limit.text}: nothing is known of {', '.join(unknown)}")
    return words


def _broken_wishes(formula: Formula, brief: Brief, catalogue: Catalogue) -> list[str]:
    """Say which ingredients the brief excludes, requires or locks otherwise."""
    banned = allergens(brief.exclude_allergens)
    words = []
    for key in formula.keys:
        food = catalogue.food(key)
        held = sorted(banned & {*food.allergens_us, *food.allergens_eu})
        if key in brief.exclude:
            words.append(f"the brief excludes {key}")
        if held:
            words.append(f"{key} contains {', '.join(held)}, which the brief excludes")
    words += [f"the brief requires {key}" for key in brief.require if key not in formula.keys]
    words += [
        f"the brief locks {key} at {100 * fraction:g} %; this formula has "
        f"{100 * formula.fraction(key):.4g} %"
        for key, fraction in brief.locked
        if not math.isclose(formula.fraction(key), fraction, abs_tol=1e-6)
    ]
    if len(formula.keys) > brief.max_ingredients:
        words.append(
            f"the brief allows {brief.max_ingredients} ingredients; this formula has "
            f"{len(formula.keys)}"
        )
    return words
