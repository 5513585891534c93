"""Impossible briefs: the smallest set of demands that cannot hold together, and the way out."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from formulator.errors import InfeasibleError
from formulator.search.assemble import Question
from formulator.search.constraints import Linear
from formulator.search.demands import (
    Demand,
    Extreme,
    background,
    demands_of,
    open_questions,
    smallest,
)

EXHAUSTIVE = 2
"""Conflicts up to this size are found by trying all; larger ones by dropping one at a time, which
finds a set without a superfluous member, though not always the smallest."""
DROPPED = 1.0
"""Cost of giving a demand up, where that of a changed number is its relative change."""
NO_SINGLE_WAY = "no change of one demand alone helps"
A_FORMULA = "a formula with "
"""How a conflict of exclusions alone begins."""
NAMED = 3
"""Ways out that the message names; all of them are listed."""
DIGITS = 3
"""Significant digits of a relaxed number."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change that makes a brief possible."""

    text: str
    cost: float
    """Relative change of the number, or ``DROPPED``."""


def explain_conflict(questions: Sequence[Question]) -> InfeasibleError:
    """Explain why no formula meets a brief.

    Parameters
    ----------
    questions : sequence of Question
        One per structure system, as ``ask`` returns them.

    Returns
    -------
    InfeasibleError
        With the smallest conflicting set and single relaxations, cheapest first.
    """
    brief = questions[0].brief
    opened = open_questions(questions[0])
    demands = demands_of(brief, opened[0])
    if _feasible(opened, demands):
        return _only_preferred(questions)
    if not _feasible(opened, ()):
        return _category_alone(opened)
    conflict = smallest_conflict(opened, demands)
    blamed = blamed_rules(opened, conflict) if len(conflict) <= EXHAUSTIVE else ()
    ways = relaxations(opened, demands, conflict)
    words = _joined(conflict)
    with_rules = f" under {', '.join(c.text for c in blamed)}" if blamed else ""
    verb = "cannot be made" if words.startswith(A_FORMULA) else "cannot be met"
    can = " or ".join(w.text for w in ways[:NAMED])
    return InfeasibleError(
        f"{words} {verb}{with_rules}; " + (f"{can} can" if ways else NO_SINGLE_WAY),
        conflicts=(*(d.text for d in conflict), *(c.text for c in blamed)),
        relaxations=tuple(w.text for w in ways),
    )


def _joined(conflict: Sequence[Demand]) -> str:
    """Say a conflict in one phrase: exclusions together, the rest joined by "with"."""
    out = [d.text for d in conflict if d.kind in ("exclude", "allergen")]
    rest = [d.text for d in conflict if d.kind not in ("exclude", "allergen")]
    alone = "" if rest else A_FORMULA
    return " with ".join([*rest, *([alone + " and ".join(out)] if out else [])])


def _feasible(questions: Sequence[Question], demands: Collection[Demand]) -> bool:
    """Tell whether some structure system meets the demands; unknown counts as feasible."""
    return any(smallest(q, demands).status != "infeasible" for q in questions)


def smallest_conflict(
    questions: Sequence[Question], demands: Sequence[Demand]
) -> tuple[Demand, ...]:
    """Return the smallest set of demands that cannot hold together.

    Parameters
    ----------
    questions : sequence of Question
        Open questions; without demands one of them is feasible.
    demands : sequence of Demand
        All together they are infeasible.

    Returns
    -------
    tuple of Demand
        Of least size when that is at most ``EXHAUSTIVE``, else without a superfluous member.
    """
    core = _irreducible(questions, demands)
    for size in range(1, min(EXHAUSTIVE + 1, len(core))):
        for chosen in combinations(demands, size):
            if not _feasible(questions, chosen):
                return chosen
    return core


def _irreducible(questions: Sequence[Question], demands: Sequence[Demand]) -> tuple[Demand, ...]:
    """Drop one demand after the other as long as the rest still conflicts."""
    kept = list(demands)
    for demand in list(demands):
        rest = [d for d in kept if d is not demand]
        if not _feasible(questions, rest):
            kept = rest
    return tuple(kept)


def blamed_rules(questions: Sequence[Question], conflict: Sequence[Demand]) -> tuple[Linear, ...]:
    """Return the background limits that a small conflict collides with.

    Parameters
    ----------
    questions : sequence of Question
    conflict : sequence of Demand

    Returns
    -------
    tuple of Linear
        Without a superfluous member for the first structure system; empty when doses and
        groups alone make the conflict.
    """
    question = questions[0]
    if smallest(question, conflict, rows=()).status == "infeasible":
        return ()
    kept = sorted(background(question), key=lambda c: _likeness(c, conflict))
    for limit in list(kept):
        rest = [c for c in kept if c is not limit]
        if smallest(question, conflict, rows=rest).status == "infeasible":
            kept = rest
    return tuple(kept)


