"""Which formula to taste next: expected improvement, alone and in batches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]


N_NODES = 31
"""Nodes of the quadrature over the outcome of a tasting."""
TINY = 1e-12
"""A standard deviation below this is certainty, [score units]."""


def expected_improvement(mean: npt.ArrayLike, sd: npt.ArrayLike, best: float) -> FloatArray:
    """Return the expected gain over ``best`` of normal beliefs, ``(m - b) Phi(q) + s phi(q)``.

    Parameters
    ----------
    mean, sd : array-like of shape (n_formulas,)
        Posterior of population liking.
    best : float
        Highest posterior mean among the tasted formulas.

    Returns
    -------
    ndarray of shape (n_formulas,), score units, >= 0

    Examples
    --------
    >>> round(float(expected_improvement([1.2], [0.7], 1.5)[0]), 4)
    0.1545
    """
    gap = np.asarray(mean, dtype=float) - best
    s = np.asarray(sd, dtype=float)
    safe = np.where(s > TINY, s, 1.0)
    q = np.clip(gap / safe, -38.0, 38.0)  # beyond, Phi and phi are 0 or 1 in double precision
    density = np.exp(-0.5 * q * q) / np.sqrt(2 * np.pi)
    return np.where(s > TINY, np.maximum(gap * ndtr(q) + s * density, 0.0), np.maximum(gap, 0.0))


def condition(covariance: FloatArray, j: int, *, noise: float) -> FloatArray:
    """Covariance after formula ``j`` has been tasted, its mean left where it is.

    Parameters
    ----------
    covariance : ndarray of shape (n, n)
    j : int
    noise : float
        Variance of the panel mean that will be observed (one score's noise / tasters).
    """
    column = covariance[:, j]
    return np.asarray(covariance - np.outer(column, column) / (column[j] + noise))


def greedy_batch(
    mean: FloatArray,
    covariance: FloatArray,
    *,
    best: float,
    noise: float,
    n: int,
    allowed: BoolArray,
    apart: BoolArray,
) -> list[tuple[int, float]]:
    """Pick formulas one by one by expected improvement, each given that those before are tasted.

    Parameters
    ----------
    mean : ndarray of shape (n_formulas,)
    covariance : ndarray of shape (n_formulas, n_formulas)
    best : float
    noise : float
        Variance of a panel mean.
    n : int
        Wanted number; fewer come back when nothing allowed is left.
    allowed : ndarray of bool, shape (n_formulas,)
    apart : ndarray of bool, shape (n_formulas, n_formulas)
        Whether two formulas differ by a noticeable step.

    Returns
    -------
    list of (row, expected improvement at the moment of picking)
    """
    s, open_ = covariance, allowed.copy()
    picks: list[tuple[int, float]] = []
    while len(picks) < n and open_.any():
        sd = np.sqrt(np.maximum(np.diag(s), 0.0))
        gains = np.where(open_, expected_improvement(mean, sd, best), -1.0)
        j = int(np.argmax(gains))
        picks.append((j, float(gains[j])))
        s = condition(s, j, noise=noise)
        open_ &= apart[j]
        open_[j] = False
    return picks


def confirmation_gain(
    mean: FloatArray, covariance: FloatArray, *, rows: IntArray, noise: float
) -> FloatArray:
    """Return what tasting one of ``rows`` again is expected to add to the final choice among them.

    The knowledge gradient: the expected highest posterior mean after the new panel mean, minus the
    highest now (Frazier, Powell & Dayanik 2009, INFORMS J. Comput. 21, 599), by Gauss-Hermite
    quadrature. It is largest when leaders are close and uncertain.

    Parameters
    ----------
    mean : ndarray of shape (n_formulas,)
    covariance : ndarray of shape (n_formulas, n_formulas)
    rows : ndarray of int
        Tasted formulas.
    noise : float
        Variance of the panel mean that will be observed.

    Returns
    -------
    ndarray of shape (n_rows,), score units, >= 0
    """
    if len(rows) < 2:
        return np.zeros(len(rows))
    nodes, weights = np.polynomial.hermite_e.hermegauss(N_NODES)
    m, s = mean[rows], covariance[np.ix_(rows, rows)]
    reach = s / np.sqrt(np.maximum(np.diag(s), 0.0) + noise)  # column j: effect of tasting j
    after = (m[:, None, None] + reach[:, :, None] * nodes).max(axis=0) @ (weights / weights.sum())
    return np.asarray(np.maximum(after - m.max(), 0.0))


def better_probability(mean: FloatArray, covariance: FloatArray) -> FloatArray:
    """P(a is liked more than b) for all pairs; .5 on the diagonal.

    Returns
    -------
    ndarray of shape (n, n)
    """
    d = np.diag(covariance)
    variance = np.maximum(d[:, None] + d[None, :] - 2 * covariance, 0.0)
    gap = mean[:, None] - mean[None, :]
    safe = np.sqrt(np.where(variance > 1e-12, variance, 1.0))
    return np.where(variance > 1e-12, ndtr(gap / safe), 0.5 + 0.5 * np.sign(gap))


TIED = (0.05, 0.95)
"""Two formulas are tied while P(a > b) lies between."""


def tied_with_best(
    mean: FloatArray, covariance: FloatArray, rows: Sequence[int] | None = None
) -> list[int]:
    """Rows that cannot be told from the one with the highest mean, best first.

    Parameters
    ----------
    rows : sequence of int, optional
        Consider only these, e.g. the tasted ones.
    """
    among = list(range(len(mean))) if rows is None else list(rows)
    if not among:
        return []
    among.sort(key=lambda i: -mean[i])
    p = better_probability(mean, covariance)[among[0]]
    return [i for i in among if i == among[0] or TIED[0] < p[i] < TIED[1]]


def best_probability(
    mean: FloatArray, covariance: FloatArray, *, seed: int, n_draws: int = 4000
) -> FloatArray:
    """Share of joint draws in which each formula is the best.

    Returns
    -------
    ndarray of shape (n,), sums to 1
    """
    rng = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    draws = mean + rng.standard_normal((n_draws, len(mean))) @ root.T
    return np.asarray(np.bincount(draws.argmax(axis=1), minlength=len(mean)) / n_draws)
