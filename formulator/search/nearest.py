"""The nearest formula of each structure system, and the bound over all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from formulator.profiles import ProfileTable
from formulator.search.assemble import Question, ask, solve
from formulator.search.branch_and_bound import Progress
from formulator.search.brief import Brief
from formulator.search.demands import demands_of, smallest
from formulator.search.gathered import Gathered
from formulator.search.sparse_mixture import SparseMixture
from ingredients import Catalogue

PROOF_SHARE = 0.4
"""Share of the time limit for the proof of the first, nearest candidate."""
LOOK_SHARE = 0.05
"""Share of the time limit for a first look at each of several structure systems."""
PROVEN = 1e-3
"""Wanted relative gap of the nearest candidate."""
BEATEN = 2e-2
"""Wanted relative gap of a system that is proven not to hold the nearest candidate."""


def nearest(
    brief: Brief, catalogue: Catalogue, table: ProfileTable, gathered: Gathered
) -> tuple[float, list[Question]]:
    """Find the nearest formula of each structure system and the bound over all of them.

    The bounds at which no rule warns are tried first; a brief that they cannot meet is asked
    again at those where rules reject, and its candidates carry the warnings.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    table : ProfileTable
        Profiles of all foods of the catalogue.
    gathered : Gathered
        Takes the formulas.

    Returns
    -------
    tuple of (bound, questions)
        The questions that have a formula, the nearest first.

    Raises
    ------
    InfeasibleError
        If it is proven that no formula meets the brief.
    """
    questions: tuple[Question, ...] = ()
    for preferred in (True, False):
        questions = ask(brief, catalogue, table, preferred=preferred)
        solved = _solved(questions, gathered)
        feasible = [
            (q, s) for q, s in zip(questions, solved, strict=True) if not _is_hopeless(q, s)
        ]
        if feasible:
            break
    else:
        from formulator.search.infeasible import explain_conflict  # noqa: PLC0415 (rarely needed)

        raise explain_conflict(questions)
    for question, mixture in feasible:
        gathered.remember(question, mixture)
    bound = min(s.bound for _, s in feasible)
    feasible.sort(key=lambda pair: pair[1].objective)
    for question, mixture in feasible:
        if gathered.missing and math.isfinite(mixture.objective):
            gathered.accept(question, mixture.fractions, bound=bound)
    return bound, [q for q, _ in feasible]


def _solved(questions: Sequence[Question], gathered: Gathered) -> list[SparseMixture]:
    """Solve each system; those that cannot hold the nearest formula get a short look only."""
    seconds = PROOF_SHARE * questions[0].brief.time_limit
    if len(questions) == 1:
        return [solve(questions[0], time_limit=seconds, gap=PROVEN, progress=gathered.go_on)]
    look = min(LOOK_SHARE * questions[0].brief.time_limit, seconds / (2 * len(questions)))
    solved: list[SparseMixture] = []
    for question in questions:
        lowest = min((s.objective for s in solved), default=math.inf)
        progress = _until_beaten(gathered, lowest)
        solved.append(solve(question, time_limit=look, gap=PROVEN, progress=progress))
    left = seconds - sum(s.seconds for s in solved)
    again = [i for i, s in enumerate(solved) if _is_open(s, solved)]
    for i in sorted(again, key=lambda i: solved[i].bound):
        if _is_open(solved[i], solved):
            share = max(look, left / len(again))
            progress = gathered.go_on
            solved[i] = solve(questions[i], time_limit=share, gap=PROVEN, progress=progress)
    return solved


def _until_beaten(gathered: Gathered, lowest: float) -> Progress:
    """Stop where a system is proven to be farther than another and its own formula is good."""

    def go_on(objective: float, bound: float) -> bool:
        is_beaten = bound >= lowest and objective - bound <= BEATEN * objective
        return gathered.go_on(objective, bound) and not is_beaten

    return go_on


def _is_open(mixture: SparseMixture, all_of_them: Sequence[SparseMixture]) -> bool:
    """Tell whether a system may still hold a nearer formula than the best one, or its first."""
    lowest = min(s.objective for s in all_of_them)
    if mixture.status != "time_limit":
        return False
    return not math.isfinite(mixture.objective) or mixture.bound < (1 - PROVEN) * lowest


def _is_hopeless(question: Question, mixture: SparseMixture) -> bool:
    """Tell whether a question is proven to have no formula, by the search or without distance."""
    if mixture.status == "infeasible" or math.isfinite(mixture.objective):
        return mixture.status == "infeasible"
    return smallest(question, demands_of(question.brief, question)).status == "infeasible"
