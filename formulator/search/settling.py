"""The active-set method by compiled loops where they are ready, by numpy otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np

from formulator.search import active_set
from formulator.search.active_set import (
    AT_HIGH,
    AT_LOW,
    CHECK_EVERY,
    SMALL,
    Box,
    Places,
    Programme,
    State,
)
from formulator.search.engine import engine
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray

Driven = tuple[FloatArray, Places, BoolArray]
"""Multipliers, places and active rows, one row a child."""


def settle(
    programme: Programme,
    low: FloatArray,
    high: FloatArray,
    places: Places,
    active: BoolArray,
    *,
    cutoff: float = np.inf,
    max_steps: int = 150,
    deadline: float = np.inf,
) -> State:
    """Optimal state over a box from a guess; see :func:`formulator.search.active_set.settle`."""
    state = _by_loops(
        programme, (low, high), places, active, cutoff=float(cutoff), max_steps=max_steps
    )
    if state is not None:
        return state
    return active_set.settle(
        programme,
        low,
        high,
        places,
        active,
        cutoff=cutoff,
        max_steps=max_steps,
        deadline=deadline,
    )


def _by_loops(
    programme: Programme,
    box: Box,
    places: Places,
    active: BoolArray,
    *,
    cutoff: float,
    max_steps: int,
) -> State | None:
    """Return None where no compiled code is ready, or where it met a singular system."""
    if engine.entries is None:
        return None
    low, high = np.ascontiguousarray(box[0]), np.ascontiguousarray(box[1])
    places = np.where((high <= low) & (places == AT_HIGH), AT_LOW, places).astype(np.int8)
    check = 1 if len(low) <= SMALL else CHECK_EVERY
    arrays, bound, is_optimal = engine.entries[0](
        _data(programme), low, high, places, active.copy(), cutoff, max_steps, check
    )
    if np.isnan(bound):
        return None
    x, prices, multipliers, slack, places, active = arrays
    return State(x, multipliers, prices, slack, places, active, bound, is_optimal)


def drive_each(
    programme: Programme,
    kept: IntArray,
    state: State,
    box: Box,
    driven: tuple[IntArray, FloatArray],
    *,
    cutoff: float,
    max_steps: int,
) -> Driven | None:
    """Drive one fraction a child from an optimal state; None where no compiled code is ready.

    Parameters
    ----------
    programme : Programme
    kept : ndarray of int
        Columns that may enter.
    state : State
        Over the kept columns; not changed.
    box : tuple of ndarray
        Over the kept columns, scaled.
    driven : tuple of ndarray
        Place of each child's column among the kept ones, and how far it goes.
    cutoff : float
        A child is followed no further once its value reaches this.
    max_steps : int
        Breakpoints after which a child is left where it is.
    """
    if engine.entries is None:
        return None
    columns, travel = driven
    start = state.x, state.prices, state.multipliers, state.slack, state.places, state.active
    answer: Driven = engine.entries[1](
        _data(programme.take(kept)),
        start,
        *box,
        float(state.bound),
        columns.astype(np.int64),
        travel,
        float(cutoff),
        max_steps,
    )
    return answer


def _data(p: Programme) -> tuple[Any, ...]:
    return p.B, p.BT, p.right, p.cost, p.n_axes, p.n_eq
