"""Further candidates: they differ, the last ones are cheaper or unexpected, no time is wasted."""

from __future__ import annotations

import time

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.brief import Brief
from formulator.search.further import CHEAPER, _cheaper, _sought, fill
from formulator.search.gathered import Gathered
from formulator.search.nearest import nearest

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    found = Gathered(4)
    start = time.perf_counter()
    bound, questions = nearest(Brief("milk_whole", time_limit=20), CATALOGUE, TABLE, found)
    fill(questions, found, bound, start=start)
    return found


@pytest.mark.slow
def test_the_list_is_full_and_every_pair_of_bases_is_new(gathered: Gathered) -> None:
    assert gathered.missing == 0
    pairs = [(s.pair, s.system) for s in gathered.signatures]
    assert len(set(pairs)) == len(pairs)


def test_the_cheaper_one_is_cheaper_after_rounding_too() -> None:
    found = Gathered(4)
    bound, (question,) = nearest(Brief("milk_whole", time_limit=8), CATALOGUE, TABLE, found)
    first = found.candidates[0].cost
    aim = _cheaper(question, found)
    assert aim is not None
    assert first is not None
    _, cheap = _sought(question, aim, found, bound=bound, budget=6)
    assert cheap is not None
    found.accept(cheap.question, cheap.fractions, bound=cheap.bound, note=cheap.note)
    cost = found.candidates[-1].cost
    assert cost is not None
    assert cost.high <= CHEAPER * first.high + 1e-6
    assert found.candidates[-1].base.endswith("; lower cost")


def test_no_bound_is_above_any_distance(gathered: Gathered) -> None:
    assert max(c.bound for c in gathered.candidates) <= min(c.distance for c in gathered.candidates)


def test_a_stopped_list_is_not_filled() -> None:
    found = Gathered(6, is_stopped=True)
    bound, questions = nearest(Brief("milk_whole", time_limit=2), CATALOGUE, TABLE, found)
    held = len(found.candidates)
    fill(questions, found, bound, start=time.perf_counter())
    assert len(found.candidates) == held
