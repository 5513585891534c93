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

import numpy as np

from formulator.search.active_set import AT_LOW
from formulator.search.additions import Fit, fit, joined_bounds
from formulator.search.capping import lowered, price_caps
from formulator.search.diving import dive, most_needed
from formulator.search.engine import engine
from formulator.search.exclusion import MAX_STEPS, N_PRICED, Children, exclude_each
from formulator.search.incumbents import Incumbent, promised, shaken, swap
from formulator.search.mixture_problem import FloatArray, IntArray, MixtureProblem
from formulator.search.pairs import pair_cover
from formulator.search.relaxation import Relaxed
from formulator.search.tree_node import Guess, Node, Opened, Opener, guess_of

Progress = Callable[[float, float], bool | None]
"""Called with (incumbent objective, lower bound); returning False cancels the search."""
MIN_TRIED, TRIED_PER_PLACE = 8, 1
"""How many exclusions are followed at a node: those that look dearest."""
DIVE_SHARE, LATER_SHARE, EARLY = 0.2, 0.07, 2.0
"""Share of the tree's time that goes into dives for better mixtures, in the first 2 s and later."""
TIGHTEN_AT = (8, 128, 1024)
"""After so many nodes the fractions' upper bounds are tightened from the root."""
MAX_COVER = 12
"""With more newcomers than this in passing pairs, a node is branched instead of closed."""
N_IN_STEP = 256
"""So many newcomers to the last place are fitted in step."""
N_TIGHTENED = 160
"""So many columns, those of least price, are driven upwards at the root."""
N_PASSES = 3
"""So often caps are lowered at one node, while that gains."""
LEAST_GAIN, SELDOM = 0.2, 16
"""Caps are lowered at nodes with so many places left where that has raised bounds by this share of
their distance to the cutoff; elsewhere at one of so many, to see whether it does by now."""


