"""Caps: the largest fractions that a part of the search space leaves to a better mixture.

A mixture better than the cutoff keeps each fraction below a cap: by its price, because a linear
minorant ``rest + price x_i`` of the objective passes the cutoff there, and, where the relaxation
uses the fraction and its price is zero, by driving it upwards until the value passes the cutoff.
Caps below the upper bounds strengthen the rows of the counts (``sum x_i / cap_i <= room``), that
raises the bound, and a higher bound gives lower caps.
"""

from __future__ import annotations

import numpy as np

from formulator.search.active_set import AT_LOW, BASIC, Box, Programme, State
from formulator.search.exclusion import largest_each
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray

BATCH = 32
"""So many columns are driven upwards at a time."""
MAX_STEPS, N_PRICED = 20, 200
"""Breakpoints that a driven fraction is followed over, and columns that may enter on the way."""
ABOVE = 1.0 + 1e-9
"""Caps are given away to rounding by this factor."""


def price_caps(programme: Programme, state: State, box: Box, cutoff: float) -> FloatArray:
    """Caps by the prices of a state's multipliers alone, scaled, shape (n_columns,)."""
    own = float(programme.bounds(state.multipliers[None], *box)[0])
    prices = programme.cost + programme.safe(state.multipliers) @ programme.B
    with np.errstate(divide="ignore", invalid="ignore"):
        caps = np.where(prices > 0, (cutoff - own) / prices + box[0], np.inf)
    capped: FloatArray = np.minimum(box[1], np.maximum(caps, 0.0) * ABOVE)
    return capped


def lowered(
    programme: Programme,
    state: State,
    box: Box,
    free: BoolArray,
    *,
    cutoff: float,
    n_driven: int = 0,
    max_steps: int = MAX_STEPS,
    n_priced: int = N_PRICED,
    deadline: float = np.inf,
) -> FloatArray:
    """Upper bounds of fractions in every solution better than the cutoff, scaled.

    Parameters
    ----------
    programme : Programme
    state : State
        Optimal over the box.
    box : tuple of ndarray
        Lower and upper bounds, scaled.
    free : ndarray of bool
        Columns of interest; the bounds of others stay.
    cutoff : float
        Scaled value from which on a solution is of no interest.
    n_driven : int
        So many columns, those of least price, are driven upwards besides the basic ones.
    max_steps, n_priced : int
        Effort for each column, see :func:`formulator.search.exclusion.largest_each`.
    deadline : float
        Reading of ``time.perf_counter`` after which no more are driven, [s].
    """
    low, high = box
    caps = np.where(free, price_caps(programme, state, box, cutoff), high)
    columns = _worth_driving(state, free & (high > low), n_driven)
    for chunk in np.split(columns, range(BATCH, len(columns), BATCH)):
        limits = largest_each(
            programme,
            state,
            low,
            high,
            chunk,
            cutoff=cutoff,
            max_steps=max_steps,
            n_priced=n_priced,
            deadline=deadline,
        )
        caps[chunk] = np.minimum(caps[chunk], limits * ABOVE)
    return caps


def _worth_driving(state: State, free: BoolArray, n_driven: int) -> IntArray:
    basic = np.flatnonzero(free & (state.places == BASIC))
    others = np.flatnonzero(free & (state.places == AT_LOW))
    order = np.argsort(state.prices[others], kind="stable")[:n_driven]
    return np.concatenate([basic, others[order]])
