"""Branch and bound over the supports of a sparse mixture, best bound first.

A node knows which ingredients are present and which are absent. Its relaxation is settled from
the parent's active set; if that uses too many ingredients, the cost of excluding each of them is
computed (in one batch), and the children are: exclude the dearest, include it and exclude the
second, ... With one place left, all newcomers are bounded at once and the node is closed.
"""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from formulator.search.active_set import AT_HIGH, AT_LOW, BASIC, Programme, State, kkt, settle
from formulator.search.additions import fit
from formulator.search.exclusion import Children, exclude_each, largest_each
from formulator.search.feasibility import is_empty
from formulator.search.incumbents import (
    NEGLIGIBLE,
    Incumbent,
    promised,
    support_from_scores,
)
from formulator.search.mixture_problem import (
    BoolArray,
    FloatArray,
    IntArray,
    MixtureProblem,
)
from formulator.search.relaxation import Relaxed, solve_relaxation

Progress = Callable[[float, float], bool | None]
"""Called with (incumbent objective, lower bound); returning False cancels the search."""
MIN_TRIED, TRIED_PER_PLACE = 10, 2
"""How many exclusions are followed at a node: those that look dearest."""
PRESENT_FROM = 1e-9
"""A relaxation's fraction above this counts as present, [g/g]."""


@dataclass(order=True, slots=True)
class Node:
    """A part of the search space; the guess is the active set to start from."""

    bound: float
    """Scaled."""
    order: int
    present: IntArray = field(compare=False)
    absent: IntArray = field(compare=False)
    basic: IntArray = field(compare=False)
    at_high: IntArray = field(compare=False)
    active: BoolArray = field(compare=False)


@dataclass(slots=True, eq=False)
class Opened:
    """A node under work: its masks, box and settled relaxation."""

    node: Node
    present: BoolArray
    free: BoolArray
    low: FloatArray
    high: FloatArray
    state: State


