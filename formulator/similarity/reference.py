"""A reference formula: what a handful of ingredients can reach, and what they must leave.

The logarithmic distance of whole foods is not convex. Its tangent at a formula is: per axis a
square with weight ``w / (deviation^2 + gap^2 + spread^2)``, where gap and spread are those of the
formula (majorise-minimise; Hunter and Lange 2004, doi 10.1198/0003130042836). The search
minimises this tangent; the formula it is taken at is found here by greedy selection.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import lsq_linear

Array = npt.NDArray[np.float64]

N_PARTS = 8
"""Ingredients of the reference formula, as many as a usual brief allows."""
N_ROUNDS = 1
"""Times that the weights are taken at the formula and the formula at the weights. Once: with more
rounds the formula gives up what it misses (all sugars, say), and small changes decide what."""
SUM_WEIGHT = 1e2
"""Weight of the row that holds the sum of the fractions at 1, in units of the largest row."""


def remaining_gaps(
    amounts: Array,
    spread: Array,
    *,
    mean: Array,
    variance: Array,
    weights: Array,
    largest: Array | None = None,
) -> Array:
    """Gaps, with spread, that a reference formula leaves on every axis.

    Parameters
    ----------
    amounts, spread : ndarray of shape (n_ingredients, n_axes)
        Profiles of the ingredients and the spread of their estimates.
    mean, variance, weights : ndarray of shape (n_axes,)
        Of the target; an axis with infinite variance or weight 0 is not used.
    largest : ndarray of shape (n_ingredients,), optional
        Largest customary fractions [g/g], so that no milk is made of vinegar; 1 by default.

    Returns
    -------
    ndarray of shape (n_axes,)
        sqrt(gap^2 + spread^2) in the axes' units.
    """
    left = np.zeros(len(mean))
    for _ in range(N_ROUNDS):
        scale = np.sqrt(weights / (variance + left**2))
        fractions = greedy_mixture(amounts * scale, mean * scale, largest=largest)
        gap = fractions @ amounts - mean
        left = np.sqrt(gap**2 + (fractions**2) @ (spread**2))
    return left


def greedy_mixture(
    rows: Array, wanted: Array, *, n_parts: int = N_PARTS, largest: Array | None = None
) -> Array:
    """Mixture of few rows near a wanted vector: forward selection with exact refits.

    Parameters
    ----------
    rows : ndarray of shape (n_rows, n_columns)
    wanted : ndarray of shape (n_columns,)
    n_parts : int
        Most rows used.
    largest : ndarray of shape (n_rows,), optional
        Largest fractions; 1 by default.

    Returns
    -------
    ndarray of shape (n_rows,)
        Fractions >= 0 that sum to 1 (if the largest fractions allow it), at most ``n_parts`` of
        them > 0.
    """
    most = np.ones(len(rows)) if largest is None else largest
    fractions = np.zeros(len(rows))
    start = int(np.argmin(((most[:, None] * rows - wanted) ** 2).sum(axis=1)))
    fractions[start] = most[start]
    for _ in range(n_parts - 1):
        mixed = fractions @ rows
        steps = rows - mixed
        slope = steps @ (wanted - mixed)
        squares = np.maximum((steps**2).sum(axis=1), 1e-300)
        length = np.clip(slope / squares, 0, most)
        gain = length * (2 * slope - length * squares)
        best = int(np.argmax(gain))
        if gain[best] <= 1e-12 * float(wanted @ wanted):
            break
        support = np.unique(np.append(np.flatnonzero(fractions), best))
        fractions = np.zeros(len(rows))
        fractions[support] = _refit(rows[support], wanted, most[support])
    return fractions


def _refit(rows: Array, wanted: Array, most: Array) -> Array:
    """Fractions within their bounds, with sum 1, that bring a mixture of these rows nearest."""
    weight = SUM_WEIGHT * max(float(np.abs(rows).max()), 1.0)
    matrix = np.vstack([rows.T, np.full(len(rows), weight)])
    found = lsq_linear(matrix, np.append(wanted, weight), bounds=(0, most), method="bvls")
    return np.asarray(np.where(found.x > 1e-9, found.x, 0.0), dtype=np.float64)
