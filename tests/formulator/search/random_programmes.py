"""Random relaxations with limits, for the tests of the solver's parts."""

from __future__ import annotations

import numpy as np

from formulator.search.active_set import AT_HIGH, AT_LOW, BASIC, Programme, State, settle
from formulator.search.incumbents import Incumbent
from formulator.search.mixture_problem import MixtureProblem
from formulator.search.relaxation import Rows, solve_relaxation
from formulator.search.tree_node import Opener


def random_problem(
    seed: int, *, n: int = 40, n_axes: int = 15, n_limits: int = 4
) -> MixtureProblem:
    rng = np.random.default_rng(seed)
    F = rng.gamma(0.4, size=(n_axes, n)) * 10.0 ** rng.uniform(-1, 1, size=(n_axes, 1))
    A = rng.normal(size=(n_limits, n)) * 10.0 ** rng.uniform(-2, 2, size=(n_limits, 1))
    x0 = rng.dirichlet(np.full(n, 0.2))
    return MixtureProblem.build(
        F,
        1.2 * F @ x0 + 0.1 * F.std(axis=1) * rng.normal(size=n_axes),
        max_ingredients=6,
        upper=np.where(rng.random(n) < 0.3, 0.05, 0.9),
        A_ub=A,
        b_ub=A @ x0 + 0.02 * np.abs(A).max(axis=1, initial=0.0),
    )


def settled(problem: MixtureProblem) -> tuple[Programme, State, np.ndarray]:
    """Programme, optimal root state and upper bounds, all scaled."""
    rows = Rows.of(problem)
    programme = Programme.of(rows, 1.0)
    relaxed = solve_relaxation(rows, 0 * problem.upper, problem.upper)
    incumbent = Incumbent(problem, rows, programme, np.inf)
    basic, at_high, active = Opener(problem, incumbent, relaxed).root.guess
    places = np.full(problem.n_ingredients, AT_LOW, dtype=np.int8)
    places[basic], places[at_high] = BASIC, AT_HIGH
    high = problem.upper * programme.size
    state = settle(programme, 0 * high, high, places, active[: programme.n_rows])
    return programme, state, high
