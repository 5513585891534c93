"""Dives: from a node straight down to a mixture, including what the relaxation needs most."""

from __future__ import annotations

import numpy as np

from formulator.search.active_set import BASIC, Programme, State, kkt
from formulator.search.incumbents import Incumbent
from formulator.search.mixture_problem import BoolArray, IntArray
from formulator.search.tree_node import Node, Opened, Opener

MAX_BACKTRACKS = 6


def need(programme: Programme, state: State, columns: IntArray) -> np.ndarray:
    """Cost of excluding each column, were no other sign to change.

    It is ``x_i^2 / (2 inv(K)_ii)`` with the KKT matrix K of the active set.
    """
    W, R = np.flatnonzero(state.places == BASIC), np.flatnonzero(state.active)
    cols = programme.BT[W]
    inverse = np.linalg.inv(kkt(cols[:, : programme.n_axes].T, cols[:, programme.n_axes + R].T))
    cost = np.zeros(len(state.x))
    cost[W] = state.x[W] ** 2 / np.maximum(np.diag(inverse)[: len(W)], 1e-12)
    return cost[columns]


def most_needed(programme: Programme, state: State, columns: IntArray, n: int) -> IntArray:
    """Return the n columns whose exclusion looks dearest."""
    if len(columns) <= n:
        return columns
    order = np.argsort(-need(programme, state, columns), kind="stable")
    return np.sort(columns[order[:n]])


def dive(opener: Opener, incumbent: Incumbent, node: Node, threshold: float) -> BoolArray | None:
    """Include one ingredient after another until the relaxation is a mixture.

    Returns
    -------
    ndarray of bool or None
        The support that was reached and tried; None when the dive ran aground.
    """
    present, absent, guess = node.present, node.absent, node.guess
    last, backtracks = -1, 0
    while not incumbent.timed_out():
        here = Node(node.bound, 0, present, absent, guess)
        opened = opener.open(here, threshold)
        if opened is None or opened.state.bound >= threshold:
            backtracks += 1
            if last < 0 or backtracks > MAX_BACKTRACKS:
                return None
            present, absent = present[present != last], np.append(absent, last)
            last = -1
            continue
        choice = _next(opener, opened)
        if choice is None:
            support = opened.present | opened.used
            incumbent.try_support(support)
            return support
        last = choice
        present, guess = np.append(present, choice), opened.guess
    return None


def _next(opener: Opener, opened: Opened) -> int | None:
    """Ingredient to include next, None when the relaxation is a mixture."""
    crowded = opener.crowded(opened)
    short = opener.short(opened)
    if crowded is not None or len(short):
        candidates = np.flatnonzero(opened.used)
        costs = need(opener.programme, opened.state, candidates)
        return int(candidates[int(np.argmax(costs))])
    if opener.problem.counts_allowed(opened.present | opened.used):
        return None
    wanted = opener.wanted(opened)
    return int(wanted[0]) if len(wanted) else None
