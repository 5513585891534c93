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
    AT_LOW,
    BASIC,
    Places,
    Programme,
    State,
    kkt,
    settle,
)
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray

Warm = tuple[IntArray, Places, BoolArray]
"""Columns, their places and the active rows of a similar set."""
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
