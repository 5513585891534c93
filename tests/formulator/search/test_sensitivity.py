"""Shadow prices: the multipliers predict what easing a limit really brings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import Question, ask, solve
from formulator.search.brief import Brief, Limit
from formulator.search.constraints import PRESENT
from formulator.search.diversify import without
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


@pytest.mark.parametrize("limit", ["sugars<=1", "saturated_fat>=1.2", "cost<=0.2"])
def test_a_shadow_price_predicts_the_fall_of_the_distance(limit: str) -> None:
    brief = Brief(target="milk_whole", limits=(Limit.parse(limit),), time_limit=4)
    (question,) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    x = solve(question, time_limit=3).fractions
    fixed = on_its_support(question, x)
    x = solve(fixed, time_limit=1, gap=1e-9).fractions
    prices, _ = multipliers(fixed, x)
    price = next((p.price for p in prices if p.name == limit), 0.0)
    step = 1e-3 * float(limit.partition("=")[2])
    nearer = solve(eased(fixed, limit, step), time_limit=1, gap=1e-9).objective
    fall = (float(question.distances(x)[0]) - nearer) / step
    assert fall == pytest.approx(price, rel=0.05, abs=1e-3)
    assert price > 0


def test_an_ingredient_more_never_makes_it_worse() -> None:
    brief = Brief(target="mayonnaise", max_ingredients=7, time_limit=6)
    answer = sensitivity(brief, CATALOGUE)
    assert answer.distance_with_one_more is not None
    assert answer.distance_with_one_more <= answer.distance * (1 + 2e-3)
    assert sum(p for _, p in answer.parts) == pytest.approx(100, abs=0.01)
    used = {k for k, _ in answer.parts}
    assert not used & {e.key for e in answer.entering}
    assert [e.change for e in answer.entering] == sorted(e.change for e in answer.entering)
