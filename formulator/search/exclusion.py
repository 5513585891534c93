"""What moving each fraction would cost: many children of one node, computed together.

All children start from the parent's optimal state and drive one fraction to another value (to
zero, to exclude it; upwards, to see how large it may be). They are followed in step, as one batch
of small linear systems and one matrix product for all prices.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from formulator.search.active_set import (
    AT_HIGH,
    AT_LOW,
    BASIC,
    BINDS,
    EASES,
    ENTERS,
    LEAVES,
    LEAVES_HIGH,
    RIDGE,
    STEADY,
    Box,
    Places,
    Programme,
    State,
)
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray
from formulator.search.settling import drive_each

MAX_STEPS = 80
N_PRICED = 600
"""So many columns, those of least price, may enter while a child is followed."""


@dataclass(slots=True, eq=False)
class Children:
    """Children of one node, each with one fraction driven to another value."""

    bounds: FloatArray
    """Shape (n_children,), valid lower bounds, scaled."""
    multipliers: FloatArray
    """Shape (n_children, n_axes + n_rows)."""
    places: Places
    """Shape (n_children, n_columns), guesses of the children's active sets."""
    active: BoolArray
    """Shape (n_children, n_rows)."""


def exclude_each(
    programme: Programme,
    state: State,
    low: FloatArray,
    high: FloatArray,
    columns: IntArray,
    *,
    cutoff: float,
    deadline: float = np.inf,
) -> Children:
    """Children that exclude one of ``columns`` each.

    Parameters
    ----------
    programme : Programme
    state : State
        The parent's optimal state.
    low, high : ndarray of shape (n_columns,)
        The parent's box, scaled.
    columns : ndarray of int
        Columns to exclude, one a child; not required in the parent.
    cutoff : float
        A child is followed no further once its value reaches this.
    deadline : float
        Reading of ``time.perf_counter`` after which no child is followed on, [s].
    """
    batch, kept = _start(programme, state, (low, high), columns, np.zeros(len(columns)))
    batch.run(cutoff, deadline)
    boxes = np.tile(high, (len(columns), 1))
    boxes[np.arange(len(columns)), columns] = 0.0
    bounds = programme.bounds(batch.lam, np.minimum(low, boxes), boxes)
    return _children(batch, kept, state, np.fmax(bounds, state.bound))


def largest_each(
    programme: Programme,
    state: State,
    low: FloatArray,
    high: FloatArray,
    columns: IntArray,
    *,
    cutoff: float,
    max_steps: int = MAX_STEPS,
    n_priced: int = N_PRICED,
    deadline: float = np.inf,
) -> FloatArray:
    """Upper bounds of some fractions in every solution better than the cutoff, scaled.

    Each fraction is driven upwards until the value passes the cutoff. There the multipliers give
    a linear minorant ``rest + price x_i`` of the objective, so that ``x_i`` cannot exceed
    ``(cutoff - rest) / price``. Fewer breakpoints (``max_steps``) or columns that may enter
    (``n_priced``) are cheaper and give larger bounds.
    """
    batch, _ = _start(programme, state, (low, high), columns, high[columns], n_priced=n_priced)
    batch.run(cutoff, deadline, max_steps)
    lam = programme.safe(batch.lam)
    own = np.einsum("ij,ij->i", lam, programme.BT[columns]) + programme.cost[columns]
    at_best = np.where(own > 0, own * low[columns], own * high[columns])
    rest = programme.bounds(lam, low, high) - at_best
    with np.errstate(divide="ignore", invalid="ignore"):
        most = np.where(own > STEADY, (cutoff - rest) / own, np.inf)
    largest: FloatArray = np.clip(most, 0.0, high[columns])
    return largest


def _start(
    p: Programme,
    state: State,
    box: Box,
    columns: IntArray,
    to: FloatArray,
    *,
    n_priced: int = N_PRICED,
) -> tuple[_Batch, IntArray]:
    kept = np.union1d(_candidates(state, *box, n=n_priced), columns)
    place_of = np.full(len(state.x), -1, dtype=np.intp)
    place_of[kept] = np.arange(len(kept))
    batch = _Batch(p, state, kept, (box[0][kept], box[1][kept]))
    batch.drive(place_of[columns], to - state.x[columns])
    return batch, kept


def _children(batch: _Batch, kept: IntArray, state: State, bounds: FloatArray) -> Children:
    places = np.tile(state.places, (len(bounds), 1))
    places[:, kept] = batch.places[:, :-1]
    return Children(bounds, batch.lam, places, batch.active)