class BranchAndBound:
    """The tree; :meth:`run` closes it to the wanted gap or to the deadline."""

    def __init__(
        self,
        problem: MixtureProblem,
        incumbent: Incumbent,
        relaxed: Relaxed,
        *,
        gap: float,
        seed: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.problem, self.incumbent, self.gap = problem, incumbent, gap
        self._rng = np.random.default_rng(seed)
        self.progress = progress
        self.opener = Opener(problem, incumbent, relaxed)
        self.unit = self.opener.unit
        self.heap: list[Node] = []
        self.closed = np.inf
        self.n_nodes = 0
        self.cancelled = False
        self._orders = itertools.count(1)
        self._worth: dict[int, tuple[float, int]] = {}
        self._n_dives, self._diving, self._start = 0, 0.0, time.perf_counter()
        heapq.heappush(self.heap, self.opener.root)

    def run(self) -> None:
        """Search until the gap is closed, the tree is empty or time is up."""
        while self.heap and not self.incumbent.timed_out() and not self.cancelled:
            if self.heap[0].bound >= self.threshold():
                break
            before = time.perf_counter()
            self._expand(heapq.heappop(self.heap))
            engine.consider(time.perf_counter() - before)
            if self.n_nodes in TIGHTEN_AT and np.isfinite(self.incumbent.objective):
                self._tighten()
            if self.progress:
                self.cancelled = self.progress(self.incumbent.objective, self.bound()) is False

    def bound(self) -> float:
        """Lower bound of the whole problem, [distance]."""
        lowest = self.heap[0].bound if self.heap else np.inf
        return float(min(min(lowest, self.closed) * self.unit, self.incumbent.objective))

    def threshold(self) -> float:
        """Return the scaled bound from which on a node need not be opened."""
        best = self.incumbent.objective / self.unit
        # A few roundings less than the wanted gap, so that the told one is never above it.
        wanted = max(self.gap - 4 * np.finfo(float).eps, 0.0)
        return best - wanted * abs(best) if np.isfinite(best) else np.inf

    def dive(self, node: Node) -> None:
        """Dive from a node and better what is found by swaps."""
        before = self.incumbent.objective
        support = dive(self.opener, self.incumbent, node, self.threshold())
        if support is not None and self.incumbent.objective < before:
            swap(self.incumbent, support)

    def _dive_now_and_then(self, node: Node) -> None:
        """Dive from a node or from elsewhere, in turn, while that takes a small share of time."""
        now = time.perf_counter()
        spent = now - self._start
        share = DIVE_SHARE * min(spent, EARLY) + LATER_SHARE * max(0.0, spent - EARLY)
        if self.n_nodes > 2 and self._diving > share:
            return
        moves = (self.dive_elsewhere, lambda: self.dive(node), self.shake)
        moves[self.n_nodes % len(moves)]()
        self._diving += time.perf_counter() - now

    def dive_elsewhere(self) -> None:
        """Dive from the root without one ingredient of the best mixture, each in its turn."""
        if self.incumbent.x is None:
            return
        root = self.opener.root
        members = np.setdiff1d(np.flatnonzero(self.incumbent.x), root.present)
        if not len(members):
            return
        out = members[self._n_dives % len(members)]
        self._n_dives += 1
        node = Node(root.bound, 0, root.present, np.append(root.absent, out), root.guess)
        support = dive(self.opener, self.incumbent, node, np.inf)
        if support is not None:
            swap(self.incumbent, support)

    def shake(self) -> None:
        """Exchange some ingredients of the best mixture at random and better what comes of it."""
        if self.incumbent.x is not None:
            swap(self.incumbent, shaken(self.incumbent, self.incumbent.x > 0, self._rng))

    def _close(self, bound: float) -> None:
        self.closed = min(self.closed, bound)

    def _push(
        self, bound: float, present: IntArray, absent: IntArray, guess: Guess, caps: FloatArray
    ) -> None:
        if bound >= self.threshold():
            self._close(bound)
        else:
            node = Node(bound, next(self._orders), present, absent, guess, caps)
            heapq.heappush(self.heap, node)

    def _expand(self, node: Node) -> None:
        self.n_nodes += 1
        self._dive_now_and_then(node)
        opened = self.opener.open(node, self.threshold())
        if opened is None:
            return
        bound = opened.state.bound
        if self.incumbent.timed_out() or bound >= self.threshold():
            self._close(bound)
            return
        self._drop_dear(opened)
        crowded = self.opener.crowded(opened)
        if crowded is not None and crowded[2]:
            self._lower_caps(opened, crowded[1])
            bound = opened.state.bound
            if bound >= self.threshold():
                self._close(bound)
                return
            crowded = self.opener.crowded(opened)
        if crowded is not None:
            self._branch_on_count(opened, *crowded)
            return
        short = self.opener.short(opened)
        support = opened.present | opened.used
        if len(short):
            self._branch_on_one(opened, short)
        elif self.problem.counts_allowed(support):
            self.incumbent.try_support(support)
            self._close(bound)
        else:
            self._branch_on_wanted(opened)

    def _drop_dear(self, opened: Opened) -> None:
        """Exclude ingredients whose smallest dose already costs more than the node can give."""
        state, threshold = opened.state, self.threshold()
        if not state.is_optimal or not np.isfinite(threshold):
            return
        dear = opened.free & (state.places == AT_LOW)
        dear &= state.bound + state.prices * self.opener.lower >= threshold
        if dear.any():
            opened.absent |= dear
            opened.high = np.where(dear, 0.0, opened.high)
            self._close(threshold)

    def _tighten(self) -> None:
        """Lower the upper bounds of fractions to what a better mixture could have."""
        opener, threshold = self.opener, self.threshold()
        opened = opener.open(opener.root, threshold)
        if opened is None or not opened.state.is_optimal:
            return
        opener.upper = lowered(
            opener.programme,
            opened.state,
            (opened.low, opened.high),
            opened.free,
            cutoff=threshold,
            n_driven=N_TIGHTENED,
            max_steps=MAX_STEPS,
            n_priced=N_PRICED,
            deadline=self.incumbent.deadline,
        )
        self._close(threshold)

    def _lower_caps(self, opened: Opened, room: int) -> None:
        """Lower a node's caps, and so raise its bound, where that has paid so far."""
        worth, tried = self._worth.get(room, (1.0, 0))
        self._worth[room] = worth, tried + 1
        if worth < LEAST_GAIN and tried % SELDOM:
            return
        gained = 0.0
        for _ in range(N_PASSES):
            if not opened.state.is_optimal or not np.isfinite(self.threshold()):
                break
            gain = self._lower_once(opened)
            gained = max(gained, gain)
            if not LEAST_GAIN <= gain < 1.0:
                break
        self._worth[room] = 0.9 * worth + 0.1 * gained, tried + 1

    def _lower_once(self, opened: Opened) -> float:
        """Share of a node's distance to the cutoff that lower caps close, at most 1."""
        threshold, before = self.threshold(), opened.state.bound
        caps = lowered(
            self.opener.programme,
            opened.state,
            (opened.low, opened.high),
            opened.free,
            cutoff=threshold,
            deadline=self.incumbent.deadline,
        )
        self._close(threshold)
        if not self.opener.capped(opened, caps, threshold):
            return 0.0
        return min(1.0, (opened.state.bound - before) / (threshold - before))

    # -- branching -----------------------------------------------------------------------------

    def _children(self, opened: Opened, columns: IntArray) -> Children:
        return exclude_each(
            self.opener.programme,
            opened.state,
            opened.low,
            opened.high,
            columns,
            cutoff=self.threshold(),
            deadline=self.incumbent.deadline,
        )

    def _branch_on_one(self, opened: Opened, columns: IntArray) -> None:
        """Include or exclude the ingredient whose exclusion costs most."""
        columns = most_needed(self.opener.programme, opened.state, columns, MIN_TRIED)
        children = self._children(opened, columns)
        k = int(np.argmax(children.bounds))
        present = np.flatnonzero(opened.present)
        self._push_without(opened, present, columns[k], children, k)
        self._push_with(opened, np.append(present, columns[k]))

    def _branch_on_wanted(self, opened: Opened) -> None:
        """Include or exclude an ingredient that some group may still need."""
        column = self.opener.wanted(opened)[:1]
        present, absent = np.flatnonzero(opened.present), np.flatnonzero(opened.absent)
        self._push(
            opened.state.bound, present, np.append(absent, column), opened.guess, opened.high
        )
        self._push_with(opened, np.append(present, column))

    def _branch_on_count(
        self, opened: Opened, columns: IntArray, room: int, is_total: bool
    ) -> None:
        """Exclude the dearest; include it and exclude the next; ... as far as there is room."""
        n_tried = max(MIN_TRIED, TRIED_PER_PLACE * room)
        columns = most_needed(self.opener.programme, opened.state, columns, n_tried)
        here = np.flatnonzero(opened.present)
        if is_total and room == 2 and self._close_last_two(opened, here):
            return
        children = self._children(opened, columns)
        order = np.argsort(-children.bounds, kind="stable")
        n_forced = int(np.sum(children.bounds >= self.threshold()))
        if n_forced:
            self._close(float(children.bounds[order[n_forced - 1]]))
        if n_forced > room:
            return
        present = np.append(here, columns[order[:n_forced]])
        closes = is_total and room > n_forced
        last = room - 1 if closes else room
        for place, k in enumerate(order[n_forced:last], n_forced):
            if is_total and room - place == 2 < room and self._close_last_two(opened, present):
                return
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
        guess = guess_of(children.places[k], children.active[k])
        absent = np.append(np.flatnonzero(opened.absent), out)
        self._push(float(children.bounds[k]), present, absent, guess, opened.high)

    def _push_with(self, opened: Opened, present: IntArray) -> None:
        self._push(
            opened.state.bound, present, np.flatnonzero(opened.absent), opened.guess, opened.high
        )

    def _close_last_two(self, opened: Opened, present: IntArray) -> bool:
        """Close a node with two places left where few newcomers can be in a pair that passes."""
        fitted = self._fitted(opened, present)
        if fitted is None:
            return False
        threshold = self.threshold()
        free = opened.free.copy()
        free[present] = False
        box = opened.low, opened.high
        caps = price_caps(self.opener.programme, opened.state, box, threshold)
        cover = pair_cover(
            self.incumbent.programme, fitted, free, caps, cutoff=threshold, most=MAX_COVER
        )
        if cover is None:
            return False
        self._close(threshold)
        for column in cover:
            joined = np.append(present, column)
            if not self._close_last(opened, joined):
                self._push_with(opened, joined)
        return True

    def _fitted(self, opened: Opened, present: IntArray) -> Fit | None:
        """Fit of the ingredients present alone, None when they cannot keep the limits."""
        incumbent, state = self.incumbent, opened.state
        if not len(present):
            return None
        active = state.active[: incumbent.programme.n_rows]
        warm = np.arange(len(state.places)), state.places, active
        fitted = fit(incumbent.programme, np.sort(present), *incumbent.scaled_box(), warm=warm)
        return fitted if fitted.is_feasible else None

    def _close_last(self, opened: Opened, present: IntArray) -> bool:
        """Close a node with one place left by bounding every newcomer; False if it cannot."""
        incumbent, fitted = self.incumbent, self._fitted(opened, present)
        if fitted is None:
            return False
        mask = np.zeros(self.problem.n_ingredients, dtype=np.bool_)
        mask[present] = True
        promises = promised(incumbent, fitted, mask) / self.unit
        promises[opened.absent] = np.inf
        self._close(
            max(incumbent.try_support(mask, fitted.guess()) / self.unit, opened.state.bound)
        )
        promises = self._refined(fitted, promises)
        for k in np.argsort(promises, kind="stable"):
            if promises[k] >= self.threshold() or incumbent.timed_out():
                self._close(max(float(promises[k]), opened.state.bound))
                break
            trial = mask.copy()
            trial[k] = True
            value = incumbent.try_support(trial, fitted.guess()) / self.unit
            self._close(max(value, float(promises[k]), opened.state.bound))
        return True

    def _refined(self, fitted: Fit, promises: FloatArray) -> FloatArray:
        """Promises of newcomers, the passing ones bettered by fitting them in step."""
        incumbent, threshold = self.incumbent, self.threshold()
        passing = np.argsort(promises, kind="stable")[:N_IN_STEP]
        passing = passing[promises[passing] < threshold]
        if len(passing) < 2:
            return promises
        refined = promises.copy()
        bounds = joined_bounds(
            incumbent.programme, fitted, passing, incumbent.scaled_box(), cutoff=threshold
        )
        refined[passing] = np.maximum(promises[passing], bounds)
        return refined
