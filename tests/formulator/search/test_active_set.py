"""Active-set relaxation: it agrees with the interior point from any guess of the active set."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.search.active_set import AT_HIGH, AT_LOW, BASIC, settle
from formulator.search.relaxation import Rows, solve_relaxation
from tests.formulator.search.random_programmes import random_problem, settled


@pytest.mark.parametrize("seed", range(8))
def test_settled_bound_is_the_interior_points_optimum(seed: int) -> None:
    problem = random_problem(seed)
    _, state, _ = settled(problem)
    reference = solve_relaxation(Rows.of(problem), 0 * problem.upper, problem.upper)
    assert state.is_optimal
    assert state.bound == pytest.approx(reference.bound, rel=1e-6, abs=1e-8)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_any_guess_gives_a_valid_bound_and_mostly_the_optimum(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed % 10)
    programme, state, high = settled(problem)
    places = np.full(len(high), AT_LOW, dtype=np.int8)
    chosen = rng.permutation(len(high))
    places[chosen[:12]], places[chosen[12:14]] = BASIC, AT_HIGH
    active = np.arange(programme.n_rows) < programme.n_eq
    again = settle(programme, 0 * high, high, places, active, max_steps=1000)
    assert again.bound <= state.bound + 1e-7 * (1 + abs(state.bound))
    if again.is_optimal:
        assert again.bound == pytest.approx(state.bound, rel=1e-6, abs=1e-8)


def test_a_cutoff_stops_early_with_a_bound_beyond_it() -> None:
    problem = random_problem(3)
    programme, state, high = settled(problem)
    first = int(np.argmax(state.x))
    without = high.copy()
    without[first] = 0.0
    cutoff = state.bound + 1e-6 * abs(state.bound)
    stopped = settle(programme, 0 * high, without, state.places, state.active, cutoff=cutoff)
    assert stopped.bound >= cutoff


def test_a_box_that_cannot_sum_to_one_has_a_boundless_bound() -> None:
    problem = random_problem(4)
    programme, state, high = settled(problem)
    stopped = settle(programme, 0 * high, high * 1e-3, state.places, state.active, cutoff=1e6)
    assert stopped.bound >= 1e6
