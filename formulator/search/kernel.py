"""The active-set method of :mod:`formulator.search.active_set` as loops, for numba to compile.

The same steps in the same order. Compiling takes 10 to 20 s, so the search comes here only when
the compiled code lies on the disk: see :mod:`formulator.search.engine`. Arguments travel as
tuples, because numba takes no classes here:

- data: B, BT, right, cost, n_axes, n_eq (see ``Programme``);
- state: x, prices, multipliers, slack, places, active (see ``State``);
- line: push, cost_change, right_change, held (see ``_Motion``);
- way: basic columns, dx, dprices, dmultipliers, dslack (see ``_Direction``).
"""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return"
# ruff: noqa: PLR0917 - numba takes arguments by position; the tuples carry the rest

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import boolean, float64, int8, int64, njit, types

from formulator.search.active_set import (
    AT_HIGH,
    AT_LOW,
    BASIC,
    BINDS,
    EASES,
    ENTERS,
    LEAVES,
    LEAVES_HIGH,
    MAX_ROUNDS,
    N_REFINEMENTS,
    RIDGE,
    STEADY,
    TOLERANCE,
)
from formulator.search.kernel_algebra import (
    OPTIONS,
    add_columns,
    add_prices,
    factor,
    inner,
    kkt,
    solve_factored,
)
from formulator.search.relaxation import ROUND_OFF

V, M, P, R = float64[::1], float64[:, ::1], int8[::1], boolean[::1]
DATA = types.Tuple((M, M, V, V, int64, int64))
STATE = types.Tuple((V, V, V, V, P, R))
CHILDREN = types.Tuple((M, int8[:, ::1], boolean[:, ::1]))


@cache
def entries() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Compile :func:`settle` and :func:`drive_each`, or load them from numba's cache."""
    settle_types = types.Tuple((STATE, float64, boolean))(DATA, V, V, P, R, float64, int64, int64)
    drive_types = CHILDREN(DATA, STATE, V, V, float64, int64[::1], V, float64, int64)
    return (
        njit(settle_types, cache=True, **OPTIONS)(settle),
        njit(drive_types, cache=True, **OPTIONS)(drive_each),
    )


@inner
def state_of(data, low, high, places, active):
    """Solve the KKT system of an active set: nothing is known about its signs."""
    B, BT, right, cost, nx, _ = data
    W, A = np.flatnonzero(places == BASIC), np.flatnonzero(active)
    w, q = len(W), len(A)
    x = np.where(places == AT_HIGH, high, low)
    x[W] = 0.0
    at = np.flatnonzero(x)
    rest = right.copy()
    add_columns(BT, at, -x[at], rest)
    b = np.empty(w + q)
    for a in range(w):
        s = 0.0
        for k in range(nx):
            s += rest[k] * BT[W[a], k]
        b[a] = 2.0 * s - cost[W[a]]
    for j in range(q):
        b[w + j] = rest[nx + A[j]]
    K = kkt(BT, nx, W, A)
    pivots = np.empty(w + q, np.int64)
    factor(K, pivots)
    solved = b.copy()
    solve_factored(K, pivots, solved)
    for _ in range(N_REFINEMENTS):
        solved[:w] = b[:w] + RIDGE * solved[:w]
        solved[w:] = b[w:] - RIDGE * solved[w:]
        solve_factored(K, pivots, solved)
    lam, moved = np.zeros(len(right)), np.zeros(len(right))
    add_columns(BT, W, solved, moved)
    lam[:nx] = 2.0 * (moved[:nx] - rest[:nx])
    for j in range(q):
        lam[nx + A[j]] = solved[w + j]
    for a in range(w):
        x[W[a]] = solved[a]
    prices = cost.copy()
    add_prices(B, lam, prices)
    return x, prices, lam, rest[nx:] - moved[nx:], places, active


@inner
def bound_of(data, lam, low, high):
    """Give a valid lower bound from any multipliers; prices are computed from them alone."""
    B, _, right, cost, nx, n_eq = data
    safe = lam.copy()
    for k in range(nx + n_eq, len(lam)):
        safe[k] = max(safe[k], 0.0)
    prices = cost.copy()
    add_prices(B, safe, prices)
    value, weight = 0.0, 0.0
    for i in range(len(low)):
        v = prices[i] * low[i] if prices[i] > 0 else prices[i] * high[i]
        value += v
        weight += abs(v)
    for k in range(len(lam)):
        v = safe[k] * right[k]
        value -= v
        weight += abs(v)
        if k < nx:
            value -= 0.25 * safe[k] * safe[k]
            weight += 0.25 * safe[k] * safe[k]
    return value - ROUND_OFF * weight