class BranchAndBound:
    """The tree; :meth:`run` closes it to the wanted gap or to the deadline."""

    def __init__(
        self,
        problem: MixtureProblem,
        incumbent: Incumbent,
        relaxed: Relaxed,
        *,
        gap: float,
        progress: Progress | None = None,
    ) -> None:
        self.problem, self.incumbent, self.gap = problem, incumbent, gap
        self.progress = progress
        self.counts = [(np.arange(problem.n_ingredients), problem.max_ingredients)]
        self.counts += [
            (g.indices, g.max_count) for g in problem.groups if g.max_count < len(g.indices)
        ]
        self.unit = incumbent.programme.unit
        self.programme = Programme.of(incumbent.rows, self.unit, len(self.counts))
        self.first_count = self.programme.n_rows - len(self.counts)
        self.upper = problem.upper * self.programme.size
        self.lower = np.minimum(problem.lower * self.programme.size, self.upper)
        self.heap: list[Node] = []
        self.closed = np.inf
        self.n_nodes = 0
        self.cancelled = False
        self._orders = itertools.count()
        self._push_root(relaxed)

    def run(self) -> None:
        """Search until the gap is closed, the tree is empty or time is up."""
        while self.heap and not self.incumbent.timed_out() and not self.cancelled:
            if self.heap[0].bound >= self.threshold():
                break
            self._expand(heapq.heappop(self.heap))
            if self.progress:
                self.cancelled = self.progress(self.incumbent.objective, self.bound()) is False

    def bound(self) -> float:
        """Lower bound of the whole problem, [distance]."""
        lowest = self.heap[0].bound if self.heap else np.inf
        return float(min(min(lowest, self.closed) * self.unit, self.incumbent.objective))

    def threshold(self) -> float:
        """Return the scaled bound from which on a node need not be opened."""
        best = self.incumbent.objective / self.unit
        return best - self.gap * abs(best) if np.isfinite(best) else np.inf

    def _close(self, bound: float) -> None:
        self.closed = min(self.closed, bound)

    def _push_root(self, relaxed: Relaxed) -> None:
        x, problem = relaxed.x, self.problem
        high = np.flatnonzero((x >= problem.upper * (1 - 1e-6)) & (problem.upper > 0))
        basic = np.setdiff1d(np.flatnonzero(x > 1e-6 * problem.upper), high)
        largest = np.argsort(-x[basic], kind="stable")[: len(self.programme.right)]
        basic = np.sort(basic[largest])  # an interpolating relaxation may use every ingredient
        rows = self.incumbent.rows
        active = np.ones(self.programme.n_rows, dtype=np.bool_)
        active[len(rows.e) : self.first_count] = rows.b - rows.A @ x < 1e-7
        active[self.first_count :] = False
        bound = relaxed.bound / self.unit
        absent = np.flatnonzero(problem.upper <= 0)
        self._push(bound, problem.required, absent, (basic, high, active))

    def _push(
        self,
        bound: float,
        present: IntArray,
        absent: IntArray,
        guess: tuple[IntArray, IntArray, BoolArray],
    ) -> None:
        if bound >= self.threshold():
            self._close(bound)
        else:
            heapq.heappush(self.heap, Node(bound, next(self._orders), present, absent, *guess))

    # -- opening a node ------------------------------------------------------------------------

    def _expand(self, node: Node) -> None:
        self.n_nodes += 1
        opened = self._open(node)
        if opened is None:
            return
        if self.incumbent.timed_out():
            self._close(opened.state.bound)
            return
        bound = opened.state.bound
        if bound >= self.threshold():
            self._close(bound)
            return
        x = opened.state.x / self.programme.size
        used = opened.free & (x > PRESENT_FROM)
        support = opened.present | used
        crowded = self._crowded(opened, used)
        if crowded is not None:
            self._branch_on_count(opened, *crowded)
            return
        short = used & (x < self.problem.lower - PRESENT_FROM)
        if short.any():
            self._branch_on_one(opened, np.flatnonzero(short))
        elif not self.problem.counts_allowed(support):
            self._branch_on_one(opened, self._wanted(opened))
        else:
            self.incumbent.try_support(support)
            self._close(bound)

    def _open(self, node: Node) -> Opened | None:
        """Settle a node's relaxation; None when counts or limits leave nothing."""
        n = self.problem.n_ingredients
        present, absent = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
        present[node.present], absent[node.absent] = True, True
        if not propagate(self.problem, present, absent):
            return None
        free = ~present & ~absent
        low = np.where(present, self.lower, 0.0)
        high = np.where(absent, 0.0, self.upper)
        self._set_counts(present, free)
        places = np.full(n, AT_LOW, dtype=np.int8)
        places[node.basic], places[node.at_high] = BASIC, AT_HIGH
        state = settle(
            self.programme,
            low,
            high,
            places,
            node.active,
            cutoff=self.threshold(),
            deadline=self.incumbent.deadline,
        )
        state.bound = max(state.bound, node.bound)
        is_late = self.incumbent.timed_out()
        if not state.is_optimal and state.bound < self.threshold() and not is_late:
            state = self._rescued(low, high, state)
            if state is None:
                return None
        return Opened(node, present, free, low, high, state)

    def _rescued(self, low: FloatArray, high: FloatArray, state: State) -> State | None:
        """Settle again from an interior point when the active-set method gave up."""
        size, rows = self.programme.size, self.incumbent.rows
        if is_empty(rows, low / size, high / size):
            return None
        relaxed = solve_relaxation(rows, low / size, high / size)
        x = relaxed.x * size
        places = np.where(x > low + 1e-6 * high, BASIC, AT_LOW).astype(np.int8)
        places[(x > high * (1 - 1e-6)) & (high > low)] = AT_HIGH
        active = np.zeros_like(state.active)
        active[: len(rows.e)] = True
        active[len(rows.e) : self.first_count] = rows.b - rows.A @ relaxed.x < 1e-7
        again = settle(self.programme, low, high, places, active, deadline=self.incumbent.deadline)
        if not again.is_optimal:
            again.x = x
        again.bound = max(again.bound, state.bound, relaxed.bound / self.unit)
        return again

    def _set_counts(self, present: BoolArray, free: BoolArray) -> None:
        """Write the counts' convex hull ``sum x_i / upper_i <= room`` over the undecided."""
        n = self.problem.n_ingredients
        upper = self.upper / self.programme.size
        for k, (members, most) in enumerate(self.counts):
            undecided = members[free[members]]
            room = most - int(present[members].sum())
            row = np.zeros(n)
            if len(undecided) > room:
                row[undecided] = 1.0 / upper[undecided]
            self.programme.set_row(self.first_count + k, row, float(room) if row.any() else 1e9)

    # -- branching -----------------------------------------------------------------------------

    def _crowded(self, opened: Opened, used: BoolArray) -> tuple[IntArray, int, bool] | None:
        """First count that the relaxation breaks: who is in it, its room, whether it is K."""
        for k, (members, most) in enumerate(self.counts):
            room = most - int(opened.present[members].sum())
            here = members[used[members]]
            if len(here) > room:
                return here, room, k == 0
        return None

    def _wanted(self, opened: Opened) -> IntArray:
        """Undecided member of a group with too few present, the cheapest by its price."""
        for group in self.problem.groups:
            if int(opened.present[group.indices].sum()) < group.min_count:
                members = group.indices[opened.free[group.indices]]
                if len(members):
                    return members[[int(np.argmin(opened.state.prices[members]))]]
        return np.flatnonzero(opened.free)[:1]

    def _children(self, opened: Opened, columns: IntArray) -> Children:
        return exclude_each(
            self.programme,
            opened.state,
            opened.low,
            opened.high,
            columns,
            cutoff=self.threshold(),
            deadline=self.incumbent.deadline,
        )

    def _branch_on_one(self, opened: Opened, columns: IntArray) -> None:
        """Include or exclude the ingredient whose exclusion costs most."""
        columns = most_needed(self.programme, opened.state, columns, MIN_TRIED)
        children = self._children(opened, columns)
        k = int(np.argmax(children.bounds))
        self._push_without(opened, opened.node.present, columns[k], children, k)
        self._push_with(opened, np.append(opened.node.present, columns[k]))

    def _branch_on_count(
        self, opened: Opened, columns: IntArray, room: int, is_total: bool
    ) -> None:
        """Exclude the dearest; include it and exclude the next; ... as far as there is room."""
        n_tried = max(MIN_TRIED, TRIED_PER_PLACE * room)
        columns = most_needed(self.programme, opened.state, columns, n_tried)
        children = self._children(opened, columns)
        order = np.argsort(-children.bounds, kind="stable")
        n_forced = int(np.sum(children.bounds >= self.threshold()))
        if n_forced:
            self._close(float(children.bounds[order[n_forced - 1]]))
        if n_forced > room:
            return
        present = np.append(opened.node.present, columns[order[:n_forced]])
        closes = is_total and room > n_forced
        last = room - 1 if closes else room
        for k in order[n_forced:last]:
            self._push_without(opened, present, columns[k], children, int(k))
            present = np.append(present, columns[k])
        if closes and self._close_last(opened, present):
            return
        for k in order[last:room]:
            self._push_without(opened, present, columns[k], children, int(k))
            present = np.append(present, columns[k])
        self._push_with(opened, present)

    def _push_without(
        self, opened: Opened, present: IntArray, out: int, children: Children, k: int
    ) -> None:
        places = children.places[k]
        guess = (
            np.flatnonzero(places == BASIC),
            np.flatnonzero(places == AT_HIGH),
            children.active[k],
        )
        absent = np.append(opened.node.absent, out)
        self._push(float(children.bounds[k]), present, absent, guess)

    def _push_with(self, opened: Opened, present: IntArray) -> None:
        state = opened.state
        guess = (
            np.flatnonzero(state.places == BASIC),
            np.flatnonzero(state.places == AT_HIGH),
            state.active,
        )
        self._push(state.bound, present, opened.node.absent, guess)

    def _close_last(self, opened: Opened, present: IntArray) -> bool:
        """Close a node with one place left by bounding every newcomer; False if it cannot."""
        incumbent = self.incumbent
        if not len(present):
            return False
        fitted = fit(incumbent.programme, np.sort(present), *incumbent.scaled_box())
        if not fitted.is_feasible:
            return False
        mask = np.zeros(self.problem.n_ingredients, dtype=np.bool_)
        mask[present] = True
        promises = promised(incumbent, fitted, mask) / self.unit
        promises[opened.node.absent] = np.inf
        incumbent.try_support(mask)
        for k in np.argsort(promises, kind="stable"):
            if promises[k] >= self.threshold() or incumbent.timed_out():
                self._close(max(float(promises[k]), opened.state.bound))
                break
            trial = mask.copy()
            trial[k] = True
            value = incumbent.try_support(trial) / self.unit
            self._close(max(value, float(promises[k])))
        return True


