"""Caps: no better mixture stands above them, and bounds below lower caps hold."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from formulator.search.active_set import Programme
from formulator.search.capping import lowered, price_caps
from formulator.search.incumbents import Incumbent
from formulator.search.mixture_problem import MixtureProblem
from formulator.search.relaxation import Rows, solve_relaxation
from formulator.search.tree_node import Opener
from tests.formulator.search.random_programmes import random_problem, settled


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("effort", [(80, 600), (2, 20)])
def test_no_better_point_stands_above_its_cap(seed: int, effort: tuple[int, int]) -> None:
    problem = random_problem(seed)
    programme, state, high = settled(problem)
    cutoff = state.bound + 0.05 * abs(state.bound)
    box, free = (0 * high, high), np.ones(len(high), dtype=np.bool_)
    caps = lowered(
        programme,
        state,
        box,
        free,
        cutoff=cutoff,
        n_driven=5,
        max_steps=effort[0],
        n_priced=effort[1],
    )
    assert np.all(caps <= price_caps(programme, state, box, cutoff))
    below = np.flatnonzero(caps < 0.999 * high)
    assert len(below) > 5
    for column in below:
        low = np.zeros_like(high)
        low[column] = min(
            problem.upper[column], 1.01 * caps[column] / programme.size[column] + 1e-9
        )
        beyond = solve_relaxation(Rows.of(problem), low, problem.upper)
        assert beyond.bound >= cutoff * (1 - 1e-6) or beyond.residual > 1e-7


def test_columns_that_are_not_free_keep_their_bounds() -> None:
    problem = random_problem(0)
    programme, state, high = settled(problem)
    free = np.arange(len(high)) % 2 == 0
    caps = lowered(programme, state, (0 * high, high), free, cutoff=state.bound * 1.01)
    assert np.array_equal(caps[~free], high[~free])
    assert np.any(caps[free] < high[free])


@pytest.mark.parametrize("seed", range(6))
def test_a_node_below_lower_caps_bounds_every_better_mixture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    F = rng.gamma(0.5, size=(8, 12))
    problem = MixtureProblem.build(
        F, F @ rng.dirichlet(np.full(12, 0.6)), max_ingredients=3, upper=0.9
    )
    rows = Rows.of(problem)
    incumbent = Incumbent(problem, rows, Programme.of(rows, 1.0), np.inf)
    values = []
    for support in itertools.combinations(range(12), 3):
        mask = np.zeros(12, dtype=np.bool_)
        mask[list(support)] = True
        values.append(incumbent.try_support(mask))
    best = min(values)
    cutoff = best * (1 + 1e-6)
    relaxed = solve_relaxation(rows, 0 * problem.upper, problem.upper)
    opener = Opener(problem, incumbent, relaxed)
    opened = opener.open(opener.root, cutoff)
    assert opened is not None and opened.state.is_optimal
    before = opened.state.bound
    box = opened.low, opened.high
    caps = lowered(opener.programme, opened.state, box, opened.free, cutoff=cutoff)
    assert opener.capped(opened, caps, cutoff)
    assert before <= opened.state.bound <= cutoff
    assert incumbent.x is not None
    assert np.all(incumbent.x * opener.programme.size <= opened.high + 1e-9)
