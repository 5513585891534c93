"""Nodes of the search tree: who is in, who is out, and the relaxation that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from formulator.search.active_set import AT_HIGH, AT_LOW, BASIC, Places, Programme, State
from formulator.search.feasibility import is_empty
from formulator.search.incumbents import Incumbent
from formulator.search.mixture_problem import (
    BoolArray,
    FloatArray,
    Group,
    IntArray,
    MixtureProblem,
)
from formulator.search.relaxation import Relaxed, solve_relaxation
from formulator.search.settling import settle

IDLE = 1e9
"""Right-hand side of a row without terms."""
PRESENT_FROM = 1e-9
"""A relaxation's fraction above this counts as present, [g/g]."""
LEAST_TERM = 1e-3
"""Least upper bound in a count's row, relative to the problem's."""
Guess = tuple[IntArray, IntArray, BoolArray]
"""Active set to start from: basic columns, columns at their upper bound, active rows."""


@dataclass(order=True, slots=True)
class Node:
    """A part of the search space."""

    bound: float
    """Scaled."""
    order: int
    present: IntArray = field(compare=False)
    absent: IntArray = field(compare=False)
    guess: Guess = field(compare=False)
    caps: FloatArray | None = field(compare=False, default=None)
    """Upper bounds of the fractions in every better mixture of this part, scaled; may be shared
    between nodes. None: those of the root."""


@dataclass(slots=True, eq=False)
class Opened:
    """A node under work: its masks, box and settled relaxation."""

    present: BoolArray
    absent: BoolArray
    low: FloatArray
    high: FloatArray
    state: State
    used: BoolArray
    """Undecided ingredients that the relaxation uses."""

    @property
    def free(self) -> BoolArray:
        """Ingredients that are neither present nor absent."""
        return ~self.present & ~self.absent

    @property
    def guess(self) -> Guess:
        """The settled active set."""
        return guess_of(self.state.places, self.state.active)


def guess_of(places: Places, active: BoolArray) -> Guess:
    """Write an active set as index lists."""
    return np.flatnonzero(places == BASIC), np.flatnonzero(places == AT_HIGH), active


