"""Covers of passing pairs: every pair whose exact fit passes the cutoff has a member in them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from formulator.search.active_set import Programme
from formulator.search.additions import Fit, fit, joined_bounds
from formulator.search.mixture_problem import FloatArray, IntArray, MixtureProblem
from formulator.search.pairs import least_in_box, pair_cover
from formulator.search.relaxation import Rows, solve_relaxation
from tests.formulator.search.random_programmes import random_problem

N_PRESENT = 4


def fitted_set(problem: MixtureProblem) -> tuple[Programme, Fit, FloatArray]:
    """Fit of the largest ingredients of the relaxation."""
    programme = Programme.of(Rows.of(problem), 1.0)
    high = problem.upper * programme.size
    relaxed = solve_relaxation(Rows.of(problem), 0 * problem.upper, problem.upper)
    columns = np.sort(np.argsort(-relaxed.x, kind="stable")[:N_PRESENT])
    return programme, fit(programme, columns, 0 * high, high), high


def exact(problem: MixtureProblem, columns: IntArray) -> float:
    box = np.zeros_like(problem.upper)
    box[columns] = problem.upper[columns]
    return solve_relaxation(Rows.of(problem), 0 * box, box).bound


@pytest.mark.parametrize("n_limits", [0, 2])
@pytest.mark.parametrize("seed", range(5))
def test_no_passing_pair_is_outside_the_cover(seed: int, n_limits: int) -> None:
    problem = random_problem(seed, n=24, n_limits=n_limits)
    programme, fitted, high = fitted_set(problem)
    if not fitted.is_feasible:
        pytest.skip("the set cannot keep the limits")
    outside = np.setdiff1d(np.arange(problem.n_ingredients), fitted.columns)
    values = {
        pair: exact(problem, np.append(fitted.columns, pair))
        for pair in itertools.combinations(outside.tolist(), 2)
    }
    free = np.isin(np.arange(problem.n_ingredients), outside)
    ordered = sorted(values.values())
    for cutoff in (ordered[0] - 1e-6, ordered[3], ordered[len(ordered) // 20]):
        cover = pair_cover(programme, fitted, free, high, cutoff=cutoff, most=10**6)
        if cover is None:
            assert fitted.state.bound <= cutoff
            continue
        passing = [pair for pair, value in values.items() if value < cutoff - 1e-7]
        assert all(np.isin(pair, cover).any() for pair in passing)


def test_a_cover_that_is_too_large_is_not_given() -> None:
    problem = random_problem(1, n_limits=0)
    programme, fitted, high = fitted_set(problem)
    free = np.ones(problem.n_ingredients, dtype=np.bool_)
    free[fitted.columns] = False
    cutoff = fitted.state.bound * 0.999
    every = pair_cover(programme, fitted, free, high, cutoff=cutoff, most=10**6)
    assert every is not None
    assert len(every) > 1
    assert pair_cover(programme, fitted, free, high, cutoff=cutoff, most=1) is None


def test_small_caps_take_newcomers_out_of_the_cover() -> None:
    problem = random_problem(1, n_limits=0)
    programme, fitted, high = fitted_set(problem)
    free = np.ones(problem.n_ingredients, dtype=np.bool_)
    free[fitted.columns] = False
    cutoff = fitted.state.bound * 0.999
    caps = np.minimum(high, 1e-9)
    cover = pair_cover(programme, fitted, free, caps, cutoff=cutoff, most=10**6)
    assert cover is not None
    assert len(cover) == 0


@pytest.mark.parametrize("n_limits", [0, 2])
@pytest.mark.parametrize("seed", range(5))
def test_joined_bounds_hold_and_are_nearly_exact(seed: int, n_limits: int) -> None:
    problem = random_problem(seed, n=24, n_limits=n_limits)
    programme, fitted, high = fitted_set(problem)
    if not fitted.is_feasible:
        pytest.skip("the set cannot keep the limits")
    outside = np.setdiff1d(np.arange(problem.n_ingredients), fitted.columns)
    bounds = joined_bounds(programme, fitted, outside, (0 * high, high), cutoff=np.inf)
    truth = np.array([exact(problem, np.append(fitted.columns, k)) for k in outside])
    assert np.all(bounds <= truth + 1e-6 * (1 + np.abs(truth)))
    assert np.median(truth - bounds) <= 1e-5 * abs(fitted.state.bound)


@pytest.mark.parametrize("seed", range(3))
def test_the_least_value_in_a_box_is_that_of_a_fine_grid(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 200
    (p, q), (a, b) = rng.normal(size=(2, n)), rng.uniform(0.05, 2.0, size=(2, n))
    cross = 2.4 * rng.uniform(-1.0, 1.0, size=n) * np.sqrt(a * b)  # some are not convex
    s_most, t_most = rng.uniform(0.0, 3.0, size=(2, n))
    least = least_in_box((p, a, s_most), (q, b, t_most), cross)
    share = np.linspace(0.0, 1.0, 201)
    s, t = s_most[:, None, None] * share[:, None], t_most[:, None, None] * share
    P, Q, A, B, C = (v[:, None, None] for v in (p, q, a, b, cross))
    grid = ((P + A * s) * s + C * s * t + (Q + B * t) * t).min(axis=(1, 2))
    assert np.all(least <= grid + 1e-12)
    assert np.all(least >= grid - 2e-3)
