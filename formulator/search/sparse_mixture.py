"""Certified sparse mixtures: the best found, a bound that cannot be beaten, and the gap."""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # ships no stubs

from formulator.errors import InputError
from formulator.search.active_set import Programme
from formulator.search.branch_and_bound import BranchAndBound, Progress
from formulator.search.diving import dive
from formulator.search.feasibility import feasible_support
from formulator.search.incumbents import Incumbent, eliminate, support_from_scores, swap
from formulator.search.mixture_problem import FloatArray, MixtureProblem
from formulator.search.relaxation import Relaxed, Rows, reduced_costs, solve_relaxation
from formulator.search.tree_node import Opener

HEURISTIC_SHARE = 0.3
"""Share of the time that may pass before the tree is opened."""
START_SHARE = 0.6
"""The same where a start keeps the limits: exchanges from it are worth more than the tree."""
RESOLUTION = 1e-12
"""An objective smaller than this share of its terms is only rounding."""
MAX_TRIED = 800
"""So many fitted sets of ingredients are handed back."""
Status = Literal["optimal", "time_limit", "infeasible"]
GroupLimit = tuple[Sequence[int], int | None, int | None]
"""(indices, min_count, max_count); None leaves that side open."""


@dataclass(frozen=True, slots=True, eq=False)
class SparseMixture:
    """Answer of :func:`solve_sparse_mixture`."""

    fractions: FloatArray
    """Shape (n_ingredients,), mass fractions, NaN when no mixture was found, [g/g]."""
    objective: float
    """``||F x - target||^2 + linear.x`` of the fractions, ``inf`` without any, [distance]."""
    bound: float
    """No mixture that keeps the limits has a smaller objective, [distance]."""
    gap: float
    """``(objective - bound) / |objective|``, ``inf`` without a mixture. An objective that is only
    rounding (below 1e-12 of the terms it is summed from) counts as that large."""
    n_nodes: int
    """Relaxations solved in the tree."""
    seconds: float
    """Wall time, [s]."""
    status: Status
    """``optimal``: the gap is at most the wanted one; ``infeasible``: proven that no mixture keeps
    the limits; ``time_limit``: neither was proven before time was up, the search was cancelled, or
    rounding left nothing to branch on (a wanted gap near 0)."""
    tried: tuple[tuple[float, tuple[int, ...]], ...] = ()
    """(least objective it can have, ingredients) of sets that were fitted, the most promising
    first: starts for a question that differs a little."""


def solve_sparse_mixture(
    F: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    max_ingredients: int,
    lower: npt.ArrayLike | None = None,
    upper: npt.ArrayLike | None = None,
    linear: npt.ArrayLike | None = None,
    A_ub: npt.ArrayLike | None = None,
    b_ub: npt.ArrayLike | None = None,
    A_eq: npt.ArrayLike | None = None,
    b_eq: npt.ArrayLike | None = None,
    groups: Sequence[GroupLimit] | None = None,
    required: Sequence[int] = (),
    no_good: Sequence[tuple[Sequence[int], int]] = (),
    starts: Sequence[Sequence[int]] = (),
    time_limit: float = 10.0,
    gap: float = 1e-3,
    seed: int = 0,
    progress: Progress | None = None,
) -> SparseMixture:
    """Minimise ``||F x - target||^2 + linear.x`` over sparse mixtures, with proof.

    Parameters
    ----------
    F : array-like of shape (n_axes, n_ingredients)
        Square-root factor of the distance.
    target : array-like of shape (n_axes,)
        The target's image under the same factor.
    max_ingredients : int
        At most so many fractions are nonzero.
    lower, upper : array-like of shape (n_ingredients,), optional
        Semicontinuous bounds, [g/g]: ``x_i = 0`` or ``lower_i <= x_i <= upper_i``. Left out: 0
        and 1. Where lower exceeds upper, the ingredient cannot be used.
    linear : array-like of shape (n_ingredients,), optional
        Linear price of each fraction.
    A_ub, b_ub, A_eq, b_eq : array-like, optional
        Linear limits ``A_ub x <= b_ub`` and ``A_eq x = b_eq``. Fractions always sum to 1.
    groups : sequence of (indices, min_count, max_count), optional
        Between min_count and max_count of these ingredients are present.
    required : sequence of int
        Ingredients that must be present, with at least 1e-8 where lower is 0 (so must the
        members that serve a group's minimum).
    no_good : sequence of (indices, count), optional
        At most ``count`` of these are present: "differs from that formula in at least m of its k
        ingredients" is ``(support, k - m)``.
    starts : sequence of sequence of int
        Sets of ingredients to begin with, from an earlier answer's ``tried``; those that break a
        limit do no harm.
    time_limit : float
        Wall time, [s].
    gap : float
        Wanted relative gap.
    seed : int
        Of the exchanges at random that look for better mixtures.
    progress : callable, optional
        Called with (objective, bound) now and then; returning False cancels.

    Returns
    -------
    SparseMixture

    Raises
    ------
    InputError
        If shapes, numbers or indices are wrong.

    Examples
    --------
    >>> answer = solve_sparse_mixture([[1.0, 0.0, 0.6], [0.0, 1.0, 0.6]], [0.5, 0.5],
    ...                               max_ingredients=2)
    >>> answer.fractions.round(3).tolist(), answer.status
    ([0.5, 0.5, 0.0], 'optimal')
    """
    start = time.perf_counter()
    if not time_limit > 0 or not gap >= 0:
        raise InputError(f"time_limit must be > 0 and gap >= 0, got {time_limit} and {gap}")
    if seed < 0:
        raise InputError(f"seed must be >= 0, got {seed}")
    problem = MixtureProblem.build(
        F,
        target,
        max_ingredients=max_ingredients,
        lower=lower,
        upper=upper,
        linear=linear,
        A_ub=A_ub,
        b_ub=b_ub,
        A_eq=A_eq,
        b_eq=b_eq,
        groups=groups,
        required=required,
        no_good=no_good,
    )
    if any(not 0 <= i < problem.n_ingredients for columns in starts for i in columns):
        raise InputError(f"starts must hold indices of 0 to {problem.n_ingredients - 1}")
    with threadpool_limits(limits=1, user_api="blas"):  # threads only slow small matrices down
        return _search(problem, start, time_limit, gap, starts=starts, seed=seed, progress=progress)