class Opener:
    """Settles the relaxations of nodes; knows the rows of the counts and tightened bounds."""

    def __init__(self, problem: MixtureProblem, incumbent: Incumbent, relaxed: Relaxed) -> None:
        self.problem, self.incumbent = problem, incumbent
        self.counts = [(np.arange(problem.n_ingredients), problem.max_ingredients)]
        self.counts += [
            (g.indices, g.max_count) for g in problem.groups if g.max_count < len(g.indices)
        ]
        self.unit = incumbent.programme.unit
        self.needy = [g for g in problem.groups if g.min_count > 0]
        self.dosed = [g for g in self.needy if np.all(problem.lower[g.indices] > 0)]
        self.reserved = disjoint(self._by_use(relaxed.x))
        n_rows = len(self.counts) + len(self.dosed) + len(self.reserved)
        self.programme = Programme.of(incumbent.rows, self.unit, n_rows)
        self.first_count = self.programme.n_rows - n_rows
        self.upper = problem.upper * self.programme.size
        self.lower = np.minimum(problem.lower * self.programme.size, self.upper)
        self.root = Node(
            relaxed.bound / self.unit,
            0,
            problem.required,
            np.flatnonzero(problem.upper <= 0),
            self._guess_at(relaxed.x, np.zeros(problem.n_ingredients), problem.upper),
        )

    def open(self, node: Node, threshold: float) -> Opened | None:
        """Settle a node's relaxation; None when counts or limits leave nothing.

        Parameters
        ----------
        node : Node
        threshold : float
            Scaled value from which on the node is of no interest.
        """
        n = self.problem.n_ingredients
        present, absent = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
        present[node.present], absent[node.absent] = True, True
        upper = self.upper if node.caps is None else np.minimum(self.upper, node.caps)
        absent |= ~present & ((upper < self.lower) | (upper <= 0))
        if np.any(present & (upper < self.lower)):
            return None
        if not propagate(self.problem, present, absent):
            return None
        low = np.where(present, self.lower, 0.0)
        high = np.where(absent, 0.0, upper)
        self._set_counts(present, ~present & ~absent, upper)
        state = self._settled(low, high, node.guess, threshold)
        state.bound = max(state.bound, node.bound)
        if not state.is_optimal and state.bound < threshold and not self.incumbent.timed_out():
            rescued = self._rescued(low, high, state, threshold)
            if rescued is None:
                return None
            state = rescued
        return Opened(present, absent, low, high, state, self._used(present, absent, state))

    def _used(self, present: BoolArray, absent: BoolArray, state: State) -> BoolArray:
        used: BoolArray = state.x / self.programme.size > PRESENT_FROM
        return used & ~present & ~absent

    def capped(self, opened: Opened, caps: FloatArray, threshold: float) -> bool:
        """Settle an opened node again below lower caps; False, and no change, where that fails."""
        high = np.minimum(opened.high, caps)
        if np.any(high < opened.low):
            return False
        self._set_counts(opened.present, opened.free, high)
        state = self._settled(opened.low, high, opened.guess, threshold)
        if not state.is_optimal and state.bound < threshold:
            self._set_counts(opened.present, opened.free, opened.high)
            return False
        state.bound = max(state.bound, opened.state.bound)
        opened.high, opened.state = high, state
        opened.used = self._used(opened.present, opened.absent, state)
        return True

    def _settled(self, low: FloatArray, high: FloatArray, guess: Guess, threshold: float) -> State:
        places = np.full(len(low), AT_LOW, dtype=np.int8)
        places[guess[0]], places[guess[1]] = BASIC, AT_HIGH
        deadline = self.incumbent.deadline
        return settle(
            self.programme, low, high, places, guess[2], cutoff=threshold, deadline=deadline
        )

    def _rescued(
        self, low: FloatArray, high: FloatArray, state: State, threshold: float
    ) -> State | None:
        """Settle again from an interior point when the active-set method gave up."""
        size, rows = self.programme.size, self.incumbent.rows
        if is_empty(rows, low / size, high / size):
            return None
        relaxed = solve_relaxation(rows, low / size, high / size)
        guess = self._guess_at(relaxed.x, low / size, high / size)
        again = self._settled(low, high, guess, threshold)
        if not again.is_optimal:
            again.x = relaxed.x * size
        again.bound = max(again.bound, state.bound, relaxed.bound / self.unit)
        return again

    def _guess_at(self, x: FloatArray, low: FloatArray, high: FloatArray) -> Guess:
        """Active set at an interior point; an interpolating one may use every ingredient."""
        width = high - low
        at_high = np.flatnonzero((x >= high - 1e-6 * width) & (width > 0))
        inside = np.setdiff1d(np.flatnonzero(x > low + 1e-6 * width), at_high)
        largest = np.argsort(-(x - low)[inside], kind="stable")[: len(self.programme.right)]
        rows = self.incumbent.rows
        active = np.ones(self.programme.n_rows, dtype=np.bool_)
        active[len(rows.e) : self.first_count] = rows.b - rows.A @ x < 1e-7
        active[self.first_count :] = False
        return np.sort(inside[largest]), at_high, active

    def _by_use(self, x: FloatArray) -> list[Group]:
        """Sort groups with a minimum, those first that the root uses least of."""
        share = np.divide(x, self.problem.upper, out=np.zeros_like(x), where=x > 0)
        return sorted(self.needy, key=lambda g: float(share[g.indices].sum()) / g.min_count)

    def _set_counts(self, present: BoolArray, free: BoolArray, upper: FloatArray) -> None:
        """Write what the counts mean for the fractions of the undecided ingredients.

        An ingredient that is present has ``x_i <= upper_i`` and ``x_i >= lower_i``, so a count of
        at most ``room`` gives ``sum x_i / upper_i <= room``, and one of at least ``need`` gives
        ``sum x_i / lower_i >= need``. Of all ingredients outside some groups that still need
        members, there is room for the rest of the places only. Tiny upper bounds are taken larger
        here, lest they make the others' terms vanish.
        """
        size = self.programme.size
        upper = np.maximum(upper, LEAST_TERM * self.problem.upper * size)
        per_upper = np.divide(size, upper, out=np.zeros_like(size), where=free)
        row = self.first_count
        for members, most in self.counts:
            room = most - int(present[members].sum())
            self._set_row(row, members[free[members]], per_upper, room)
            row += 1
        for group in self.dosed:
            need = group.min_count - int(present[group.indices].sum())
            members = group.indices[free[group.indices]] if need > 0 else group.indices[:0]
            dosed = free & (self.lower > 0)
            per_lower = np.divide(-size, self.lower, out=np.zeros_like(size), where=dosed)
            self._set_row(row, members, per_lower, -need)
            row += 1
        outside = free.copy()
        places = self.problem.max_ingredients - int(present.sum())
        for group in self.reserved:
            need = group.min_count - int(present[group.indices].sum())
            if need > 0:
                outside[group.indices] = False
                places -= need
            self._set_row(row, np.flatnonzero(outside), per_upper, places)
            row += 1

    def _set_row(self, row: int, members: IntArray, values: FloatArray, right: int) -> None:
        """Write ``sum values_i x_i <= right`` over the members, scaled to largest term 1."""
        coefficients = np.zeros(len(values))
        largest = float(np.max(np.abs(values[members]), initial=0.0))
        idle = largest == 0.0 or len(members) <= right
        if not idle:
            coefficients[members] = values[members] / largest
        self.programme.set_row(row, coefficients, IDLE if idle else right / largest)

    def crowded(self, opened: Opened) -> tuple[IntArray, int, bool] | None:
        """First count that a relaxation breaks: who is in it, its room, whether it is K."""
        for k, (members, most) in enumerate(self.counts):
            room = most - int(opened.present[members].sum())
            here = members[opened.used[members]]
            if len(here) > room:
                return here, room, k == 0
        return None

    def short(self, opened: Opened) -> IntArray:
        """Undecided ingredients that the relaxation uses below their lower bound."""
        fractions = opened.state.x / self.programme.size
        return np.flatnonzero(opened.used & (fractions < self.problem.lower - PRESENT_FROM))

    def wanted(self, opened: Opened) -> IntArray:
        """Undecided members of a group with too few present, the cheapest first."""
        seen = opened.present | opened.used
        for group in self.problem.groups:
            if int(seen[group.indices].sum()) < group.min_count:
                members = group.indices[opened.free[group.indices] & ~opened.used[group.indices]]
                costs = (opened.state.prices * self.lower)[members]
                return members[np.argsort(costs, kind="stable")]
        return np.flatnonzero(opened.free)


def disjoint(groups: list[Group]) -> list[Group]:
    """Drop each group that shares a member with an earlier one."""
    kept: list[Group] = []
    for group in groups:
        if not any(np.intersect1d(group.indices, other.indices).size for other in kept):
            kept.append(group)
    return kept


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
