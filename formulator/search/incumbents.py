"""Good mixtures, fast: exact refits of supports, elimination from the relaxation, and swaps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from formulator.search.active_set import Programme
from formulator.search.additions import Fit, Warm, fit, joined_bounds, newcomer_bounds
from formulator.search.feasibility import is_empty
from formulator.search.mixture_problem import (
    FEASIBILITY,
    PRESENCE,
    BoolArray,
    FloatArray,
    IntArray,
    MixtureProblem,
)
from formulator.search.relaxation import Relaxed, Rows, solve_relaxation

NEGLIGIBLE = 1e-10
"""A fraction below this is no ingredient: it is set to zero, [g/g]."""
NEARLY = 1e-7
"""A point this near to its support's bound, relative to its value, is the support's best."""
HORIZON = 0.3
"""Supports worse than the best by more than this share are not told apart."""
SWAP_TRIALS = 12
"""How many promising newcomers are fitted for each ingredient taken out."""

MAX_SHAKEN = 3
"""So many ingredients of the best mixture are exchanged at once to leave a local optimum."""


@dataclass(slots=True)
class Incumbent:
    """The best mixture so far and the means to better it; fits are remembered by support."""

    problem: MixtureProblem
    rows: Rows
    programme: Programme
    """Without rows for counts."""
    deadline: float
    x: FloatArray | None = None
    objective: float = np.inf
    seen: dict[bytes, float] = field(default_factory=dict)

    def timed_out(self) -> bool:
        """Whether the search must stop."""
        return time.perf_counter() > self.deadline

    def scaled_box(self) -> tuple[FloatArray, FloatArray]:
        """Bounds of present ingredients in the programme's units."""
        high = self.problem.upper * self.programme.size
        return np.minimum(self.problem.lower * self.programme.size, high), high

    def try_support(self, support: BoolArray, warm: Warm | None = None) -> float:
        """Fit a support; when it may be the best so far, refit it exactly and keep it.

        Returns
        -------
        float
            Valid lower bound of the support's objective: exact when it is the best so far,
            ``inf`` when the support cannot keep the limits.
        """
        support = support & (self.problem.upper > 0)
        columns = np.flatnonzero(support)
        key = columns.tobytes()
        if key not in self.seen:
            self.seen[key] = self._value(support, columns, warm)
        return self.seen[key]

    def _value(self, support: BoolArray, columns: IntArray, warm: Warm | None) -> float:
        if not len(columns) or not self.problem.counts_allowed(support):
            return np.inf
        unit = self.programme.unit
        cutoff = self.objective / unit
        reach = cutoff + HORIZON * abs(cutoff) if np.isfinite(cutoff) else np.inf
        quick = fit(self.programme, columns, *self.scaled_box(), cutoff=reach, warm=warm)
        bound = quick.state.bound * unit
        high = np.where(support, self.problem.upper, 0.0)
        low = np.minimum(self.problem.lower, high)
        if not quick.state.is_optimal and bound < self.objective:
            bound = max(bound, solve_relaxation(self.rows, low, high).bound)
        if bound >= self.objective:
            return bound
        x = self._exact(support, columns, quick.guess(), bound)
        if x is not None:
            value = self.problem.objective(x)
            if value < self.objective:
                self.x, self.objective = x, value
            return min(value, bound)
        return np.inf if is_empty(self.rows, low, high) else bound

    def _exact(
        self, support: BoolArray, columns: IntArray, warm: Warm, bound: float
    ) -> FloatArray | None:
        """Best fractions over a support that keep every limit, None when there are none.

        Required ingredients and the members of groups with a minimum get at least ``PRESENCE``.
        The active-set fit is tried first; where it breaks a limit or stands above the support's
        bound, an interior point is tried as well, and the better one is taken.
        """
        problem, size = self.problem, self.programme.size
        low = np.where(needs_presence(problem) & support, PRESENCE, 0.0)
        low = np.where(support, np.maximum(low, problem.lower), 0.0)
        low = np.minimum(low, problem.upper)
        high = np.where(support, problem.upper, 0.0)
        fitted = fit(self.programme, columns, low * size, high * size, warm=warm).state
        first = np.zeros(problem.n_ingredients)
        first[columns] = fitted.x / size[columns]
        points = [first] if fitted.is_optimal else []
        best, least = None, np.inf
        for x in self._and_interior(points, low, high):
            landed = np.clip(x, low, high)
            landed[(landed < NEGLIGIBLE) & (low < NEGLIGIBLE)] = 0.0
            landed = _land(self.rows, landed, low, high)
            value = problem.objective(landed)
            if value < least and problem.violation(landed) <= FEASIBILITY:
                best, least = landed, value
            if least - bound <= NEARLY * abs(least):
                break
        return best

    def _and_interior(
        self, points: list[FloatArray], low: FloatArray, high: FloatArray
    ) -> Iterator[FloatArray]:
        yield from points
        yield solve_relaxation(self.rows, low, high).x


