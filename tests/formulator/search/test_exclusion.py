"""Batched children: every bound equals that of the child solved alone."""

from __future__ import annotations

import numpy as np
import pytest

from formulator.search.active_set import settle
from formulator.search.exclusion import exclude_each, largest_each
from formulator.search.relaxation import Rows, solve_relaxation
from tests.formulator.search.random_programmes import random_problem, settled


@pytest.mark.parametrize("seed", range(6))
def test_bounds_are_those_of_the_children_alone(seed: int) -> None:
    problem = random_problem(seed)
    programme, state, high = settled(problem)
    columns = np.flatnonzero(state.x > 1e-6)
    children = exclude_each(programme, state, 0 * high, high, columns, cutoff=np.inf)
    for k, column in enumerate(columns):
        box = high.copy()
        box[column] = 0.0
        alone = settle(programme, 0 * high, box, state.places, state.active, max_steps=1000)
        if alone.is_optimal:
            assert children.bounds[k] <= alone.bound + 1e-7 * (1 + abs(alone.bound))
            assert children.bounds[k] == pytest.approx(alone.bound, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("seed", range(4))
def test_no_better_point_has_a_larger_fraction(seed: int) -> None:
    problem = random_problem(seed)
    programme, state, high = settled(problem)
    cutoff = state.bound + 0.05 * abs(state.bound)
    columns = np.argsort(state.prices)[:10]
    largest = largest_each(programme, state, 0 * high, high, columns, cutoff=cutoff)
    for limit, column in zip(largest / programme.size[columns], columns, strict=True):
        if limit >= problem.upper[column] * 0.999:
            continue
        low = np.zeros_like(problem.upper)
        low[column] = min(problem.upper[column], limit * 1.01 + 1e-9)
        beyond = solve_relaxation(Rows.of(problem), low, problem.upper)
        assert beyond.bound >= cutoff * (1 - 1e-6) or beyond.residual > 1e-7
