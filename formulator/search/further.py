"""Further candidates of a list: different from those before, one cheaper, one unexpected."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formulator.search.assemble import Question, ask, solve
from formulator.search.constraints import Linear, Origin
from formulator.search.diversify import differ_from, without
from formulator.search.gathered import Gathered
from formulator.search.novelty import is_unexpected
from formulator.search.quantities import quantity
from formulator.search.sparse_mixture import SparseMixture
from formulator.search.steering import prices

Array = npt.NDArray[np.float64]

LIST_SHARE = 0.42
"""Share of the time limit in which the list shall be full; each further candidate gets its part."""
LAST_START = 0.9
"""Share of the time limit after which no further candidate is started, full or not: the rest is for
loading the tables, rounding and the rules."""
LEAST_BUDGET = 0.017
"""Share of the time limit that each search for a further candidate gets at least."""
WANTED_GAP = 2e-2
"""Relative gap at which the search for a further candidate may stop: what is shown with it is the
bound of the whole brief."""
CHEAPER = 0.85
"""A candidate of lower cost costs at most this share of the cheapest one before it."""
FAR = 2.2
"""A candidate so many times as far as the nearest one is dropped for a nearer one on proteins and
fats that have had their share already."""
HOPELESS = 3.0
"""A candidate so many times as far as the nearest one is no answer once there are ``ENOUGH``."""
ENOUGH = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A formula that may become the next candidate."""

    distance: float
    question: Question
    fractions: Array
    bound: float
    note: str


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the next candidate shall be beside near."""

    note: str = ""
    limits: tuple[Linear, ...] = ()
    closed: tuple[int, ...] = ()
    question: Question | None = None
    """Another question than the brief's own, when more ingredients are considered."""
    is_last: bool = False
    """Whether proteins and fats that have had their share are open again."""


def fill(questions: Sequence[Question], gathered: Gathered, bound: float, *, start: float) -> None:
    """Ask for different formulas until the list is full, the time is up or none is left.

    Parameters
    ----------
    questions : sequence of Question
        One for each structure system, asked in turn.
    gathered : Gathered
        Holds what has been found and takes what is found.
    bound : float
        No formula that meets the brief has a smaller distance.
    start : float
        Reading of ``time.perf_counter`` when the search began, [s].
    """
    seconds = questions[0].brief.time_limit
    dry: set[str] = set()
    turn = 0
    while gathered.missing > 0 and len(dry) < len(questions):
        spent = time.perf_counter() - start
        if spent > LAST_START * seconds or gathered.is_over:
            return
        question = questions[turn % len(questions)]
        turn += 1
        if question.system.name in dry:
            continue
        left = LIST_SHARE * seconds - spent
        budget = max(LEAST_BUDGET * seconds, left / (gathered.missing + 1))
        if not _next(question, gathered, bound, budget):
            dry.add(question.system.name)


def _next(question: Question, gathered: Gathered, bound: float, budget: float) -> bool:
    """Look for one more formula; False when this question has no further different one."""
    nearest = min((c.distance for c in gathered.candidates), default=math.inf)
    best: _Found | None = None
    mixture = None
    for aim in _aims(question, gathered):
        mixture, found = _sought(question, aim, gathered, bound=bound, budget=budget)
        if found and (best is None or found.distance < best.distance):
            best = found
        if best and best.distance <= FAR * nearest:
            break
        if aim == _Aim():  # later candidates are held to more, so they are no nearer
            gathered.worn.add(question.system.name)
    if best is None:
        return mixture is not None and mixture.status != "infeasible"
    if best.distance > HOPELESS * nearest and len(gathered.candidates) >= ENOUGH:
        return False
    gathered.accept(best.question, best.fractions, bound=best.bound, note=best.note)
    return True


def _sought(
    question: Question, aim: _Aim, gathered: Gathered, *, bound: float, budget: float
) -> tuple[SparseMixture, _Found | None]:
    """Search for the nearest formula that serves an aim and differs from the earlier ones."""
    demanded = (*question.brief.require, *(k for k, _ in question.brief.locked))
    asked = aim.question or question
    different = differ_from(asked, gathered.signatures, n=gathered.n, keep=demanded)
    closed = () if aim.is_last else different.closed
    solved = without(asked, (*closed, *aim.closed))
    shut = () if aim.question else gathered.shut.get(question.system.name, [])
    if gathered.aim is not None and aim.question is None:
        solved = solved.replace(target=gathered.aim)
    no_good = (*different.no_good, *shut)
    mixture = solve(
        solved,
        time_limit=budget,
        gap=WANTED_GAP,
        no_good=no_good,
        more_limits=aim.limits,
        # a wider question proves its own bound on the distance, so it is asked without prices
        linear=None if aim.question else prices(asked, gathered.preference),
        starts=gathered.starts(solved, no_good),
        progress=gathered.go_on,
    )
    gathered.remember(asked, mixture)
    if not math.isfinite(mixture.objective):
        return mixture, None
    distance = float(asked.distances(mixture.fractions)[0])
    lowest = bound if aim.question is None else min(bound, mixture.bound)
    held = asked.replace(limits=(*asked.limits, *aim.limits))  # rounding keeps the aim's limits too
    return mixture, _Found(distance, held, mixture.fractions, lowest, aim.note)


def _aims(question: Question, gathered: Gathered) -> list[_Aim]:
    """Return the wishes to try in turn: the last places go to cost and novelty."""
    special = {1: _cheaper, 2: _unexpected}.get(gathered.missing if gathered.n >= 4 else 0)
    wished = special(question, gathered) if special else None
    usual = [] if question.system.name in gathered.worn else [_Aim()]
    return [*([wished] if wished else []), *usual, _Aim(is_last=True)]


def _cheaper(question: Question, gathered: Gathered) -> _Aim | None:
    costs = [c.cost.high for c in gathered.candidates if c.cost]
    if not costs:
        return None
    q = quantity("cost", question.catalogue, question.all_foods, question.keys)
    most = CHEAPER * min(costs)
    limit = Linear(
        "lower cost",
        Origin.DIVERSITY,
        f"costs at most {most:.3g} {q.unit}",
        np.nan_to_num(q.values),
        "<=",
        most,
        q.unit,
    )
    return _Aim(
        note="lower cost",
        limits=(limit,),
        closed=tuple(int(i) for i in np.flatnonzero(~q.is_known)),
    )


def _unexpected(question: Question, gathered: Gathered) -> _Aim | None:
    """Ask the brief again with at least one unexpected ingredient, among more plant foods."""
    category = question.target.category
    roles = {s.key: s.role for s in question.pantry.shelves}
    used = {p.key for c in gathered.candidates for p in c.parts}
    if any(is_unexpected(k, roles[k], category) for k in used if k in roles):
        return None
    brief = replace(question.brief, n_unexpected=1)
    opened = ask(brief, question.catalogue, question.all_foods)
    same = [q for q in opened if q.system == question.system]
    return _Aim(note="with an unexpected ingredient", question=same[0]) if same else None
