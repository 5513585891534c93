"""Which two newcomers could still improve a fixed set: all pairs judged by one matrix product.

Notation of :mod:`formulator.search.additions`: with fractions ``s, t`` of two newcomers the
objective is at least ``bound + p_i s + p_j t + ||g_i s + g_j t||^2``, where ``g`` is what the
span of the set leaves of a newcomer's axes. Let D be the distance of the bound to the cutoff. Three
sieves, each dearer and finer than the one before:

1. With caps on fractions, newcomer i alone gains less than ``q_i = max(0, -p_i) cap_i``, and a
   pair less than ``q_i + q_j``. So one of the two, a lead, has ``q_i >= D / 2``.
2. Write ``cos(angle_i) = -p_i / (2 |g_i| sqrt(D))``. A pair that does not pass alone passes
   together only if ``g_i`` and ``g_j`` stand more than ``angle_i + angle_j`` apart, which is one
   comparison of ``(cos(g_i, g_j) - cos_i cos_j) / (sin_i sin_j)`` with -1.
3. The least value of the quadratic over ``0 <= s <= cap_i``, ``0 <= t <= cap_j``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formulator.search.active_set import Programme, kkt
from formulator.search.additions import SAFETY, Fit
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray

NEARLY_ALONE = 1e-3
"""A newcomer whose cosine is nearer to 1 than this is taken as able to pass alone."""
CHUNK = 48
"""So many leads are paired with all others at a time."""
SINGLE = 2e-5
"""Given away to single precision, relative to the lengths that are multiplied."""
SLACK = 1e-9
"""Given away to rounding by each sieve, relative to D."""


@dataclass(frozen=True, slots=True, eq=False)
class _Newcomers:
    """Those who can be in a passing pair, in the order of their reach, the largest first."""

    columns: IntArray
    G: FloatArray
    """Shape (n_axes, n_newcomers), what the set's span leaves of their axes."""
    prices: FloatArray
    curvature: FloatArray
    caps: FloatArray
    reach: FloatArray
    """``q`` of the module's docstring."""
    distance: float
    """D."""

    def gains(self, i: IntArray, j: IntArray) -> FloatArray:
        """Most that pairs can gain within their caps."""
        cross = 2.0 * np.einsum("ij,ij->j", self.G[:, i], self.G[:, j])
        first = self.prices[i], self.curvature[i], self.caps[i]
        second = self.prices[j], self.curvature[j], self.caps[j]
        return -least_in_box(first, second, cross)


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
    found = _newcomers(programme, fitted, free, caps, distance)
    n_leads = int(np.sum(found.reach >= 0.5 * distance * (1.0 - SLACK)))
    best = np.clip(-found.prices / (2.0 * found.curvature), 0.0, found.caps)
    alone = -(found.prices + found.curvature * best) * best >= distance * (1.0 - SLACK)
    if not n_leads or alone.sum() > most:
        return None if n_leads else found.columns[:0]
    passes = _passing(found, alone, n_leads, most)
    return None if passes is None else found.columns[passes]


def _newcomers(
    p: Programme, fitted: Fit, free: BoolArray, caps: FloatArray, distance: float
) -> _Newcomers:
    reach = np.maximum(-fitted.prices, 0.0) * caps
    kept = np.flatnonzero(free & (caps > 0))
    largest = float(reach[kept].max(initial=0.0))
    kept = kept[reach[kept] + largest >= distance * (1.0 - SLACK)]
    kept = kept[np.argsort(-reach[kept], kind="stable")]
    if largest < 0.5 * distance * (1.0 - SLACK):
        kept = kept[:0]
    G, curvature = left_over(p, fitted, kept)
    return _Newcomers(
        columns=kept,
        G=G,
        prices=fitted.prices[kept],
        curvature=curvature,
        caps=caps[kept],
        reach=reach[kept],
        distance=distance,
    )


