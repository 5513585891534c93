"""Branch and bound over the supports of a sparse mixture: best bound first, with plunges."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from formulator.search.incumbents import NEGLIGIBLE, Incumbent
from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray, MixtureProblem
from formulator.search.relaxation import Relaxed, Rows, solve_relaxation

Progress = Callable[[float, float], bool | None]
"""Called with (incumbent objective, lower bound); returning False cancels the search."""


@dataclass(order=True, slots=True)
class Node:
    """A part of the search space: which ingredients are in, which are out."""

    bound: float
    order: int
    present: BoolArray = field(compare=False)
    absent: BoolArray = field(compare=False)


def propagate(problem: MixtureProblem, present: BoolArray, absent: BoolArray) -> bool:
    """Follow the counts in place until nothing changes; False when they contradict."""
    changed = True
    while changed:
        changed = False
        for members, least, most in _counts(problem):
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


def _counts(problem: MixtureProblem) -> list[tuple[IntArray, int, int]]:
    everyone = np.arange(problem.n_ingredients)
    return [(everyone, 0, problem.max_ingredients), *problem.groups]


def node_rows(problem: MixtureProblem, rows: Rows, present: BoolArray, absent: BoolArray) -> Rows:
    """Add the counts' convex hull to the rows: ``sum x_i / upper_i`` over the undecided."""
    free = ~present & ~absent
    extra, right = [], []
    for members, _, most in _counts(problem):
        undecided = members[free[members]]
        room = most - int(present[members].sum())
        if len(undecided) > room:
            row = np.zeros(problem.n_ingredients)
            row[undecided] = 1.0 / problem.upper[undecided]
            extra.append(row)
            right.append(float(room))
    if not extra:
        return rows
    return Rows(
        F=rows.F,
        target=rows.target,
        linear=rows.linear,
        E=rows.E,
        e=rows.e,
        A=np.vstack([rows.A, *extra]),
        b=np.concatenate([rows.b, right]),
    )


class BranchAndBound:
    """The tree; :meth:`run` closes it to the wanted gap or to the deadline."""

    def __init__(
        self,
        problem: MixtureProblem,
        incumbent: Incumbent,
        *,
        gap: float,
        progress: Progress | None = None,
    ) -> None:
        self.problem, self.incumbent, self.gap = problem, incumbent, gap
        self.rows = incumbent.rows
        self.progress = progress
        self.heap: list[Node] = []
        self.closed = np.inf
        self.n_nodes = 0
        self.cancelled = False
        self._orders = itertools.count()

    def run(self) -> None:
        """Search until the gap is closed, the tree is empty or time is up."""
        present = self.problem.must_show()
        absent = self.problem.upper <= 0
        self._push(-np.inf, present, absent)
        while self.heap and not self.incumbent.timed_out() and not self.cancelled:
            if self.heap[0].bound >= self.threshold():
                break
            self._expand(heapq.heappop(self.heap))
            if self.progress and self.n_nodes % 20 == 0:
                self.cancelled = self.progress(self.incumbent.objective, self.bound()) is False

    def bound(self) -> float:
        """Lower bound of the whole problem."""
        lowest = self.heap[0].bound if self.heap else np.inf
        return float(min(lowest, self.closed, self.incumbent.objective))

    def threshold(self) -> float:
        """Return the bound from which on a node need not be opened."""
        best = self.incumbent.objective
        return best - self.gap * abs(best) if np.isfinite(best) else np.inf

    def _push(self, bound: float, present: BoolArray, absent: BoolArray) -> None:
        if propagate(self.problem, present, absent):
            heapq.heappush(self.heap, Node(bound, next(self._orders), present, absent))

    def _expand(self, node: Node) -> None:
        self.n_nodes += 1
        problem = self.problem
        low = np.where(node.present, np.minimum(problem.lower, problem.upper), 0.0)
        high = np.where(node.absent, 0.0, problem.upper)
        rows = node_rows(problem, self.rows, node.present, node.absent)
        relaxed = solve_relaxation(rows, low, high)
        bound = max(node.bound, relaxed.bound)
        if relaxed.residual > 1e-7 and is_empty(rows, low, high):
            return
        if bound >= self.threshold():
            self.closed = min(self.closed, bound)
            return
        support = (node.present | (relaxed.x > NEGLIGIBLE)) & ~node.absent
        self.incumbent.try_support(support)
        free = ~node.present & ~node.absent
        if not free.any() or bound >= self.threshold():
            self.closed = min(self.closed, bound)
            return
        self._branch(node, bound, self._choose(node, relaxed, free))

    def _choose(self, node: Node, relaxed: Relaxed, free: BoolArray) -> int:
        x, problem = relaxed.x, self.problem
        used = free & (x > NEGLIGIBLE)
        short = free & used & (x < problem.lower - NEGLIGIBLE)
        scores = np.where(short, x + 1.0, np.where(used, x, -1.0))
        if not used.any():
            for group in problem.groups:
                if int(node.present[group.indices].sum()) < group.min_count:
                    scores[group.indices] = np.where(free[group.indices], 1.0, -1.0)
            scores = np.where(free, scores + problem.upper, -2.0)
        return int(np.argmax(scores))

    def _branch(self, node: Node, bound: float, i: int) -> None:
        with_i, without_i = node.present.copy(), node.absent.copy()
        with_i[i] = without_i[i] = True
        self._push(bound, with_i, node.absent.copy())
        self._push(bound, node.present.copy(), without_i)


def is_empty(rows: Rows, low: FloatArray, high: FloatArray) -> bool:
    """Whether no point of the box keeps the rows (HiGHS linear programming)."""
    scale = np.where(high > 0, high, 1.0)
    answer = linprog(
        np.zeros(len(low)),
        A_ub=rows.A * scale if len(rows.b) else None,
        b_ub=rows.b if len(rows.b) else None,
        A_eq=rows.E * scale,
        b_eq=rows.e,
        bounds=np.column_stack([low / scale, high / scale]),
        method="highs",
    )
    return bool(answer.status == 2)