def _candidates(state: State, low: FloatArray, high: FloatArray, n: int = N_PRICED) -> IntArray:
    """Columns that may enter on the way; bounds hold for all, since all are priced at the end."""
    free = np.flatnonzero((high > low) | (state.x != 0.0))
    if len(free) <= n:
        return free
    keys = np.where(state.places[free] == AT_LOW, state.prices[free], -np.inf)
    return np.sort(free[np.argpartition(keys, n)[:n]])


@dataclass(slots=True, eq=False)
class _Directions:
    """How each child moves per unit of its way; one row a child."""

    W: IntArray
    """Basic columns, filled up with the dummy column."""
    valid: BoolArray
    dx: FloatArray
    prices: FloatArray
    multipliers: FloatArray
    slack: FloatArray


class _Batch:
    """The children in step; arrays have one row a child and one dummy column at the end."""

    def __init__(self, programme: Programme, state: State, kept: IntArray, box: Box) -> None:
        self.p, self.nx, self.n_eq = programme, programme.n_axes, programme.n_eq
        self.n = len(kept)
        self.start, self.kept = state, kept
        self.low, self.high = np.append(box[0], 0.0), np.append(box[1], 0.0)
        self.is_limit = np.arange(programme.n_rows) >= programme.n_eq

    def drive(self, driven: IntArray, travel: FloatArray) -> None:
        """Make one child for each driven column, which has so far to go."""
        state, kept, J = self.start, self.kept, len(driven)
        children = np.arange(J)
        self.driven, self.travel = driven, travel
        self.x = np.tile(np.append(state.x[kept], 0.0), (J, 1))
        self.prices = np.tile(np.append(state.prices[kept], 0.0), (J, 1))
        self.places = np.tile(np.append(state.places[kept], AT_LOW), (J, 1)).astype(np.int8)
        self.places[children, driven] = AT_LOW
        self.fixed = np.tile(self.high <= self.low, (J, 1))
        self.fixed[children, driven] = True
        self.lam = np.tile(state.multipliers, (J, 1))
        self.slack = np.tile(state.slack, (J, 1))
        self.active = np.tile(state.active, (J, 1))
        self.push = self.p.BT[kept[driven]] * travel[:, None]
        self.done = np.zeros(J)
        self.value = np.full(J, state.bound)
        self.alive = np.ones(J, dtype=np.bool_)

    def run(self, cutoff: float, deadline: float, max_steps: int = MAX_STEPS) -> None:
        """Follow all children to their ends, in step or, compiled, one after the other."""
        kept, state = self.kept, self.start
        part = State(
            x=state.x[kept],
            multipliers=state.multipliers,
            prices=state.prices[kept],
            slack=state.slack,
            places=state.places[kept],
            active=state.active,
            bound=state.bound,
        )
        done = drive_each(
            self.p,
            kept,
            part,
            (self.low[:-1], self.high[:-1]),
            (self.driven, self.travel),
            cutoff=cutoff,
            max_steps=max_steps,
        )
        if done is None:
            self._in_step(cutoff, deadline, max_steps)
        else:
            self.lam, places, self.active = done
            self.places = np.pad(places, ((0, 0), (0, 1)))

    def _in_step(self, cutoff: float, deadline: float, max_steps: int) -> None:
        self.BT = np.vstack([self.p.BT[self.kept], np.zeros((1, len(self.p.right)))])
        self.B = np.ascontiguousarray(self.BT.T)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for _ in range(max_steps):
                live = np.flatnonzero(self.alive)
                if not len(live) or time.perf_counter() > deadline:
                    return
                self._step(live)
                self.alive &= self.value < cutoff

    def _step(self, live: IntArray) -> None:
        W, valid = self._basics(live)
        cols = self.BT[W]
        dx, dlam = self._directions(live, cols, valid)
        moved = np.matmul(dx[:, None, :], cols)[:, 0] + self.push[live]
        dlam[:, : self.nx] = 2.0 * moved[:, : self.nx]
        dprices = dlam @ self.B
        dslack = -moved[:, self.nx :]
        way = _Directions(W, valid, dx, dprices, dlam, dslack)
        step, kind, who = self._first_breaks(live, way)
        travel = self.travel[live]
        price = self.prices[live, self.driven[live]]
        change = dprices[np.arange(len(live)), self.driven[live]]
        self.value[live] += step * travel * (price + 0.5 * step * change)
        rows = live[:, None]
        self.x[rows, W] += step[:, None] * dx
        self.x[live, -1] = 0.0
        self.prices[live] += step[:, None] * dprices
        self.lam[live] += step[:, None] * dlam
        self.slack[live] += step[:, None] * dslack
        self.done[live] += step
        self._change(live, kind, who)

    def _basics(self, live: IntArray) -> tuple[IntArray, BoolArray]:
        """List basic columns of each child, filled up with the dummy column."""
        child, column = np.nonzero(self.places[live] == BASIC)
        counts = np.bincount(child, minlength=len(live))
        width = max(1, int(counts.max(initial=0)))
        start = np.concatenate([[0], np.cumsum(counts)[:-1]])
        W = np.full((len(live), width), self.n, dtype=np.intp)
        W[child, np.arange(len(child)) - start[child]] = column
        return W, W < self.n

    def _directions(
        self, live: IntArray, cols: FloatArray, valid: BoolArray
    ) -> tuple[FloatArray, FloatArray]:
        nx, w = self.nx, cols.shape[1]
        used = np.flatnonzero(self.active[live].any(axis=0))
        on = self.active[live][:, used]
        q = len(used)
        FW = cols[:, :, :nx]
        RW = cols[:, :, nx + used] * on[:, None, :]
        K = np.zeros((len(live), w + q, w + q))
        K[:, :w, :w] = 2.0 * np.matmul(FW, FW.transpose(0, 2, 1))
        K[:, :w, w:] = RW
        K[:, w:, :w] = RW.transpose(0, 2, 1)
        diagonal = K.reshape(len(live), -1)[:, :: w + q + 1]
        diagonal[:, :w] += np.where(valid, RIDGE, 1.0)
        diagonal[:, w:] -= np.where(on, RIDGE, 1.0)
        push = self.push[live]
        right = np.empty((len(live), w + q))
        right[:, :w] = -2.0 * np.matmul(FW, push[:, :nx, None])[:, :, 0]
        right[:, w:] = -push[:, nx + used] * on
        solved = np.linalg.solve(K, right[:, :, None])[:, :, 0]
        dlam = np.zeros((len(live), len(self.p.right)))
        dlam[:, nx + used] = solved[:, w:] * on
        return solved[:, :w] * valid, dlam

    def _first_breaks(
        self, live: IntArray, way: _Directions
    ) -> tuple[FloatArray, IntArray, IntArray]:
        """Length to each child's first breakpoint, its kind and who causes it."""
        dx, dslack = way.dx, way.slack
        to = np.where(dx < 0, self.low[way.W], self.high[way.W])
        x_w = self.x[live[:, None], way.W]
        leave = np.where(way.valid & (np.abs(dx) > STEADY), (to - x_w) / dx, np.inf)
        places, prices = self.places[live], self.prices[live]
        sign = np.where(places == AT_HIGH, -1.0, 1.0)
        falling = sign * way.prices
        into = (places != BASIC) & ~self.fixed[live] & (falling < -STEADY)
        enter = np.where(into, sign * prices / -falling, np.inf)
        mu, dmu = self.lam[live, self.nx :], way.multipliers[:, self.nx :]
        on = self.active[live]
        ease = np.where(on & self.is_limit & (dmu < -STEADY), mu / -dmu, np.inf)
        bind = np.where(~on & (dslack < -STEADY), self.slack[live] / -dslack, np.inf)
        step, kind = 1.0 - self.done[live], np.zeros(len(live), dtype=np.intp)
        who = np.zeros(len(live), dtype=np.intp)
        rows = np.arange(len(live))
        for code, lengths in ((LEAVES, leave), (ENTERS, enter), (EASES, ease), (BINDS, bind)):
            if lengths.shape[1] == 0:
                continue
            i = np.argmin(lengths, axis=1)
            shorter = lengths[rows, i] < step
            step = np.where(shorter, lengths[rows, i], step)
            kind = np.where(shorter, code, kind)
            who = np.where(shorter, way.W[rows, i] if code == LEAVES else i, who)
        rising = (kind == LEAVES) & (dx[rows, np.argmin(leave, axis=1)] > 0)
        return np.maximum(step, 0.0), np.where(rising, LEAVES_HIGH, kind), who

    def _change(self, live: IntArray, kind: IntArray, who: IntArray) -> None:
        for code, place, bound in (
            (LEAVES, AT_LOW, self.low),
            (LEAVES_HIGH, AT_HIGH, self.high),
        ):
            child, column = live[kind == code], who[kind == code]
            self.places[child, column] = place
            self.x[child, column] = bound[column]
            self.prices[child, column] = 0.0
        child, column = live[kind == ENTERS], who[kind == ENTERS]
        self.places[child, column] = BASIC
        self.prices[child, column] = 0.0
        child, row = live[kind == EASES], who[kind == EASES]
        self.active[child, row] = False
        self.lam[child, self.nx + row] = 0.0
        child, row = live[kind == BINDS], who[kind == BINDS]
        self.active[child, row] = True
        self.slack[child, row] = 0.0
        self.alive[live[kind == 0]] = False
