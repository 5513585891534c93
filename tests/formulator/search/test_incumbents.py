"""Incumbents: swaps only better, supports are judged exactly, newcomers keep the counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formulator.search import incumbents
from formulator.search.additions import Fit
from formulator.search.incumbents import (
    MAX_SHAKEN,
    allowed_newcomers,
    eliminate,
    shaken,
    support_from_scores,
    swap,
)
from formulator.search.relaxation import solve_relaxation
from tests.formulator.search.test_tree_node import grouped_problem, opener_of


@pytest.mark.parametrize("seed", range(4))
def test_swaps_end_where_no_exchange_helps(seed: int) -> None:
    problem = grouped_problem(seed)
    _, incumbent = opener_of(problem)
    relaxed = solve_relaxation(incumbent.rows, 0 * problem.upper, problem.upper)
    start = eliminate(incumbent, relaxed)
    first = incumbent.try_support(start)
    support = swap(incumbent, start)
    best = incumbent.objective
    assert best <= first
    for out in np.flatnonzero(support & ~problem.must_show()):
        for k in np.flatnonzero(~support):
            trial = support.copy()
            trial[[out, k]] = False, True
            assert incumbent.try_support(trial) >= best * (1 - 1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_shaken_sets_keep_the_counts_and_what_is_required(seed: int) -> None:
    problem = grouped_problem(seed)
    _, incumbent = opener_of(problem)
    relaxed = solve_relaxation(incumbent.rows, 0 * problem.upper, problem.upper)
    start = swap(incumbent, eliminate(incumbent, relaxed))
    before = start.copy()
    other = shaken(incumbent, start, np.random.default_rng(seed))
    assert np.array_equal(start, before)
    assert other[problem.must_show()].all()
    assert problem.counts_allowed(other)
    assert 0 < np.sum(start & ~other) <= MAX_SHAKEN
    again = shaken(incumbent, start, np.random.default_rng(seed))
    assert np.array_equal(other, again)


def test_supports_from_scores_keep_counts_and_required() -> None:
    problem = grouped_problem(0)
    support = support_from_scores(problem, np.linspace(1, 2, 24))
    assert problem.counts_allowed(support)
    assert support[3]


def test_newcomers_are_those_after_which_every_count_holds() -> None:
    problem = grouped_problem(0)
    rng = np.random.default_rng(0)
    for _ in range(100):
        present = np.zeros(24, dtype=bool)
        present[rng.permutation(24)[: rng.integers(0, 6)]] = True
        allowed = allowed_newcomers(problem, present)
        for k in np.flatnonzero(~present):
            trial = present.copy()
            trial[k] = True
            assert allowed[k] == problem.counts_allowed(trial)


def test_a_fit_that_gave_up_does_not_weaken_the_bound_of_a_support(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = grouped_problem(2)
    _, reference = opener_of(problem)
    _, incumbent = opener_of(problem)
    supports = [support_from_scores(problem, np.linspace(1, k, 24)) for k in (2.0, 0.5)]
    exact = [reference.try_support(s) for s in supports]
    real = incumbents.fit

    def gives_up(*args: Any, **kwargs: Any) -> Fit:
        fitted = real(*args, **kwargs)
        state = replace(fitted.state, bound=-np.inf, is_optimal=False)
        return replace(fitted, state=state)

    monkeypatch.setattr(incumbents, "fit", gives_up)
    for support, value in zip(supports, exact, strict=True):
        assert incumbent.try_support(support) >= value * (1 - 1e-6)
    assert incumbent.objective == pytest.approx(reference.objective, rel=1e-6)
