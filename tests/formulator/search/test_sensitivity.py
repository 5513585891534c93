"""Shadow prices: the multipliers predict what easing a limit really brings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import Question, ask, solve
from formulator.search.brief import Brief
from formulator.search.constraints import PRESENT, Linear, Origin
from formulator.search.diversify import without
from formulator.search.quantities import quantity
from formulator.search.sensitivity import multipliers, sensitivity

CATALOGUE = ingredients.load()


def on_its_support(question: Question, x: np.ndarray) -> Question:
    return without(question, [int(i) for i in np.flatnonzero(x <= PRESENT)])


def eased(question: Question, name: str, by: float) -> Question:
    limits = tuple(
        replace(c, bound=c.bound + (by if c.relation == "<=" else -by)) if c.name == name else c
        for c in question.limits
    )
    return question.replace(limits=limits)


@pytest.fixture(scope="module")
def milk() -> tuple[Question, np.ndarray]:
    """Return the question of whole milk, held to the support of its best formula."""
    brief = Brief(target="milk_whole", time_limit=4)
    (question,) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    fixed = on_its_support(question, solve(question, time_limit=3).fractions)
    return fixed, solve(fixed, time_limit=2, gap=1e-9).fractions


@pytest.mark.parametrize(
    ("key", "relation", "share"), [("sugars", "<=", 0.9), ("cost", "<=", 0.98), ("fat", ">=", 1.02)]
)
def test_a_shadow_price_predicts_the_fall_of_the_distance(
    milk: tuple[Question, np.ndarray], key: str, relation: str, share: float
) -> None:
    question, x = milk
    values = quantity(key, CATALOGUE, question.all_foods, question.keys).values
    bound = share * float(np.nan_to_num(values) @ x)
    limit = Linear("tight", Origin.BRIEF, key, np.nan_to_num(values), relation, bound)
    tight = question.replace(limits=(*question.limits, limit))
    best = solve(tight, time_limit=2, gap=1e-9)
    prices, _ = multipliers(tight, best.fractions)
    price = next(p.price for p in prices if p.name == "tight")
    step = 1e-3 * bound
    nearer = solve(eased(tight, "tight", step), time_limit=2, gap=1e-9)
    fall = (best.objective - nearer.objective) / step
    assert price > 0
    assert fall == pytest.approx(price, rel=0.05, abs=1e-4)


def test_an_ingredient_more_never_makes_it_worse() -> None:
    brief = Brief(target="mayonnaise", max_ingredients=7, time_limit=6)
    answer = sensitivity(brief, CATALOGUE)
    assert answer.distance_with_one_more is not None
    assert answer.distance_with_one_more <= answer.distance * (1 + 2e-3)
    assert sum(p for _, p in answer.parts) == pytest.approx(100, abs=0.01)
    used = {k for k, _ in answer.parts}
    assert not used & {e.key for e in answer.entering}
    assert [e.change for e in answer.entering] == sorted(e.change for e in answer.entering)
