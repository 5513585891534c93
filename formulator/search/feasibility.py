"""Feasibility of sparse mixture problems and their relaxations, by HiGHS through scipy."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from formulator.search.mixture_problem import BoolArray, FloatArray, MixtureProblem
from formulator.search.relaxation import Rows

INFEASIBLE = 2
"""Status of scipy.optimize.milp: proven infeasible."""


def feasible_support(
    problem: MixtureProblem, costs: FloatArray, seconds: float
) -> tuple[BoolArray | None, bool]:
    """Any support that keeps every limit, by mixed-integer linear programming (HiGHS).

    Parameters
    ----------
    problem : MixtureProblem
    costs : ndarray of shape (n_ingredients,)
        Linear objective that tells better supports from worse ones.
    seconds : float
        Time limit.

    Returns
    -------
    support : ndarray of bool or None
        The support, None when there is none or time ran out.
    impossible : bool
        Whether the solver proved that no mixture keeps the limits.
    """
    n = problem.n_ingredients
    zero, one = np.zeros, sparse.eye_array(n)
    scale = np.where(problem.upper > 0, problem.upper, 1.0)
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
    largest = max(1e-12, float(np.abs(costs * scale).max()))
    answer = milp(
        np.concatenate([costs * scale, zero(n)]) / largest,
        constraints=constraints,
        integrality=np.concatenate([zero(n), np.ones(n)]),
        bounds=Bounds(low, high),
        options={"time_limit": max(0.1, seconds), "mip_rel_gap": 0.2},
    )
    if answer.x is None:
        return None, bool(answer.status == INFEASIBLE)
    return np.asarray(answer.x[n:] > 0.5), False


def is_empty(rows: Rows, low: FloatArray, high: FloatArray) -> bool:
    """Whether no point of the box keeps the rows (linear programming)."""
    scale = np.where(high > 0, high, 1.0)
    constraints = [LinearConstraint(rows.E * scale, rows.e, rows.e)]
    if len(rows.b):
        constraints.append(LinearConstraint(rows.A * scale, -np.inf, rows.b))
    answer = milp(
        np.zeros(len(low)), constraints=constraints, bounds=Bounds(low / scale, high / scale)
    )
    return bool(answer.status == INFEASIBLE)
