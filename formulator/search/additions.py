"""What one more ingredient could bring to a fixed set: a bound for every newcomer at once.

With multipliers fixed at those of the set alone, the Lagrangian is a constant, plus the newcomer's
price times its fraction, plus the squared distance that the newcomer's axes keep from the span of
the set: ``bound + price s + curvature s^2``. Its minimum over the newcomer's own bounds is a valid
bound, nearly exact, and costs one matrix product for all newcomers. It closes the last level of the
tree without branching and makes swaps cheap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formulator.search.active_set import (
    AT_HIGH,
    AT_LOW,
    BASIC,
    RIDGE,
    TOLERANCE,
    Places,
    Programme,
    State,
    kkt,
)
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray
from formulator.search.settling import settle

Warm = tuple[IntArray, Places, BoolArray]
"""Columns, their places and the active rows of a similar set."""
N_ROUNDS = 4
"""How often the active sets of joined newcomers are guessed anew."""
SAFETY = 1e-7
"""Share of a newcomer's curvature given away to rounding."""


@dataclass(slots=True, eq=False)
class Fit:
    """Best fractions of a set of columns, with prices for all columns."""

    columns: IntArray
    state: State
    """Over the set's columns only."""
    is_feasible: bool
    prices: FloatArray
    """Shape (all columns,)."""

    def guess(self) -> Warm:
        """Active set from which a similar set may start."""
        return self.columns, self.state.places, self.state.active


def fit(
    programme: Programme,
    columns: IntArray,
    low: FloatArray,
    high: FloatArray,
    *,
    cutoff: float = np.inf,
    warm: Warm | None = None,
) -> Fit:
    """Fit the fractions of a set; the other columns are absent.

    Parameters
    ----------
    programme : Programme
        Without rows for counts.
    columns : ndarray of int
        The set.
    low, high : ndarray of shape (n_columns,)
        Bounds when present, scaled.
    cutoff : float
        The fit may stop at this value; its bound stays valid.
    warm : tuple, optional
        Active set of a similar set to start from.
    """
    part = programme.take(columns)
    box = low[columns], high[columns]
    places = np.where(box[1] > box[0], BASIC, AT_LOW).astype(np.int8)
    active = np.arange(part.n_rows) < part.n_eq
    if warm is not None:
        _, here, there = np.intersect1d(columns, warm[0], assume_unique=True, return_indices=True)
        places[here] = warm[1][there]
        active |= warm[2][: part.n_rows]
    state = settle(part, *box, places, active, cutoff=cutoff, max_steps=60)
    slack = state.slack.copy()
    slack[: part.n_eq] = -np.abs(slack[: part.n_eq])
    feasible = state.is_optimal and float(slack.min(initial=0.0)) > -1e-6
    prices = programme.cost + programme.safe(state.multipliers) @ programme.B
    return Fit(columns, state, feasible, prices)


def newcomer_bounds(
    programme: Programme, fitted: Fit, low: FloatArray, high: FloatArray
) -> FloatArray:
    """Lower bounds of the set with each one newcomer added, shape (n_columns,), scaled."""
    nx, edge = programme.n_axes, programme.n_axes + programme.n_eq
    cols = programme.BT[fitted.columns]
    K = kkt(cols[:, :nx].T, cols[:, nx:edge].T)
    coupling = np.vstack([2.0 * (cols[:, :nx] @ programme.B[:nx]), programme.B[nx:edge]])
    through = np.einsum("ij,ij->j", coupling, np.linalg.solve(K, coupling))
    own = np.einsum("ij,ij->j", programme.B[:nx], programme.B[:nx])
    curvature = np.maximum(own * (1.0 - SAFETY) - 0.5 * through, 1e-15)
    s = np.clip(-fitted.prices / (2.0 * curvature), low, high)
    bounds: FloatArray = fitted.state.bound + (fitted.prices + curvature * s) * s
    return bounds


def joined_bounds(
    programme: Programme,
    fitted: Fit,
    newcomers: IntArray,
    box: tuple[FloatArray, FloatArray],
    *,
    cutoff: float,
) -> FloatArray:
    """Lower bounds of the set with each one newcomer, mostly exact, shape (n_newcomers,), scaled.

    Unlike in :func:`newcomer_bounds` the members' own bounds count: all sets are fitted in step,
    and fractions that leave their bounds are held there in the next round. A bound holds whatever
    the last guess was worth; rounds end when every bound has reached the cutoff.
    """
    sets = np.column_stack([np.tile(fitted.columns, (len(newcomers), 1)), newcomers])
    cols, low, high = programme.BT[sets], box[0][sets], box[1][sets]
    start = np.append(fitted.state.places, BASIC).astype(np.int8)
    places = np.where(high > low, start, AT_LOW).astype(np.int8)
    rows = programme.n_axes + np.flatnonzero(fitted.state.active)
    best = np.full(len(newcomers), -np.inf)
    for _ in range(N_ROUNDS):
        held = np.where(places == BASIC, np.nan, np.where(places == AT_HIGH, high, low))
        x, lam = _stationary(programme, cols, programme.cost[sets], rows, held)
        lam = programme.safe(lam)
        prices = programme.cost[sets] + np.matmul(cols, lam[:, :, None])[:, :, 0]
        best = np.fmax(best, programme.values(lam, prices, (low, high)))
        below, above = x < low - TOLERANCE, x > high + TOLERANCE
        falling = np.where(places == AT_HIGH, -prices, prices) < -TOLERANCE
        frees = (places != BASIC) & falling & (high > low)
        if np.all(best >= cutoff) or not np.any(below | above | frees):
            break
        places[frees] = BASIC
        places[below], places[above] = AT_LOW, AT_HIGH
    return best


def _stationary(
    p: Programme, cols: FloatArray, costs: FloatArray, rows: IntArray, held: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Fractions and multipliers of guessed active sets; ``held`` is NaN where a column is basic."""
    n_sets, w, _ = cols.shape
    nx, q = p.n_axes, len(rows)
    basic = np.isnan(held)
    x = np.where(basic, 0.0, held)
    rest = p.right - np.matmul(x[:, None, :], cols)[:, 0]
    FW = cols[:, :, :nx] * basic[:, :, None]
    RW = cols[:, :, rows] * basic[:, :, None]
    K = np.zeros((n_sets, w + q, w + q))
    K[:, :w, :w] = 2.0 * np.matmul(FW, FW.transpose(0, 2, 1))
    K[:, :w, w:] = RW
    K[:, w:, :w] = RW.transpose(0, 2, 1)
    diagonal = K.reshape(n_sets, -1)[:, :: w + q + 1]
    diagonal[:, :w] += np.where(basic, RIDGE, 1.0)
    diagonal[:, w:] -= RIDGE
    right = np.empty((n_sets, w + q))
    right[:, :w] = 2.0 * np.matmul(FW, rest[:, :nx, None])[:, :, 0] - costs * basic
    right[:, w:] = rest[:, rows]
    solved = np.linalg.solve(K, right[:, :, None])[:, :, 0]
    x = np.where(basic, solved[:, :w], x)
    lam = np.zeros((n_sets, len(p.right)))
    lam[:, :nx] = 2.0 * (np.matmul(x[:, None, :], cols)[:, 0] - p.right)[:, :nx]
    lam[:, rows] = solved[:, w:]
    return x, lam