@inner
def repair_column(state, low, high, i):
    """Make one column optimal by wrong data: how far it must travel, and its cost's change."""
    x, prices, _, _, places, _ = state
    travel, cost_change = 0.0, 0.0
    if places[i] == BASIC:
        if x[i] < low[i] - TOLERANCE:
            travel, places[i] = low[i] - x[i], AT_LOW
        elif x[i] > high[i] + TOLERANCE:
            travel, places[i] = high[i] - x[i], AT_HIGH
    elif high[i] - low[i] > 0:
        signed = prices[i] if places[i] == AT_LOW else -prices[i]
        if signed < -TOLERANCE:
            cost_change, prices[i] = prices[i], 0.0
    return travel, cost_change


@inner
def repair(data, state, low, high):
    """Make a state optimal by wrong data; False when it already is."""
    BT, right = data[1], data[2]
    slack, active = state[3], state[5]
    n = len(low)
    travel, cost_change = np.zeros(n), np.zeros(n)
    held = np.zeros(n, np.bool_)
    is_wrong = False
    for i in range(n):
        travel[i], cost_change[i] = repair_column(state, low, high, i)
        held[i] = travel[i] != 0.0 or high[i] - low[i] <= 0
        is_wrong |= travel[i] != 0.0 or cost_change[i] != 0.0
    push = np.zeros(len(right))
    goes = np.flatnonzero(travel)
    add_columns(BT, goes, travel[goes], push)
    right_change = np.zeros(len(slack))
    for j in range(len(slack)):
        if not active[j] and slack[j] < -TOLERANCE:
            right_change[j], slack[j] = slack[j], 0.0
            is_wrong = True
    return is_wrong, (push, cost_change, right_change, held)


@inner
def direction(data, places, active, line):
    """How the solution moves per unit of the way, while the active set stays."""
    B, BT, _, _, nx, _ = data
    push, cost_change, right_change, _ = line
    W, A = np.flatnonzero(places == BASIC), np.flatnonzero(active)
    w, q = len(W), len(A)
    b = np.empty(w + q)
    for a in range(w):
        s = 0.0
        for k in range(nx):
            s += push[k] * BT[W[a], k]
        b[a] = -2.0 * s - cost_change[W[a]]
    for j in range(q):
        b[w + j] = right_change[A[j]] - push[nx + A[j]]
    K = kkt(BT, nx, W, A)
    pivots = np.empty(w + q, np.int64)
    factor(K, pivots)
    solve_factored(K, pivots, b)
    moved = push.copy()
    add_columns(BT, W, b, moved)
    dlam = np.zeros(len(push))
    dlam[:nx] = 2.0 * moved[:nx]
    for j in range(q):
        dlam[nx + A[j]] = b[w + j]
    dprices = cost_change.copy()
    add_prices(B, dlam, dprices)
    return W, b[:w].copy(), dprices, dlam, right_change - moved[nx:]


@inner
def break_of_columns(state, way, held, low, high, left):
    """Find the first fraction that reaches a bound or price that reaches zero."""
    x, prices, _, _, places, _ = state
    W, dx, dprices, _, _ = way
    best, kind, who = left, 0, -1
    for a in range(len(W)):
        if abs(dx[a]) > STEADY:
            i = W[a]
            length = ((low[i] if dx[a] < 0 else high[i]) - x[i]) / dx[a]
            if length < best:
                best, kind, who = length, LEAVES if dx[a] < 0 else LEAVES_HIGH, i
    for i in range(len(x)):
        falling = -dprices[i] if places[i] == AT_HIGH else dprices[i]
        if falling < -STEADY and places[i] != BASIC and not held[i]:
            length = (-prices[i] if places[i] == AT_HIGH else prices[i]) / -falling
            if length < best:
                best, kind, who = length, ENTERS, i
    return best, kind, who


@inner
def break_of_rows(state, way, best, kind, who, nx, n_eq):
    """Find the same by a limit that is left or reached."""
    _, _, lam, slack, _, active = state
    _, _, _, dlam, dslack = way
    for j in range(len(slack)):
        length = np.inf
        if active[j]:
            if j >= n_eq and dlam[nx + j] < -STEADY:
                length = lam[nx + j] / -dlam[nx + j]
        elif dslack[j] < -STEADY:
            length = slack[j] / -dslack[j]
        if length < best:
            best, kind, who = length, EASES if active[j] else BINDS, j
    return max(0.0, best), kind, who