def most_needed(programme: Programme, state: State, columns: IntArray, n: int) -> IntArray:
    """Return the n columns whose exclusion would cost most, were no other sign to change.

    That cost is ``x_i^2 / (2 inv(K)_ii)`` with the KKT matrix K of the active set.
    """
    if len(columns) <= n:
        return columns
    W, R = np.flatnonzero(state.places == BASIC), np.flatnonzero(state.active)
    cols = programme.BT[W]
    inverse = np.linalg.inv(kkt(cols[:, : programme.n_axes].T, cols[:, programme.n_axes + R].T))
    cost = np.zeros(len(state.x))
    cost[W] = state.x[W] ** 2 / np.maximum(np.diag(inverse)[: len(W)], 1e-12)
    return np.sort(columns[np.argsort(-cost[columns], kind="stable")[:n]])


def propagate(problem: MixtureProblem, present: BoolArray, absent: BoolArray) -> bool:
    """Follow the counts in place until nothing changes; False when they contradict."""
    everyone = np.arange(problem.n_ingredients)
    counts = [(everyone, 0, problem.max_ingredients), *problem.groups]
    changed = True
    while changed:
        changed = False
        for members, least, most in counts:
            n_in = int(present[members].sum())
            free = members[~present[members] & ~absent[members]]
            if n_in > most or n_in + len(free) < least:
                return False
            if len(free) and n_in == most:
                absent[free] = True
                changed = True
            elif len(free) and n_in + len(free) == least:
                present[free] = True
                changed = True
    return not bool(np.any(present & absent))
