"""Warm-started active-set solution of the relaxation, by following the solution as data move.

A node of the tree differs from its parent by one bound or one count, and a good guess of the
active set is known. The guess is made exactly optimal for slightly wrong data (a bound where the
variable stands, a cost that makes its price zero), and the data are then moved to the true ones
in a straight line; between breakpoints the solution moves linearly (the online active-set strategy
of Ferreau, Bock and Diehl, Int. J. Robust Nonlinear Control 18 (2008) 816, doi 10.1002/rnc.1251).
A tiny ridge on fractions and limits makes each linear system regular. Neither ridge nor rounding
can harm a bound: bounds are computed from the multipliers alone, by weak duality.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray
from formulator.search.relaxation import ROUND_OFF, Rows

AT_LOW, AT_HIGH, BASIC = 0, 1, 2
LEAVES, LEAVES_HIGH, ENTERS, EASES, BINDS = 1, 2, 3, 4, 5
"""Breakpoints: a fraction reaches its lower or upper bound, a price reaches zero, a limit's
multiplier reaches zero, a limit is reached."""
RIDGE = 1e-12
"""Added to the curvature of each (scaled) fraction and to the give of each limit."""
N_REFINEMENTS = 2
"""Proximal steps that take the ridge out of a state again."""
TOLERANCE = 1e-9
"""Wrong sign of a price, fraction or slack, in scaled units, that is still called optimal."""
STEADY = 1e-12
"""A direction smaller than this does not move."""
MAX_ROUNDS = 12
SMALL, CHECK_EVERY = 64, 8
"""The bound is computed at each breakpoint of small programmes, at every eighth of others."""
Places = npt.NDArray[np.int8]
Box = tuple[FloatArray, FloatArray]  # lower and upper bounds, scaled


@dataclass(slots=True, eq=False)
class Programme:
    """The relaxation in scaled units: fractions by column size, objective by ``unit``."""

    B: FloatArray
    """Shape (n_axes + n_rows, n_columns): factor, equalities, limits, counts."""
    BT: FloatArray
    """The same, transposed and contiguous."""
    right: FloatArray
    """Shape (n_axes + n_rows,): target and right-hand sides."""
    cost: FloatArray
    n_axes: int
    n_eq: int
    size: FloatArray
    """Scaled fraction per fraction, shape (n_columns,)."""
    unit: float
    """Objective per scaled objective, [distance]."""

    @classmethod
    def of(cls, rows: Rows, unit: float, n_counts: int = 0) -> Programme:
        """Scale rows; ``n_counts`` empty limits are kept free at the end, for counts."""
        root = np.sqrt(unit)
        n = len(rows.linear)
        B = np.vstack([rows.F / root, rows.E, rows.A, np.zeros((n_counts, n))])
        size = np.sqrt(np.einsum("ij,ij->j", B, B))
        right = np.concatenate([rows.target / root, rows.e, rows.b, np.full(n_counts, 1e9)])
        B = B / size
        return cls(
            B=np.ascontiguousarray(B),
            BT=np.ascontiguousarray(B.T),
            right=right,
            cost=rows.linear / unit / size,
            n_axes=len(rows.target),
            n_eq=len(rows.e),
            size=size,
            unit=unit,
        )

    @property
    def n_rows(self) -> int:
        """Number of equalities, limits and counts."""
        return len(self.right) - self.n_axes

    def set_row(self, row: int, coefficients: FloatArray, right: float) -> None:
        """Write a count's row, given per (unscaled) fraction."""
        k = self.n_axes + row
        self.B[k] = coefficients / self.size
        self.BT[:, k] = self.B[k]
        self.right[k] = right

    def take(self, columns: IntArray) -> Programme:
        """Return the programme over some columns."""
        BT = self.BT[columns]
        return Programme(
            B=np.ascontiguousarray(BT.T),
            BT=BT,
            right=self.right,
            cost=self.cost[columns],
            n_axes=self.n_axes,
            n_eq=self.n_eq,
            size=self.size[columns],
            unit=self.unit,
        )

    def safe(self, multipliers: FloatArray) -> FloatArray:
        """Multipliers with those of limits made >= 0, as the bound wants them."""
        kept = multipliers.copy()
        edge = self.n_axes + self.n_eq
        np.maximum(kept[..., edge:], 0.0, out=kept[..., edge:])
        return kept

    def bounds(self, multipliers: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
        """Return valid lower bounds from any multipliers, shape (n_points, n_axes + n_rows)."""
        lam = self.safe(multipliers)
        return self.values(lam, lam @ self.B + self.cost, (low, high))

    def values(self, lam: FloatArray, prices: FloatArray, box: Box) -> FloatArray:
        """Return the bounds that safe multipliers give with the prices of all that may be used."""
        at_best = np.where(prices > 0, prices * box[0], prices * box[1])
        y = lam[:, : self.n_axes]
        square = 0.25 * np.einsum("ij,ij->i", y, y)
        value = at_best.sum(axis=1) - square - lam @ self.right
        weight = np.abs(at_best).sum(axis=1) + square + np.abs(lam) @ np.abs(self.right)
        lower: FloatArray = value - ROUND_OFF * weight
        return lower


@dataclass(slots=True, eq=False)
class State:
    """A point with its multipliers, prices and active set, all in scaled units."""

    x: FloatArray
    multipliers: FloatArray
    prices: FloatArray
    slack: FloatArray
    """Shape (n_rows,), room under each limit."""
    places: Places
    """AT_LOW, AT_HIGH or BASIC for each column."""
    active: BoolArray
    """Which rows hold with equality."""
    bound: float = -np.inf
    """Valid lower bound, scaled."""
    is_optimal: bool = False


def kkt(FW: FloatArray, RW: FloatArray) -> FloatArray:
    """Ridged KKT matrix of basic columns FW (n_axes, w) and active rows RW (q, w)."""
    w, q = FW.shape[1], len(RW)
    K = np.zeros((w + q, w + q))
    K[:w, :w] = 2.0 * (FW.T @ FW)
    K[:w, w:] = RW.T
    K[w:, :w] = RW
    diagonal = K.reshape(-1)[:: w + q + 1]
    diagonal[:w] += RIDGE
    diagonal[w:] -= RIDGE
    return K


def state_of(
    programme: Programme, low: FloatArray, high: FloatArray, places: Places, active: BoolArray
) -> State:
    """Solve the KKT system of an active set: nothing is known about its signs."""
    p, nx = programme, programme.n_axes
    W, R = np.flatnonzero(places == BASIC), np.flatnonzero(active)
    x = np.where(places == AT_HIGH, high, low)
    x[W] = 0.0
    set_ones = np.flatnonzero(x)
    rest = p.right - x[set_ones] @ p.BT[set_ones] if len(set_ones) else p.right.copy()
    cols = p.BT[W]
    FW, RW = cols[:, :nx].T, cols[:, nx + R].T
    right = np.concatenate([2.0 * (rest[:nx] @ FW) - p.cost[W], rest[nx + R]])
    inverse = np.linalg.inv(kkt(FW, RW))
    ridge = np.where(np.arange(len(right)) < len(W), RIDGE, -RIDGE)
    solved = inverse @ right
    for _ in range(N_REFINEMENTS):
        solved = inverse @ (right + ridge * solved)
    x_w = solved[: len(W)]
    moved = x_w @ cols
    lam = np.zeros(len(p.right))
    lam[:nx] = 2.0 * (moved[:nx] - rest[:nx])
    lam[nx + R] = solved[len(W) :]
    x[W] = x_w
    return State(
        x=x,
        multipliers=lam,
        prices=p.cost + lam @ p.B,
        slack=rest[nx:] - moved[nx:],
        places=places,
        active=active,
    )


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
    """Optimal state over a box from a guess of the active set; stops early at the cutoff.

    Parameters
    ----------
    programme : Programme
    low, high : ndarray of shape (n_columns,)
        Bounds, scaled.
    places, active
        Guess; not changed.
    cutoff : float
        Scaled value from which on the answer is of no interest.
    max_steps : int
        Breakpoints after which the best bound so far is returned, ``is_optimal`` False.
    deadline : float
        Reading of ``time.perf_counter`` after which no new round starts, [s].
    """
    places, active = places.copy(), active.copy()
    places[(high - low <= 0) & (places == AT_HIGH)] = AT_LOW
    best = -np.inf
    for _ in range(MAX_ROUNDS):
        state = _drop_rows(programme, low, high, places, active)
        best = max(best, float(programme.bounds(state.multipliers[None], low, high)[0]))
        state.bound = best
        motion = _Motion.repairing(programme, state, low, high)
        if best >= cutoff or motion is None:
            state.is_optimal = motion is None
            return state
        max_steps -= motion.follow(state, max_steps=max_steps, cutoff=cutoff)
        best = max(best, state.bound)
        if best >= cutoff:
            return state
        if max_steps <= 0 or time.perf_counter() > deadline:
            break
    state = state_of(programme, low, high, places, active)
    state.bound = max(best, float(programme.bounds(state.multipliers[None], low, high)[0]))
    return state


def _drop_rows(
    p: Programme, low: FloatArray, high: FloatArray, places: Places, active: BoolArray
) -> State:
    """State of the guess after leaving limits whose multiplier has the wrong sign."""
    state = state_of(p, low, high, places, active)
    edge = p.n_axes + p.n_eq
    while np.any(wrong := state.multipliers[edge:] < -TOLERANCE):
        active[p.n_eq :] &= ~wrong
        state = state_of(p, low, high, places, active)
    return state


@dataclass(slots=True, eq=False)
class _Direction:
    """How the solution moves per unit of the way, while the active set stays."""

    W: IntArray
    """Basic columns."""
    dx: FloatArray
    """Of the basic columns."""
    prices: FloatArray
    multipliers: FloatArray
    slack: FloatArray


@dataclass(slots=True, eq=False)
class _Motion:
    """A straight line from data for which the state is optimal to the true data."""

    p: Programme
    low: FloatArray
    high: FloatArray
    travel: FloatArray
    """Way of each column that must reach its bound, 0 for the others."""
    cost_change: FloatArray
    right_change: FloatArray
    """By row."""
    held: BoolArray
    """Columns that cannot enter: those that travel, and those with equal bounds."""

    @classmethod
    def repairing(
        cls, p: Programme, state: State, low: FloatArray, high: FloatArray
    ) -> _Motion | None:
        """Make a state optimal by wrong data; None when it already is."""
        x, places, prices = state.x, state.places, state.prices
        basic = places == BASIC
        below = basic & (x < low - TOLERANCE)
        above = basic & (x > high + TOLERANCE)
        travel = np.where(below, low - x, np.where(above, high - x, 0.0))
        places[below], places[above] = AT_LOW, AT_HIGH
        fixed = high - low <= 0
        wrong = ~fixed & (
            ((places == AT_LOW) & (prices < -TOLERANCE))
            | ((places == AT_HIGH) & (prices > TOLERANCE))
        )
        wrong &= ~(below | above)
        cost_change = np.where(wrong, prices, 0.0)
        prices[wrong] = 0.0
        tight = ~state.active & (state.slack < -TOLERANCE)
        right_change = np.where(tight, state.slack, 0.0)
        state.slack[tight] = 0.0
        if not (below.any() or above.any() or wrong.any() or tight.any()):
            return None
        return cls(p, low, high, travel, cost_change, right_change, fixed | below | above)

    def follow(self, state: State, *, max_steps: int, cutoff: float) -> int:
        """Move the state along the line; places and active rows change at breakpoints."""
        p, n = self.p, len(self.low)
        goes = np.flatnonzero(self.travel)
        push = self.travel[goes] @ p.BT[goes] if len(goes) else np.zeros(len(p.right))
        done, steps = 0.0, 0
        while steps < max_steps:
            steps += 1
            way = self._direction(state, push)
            step, kind, who = self._first_break(state, way, 1.0 - done)
            state.x[way.W] += step * way.dx
            state.prices += step * way.prices
            state.multipliers += step * way.multipliers
            state.slack += step * way.slack
            done += step
            if kind == 0:
                break
            self._change(state, kind, who)
            if step > 0 and (n <= SMALL or steps % CHECK_EVERY == 0):
                here = float(p.bounds(state.multipliers[None], self.low, self.high)[0])
                state.bound = max(state.bound, here)
                if here >= cutoff:
                    break
        return steps

    def _direction(self, state: State, push: FloatArray) -> _Direction:
        p, nx = self.p, self.p.n_axes
        W, R = np.flatnonzero(state.places == BASIC), np.flatnonzero(state.active)
        cols = p.BT[W]
        FW, RW = cols[:, :nx].T, cols[:, nx + R].T
        right = np.empty(len(W) + len(R))
        right[: len(W)] = -2.0 * (push[:nx] @ FW) - self.cost_change[W]
        right[len(W) :] = self.right_change[R] - push[nx + R]
        solved = np.asarray(np.linalg.solve(kkt(FW, RW), right), dtype=np.float64)
        dx = solved[: len(W)]
        moved = dx @ cols + push
        dlam = np.zeros(len(p.right))
        dlam[:nx] = 2.0 * moved[:nx]
        dlam[nx + R] = solved[len(W) :]
        return _Direction(
            W=W,
            dx=dx,
            prices=self.cost_change + dlam @ p.B,
            multipliers=dlam,
            slack=self.right_change - moved[nx:],
        )

    def _first_break(self, state: State, way: _Direction, left: float) -> tuple[float, int, int]:
        """Length to the first breakpoint, its kind and who causes it."""
        p, dx, dslack = self.p, way.dx, way.slack
        to = np.where(dx < 0, self.low[way.W], self.high[way.W])
        sign = np.where(state.places == AT_HIGH, -1.0, 1.0)
        falling = sign * way.prices
        into = (state.places != BASIC) & ~self.held & (falling < -STEADY)
        mu, dmu = state.multipliers[p.n_axes :], way.multipliers[p.n_axes :]
        leaves = state.active & (dmu < -STEADY)
        leaves[: p.n_eq] = False
        with np.errstate(divide="ignore", invalid="ignore"):
            ways = (
                (LEAVES, np.where(np.abs(dx) > STEADY, (to - state.x[way.W]) / dx, np.inf)),
                (ENTERS, np.where(into, sign * state.prices / -falling, np.inf)),
                (EASES, np.where(leaves, mu / -dmu, np.inf)),
                (
                    BINDS,
                    np.where(~state.active & (dslack < -STEADY), state.slack / -dslack, np.inf),
                ),
            )
        best, kind, who = left, 0, -1
        for code, lengths in ways:
            if len(lengths):
                i = int(lengths.argmin())
                if lengths[i] < best:
                    best, kind, who = float(lengths[i]), code, i
        if kind == LEAVES:
            kind = LEAVES if dx[who] < 0 else LEAVES_HIGH
            who = int(way.W[who])
        return max(0.0, best), kind, who

    def _change(self, state: State, kind: int, who: int) -> None:
        """Change the active set at a breakpoint."""
        if kind == LEAVES:
            state.places[who], state.x[who], state.prices[who] = AT_LOW, self.low[who], 0.0
        elif kind == LEAVES_HIGH:
            state.places[who], state.x[who], state.prices[who] = AT_HIGH, self.high[who], 0.0
        elif kind == ENTERS:
            state.places[who], state.prices[who] = BASIC, 0.0
        elif kind == EASES:
            state.active[who], state.multipliers[self.p.n_axes + who] = False, 0.0
            state.slack[who] = 0.0
        else:
            state.active[who], state.slack[who] = True, 0.0