def _land(rows: Rows, x: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Move a nearly feasible point onto its equalities, most where there is room on both sides."""
    for _ in range(3):
        broken = rows.A @ x > rows.b
        B = np.vstack([rows.E, rows.A[broken]])
        miss = np.concatenate([rows.e, rows.b[broken]]) - B @ x
        if np.max(np.abs(miss)) <= 1e-14:
            break
        room = np.minimum(x - low, high - x)
        moves = np.flatnonzero(room > 0)
        weighted = B[:, moves] * room[moves]
        x[moves] += room[moves] * np.linalg.lstsq(weighted, miss, rcond=1e-12)[0]
        x = np.clip(x, low, high)
    return x


def needs_presence(problem: MixtureProblem) -> BoolArray:
    """Ingredients that a limit wants to see, so that a zero fraction would not do."""
    mask = problem.must_show()
    for group in problem.groups:
        if group.min_count > 0:
            mask[group.indices] = True
    return mask


def support_from_scores(problem: MixtureProblem, scores: FloatArray) -> BoolArray:
    """Highest scores that the counts allow, minimum counts served first."""
    usable = problem.upper > 0
    support = problem.must_show()
    for group in problem.groups:
        order = group.indices[np.argsort(-scores[group.indices], kind="stable")]
        for i in order:
            if support[group.indices].sum() >= group.min_count:
                break
            support[i] |= usable[i]
    for i in np.argsort(-scores, kind="stable"):
        if support.sum() >= problem.max_ingredients or scores[i] <= NEGLIGIBLE:
            break
        if usable[i] and not support[i] and _has_room(problem, support, int(i)):
            support[i] = True
    return support


def _has_room(problem: MixtureProblem, support: BoolArray, i: int) -> bool:
    return all(
        i not in group.indices or support[group.indices].sum() < group.max_count
        for group in problem.groups
    )


def allowed_newcomers(problem: MixtureProblem, present: BoolArray) -> BoolArray:
    """Which ingredients may join a set so that every count is then kept."""
    allowed = ~present & (problem.upper > 0)
    allowed &= bool(present.sum() < problem.max_ingredients)
    missing = problem.required[~present[problem.required]]
    if len(missing):
        allowed &= np.isin(np.arange(len(present)), missing) & (len(missing) == 1)
    for group in problem.groups:
        here = int(present[group.indices].sum())
        member = np.zeros(len(present), dtype=np.bool_)
        member[group.indices] = True
        if here >= group.max_count:
            allowed &= ~member & (here == group.max_count)
        if here < group.min_count:
            allowed &= member & (here + 1 == group.min_count)
    return allowed


def eliminate(incumbent: Incumbent, relaxed: Relaxed, *, share: float = 0.25) -> BoolArray:
    """Drop the least useful ingredients of a relaxation, solve again, and repeat."""
    problem, rows = incumbent.problem, incumbent.rows
    keep = problem.must_show()
    support = (relaxed.x > NEGLIGIBLE) | keep
    x = relaxed.x
    curvature = np.einsum("ij,ij->j", rows.F, rows.F)
    while support.sum() > problem.max_ingredients and not incumbent.timed_out():
        losable = np.flatnonzero(support & ~keep)
        if not len(losable):
            break
        surplus = int(support.sum()) - problem.max_ingredients
        worth = curvature[losable] * x[losable] ** 2
        n_drop = max(1, int(surplus * share))
        support[losable[np.argsort(worth, kind="stable")[:n_drop]]] = False
        high = np.where(support, problem.upper, 0.0)
        x = solve_relaxation(rows, np.zeros_like(high), high, tolerance=1e-6).x
    return support_from_scores(problem, np.where(support, np.maximum(x, 1e-9), 0.0))


def swap(incumbent: Incumbent, support: BoolArray) -> BoolArray:
    """Exchange one ingredient at a time while that helps."""
    best = incumbent.try_support(support)
    improved = True
    while improved and not incumbent.timed_out():
        improved = False
        base = fit(incumbent.programme, np.flatnonzero(support), *incumbent.scaled_box())
        for out in np.flatnonzero(support & ~incumbent.problem.must_show()):
            trial, value = best_exchange(incumbent, support, int(out), best, base.guess())
            if value < best - 1e-9 * abs(best):
                support, best, improved = trial, value, True
                break
    return support


def shaken(incumbent: Incumbent, support: BoolArray, rng: np.random.Generator) -> BoolArray:
    """Take out up to three ingredients at random and fill their places with the best others."""
    members = np.flatnonzero(support & ~incumbent.problem.must_show())
    out = rng.choice(members, size=min(MAX_SHAKEN, len(members)), replace=False)
    support = support.copy()
    support[out] = False
    for _ in out:
        columns = np.flatnonzero(support)
        if not len(columns):
            break
        fitted = fit(incumbent.programme, columns, *incumbent.scaled_box())
        promises = promised(incumbent, fitted, support)
        promises[out] = np.inf
        newcomer = int(np.argmin(promises))
        if not np.isfinite(promises[newcomer]):
            break
        support[newcomer] = True
    return support


def best_exchange(
    incumbent: Incumbent, support: BoolArray, out: int, best: float, warm: Warm
) -> tuple[BoolArray, float]:
    """Best support that has one newcomer in the place of ``out`` (or nothing)."""
    without = support.copy()
    without[out] = False
    found, value = without, incumbent.try_support(without, warm)
    columns = np.flatnonzero(without)
    if not len(columns):
        columns = np.array([out])
    fitted = fit(incumbent.programme, columns, *incumbent.scaled_box(), warm=warm)
    promises = promised(incumbent, fitted, without)
    promises[out] = np.inf
    order = np.argsort(promises, kind="stable")[:SWAP_TRIALS]
    if fitted.is_feasible and promises[order[-1]] < min(best, value):
        unit, box = incumbent.programme.unit, incumbent.scaled_box()
        bounds = joined_bounds(incumbent.programme, fitted, order, box, cutoff=best / unit)
        promises[order] = np.maximum(promises[order], bounds * unit)
        order = order[np.argsort(promises[order], kind="stable")]
    for newcomer in order:
        if promises[newcomer] >= min(best, value) or incumbent.timed_out():
            break
        trial = without.copy()
        trial[newcomer] = True
        here = incumbent.try_support(trial, fitted.guess())
        if here < value:
            found, value = trial, here
    return found, value


def promised(incumbent: Incumbent, fitted: Fit, present: BoolArray) -> FloatArray:
    """Optimistic objective of a set with each newcomer, ``inf`` where counts forbid it.

    Where the set alone cannot keep the limits, its multipliers point to who can help, and the
    promise is only an order.
    """
    low, high = incumbent.scaled_box()
    if fitted.is_feasible:
        promises = (
            newcomer_bounds(incumbent.programme, fitted, low, high) * incumbent.programme.unit
        )
    else:
        promises = -1e300 / (1.0 + np.exp(np.clip(fitted.prices * high, -500, 500)))
    return np.where(allowed_newcomers(incumbent.problem, present), promises, np.inf)