def _search(
    problem: MixtureProblem,
    start: float,
    time_limit: float,
    gap: float,
    *,
    starts: Sequence[Sequence[int]],
    seed: int,
    progress: Progress | None,
) -> SparseMixture:
    rows = Rows.of(problem)
    relaxed = solve_relaxation(rows, np.zeros(problem.n_ingredients), problem.upper)
    size = float(problem.target @ problem.target) + 1e-300
    unit = max(abs(problem.objective(relaxed.x)), 1e-6 * size)
    incumbent = Incumbent(
        problem, rows, Programme.of(rows, unit), start + HEURISTIC_SHARE * time_limit
    )
    if _begun(incumbent, starts):
        incumbent.deadline = start + START_SHARE * time_limit
        swap(incumbent, np.asarray(incumbent.x) > 0)
    elif _no_mixture(incumbent, relaxed):
        return _answer(incumbent, np.inf, n_nodes=0, start=start, wanted=gap)
    incumbent.deadline = start + time_limit
    if incumbent.x is not None:
        unit = max(abs(incumbent.objective), 1e-6 * size)
        incumbent.programme = Programme.of(rows, unit)
    tree = BranchAndBound(problem, incumbent, relaxed, gap=gap, seed=seed, progress=progress)
    tree.run()
    return _answer(incumbent, tree.bound(), n_nodes=tree.n_nodes, start=start, wanted=gap)


def _begun(incumbent: Incumbent, starts: Sequence[Sequence[int]]) -> bool:
    """Fit the given sets; True when one of them keeps the limits."""
    for columns in starts:
        support = np.zeros(incumbent.problem.n_ingredients, dtype=np.bool_)
        support[list(columns)] = True
        if not incumbent.timed_out():
            incumbent.try_support(support)
    return incumbent.x is not None


def _no_mixture(incumbent: Incumbent, relaxed: Relaxed) -> bool:
    """Look for first mixtures; True when it is proven that there is none."""
    problem, rows = incumbent.problem, incumbent.rows
    starts = [support_from_scores(problem, relaxed.x), eliminate(incumbent, relaxed)]
    values = [incumbent.try_support(start) for start in starts]
    if incumbent.x is None:
        opener = Opener(problem, incumbent, relaxed)
        dived = dive(opener, incumbent, opener.root, np.inf)
        if dived is not None:
            starts, values = [*starts, dived], [*values, incumbent.try_support(dived)]
    if incumbent.x is None:
        costs = reduced_costs(rows, relaxed.y, 0 * relaxed.nu, 0 * relaxed.mu)
        left = incumbent.deadline - time.perf_counter()
        found, impossible = feasible_support(problem, costs, left)
        if impossible:
            return True
        if found is not None:
            starts, values = [*starts, found], [*values, incumbent.try_support(found)]
    for k in np.argsort(values, kind="stable")[:2]:
        if np.isfinite(values[k]):
            swap(incumbent, starts[k])
    return False


def _answer(
    incumbent: Incumbent, bound: float, *, n_nodes: int, start: float, wanted: float
) -> SparseMixture:
    problem, objective = incumbent.problem, incumbent.objective
    fractions = incumbent.x
    if fractions is None:
        fractions = np.full(problem.n_ingredients, np.nan)
    if not problem.linear.any():
        bound = max(bound, 0.0)
    bound = min(bound, objective)
    status: Status = "time_limit"
    if incumbent.x is None:
        gap = np.inf
        status = "infeasible" if bound == np.inf else status
    else:
        smallest = RESOLUTION * _size(problem)
        gap = (objective - bound) / max(abs(objective), smallest)
        status = "optimal" if gap <= wanted * (1 + 1e-9) else status
    return SparseMixture(
        fractions=fractions,
        objective=objective,
        bound=bound,
        gap=gap,
        n_nodes=n_nodes,
        seconds=time.perf_counter() - start,
        status=status,
        tried=_tried(incumbent, bound),
    )


def _size(problem: MixtureProblem) -> float:
    """Size of the terms of which the objective is the sum, [distance]."""
    largest = float(np.abs(problem.F).max(initial=0.0)) ** 2
    price = float(np.abs(problem.linear).max(initial=0.0))
    return float(problem.target @ problem.target) + largest + price + 1e-300


def _tried(incumbent: Incumbent, bound: float) -> tuple[tuple[float, tuple[int, ...]], ...]:
    """Return the most promising sets that were fitted."""
    known = ((max(value, bound), key) for key, value in incumbent.seen.items() if value < np.inf)
    return tuple(
        (float(value), tuple(np.frombuffer(key, dtype=np.intp).tolist()))
        for value, key in heapq.nsmallest(MAX_TRIED, known)
    )
