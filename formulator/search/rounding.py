"""From the solver's fractions to whole steps of the scale, inside every limit.

Each part goes to the nearest step and the largest part takes the balance; then single steps
move between two parts as long as that repairs a broken limit or, with all limits kept, brings
the formula nearer to the target. Where limits are too tight for that, a small integer programme
finds the nearest formula in whole steps that keeps them all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from formulator.search.constraints import PRESENT, Constraint, Doses, Linear

Array = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int64]

REACH = 100
"""How far the integer programme looks around the solver's fractions, in steps."""
MAX_MOVES = 60
"""Most single-step moves per formula; a handful is the rule."""


def round_to_step(
    x: Array,
    *,
    step: float,
    doses: Doses,
    limits: Sequence[Linear],
    objective: Callable[[Array], Array],
    others: Sequence[Constraint] = (),
) -> Array | None:
    """Round fractions to the scale step, keeping every limit.

    Parameters
    ----------
    x : ndarray of shape (n_ingredients,)
        Mass fractions, [g/g].
    step : float
        Smallest weighable step, [g/100 g].
    doses : Doses
        Windows of the ingredients.
    limits : sequence of Linear
    objective : callable
        From a table of formulas of shape (n, n_ingredients) to distances of shape (n,).
    others : sequence of Constraint
        Checked on the result.

    Returns
    -------
    ndarray of shape (n_ingredients,) or None
        Whole steps summing to 1 within floating-point error; None when no neighbour on the
        grid keeps every limit.
    """
    used = np.flatnonzero(x > PRESENT)
    total = round(100 / step)
    if abs(total * step - 100) > 1e-6 or len(used) == 0:
        return None
    units = np.rint(100 * x[used] / step).astype(np.int64)
    lower = np.ceil(100 * doses.lower[used] / step - 1e-6).astype(np.int64)
    upper = np.floor(100 * doses.upper[used] / step + 1e-6).astype(np.int64)
    units = np.clip(units, np.maximum(lower, 1), upper)
    _balance(units, lower, upper, total)
    if units.sum() != total:
        return None
    grid = _Grid(used, len(x), total, limits, objective)
    least = np.maximum(lower, 1)
    best = _descend(units, least, upper, grid)
    if grid.excess(best[None, :])[0] > 0:
        found = _nearest_in_steps(x[used] * total, least, upper, grid)
        if found is None:
            return None
        best = _descend(found, least, upper, grid)
    full = grid.fractions(best[None, :])[0]
    row = full[None, :]
    every: tuple[Constraint, ...] = (doses, *limits, *others)
    kept = all(bool(c.satisfied(row)[0]) for c in every)
    return full if kept else None


def _nearest_in_steps(wanted: Array, lower: Steps, upper: Steps, grid: _Grid) -> Steps | None:
    """Return the whole steps nearest to the wanted ones (sum of distances) that keep all limits."""
    n = len(wanted)
    low = np.maximum(lower, np.floor(wanted) - REACH)
    high = np.minimum(upper, np.ceil(wanted) + REACH)
    if np.any(low > high):
        return None
    one, none = np.eye(n), np.zeros((1, n))
    scale = np.maximum(np.abs(grid.rows).max(axis=1, initial=0.0), 1e-12)
    constraints = [
        LinearConstraint(np.hstack([np.ones((1, n)), none]), grid.total, grid.total),
        LinearConstraint(np.hstack([one, -one]), -np.inf, wanted),
        LinearConstraint(np.hstack([-one, -one]), -np.inf, -wanted),
    ]
    if len(grid.bounds):
        rows = np.hstack([grid.rows / scale[:, None], np.zeros((len(scale), n))])
        constraints.append(LinearConstraint(rows, -np.inf, grid.total * grid.bounds / scale))
    answer = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        constraints=constraints,
        integrality=np.concatenate([np.ones(n), np.zeros(n)]),
        bounds=Bounds(
            np.concatenate([low, np.zeros(n)]), np.concatenate([high, np.full(n, np.inf)])
        ),
        options={"time_limit": 1.0, "mip_rel_gap": 0.05},
    )
    return None if answer.x is None else np.rint(answer.x[:n]).astype(np.int64)


def _balance(units: Steps, lower: Steps, upper: Steps, total: int) -> None:
    """Let the largest parts take what rounding left over, in place."""
    for i in np.argsort(-units, kind="stable"):
        missing = total - int(units.sum())
        if missing == 0:
            return
        units[i] = np.clip(units[i] + missing, max(lower[i], 1), upper[i])


class _Grid:
    """Judges formulas given in whole steps."""

    def __init__(
        self,
        used: npt.NDArray[np.intp],
        n: int,
        total: int,
        limits: Sequence[Linear],
        objective: Callable[[Array], Array],
    ) -> None:
        self.used, self.n, self.total = used, n, total
        self.objective = objective
        signs = np.array([1.0 if c.relation == "<=" else -1.0 for c in limits])
        rows = np.array([c.coefficients[used] for c in limits]).reshape(len(limits), len(used))
        # an unknown value (NaN) can only stand on unused ingredients
        self.rows = signs[:, None] * np.nan_to_num(rows)
        self.bounds = signs * np.array([c.bound for c in limits])
        self.scale = np.maximum(np.abs(self.rows).max(axis=1, initial=0.0), 1e-12) / total
        self.tolerance = np.array([c.tolerance * max(1.0, abs(c.bound)) for c in limits])

    def fractions(self, units: Steps) -> Array:
        full = np.zeros((len(units), self.n))
        full[:, self.used] = units / self.total
        return full

    def excess(self, units: Steps) -> Array:
        """Sum over limits of the excess, in steps of the strongest ingredient of each limit."""
        over = (units / self.total) @ self.rows.T - self.bounds
        over = np.where(over <= self.tolerance, 0.0, over)
        return np.asarray((over / self.scale).sum(axis=1))


def _descend(
    units: Steps,
    lower: Steps,
    upper: Steps,
    grid: _Grid,
) -> Steps:
    """Move single steps while that repairs a limit or, without broken ones, nears the target."""
    best = units.copy()
    state = _judge(best[None, :], grid)[0]
    for _ in range(MAX_MOVES):
        moves = _neighbours(best, lower, upper)
        if not len(moves):
            break
        judged = _judge(moves, grid)
        i = min(range(len(moves)), key=lambda j: judged[j])
        if not judged[i] < (state[0], state[1] - 1e-12):
            break
        best, state = moves[i], judged[i]
    return best


def _judge(units: Steps, grid: _Grid) -> list[tuple[float, float]]:
    excess = np.round(grid.excess(units), 9)
    distance = grid.objective(grid.fractions(units))
    return [(float(e), float(d)) for e, d in zip(excess, distance, strict=True)]


def _neighbours(units: Steps, lower: Steps, upper: Steps) -> Steps:
    """All formulas with one step moved from one part to another."""
    found = []
    for i, j in permutations(range(len(units)), 2):
        if units[i] < upper[i] and units[j] > lower[j]:
            moved = units.copy()
            moved[i] += 1
            moved[j] -= 1
            found.append(moved)
    return np.array(found, dtype=np.int64).reshape(len(found), len(units))