@inner
def advance(state, way, step):
    """Go a step along the line."""
    x, prices, lam, slack, _, _ = state
    W, dx, dprices, dlam, dslack = way
    for a in range(len(W)):
        x[W[a]] += step * dx[a]
    for i in range(len(prices)):
        prices[i] += step * dprices[i]
    for k in range(len(lam)):
        lam[k] += step * dlam[k]
    for j in range(len(slack)):
        slack[j] += step * dslack[j]


@inner
def change(state, low, high, nx, kind, who):
    """Change the active set at a breakpoint."""
    x, prices, lam, slack, places, active = state
    if kind == LEAVES:
        places[who], x[who], prices[who] = AT_LOW, low[who], 0.0
    elif kind == LEAVES_HIGH:
        places[who], x[who], prices[who] = AT_HIGH, high[who], 0.0
    elif kind == ENTERS:
        places[who], prices[who] = BASIC, 0.0
    elif kind == EASES:
        active[who], lam[nx + who], slack[who] = False, 0.0, 0.0
    else:
        active[who], slack[who] = True, 0.0


@inner
def follow(data, state, low, high, line, max_steps, cutoff, check_every):
    """Move a state along the line to its end or until the bound reaches the cutoff."""
    nx, n_eq = data[4], data[5]
    done, best, steps = 0.0, -np.inf, 0
    while steps < max_steps:
        steps += 1
        way = direction(data, state[4], state[5], line)
        step, kind, who = break_of_columns(state, way, line[3], low, high, 1.0 - done)
        step, kind, who = break_of_rows(state, way, step, kind, who, nx, n_eq)
        advance(state, way, step)
        done += step
        if kind == 0:
            break
        change(state, low, high, nx, kind, who)
        if step > 0 and steps % check_every == 0:
            here = bound_of(data, state[2], low, high)
            best = max(best, here)
            if here >= cutoff:
                break
    return best, steps


@inner
def drop_rows(data, state):
    """Leave limits whose multiplier has the wrong sign; whether there were any."""
    nx, n_eq = data[4], data[5]
    lam, active = state[2], state[5]
    is_dropped = False
    for j in range(n_eq, len(active)):
        if active[j] and lam[nx + j] < -TOLERANCE:
            active[j] = False
            is_dropped = True
    return is_dropped


def settle(data, low, high, places, active, cutoff, max_steps, check_every):
    """Optimal state over a box from a guess, its bound, and whether it is optimal."""
    best = -np.inf
    for _ in range(MAX_ROUNDS):
        is_dropped = True
        while is_dropped:
            state = state_of(data, low, high, places, active)
            is_dropped = drop_rows(data, state)
        best = max(best, bound_of(data, state[2], low, high))
        is_wrong, line = repair(data, state, low, high)
        if best >= cutoff or not is_wrong:
            return state, best, not is_wrong
        here, steps = follow(data, state, low, high, line, max_steps, cutoff, check_every)
        max_steps -= steps
        best = max(best, here)
        if best >= cutoff:
            return state, best, False
        if max_steps <= 0:
            break
    state = state_of(data, low, high, places, active)
    best = max(best, bound_of(data, state[2], low, high))
    return state, best, False


def drive_each(data, start, low, high, bound, columns, travel, cutoff, max_steps):
    """From an optimal state drive one fraction a child: multipliers, places, active rows."""
    BT, nx, n_eq = data[1], data[4], data[5]
    J = len(columns)
    lams = np.empty((J, len(start[2])))
    places = np.empty((J, len(low)), np.int8)
    active = np.empty((J, len(start[3])), np.bool_)
    fixed = high <= low
    none, still = np.zeros(len(low)), np.zeros(len(start[3]))
    for c in range(J):
        i = columns[c]
        x, prices, lam, slack, at, on = start
        state = (x.copy(), prices.copy(), lam.copy(), slack.copy(), at.copy(), on.copy())
        state[4][i] = AT_LOW
        held = fixed.copy()
        held[i] = True
        line = (BT[i] * travel[c], none, still, held)
        done, value = 0.0, bound
        for _ in range(max_steps):
            way = direction(data, state[4], state[5], line)
            step, kind, who = break_of_columns(state, way, held, low, high, 1.0 - done)
            step, kind, who = break_of_rows(state, way, step, kind, who, nx, n_eq)
            value += step * travel[c] * (state[1][i] + 0.5 * step * way[2][i])
            advance(state, way, step)
            done += step
            if kind != 0:
                change(state, low, high, nx, kind, who)
            if kind == 0 or value >= cutoff:
                break
        lams[c], places[c], active[c] = state[2], state[4], state[5]
    return lams, places, active