def left_over(
    programme: Programme, fitted: Fit, columns: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Axes of some columns that the set's span leaves, and their squared length made safe."""
    p, nx = programme, programme.n_axes
    edge = nx + p.n_eq
    cols, new = p.BT[fitted.columns], p.B[:edge, columns]
    K = kkt(cols[:, :nx].T, cols[:, nx:edge].T)
    coupling = np.vstack([2.0 * (cols[:, :nx] @ new[:nx]), new[nx:]])
    moves = np.linalg.solve(K, coupling)[: len(cols)]
    G = new[:nx] - cols[:, :nx].T @ moves
    own = np.einsum("ij,ij->j", new[:nx], new[:nx])
    squared = np.einsum("ij,ij->j", G, G) - SAFETY * own
    return G, np.maximum(squared, 1e-15)


def _passing(found: _Newcomers, alone: BoolArray, n_leads: int, most: int) -> IntArray | None:
    """Leads that pass alone or with a partner; None as soon as there are more than ``most``."""
    root = np.sqrt(found.curvature)
    cosine = -found.prices / (2.0 * root * np.sqrt(found.distance))
    near = cosine >= 1.0 - NEARLY_ALONE  # too near for the second sieve: the third one decides
    inside = np.clip(cosine, NEARLY_ALONE - 1.0, 1.0 - NEARLY_ALONE)
    vectors = np.vstack([found.G / root, inside]) / np.sqrt(1.0 - inside * inside)
    length = np.sqrt(np.einsum("ij,ij->j", vectors, vectors))
    line = -1.0 + SINGLE * length * float(length.max(initial=0.0))
    right = vectors.astype(np.float32)
    left = np.ascontiguousarray(right[:, :n_leads].T)
    right[-1] *= np.float32(-1.0)
    enough = found.distance * (1.0 - SLACK)
    inside = inside.astype(np.float32)
    passes: list[int] = []
    for start in range(0, n_leads, CHUNK):
        leads = np.arange(start, min(start + CHUNK, n_leads))
        end = int(np.searchsorted(-found.reach, found.reach[start] - enough, side="right"))
        others = np.arange(start, end)  # by the first sieve, and each pair once, by its first lead
        may = left[leads] @ right[:, start:end] < line[leads].astype(np.float32)[:, None]
        may &= inside[leads][:, None] + inside[start:end] > 0.0
        may |= near[leads][:, None]
        may |= near[start:end]
        may[alone[leads]] = False
        row, j = np.nonzero(may)
        row, j = row[leads[row] < others[j]], others[j[leads[row] < others[j]]]
        passes += _judged(found, alone, leads, (row, j))
        if len(passes) > most:
            return None
    return np.array(passes, dtype=np.intp)


def _judged(
    found: _Newcomers, alone: BoolArray, leads: IntArray, pairs: tuple[IntArray, IntArray]
) -> list[int]:
    """Leads of a chunk that pass alone or, by the third sieve, with a partner."""
    row, j = pairs
    with_partner = np.zeros(len(leads), dtype=np.bool_)
    passes = found.gains(leads[row], j) >= found.distance * (1.0 - SLACK)
    with_partner[row[passes]] = True
    return [int(i) for i in leads[alone[leads] | with_partner]]


Part = tuple[FloatArray, FloatArray, FloatArray]


def least_in_box(first: Part, second: Part, cross: FloatArray) -> FloatArray:
    """Least values of ``p s + a s^2 + cross s t + q t + b t^2`` over boxes from 0.

    ``first`` is (p, a, largest s), ``second`` is (q, b, largest t), a and b above 0. Where the
    quadratic is not convex, its least value lies on an edge.
    """
    (p, a, s_most), (q, b, t_most) = first, second

    def edge(price: FloatArray, curvature: FloatArray, largest: FloatArray) -> FloatArray:
        at = np.clip(-price / (2.0 * curvature), 0.0, largest)
        value: FloatArray = (price + curvature * at) * at
        return value

    least = np.minimum(edge(p, a, s_most), edge(q, b, t_most))
    least = np.minimum(least, (p + a * s_most) * s_most + edge(q + cross * s_most, b, t_most))
    least = np.minimum(least, (q + b * t_most) * t_most + edge(p + cross * t_most, a, s_most))
    determinant = 4.0 * a * b - cross * cross
    with np.errstate(divide="ignore", invalid="ignore"):
        s = (cross * q - 2.0 * b * p) / determinant
        t = (cross * p - 2.0 * a * q) / determinant
        inside = (determinant > 0) & (s >= 0) & (s <= s_most) & (t >= 0) & (t <= t_most)
        value = 0.5 * (p * s + q * t)
    lowest: FloatArray = np.where(inside, np.minimum(value, least), least)
    return lowest
