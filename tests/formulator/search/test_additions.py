"""Newcomers' bounds: never above the exact refit, and close to it."""

from __future__ import annotations

import numpy as np
import pytest

from formulator.search.active_set import Programme
from formulator.search.additions import fit, newcomer_bounds
from formulator.search.relaxation import Rows, solve_relaxation
from tests.formulator.search.random_programmes import random_problem


@pytest.mark.parametrize("seed", range(6))
def test_bounds_hold_for_every_newcomer_and_are_near(seed: int) -> None:
    problem = random_problem(seed, n_limits=0)
    programme = Programme.of(Rows.of(problem), 1.0)
    high = problem.upper * programme.size
    relaxed = solve_relaxation(Rows.of(problem), 0 * problem.upper, problem.upper)
    columns = np.sort(np.argsort(-relaxed.x, kind="stable")[:6])
    fitted = fit(programme, columns, 0 * high, high)
    assert fitted.is_feasible
    bounds = newcomer_bounds(programme, fitted, 0 * high, high)
    loose = []
    for k in np.setdiff1d(np.arange(problem.n_ingredients), columns):
        box = np.zeros_like(problem.upper)
        box[[*columns, k]] = problem.upper[[*columns, k]]
        exact = solve_relaxation(Rows.of(problem), 0 * box, box).bound
        assert bounds[k] <= exact + 1e-6 * (1 + abs(exact))
        loose.append(exact - bounds[k])
    assert np.median(loose) <= 0.1 * abs(fitted.state.bound)
