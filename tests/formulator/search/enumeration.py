"""Exact optimum of small sparse mixture problems, by brute force that shares no code with ours.

Every support is tried; over a support, the minimum of a convex quadratic over a polytope is a
feasible minimum over the affine hull of one of its faces, so every set of active limits is tried.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

TOLERANCE = 1e-9


def best_by_enumeration(
    F: np.ndarray,
    target: np.ndarray,
    *,
    max_ingredients: int,
    lower: np.ndarray,
    upper: np.ndarray,
    linear: np.ndarray,
    A_ub: np.ndarray,
    b_ub: np.ndarray,
    A_eq: np.ndarray,
    b_eq: np.ndarray,
    groups: list[tuple[list[int], int, int]],
    required: list[int],
    **_: Any,
) -> tuple[float, np.ndarray | None]:
    """Smallest objective and its mixture; (inf, None) when there is none."""
    best: tuple[float, np.ndarray | None] = (np.inf, None)
    n = F.shape[1]
    for size in range(1, min(max_ingredients, n) + 1):
        for support in itertools.combinations(range(n), size):
            inside = set(support)
            counts = [len(inside & set(members)) for members, _, _ in groups]
            if not inside >= set(required) or any(
                not low <= c <= high for c, (_, low, high) in zip(counts, groups, strict=True)
            ):
                continue
            s = list(support)
            value, x_s = best_on_support(
                (F[:, s], target, linear[s]),
                (lower[s], upper[s]),
                (A_ub[:, s], b_ub),
                (A_eq[:, s], b_eq),
            )
            if value < best[0]:
                x = np.zeros(n)
                x[s] = x_s
                best = (value, x)
    return best


def best_on_support(
    objective: tuple[np.ndarray, np.ndarray, np.ndarray],
    box: tuple[np.ndarray, np.ndarray],
    below: tuple[np.ndarray, np.ndarray],
    equalities: tuple[np.ndarray, np.ndarray],
) -> tuple[float, np.ndarray | None]:
    F, target, linear = objective
    (lower, upper), (A_ub, b_ub), (A_eq, b_eq) = box, below, equalities
    size = F.shape[1]
    equal = np.vstack([np.ones((1, size)), A_eq])
    equal_to = np.concatenate([[1.0], b_eq])
    limits = np.vstack([A_ub, -np.eye(size), np.eye(size)])
    right = np.concatenate([b_ub, -lower, upper])
    best: tuple[float, np.ndarray | None] = (np.inf, None)
    for n_active in range(size):
        for active in itertools.combinations(range(len(right)), n_active):
            rows = np.vstack([equal, limits[list(active)]])
            values = np.concatenate([equal_to, right[list(active)]])
            m = len(rows)
            kkt = np.block([[2 * F.T @ F, rows.T], [rows, np.zeros((m, m))]])
            rhs = np.concatenate([2 * F.T @ target - linear, values])
            x = np.linalg.lstsq(kkt, rhs, rcond=1e-12)[0][:size]
            if np.all(limits @ x <= right + TOLERANCE) and np.allclose(
                equal @ x, equal_to, rtol=0, atol=TOLERANCE
            ):
                gap = F @ x - target
                value = float(gap @ gap + linear @ x)
                if value < best[0]:
                    best = (value, x)
    return best