def _likeness(limit: Linear, conflict: Sequence[Demand]) -> float:
    """Largest cosine between a limit's coefficients and those of the demands.

    What speaks of something else is dropped first, so that the blame stays with limits on the
    same quantity where there is a choice.
    """
    own = limit.coefficients
    others = [row.coefficients for d in conflict for row in d.rows]
    norms = [float(np.linalg.norm(own) * np.linalg.norm(o)) for o in others]
    cosines = [abs(float(own @ o)) / n for o, n in zip(others, norms, strict=True) if n > 0]
    return max(cosines, default=0.0)


def relaxations(
    questions: Sequence[Question], demands: Sequence[Demand], conflict: Sequence[Demand]
) -> tuple[Relaxation, ...]:
    """Return changes of single demands of a conflict that make the whole brief possible.

    Parameters
    ----------
    questions : sequence of Question
    demands : sequence of Demand
        All demands of the brief.
    conflict : sequence of Demand

    Returns
    -------
    tuple of Relaxation
        Cheapest first.
    """
    found = []
    for demand in conflict:
        rest = [d for d in demands if d is not demand]
        way = _relax(questions, demand, rest)
        if way is not None:
            found.append(way)
    return tuple(sorted(found, key=lambda w: (w.cost, w.text)))


def _relax(
    questions: Sequence[Question], demand: Demand, rest: Sequence[Demand]
) -> Relaxation | None:
    if demand.kind == "limit":
        return _relax_limit(questions, demand, rest)
    if demand.kind == "size":
        return _relax_size(questions, demand, rest)
    if not _feasible(questions, rest):
        return None
    words = {
        "claim": f'no claim "{demand.key}"',
        "require": f"{demand.key} not required",
        "lock": f"{demand.key} not locked",
        "exclude": f"{demand.key} allowed",
        "allergen": f"{demand.key} allowed",
        "unexpected": "no unexpected ingredient",
    }
    return Relaxation(words[demand.kind], DROPPED)


def _relax_limit(
    questions: Sequence[Question], demand: Demand, rest: Sequence[Demand]
) -> Relaxation | None:
    """Find the nearest bound that the rest allows, rounded to the permitting side."""
    limit = demand.rows[0]
    sign = 1.0 if limit.relation == "<=" else -1.0
    best = _best([smallest(q, rest, objective=sign * limit.coefficients) for q in questions])
    if best is None:
        return None
    bound = _round_away(sign * best, up=limit.relation == "<=")
    change = abs(bound - limit.bound) / max(abs(limit.bound), abs(bound), 1e-9)
    name = demand.key.split(limit.relation)[0]
    return Relaxation(f"{name} {limit.relation} {bound:g} {limit.unit}".rstrip(), change)


def _relax_size(
    questions: Sequence[Question], demand: Demand, rest: Sequence[Demand]
) -> Relaxation | None:
    n = len(questions[0].keys)
    best = _best([smallest(q, rest, count_objective=np.ones(n)) for q in questions])
    if best is None:
        return None
    size = round(best)
    return Relaxation(f"{size} ingredients", (size - demand.count) / max(size, 1))


def _best(found: Sequence[Extreme]) -> float | None:
    values = [e.value for e in found if e.status == "feasible"]
    return min(values) if values else None


def _round_away(value: float, *, up: bool) -> float:
    """Round to a few digits, never to the side that would be infeasible again."""
    if value == 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1)
    steps = value / unit
    rounded = math.ceil(steps - 1e-6) if up else math.floor(steps + 1e-6)
    return float(rounded * unit)


def _only_preferred(questions: Sequence[Question]) -> InfeasibleError:
    """Explain a brief that only formulas with a warning, or none at all by the proof, meet."""
    return InfeasibleError(
        "the limits can be met, but no formula was found that every rule accepts as well; "
        "try more ingredients or a longer time limit",
        relaxations=(f"more than {questions[0].brief.max_ingredients} ingredients",),
    )


def _category_alone(questions: Sequence[Question]) -> InfeasibleError:
    """Explain a category that has no formula even without demands, e.g. at a coarse scale."""
    question = questions[0]
    step = question.brief.scale_step
    empty = tuple(
        f"{c.describe()} (no considered ingredient can be weighed at a step of {step:g} %)"
        for c in question.counts
        if c.minimum > sum(question.doses.upper[i] > 0 for i in c.indices)
    )
    return InfeasibleError(
        f"the rules and the structure of the category {question.target.category!r} leave no "
        "formula even without any demand of the brief",
        conflicts=empty or tuple(c.text for c in blamed_rules(questions, ())),
        relaxations=(f"a scale step finer than {step:g} %",) if empty else (),
    )
