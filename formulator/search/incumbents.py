"""Good mixtures, fast: exact refits of supports, forward selection, elimination and swaps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from formulator.search.mixture_problem import (
    FEASIBILITY,
    PRESENCE,
    BoolArray,
    FloatArray,
    IntArray,
    MixtureProblem,
)
from formulator.search.relaxation import Relaxed, Rows, reduced_costs, solve_relaxation

NEGLIGIBLE = 1e-10
"""A fraction below this is no ingredient: it is set to zero, [g/g]."""
SWAP_TRIALS = 6
"""How many promising newcomers are refitted for each ingredient taken out."""


@dataclass(slots=True)
class Incumbent:
    """The best mixture so far and the means to better it; refits are remembered by support."""

    problem: MixtureProblem
    rows: Rows
    deadline: float
    x: FloatArray | None = None
    objective: float = np.inf
    seen: dict[bytes, float] = field(default_factory=dict)

    def timed_out(self) -> bool:
        """Whether the search must stop."""
        return time.perf_counter() > self.deadline

    def try_support(self, support: BoolArray) -> float:
        """Refit the fractions of a support exactly; keep them when they are the best so far.

        Returns
        -------
        float
            Objective of the refit, ``inf`` when the support cannot keep the limits.
        """
        support = support & (self.problem.upper > 0)
        key = np.flatnonzero(support).tobytes()
        if key in self.seen:
            return self.seen[key]
        self.seen[key] = np.inf
        if not self.problem.counts_allowed(support):
            return np.inf
        x, _ = refit(self.problem, self.rows, support)
        if x is not None:
            value = self.problem.objective(x)
            self.seen[key] = value
            if value < self.objective:
                self.x, self.objective = x, value
        return self.seen[key]


def refit(
    problem: MixtureProblem, rows: Rows, support: BoolArray
) -> tuple[FloatArray | None, Relaxed]:
    """Best fractions over one support, or None when they break a limit.

    Required ingredients and the members of groups with a minimum get at least ``PRESENCE``.
    """
    low = np.where(needs_presence(problem) & support, PRESENCE, 0.0)
    low = np.where(support, np.maximum(low, problem.lower), 0.0)
    low = np.minimum(low, problem.upper)
    high = np.where(support, problem.upper, 0.0)
    relaxed = solve_relaxation(rows, low, high)
    x = relaxed.x.copy()
    x[(x < NEGLIGIBLE) & (low < NEGLIGIBLE)] = 0.0
    x = _land(rows, x, low, high)
    return (x if problem.violation(x) <= FEASIBILITY else None), relaxed


def _land(rows: Rows, x: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Move a nearly feasible point onto its equalities, most where there is room on both sides."""
    for _ in range(3):
        broken = rows.A @ x > rows.b
        B = np.vstack([rows.E, rows.A[broken]])
        miss = np.concatenate([rows.e, rows.b[broken]]) - B @ x
        if np.max(np.abs(miss)) <= 1e-14:
            break
        room = np.minimum(x - low, high - x)
        step = np.linalg.lstsq(B * room, miss, rcond=1e-12)[0]
        x = np.clip(x + room * step, low, high)
    return x


def needs_presence(problem: MixtureProblem) -> BoolArray:
    """Ingredients that a limit wants to see, so that a zero fraction would not do."""
    mask = problem.must_show()
    for group in problem.groups:
        if group.min_count > 0:
            mask[group.indices] = True
    return mask


def support_from_scores(problem: MixtureProblem, scores: FloatArray) -> BoolArray:
    """Highest scores that the counts allow, minimum counts served first."""
    usable = problem.upper > 0
    support = problem.must_show()
    for group in problem.groups:
        order = group.indices[np.argsort(-scores[group.indices], kind="stable")]
        for i in order:
            if support[group.indices].sum() >= group.min_count:
                break
            support[i] |= usable[i]
    for i in np.argsort(-scores, kind="stable"):
        if support.sum() >= problem.max_ingredients or scores[i] <= NEGLIGIBLE:
            break
        if usable[i] and not support[i] and _has_room(problem, support, int(i)):
            support[i] = True
    return support


def _has_room(problem: MixtureProblem, support: BoolArray, i: int) -> bool:
    return all(
        i not in group.indices or support[group.indices].sum() < group.max_count
        for group in problem.groups
    )


