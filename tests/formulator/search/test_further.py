"""Further candidates: they differ, the last ones are cheaper or unexpected, no time is wasted."""

from __future__ import annotations

import time

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.brief import Brief
from formulator.search.further import CHEAPER, fill
from formulator.search.gathered import Gathered
from formulator.search.nearest import nearest

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    found = Gathered(6)
    start = time.perf_counter()
    bound, questions = nearest(Brief("milk_whole", time_limit=12), CATALOGUE, TABLE, found)
    fill(questions, found, bound, start=start)
    return found


def test_the_list_is_full_and_every_pair_of_bases_is_new(gathered: Gathered) -> None:
    assert gathered.missing == 0
    pairs = [(s.pair, s.system) for s in gathered.signatures]
    assert len(set(pairs)) == len(pairs)


def test_one_candidate_is_cheaper_than_all_before_it(gathered: Gathered) -> None:
    costs = [c.cost.high for c in gathered.candidates if c.cost]
    (cheap,) = [c for c in gathered.candidates if "lower cost" in c.base]
    assert cheap.cost is not None
    others = [c for c in costs if c != cheap.cost.high]
    assert cheap.cost.high <= CHEAPER * min(others) * (1 + 1e-3)


def test_no_bound_is_above_any_distance(gathered: Gathered) -> None:
    assert max(c.bound for c in gathered.candidates) <= min(c.distance for c in gathered.candidates)


def test_a_stopped_list_is_not_filled() -> None:
    found = Gathered(6, is_stopped=True)
    bound, questions = nearest(Brief("milk_whole", time_limit=2), CATALOGUE, TABLE, found)
    held = len(found.candidates)
    fill(questions, found, bound, start=time.perf_counter())
    assert len(found.candidates) == held
