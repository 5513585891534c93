"""Distance of profiles to a target, whole, per block and per axis, and what it means.

Two readings of the same differences:

- ``ranking_distance``: on a logarithmic scale per axis (the negative log-likelihood of a
  Student t, up to constants), where the spread of an estimate widens the tolerance of its
  axis. One odd axis cannot hide an otherwise like food, and an unknown one cannot decide.
  It ranks finished foods (``nearest``); it is not convex.
- ``distance``: the convex quadratic form that touches it at the nearest ingredients, which
  the search minimises and certifies.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from formulator.profiles import ProfileTable
from formulator.similarity.target import Target

Array = npt.NDArray[np.float64]
Fractions = Array | sp.csr_array
CHUNK = 4096
"""Formulas worked on at once, to bound memory."""


def distance(target: Target, P: npt.ArrayLike) -> Array:
    """Squared distance of profiles to the target.

    Parameters
    ----------
    target : Target
    P : array_like of shape (n_profiles, n_axes)
        In the units of the target's axes; a single profile may be a plain vector.

    Returns
    -------
    ndarray of shape (n_profiles,)
        >= 0; 0 only for the target's own mean.
    """
    return np.asarray(_squares(target, P).sum(axis=1), dtype=np.float64)


def block_distances(target: Target, P: npt.ArrayLike) -> dict[str, Array]:
    """Part of the distance that comes from each block; the parts add up to the distance.

    Returns
    -------
    dict of str to ndarray of shape (n_profiles,)
    """
    squares = _squares(target, P)
    labels = np.array(target.row_blocks)
    return {b: squares[:, labels == b].sum(axis=1) for b in target.blocks}


def axis_contributions(target: Target, P: npt.ArrayLike) -> Array:
    """Part of the distance that comes from each axis; the parts add up to the distance.

    Returns
    -------
    ndarray of shape (n_profiles, n_axes)
    """
    gap = _gaps(target, P)
    return np.asarray((gap @ target.factor.T @ target.factor) * gap, dtype=np.float64)


def mixture_distance(target: Target, table: ProfileTable, X: Fractions) -> Array:
    """Squared distance of many formulas, straight from their fractions.

    The ingredients are turned once; profiles of the formulas are never made, so a hundred
    thousand formulas of three thousand ingredients take about a second on one core.

    Parameters
    ----------
    target : Target
    table : ProfileTable
        Ingredients, in the order of the columns of ``X``.
    X : ndarray or scipy sparse array of shape (n_formulas, n_ingredients)
        Mass fractions [g/g]; sparse is fastest.

    Returns
    -------
    ndarray of shape (n_formulas,)

    Raises
    ------
    ValueError
        If the columns of ``X`` are not the foods of the table.
    """
    if X.shape[1] != len(table.keys):
        raise ValueError(
            f"X must have one column per food of the table ({len(table.keys)}), got {X.shape[1]}"
        )
    turned = np.ascontiguousarray(table.mean @ target.factor.T)
    wanted = target.factor @ target.mean
    out = np.empty(X.shape[0])
    for start in range(0, len(out), CHUNK):
        gap = np.asarray(X[start : start + CHUNK] @ turned) - wanted
        out[start : start + CHUNK] = np.einsum("ij,ij->i", gap, gap)
    return out


def ranking_distance(target: Target, P: npt.ArrayLike, spread: npt.ArrayLike = 0.0) -> Array:
    """Distance on which whole foods are ranked: heavy-tailed, blind to what is not known.

    Parameters
    ----------
    target : Target
    P : array_like of shape (n_profiles, n_axes)
    spread : array_like, broadcast against ``P``
        Standard deviations of estimated values.

    Returns
    -------
    ndarray of shape (n_profiles,)
        Per block: weight × mean over its axes of log(1 + gap² / (deviation² + spread²)).
    """
    return np.asarray(ranking_terms(target, P, spread).sum(axis=1), dtype=np.float64)


def ranking_terms(target: Target, P: npt.ArrayLike, spread: npt.ArrayLike = 0.0) -> Array:
    """Part of the ranking distance that comes from each axis; the parts add up to it.

    Returns
    -------
    ndarray of shape (n_profiles, n_axes)
    """
    gap = _gaps(target, P)
    used = np.isfinite(target.deviation)
    variance = np.where(used, target.deviation, 1.0) ** 2 + np.asarray(spread) ** 2
    labels = np.array([a.block for a in target.axes])
    share = np.zeros(len(labels))
    for block, weight in target.weights:
        chosen = used & (labels == block)
        share[chosen] = weight / max(int(chosen.sum()), 1)
    return np.asarray(np.log1p(gap**2 / variance) * share, dtype=np.float64)


def similarity(target: Target, D: npt.ArrayLike, *, block: str = "all") -> Array:
    """Similarity in 0-1 of distances.

    0.95 stands for within natural variation: the distance within which 95 % of the category's
    own members lie (at most a quarter of the next, at least one tolerated deviation on every
    axis). 0.05 stands for no better than a single ingredient: the median distance of the thirty
    nearest ones. In between and beyond it is logistic in the logarithm of the distance.

    Parameters
    ----------
    target : Target
    D : array_like
        Distances >= 0 of the whole profile, or of one block.
    block : str
        The block that the distances belong to; ``"all"`` for the whole distance.

    Returns
    -------
    ndarray of the shape of ``D``
        1 at distance 0, falling strictly.
    """
    near, far = dict(target.near)[block], dict(target.far)[block]
    logit95 = math.log(0.95 / 0.05)
    power = 2 * logit95 / math.log(far / near)
    middle = math.sqrt(near * far)
    ratio = np.asarray(D, dtype=np.float64) / middle
    return np.asarray(1 / (1 + ratio**power), dtype=np.float64)


def _gaps(target: Target, P: npt.ArrayLike) -> Array:
    profiles = np.atleast_2d(np.asarray(P, dtype=np.float64))
    if profiles.shape[1] != len(target.axes):
        raise ValueError(
            f"profiles must have one column per axis ({len(target.axes)}), got {profiles.shape[1]}"
        )
    return profiles - target.mean


def _squares(target: Target, P: npt.ArrayLike) -> Array:
    return np.asarray((_gaps(target, P) @ target.factor.T) ** 2, dtype=np.float64)
