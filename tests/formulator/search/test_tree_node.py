"""Nodes: counts are followed, their rows are valid, and dives end in mixtures."""

from __future__ import annotations

import time

import numpy as np
import pytest

from formulator.search.active_set import Programme
from formulator.search.diving import dive
from formulator.search.feasibility import feasible_support, is_empty
from formulator.search.incumbents import Incumbent
from formulator.search.mixture_problem import MixtureProblem
from formulator.search.relaxation import Rows, solve_relaxation
from formulator.search.tree_node import Node, Opener, disjoint, propagate


def grouped_problem(seed: int) -> MixtureProblem:
    rng = np.random.default_rng(seed)
    F = rng.gamma(0.4, size=(10, 24))
    return MixtureProblem.build(
        F,
        1.3 * F.mean(axis=1),
        max_ingredients=5,
        lower=0.02,
        upper=0.6,
        groups=[(range(6), 1, 2), (range(6, 12), 1, 1), (range(10, 20), 0, 2)],
        required=[3],
    )


def opener_of(problem: MixtureProblem) -> tuple[Opener, Incumbent]:
    rows = Rows.of(problem)
    relaxed = solve_relaxation(rows, 0 * problem.upper, problem.upper)
    incumbent = Incumbent(problem, rows, Programme.of(rows, 1.0), time.perf_counter() + 60)
    return Opener(problem, incumbent, relaxed), incumbent


def test_propagate_fills_and_empties_groups() -> None:
    problem = grouped_problem(0)
    present, absent = problem.must_show(), np.zeros(24, dtype=bool)
    absent[6:11] = True
    assert propagate(problem, present, absent)
    assert present[11]
    present[[0, 1]] = True
    assert not propagate(problem, present, absent)


@pytest.mark.parametrize("seed", range(4))
def test_rows_of_counts_cut_off_no_mixture(seed: int) -> None:
    problem = grouped_problem(seed)
    opener, incumbent = opener_of(problem)
    opened = opener.open(opener.root, np.inf)
    assert opened is not None
    rng = np.random.default_rng(seed)
    for _ in range(200):
        support = problem.must_show()
        support[rng.permutation(24)[:4]] = True
        if np.isfinite(incumbent.try_support(support)):
            assert incumbent.x is not None
            scaled = incumbent.x * opener.programme.size
            rows = opener.programme.B[opener.programme.n_axes :]
            right = opener.programme.right[opener.programme.n_axes :]
            assert np.all(rows @ scaled <= right + 1e-7)
            assert opened.state.bound <= incumbent.objective + 1e-9
    assert incumbent.x is not None


@pytest.mark.parametrize("seed", range(4))
def test_a_dive_ends_in_a_mixture(seed: int) -> None:
    problem = grouped_problem(seed)
    opener, incumbent = opener_of(problem)
    support = dive(opener, incumbent, opener.root, np.inf)
    assert support is not None
    assert incumbent.x is not None
    assert problem.violation(incumbent.x) <= 1e-9


def test_a_node_that_contradicts_the_counts_is_empty() -> None:
    opener, _ = opener_of(grouped_problem(0))
    root = opener.root
    node = Node(root.bound, 1, np.array([0, 1, 3]), root.absent, root.guess)
    assert opener.open(node, np.inf) is None


def test_overlapping_groups_are_not_reserved_twice() -> None:
    groups = list(grouped_problem(0).groups)
    assert [g.indices[0] for g in disjoint(groups)] == [0, 6]


def test_highs_finds_a_support_or_proves_that_there_is_none() -> None:
    problem = grouped_problem(1)
    support, impossible = feasible_support(problem, np.ones(24), 10.0)
    assert not impossible
    assert support is not None and problem.counts_allowed(support)
    none = MixtureProblem.build(np.eye(3), np.ones(3), max_ingredients=2, upper=0.4)
    assert feasible_support(none, np.ones(3), 10.0) == (None, True)
    assert is_empty(Rows.of(none), np.zeros(3), np.full(3, 0.2))
