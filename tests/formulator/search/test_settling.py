"""Loops and numpy are the same method: same states, same children, same certified optimum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from formulator.search import active_set
from formulator.search.active_set import AT_LOW, BASIC
from formulator.search.engine import engine
from formulator.search.exclusion import exclude_each, largest_each
from formulator.search.settling import settle
from tests.formulator.search.loops import compiled_loops, numpy_only, plain_loops
from tests.formulator.search.random_programmes import random_problem, settled
from tests.formulator.search.test_sparse_mixture import check_against_enumeration
from tests.formulator.search.test_sparse_mixture import random_problem as small_problem


@pytest.fixture(autouse=True)
def loops() -> Iterator[None]:
    with plain_loops():
        yield


@pytest.mark.parametrize("seed", range(8))
def test_loops_settle_a_poor_guess_as_numpy_does(seed: int) -> None:
    programme, state, high = settled(random_problem(seed))
    rng = np.random.default_rng(seed)
    places = np.where(rng.random(len(high)) < 0.2, BASIC, AT_LOW).astype(np.int8)
    active = np.arange(programme.n_rows) < programme.n_eq
    ours = settle(programme, 0 * high, high, places, active, max_steps=1000)
    numpys = active_set.settle(programme, 0 * high, high, places, active, max_steps=1000)
    assert ours.bound <= state.bound + 1e-9 * (1 + abs(state.bound))
    if ours.is_optimal and numpys.is_optimal:
        assert ours.bound == pytest.approx(state.bound, rel=1e-7, abs=1e-9)
        assert ours.x == pytest.approx(numpys.x, abs=1e-6)
        assert np.array_equal(ours.places == BASIC, numpys.places == BASIC)


@pytest.mark.slow
def test_most_poor_guesses_are_settled() -> None:
    found = []
    for seed in range(12):
        programme, _, high = settled(random_problem(seed))
        places = np.full(len(high), AT_LOW, dtype=np.int8)
        places[seed : seed + 4] = BASIC
        active = np.arange(programme.n_rows) < programme.n_eq
        found.append(settle(programme, 0 * high, high, places, active, max_steps=1000).is_optimal)
    assert np.mean(found) > 0.7


@pytest.mark.parametrize("seed", range(4))
def test_a_guess_is_not_changed(seed: int) -> None:
    programme, state, high = settled(random_problem(seed))
    places, active = state.places.copy(), state.active.copy()
    high[np.flatnonzero(places == BASIC)[0]] = 0.0
    settle(programme, 0 * high, high, places, active)
    assert np.array_equal(places, state.places)
    assert np.array_equal(active, state.active)


@pytest.mark.parametrize("seed", range(4))
def test_a_stopped_settling_gives_a_bound_below_the_optimum(seed: int) -> None:
    programme, state, high = settled(random_problem(seed))
    places = np.full(len(high), AT_LOW, dtype=np.int8)
    places[:2] = BASIC
    active = np.arange(programme.n_rows) < programme.n_eq
    for steps in (1, 3, 9):
        stopped = settle(programme, 0 * high, high, places, active, max_steps=steps)
        assert stopped.bound <= state.bound + 1e-9 * (1 + abs(state.bound))


@pytest.mark.parametrize("seed", range(6))
def test_children_one_after_the_other_are_those_in_step(seed: int) -> None:
    programme, state, high = settled(random_problem(seed))
    columns = np.flatnonzero(state.x > 1e-6)
    cutoff = state.bound + 0.05 * abs(state.bound)
    ours = exclude_each(programme, state, 0 * high, high, columns, cutoff=np.inf)
    limits = largest_each(programme, state, 0 * high, high, columns, cutoff=cutoff)
    with numpy_only():
        numpys = exclude_each(programme, state, 0 * high, high, columns, cutoff=np.inf)
        numpy_limits = largest_each(programme, state, 0 * high, high, columns, cutoff=cutoff)
    assert ours.bounds == pytest.approx(numpys.bounds, rel=1e-7, abs=1e-9)
    assert limits == pytest.approx(numpy_limits, rel=1e-6, abs=1e-9)
    assert np.array_equal(ours.places == BASIC, numpys.places == BASIC)


@pytest.mark.parametrize("seed", range(25))
def test_searches_by_loops_agree_with_enumeration(seed: int) -> None:
    check_against_enumeration(small_problem(seed))


@pytest.mark.slow
def test_compiled_loops_are_the_loops(tmp_path: Path) -> None:
    programme, state, high = settled(random_problem(3))
    places = np.full(len(high), AT_LOW, dtype=np.int8)
    places[:3] = BASIC
    active = np.arange(programme.n_rows) < programme.n_eq
    columns = np.flatnonzero(state.x > 1e-6)
    plain = settle(programme, 0 * high, high, places, active, max_steps=1000)
    children = exclude_each(programme, state, 0 * high, high, columns, cutoff=np.inf)
    with compiled_loops(tmp_path):
        fast = settle(programme, 0 * high, high, places, active, max_steps=1000)
        again = exclude_each(programme, state, 0 * high, high, columns, cutoff=np.inf)
        for seed in range(60):
            check_against_enumeration(small_problem(seed))
    assert any(tmp_path.rglob("*.nbc"))
    assert fast.bound == pytest.approx(plain.bound, rel=1e-9)
    assert np.array_equal(fast.places, plain.places)
    assert again.bounds == pytest.approx(children.bounds, rel=1e-9, abs=1e-12)


def test_a_singular_system_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    programme, state, high = settled(random_problem(1))
    empty = np.full_like(high, np.nan)
    arrays = empty, empty, state.multipliers, state.slack, state.places, state.active
    monkeypatch.setattr(engine, "entries", (lambda *_: (arrays, np.nan, True), None))
    answer = settle(programme, 0 * high, high, state.places, state.active)
    assert answer.bound == pytest.approx(state.bound)
