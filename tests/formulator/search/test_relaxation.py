"""Relaxation: point and bound meet, and the bound holds from any multipliers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.search.relaxation import Rows, dual_bound, solve_relaxation
from tests.formulator.search.random_programmes import random_problem


@pytest.mark.parametrize("seed", range(6))
def test_point_and_bound_meet(seed: int) -> None:
    problem = random_problem(seed)
    relaxed = solve_relaxation(Rows.of(problem), 0 * problem.upper, problem.upper)
    value = problem.objective(relaxed.x)
    assert relaxed.residual < 1e-8
    assert relaxed.bound <= value * (1 + 1e-6)
    assert relaxed.bound == pytest.approx(value, rel=1e-6, abs=1e-8)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.floats(1e-3, 1e3))
def test_any_multipliers_bound_every_feasible_point(seed: int, size: float) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed % 20)
    rows = Rows.of(problem)
    feasible = solve_relaxation(rows, 0 * problem.upper, problem.upper).x
    multipliers = (
        size * rng.normal(size=len(rows.target)),
        size * rng.normal(size=len(rows.e)),
        size * rng.exponential(size=len(rows.b)),
    )
    bound = dual_bound(rows, 0 * problem.upper, problem.upper, multipliers)
    assert bound <= problem.objective(feasible) + 1e-6 * (1 + abs(bound))


def test_an_empty_programme_has_a_residual_and_a_bound_above_any_mixture() -> None:
    problem = random_problem(1)
    relaxed = solve_relaxation(Rows.of(problem), 0 * problem.upper, np.full(40, 0.01))
    assert relaxed.residual > 0.1


def test_equal_bounds_fix_the_fractions() -> None:
    problem = random_problem(2, n=4, n_limits=0)
    fixed = np.array([0.4, 0.3, 0.2, 0.1])
    relaxed = solve_relaxation(Rows.of(problem), fixed, fixed)
    assert relaxed.x.tolist() == fixed.tolist()
    assert relaxed.bound == pytest.approx(problem.objective(fixed), rel=1e-9)
