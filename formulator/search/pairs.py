"""Which two newcomers could still improve a fixed set: all pairs bounded by one matrix product.

Notation of :mod:`formulator.search.additions`: with fractions ``s, t`` of two newcomers the
objective is at least ``bound + p_i s + p_j t + ||g_i s + g_j t||^2``, where ``g`` is what the
span of the set leaves of a newcomer's axes. Write ``cos(angle_i) = -p_i / (2 |g_i| sqrt(D))``, with
D the distance of the bound to the cutoff. A pair that alone would not pass can pass together only
if ``g_i`` and ``g_j`` stand more than ``angle_i + angle_j`` apart, which is one comparison of
``(cos(g_i, g_j) - cos_i cos_j) / (sin_i sin_j)`` with -1.
"""

from __future__ import annotations

import numpy as np

from formulator.search.active_set import Programme, kkt
from formulator.search.additions import SAFETY, Fit
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray

NEARLY_ALONE = 1e-3
"""A newcomer whose cosine is nearer to -1 than this is taken as able to pass alone."""
CHUNK = 128
"""So many newcomers are paired with all others at a time."""
SINGLE = 2e-5
"""Given away to single precision, relative to the lengths that are multiplied."""


def pair_cover(
    programme: Programme,
    fitted: Fit,
    free: BoolArray,
    caps: FloatArray,
    *,
    cutoff: float,
    most: int,
) -> IntArray | None:
    """Newcomers of which one at least is in every pair that could pass the cutoff.

    Parameters
    ----------
    programme : Programme
        Without rows for counts.
    fitted : Fit
        The feasible fit of the set.
    free : ndarray of bool, shape (n_columns,)
        Who may join.
    caps : ndarray of shape (n_columns,)
        Valid upper bounds of the newcomers' fractions below the cutoff, scaled.
    cutoff : float
        Scaled value that a pair has to stay below.
    most : int
        Largest cover of interest.

    Returns
    -------
    ndarray of int or None
        The most promising first; no pair (and no single newcomer) outside it can pass. None when
        the cover would be larger than ``most`` or the set itself is not above the cutoff.
    """
    distance = fitted.state.bound - cutoff
    if distance <= 0:
        return None
    G, curvature = left_over(programme, fitted)
    root = np.sqrt(curvature)
    kept = np.flatnonzero(free & (caps > 0))
    kept = kept[_able(fitted.prices[kept], root[kept], caps[kept], distance)]
    cosine = -fitted.prices[kept] / (2.0 * root[kept] * np.sqrt(distance))
    kept, cosine = kept[cosine > -1.0], cosine[cosine > -1.0]
    alone = cosine >= 1.0 - NEARLY_ALONE
    alone_at, kept = kept[alone], kept[~alone]
    cosine = np.maximum(cosine[~alone], NEARLY_ALONE - 1.0)
    order = np.argsort(-cosine, kind="stable")
    kept, cosine = kept[order], cosine[order]
    passes = _passing(G[:, kept] / root[kept], cosine, most - len(alone_at))
    return None if passes is None else np.concatenate([alone_at, kept[passes]])


def left_over(programme: Programme, fitted: Fit) -> tuple[FloatArray, FloatArray]:
    """Axes of every column that the set's span leaves, and their squared length made safe."""
    p, nx = programme, programme.n_axes
    edge = nx + p.n_eq
    cols = p.BT[fitted.columns]
    K = kkt(cols[:, :nx].T, cols[:, nx:edge].T)
    coupling = np.vstack([2.0 * (cols[:, :nx] @ p.B[:nx]), p.B[nx:edge]])
    moves = np.linalg.solve(K, coupling)[: len(cols)]
    G = p.B[:nx] - cols[:, :nx].T @ moves
    own = np.einsum("ij,ij->j", p.B[:nx], p.B[:nx])
    squared = np.einsum("ij,ij->j", G, G) - SAFETY * own
    return G, np.maximum(squared, 1e-15)


def _able(prices: FloatArray, root: FloatArray, caps: FloatArray, distance: float) -> BoolArray:
    """Drop newcomers that cannot make the difference in any pair, because their caps are small.

    A newcomer adds at most ``cap (-price + 2 |g_i| |g_j| cap_j)`` to what its partner does alone.
    """
    able = np.ones(len(prices), dtype=np.bool_)
    best = np.clip(-prices / (2.0 * root * root), 0.0, caps)
    alone = -(prices + root * root * best) * best
    short = distance - float(alone.max(initial=0.0))
    for _ in range(2):
        reach = float((root * caps)[able].max(initial=0.0))
        able &= caps * (np.maximum(-prices, 0.0) + 2.0 * root * reach) >= short
    return able


def _passing(directions: FloatArray, cosine: FloatArray, most: int) -> IntArray | None:
    """Columns with a cosine above 0 that pass together with some column; falling cosines.

    None as soon as there are more than ``most``.
    """
    sine = np.sqrt(1.0 - cosine * cosine)
    vectors = np.vstack([directions, cosine]) / sine
    length = np.sqrt(np.einsum("ij,ij->j", vectors, vectors))
    line = -1.0 + SINGLE * length * float(length.max(initial=0.0))
    left = np.ascontiguousarray(vectors.T, dtype=np.float32)
    right = vectors.astype(np.float32)
    right[-1] *= np.float32(-1.0)
    found: list[int] = []
    n_leads = int(np.sum(cosine > 0.0))
    for start in range(0, n_leads, CHUNK):
        if len(found) > most:
            return None
        leads = np.arange(start, min(start + CHUNK, n_leads))
        together = left[leads] @ right
        for k in np.flatnonzero(together.min(axis=1) < line[leads]):
            partners = cosine[leads[k]] + cosine > 0.0
            if np.any(together[k][partners] < line[leads[k]]):
                found.append(int(leads[k]))
    return np.array(found, dtype=np.intp) if len(found) <= most else None