def eliminate(incumbent: Incumbent, relaxed: Relaxed) -> BoolArray:
    """Drop the least useful ingredient of a relaxation, refit, and repeat down to the count."""
    problem, rows = incumbent.problem, incumbent.rows
    keep = problem.must_show()
    support = (relaxed.x > NEGLIGIBLE) | keep
    x = relaxed.x
    curvature = np.einsum("ij,ij->j", rows.F, rows.F)
    while support.sum() > problem.max_ingredients and not incumbent.timed_out():
        losable = np.flatnonzero(support & ~keep)
        if not len(losable):
            break
        surplus = int(support.sum()) - problem.max_ingredients
        n_drop = max(1, surplus // 4)
        worth = curvature[losable] * x[losable] ** 2
        support[losable[np.argsort(worth, kind="stable")[:n_drop]]] = False
        high = np.where(support, problem.upper, 0.0)
        x = solve_relaxation(rows, np.zeros_like(high), high, tolerance=1e-6).x
    return support_from_scores(problem, np.where(support, np.maximum(x, 1e-9), 0.0))


def swap(incumbent: Incumbent, support: BoolArray) -> BoolArray:
    """Exchange one ingredient at a time while that helps; steepest promise first."""
    improved = True
    while improved and not incumbent.timed_out():
        improved = False
        best = incumbent.try_support(support)
        for out in np.flatnonzero(support & ~incumbent.problem.must_show()):
            without = support.copy()
            without[out] = False
            for newcomer in promising(incumbent, without, int(out)):
                if incumbent.timed_out():
                    return support
                trial = without.copy()
                trial[newcomer] = True
                value = incumbent.try_support(trial)
                if value < best - 1e-9 * abs(best):
                    support, best, improved = trial, value, True
                    break
            if improved:
                break
    return support


def promising(incumbent: Incumbent, support: BoolArray, out: int) -> IntArray:
    """Newcomers to a support by the decrease that one step along each promises."""
    problem, rows = incumbent.problem, incumbent.rows
    high = np.where(support, problem.upper, 0.0)
    low = np.where(support, np.minimum(problem.lower, high), 0.0)
    relaxed = solve_relaxation(rows, low, high, tolerance=1e-7)
    if relaxed.residual > 1e-6:
        costs = np.einsum("ij,ij->j", rows.F, rows.F)
    else:
        costs = np.minimum(reduced_costs(rows, relaxed.y, relaxed.nu, relaxed.mu), 0.0)
    centre = rows.F @ relaxed.x
    curvature = np.sum((rows.F - centre[:, None]) ** 2, axis=0) + 1e-12
    step = np.minimum(problem.upper, -costs / (2.0 * curvature))
    promise = -(costs * step + curvature * step**2)
    promise[support | (problem.upper <= 0)] = -1.0
    promise[out] = -1.0
    order: IntArray = np.argsort(-promise, kind="stable")[:SWAP_TRIALS]
    return order[promise[order] > 0]


def feasible_support(
    problem: MixtureProblem, costs: FloatArray, seconds: float
) -> tuple[BoolArray | None, bool]:
    """Any support that keeps every limit, by mixed-integer linear programming (HiGHS).

    Returns
    -------
    support : ndarray of bool or None
        The support, None when there is none or time ran out.
    impossible : bool
        Whether the solver proved that no mixture keeps the limits.
    """
    n = problem.n_ingredients
    scale = np.where(problem.upper > 0, problem.upper, 1.0)
    zero = np.zeros
    one = sparse.eye_array(n)
    rows = Rows.of(problem)
    usable = (problem.upper > 0).astype(float)
    least = np.where(problem.upper > 0, problem.lower / scale, 0.0)
    constraints = [
        LinearConstraint(np.hstack([rows.E * scale, zero(rows.E.shape)]), rows.e, rows.e),
        LinearConstraint(sparse.hstack([one, -one]), -np.inf, 0.0),
        LinearConstraint(sparse.hstack([-one, sparse.diags_array(least)]), -np.inf, 0.0),
        LinearConstraint(np.concatenate([zero(n), np.ones(n)]), 0, problem.max_ingredients),
    ]
    if len(rows.b):
        matrix = np.hstack([rows.A * scale, zero(rows.A.shape)])
        constraints.append(LinearConstraint(matrix, -np.inf, rows.b))
    for group in problem.groups:
        row = zero(2 * n)
        row[n + group.indices] = 1.0
        constraints.append(LinearConstraint(row, group.min_count, group.max_count))
    low = np.concatenate([zero(n), problem.must_show().astype(float)])
    high = np.concatenate([usable, usable])
    if np.any(low > high):
        return None, True
    answer = milp(
        np.concatenate([costs * scale, zero(n)]) / max(1e-12, float(np.abs(costs * scale).max())),
        constraints=constraints,
        integrality=np.concatenate([zero(n), np.ones(n)]),
        bounds=Bounds(low, high),
        options={"time_limit": max(0.1, seconds), "mip_rel_gap": 0.2},
    )
    if answer.x is None:
        return None, answer.status == 2
    return np.asarray(answer.x[n:] > 0.5), False
