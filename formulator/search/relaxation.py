"""The convex relaxation of a sparse mixture problem, and bounds that hold whatever the solver did.

Method: a primal-dual interior-point method (Mehrotra, SIAM J. Optim. 2 (1992) 575,
doi 10.1137/0802028) whose linear systems have the size n_axes + n_limits, because the quadratic
term has low rank. Its answer is never believed: every dual point, converged or not, gives a valid
lower bound by weak duality (:func:`dual_bound`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from formulator.search.mixture_problem import BoolArray, FloatArray, IntArray, MixtureProblem

ROUND_OFF = 1e-13
"""Share of the summed magnitudes that a bound gives away to floating-point rounding."""
MAX_ITERATIONS = 60
TINY_BOX = 1e-12
"""A variable whose bounds are nearer than this is a constant, [g/g]."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Convex quadratic programme in the mixture's fractions, without counts.

    Minimise ``||F x - target||^2 + linear.x`` s.t. ``E x = e``, ``A x <= b`` and a box.
    Rows are scaled so that their largest term has size 1.
    """

    F: FloatArray
    target: FloatArray
    linear: FloatArray
    E: FloatArray
    e: FloatArray
    A: FloatArray
    b: FloatArray

    @classmethod
    def of(cls, problem: MixtureProblem) -> Rows:
        """Relax a problem: the limits stay, the counts are left to whoever sets the box."""
        ones = np.ones((1, problem.n_ingredients))
        E = np.vstack([ones, problem.A_eq])
        e = np.concatenate([[1.0], problem.b_eq])
        size_e = np.maximum(np.max(np.abs(E) * problem.upper, axis=1, initial=0.0), 1e-12)
        A, b = problem.A_ub, problem.b_ub
        size_a = np.max(np.abs(A) * problem.upper, axis=1, initial=0.0)
        size_a = np.where(size_a > 0, size_a, 1.0)
        return cls(
            F=problem.F,
            target=problem.target,
            linear=problem.linear,
            E=E / size_e[:, None],
            e=e / size_e,
            A=A / size_a[:, None],
            b=b / size_a,
        )

    def columns(self, chosen: BoolArray | IntArray) -> Rows:
        """Take the same programme over some of the ingredients; the rest are absent."""
        return Rows(
            F=self.F[:, chosen],
            target=self.target,
            linear=self.linear[chosen],
            E=self.E[:, chosen],
            e=self.e,
            A=self.A[:, chosen],
            b=self.b,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Answer of a relaxation: a point, its multipliers and a bound that always holds."""

    x: FloatArray
    """Fractions, [g/g]."""
    y: FloatArray
    """Multipliers of ``rho = F x - target``, shape (n_axes,)."""
    nu: FloatArray
    """Multipliers of the equalities, the sum first."""
    mu: FloatArray
    """Multipliers of ``A x <= b``, >= 0."""
    bound: float
    """Valid lower bound of the programme, whatever the other fields are worth."""
    residual: float
    """Largest violation of a (scaled) row or bound by ``x``."""


def reduced_costs(rows: Rows, y: FloatArray, nu: FloatArray, mu: FloatArray) -> FloatArray:
    """Price of each ingredient at a dual point, shape (n_ingredients,)."""
    costs: FloatArray = rows.linear + y @ rows.F + nu @ rows.E
    if len(mu):
        costs = costs + mu @ rows.A
    return costs


def dual_constant(rows: Rows, y: FloatArray, nu: FloatArray, mu: FloatArray) -> float:
    """Return the part of the Lagrangian bound that does not depend on the box."""
    terms = np.concatenate([-0.25 * y * y, -y * rows.target, -nu * rows.e, -mu * rows.b])
    return float(terms.sum() - ROUND_OFF * np.abs(terms).sum())


def dual_bound(
    rows: Rows,
    low: FloatArray,
    high: FloatArray,
    multipliers: tuple[FloatArray, FloatArray, FloatArray],
) -> float:
    """Lower bound of the programme over a box from any dual point (Fenchel, weak duality).

    ``||r||^2 >= y.r - ||y||^2 / 4`` for every y, so for mu >= 0 the objective is at least
    ``-||y||^2/4 - y.target - nu.e - mu.b + sum_i min(cost_i low_i, cost_i high_i)``.
    """
    costs = reduced_costs(rows, *multipliers)
    terms = np.where(costs > 0, costs * low, costs * high)
    slip = ROUND_OFF * float(np.abs(terms).sum())
    return dual_constant(rows, *multipliers) + float(terms.sum()) - slip


def solve_relaxation(
    rows: Rows, low: FloatArray, high: FloatArray, *, tolerance: float = 1e-10
) -> Relaxed:
    """Solve the programme over a box ``low <= x <= high``.

    Parameters
    ----------
    rows : Rows
    low, high : ndarray of shape (n_ingredients,)
        Bounds of the fractions, [g/g]; equal bounds fix an ingredient.
    tolerance : float
        Wanted relative distance of the point's value and the bound.
    """
    free = high - low > TINY_BOX
    fixed = low.copy()
    shift = np.where(free, 0.0, fixed)
    inner = rows if free.all() else rows.columns(free)
    moved = Rows(
        F=inner.F,
        target=rows.target - rows.F @ shift,
        linear=inner.linear,
        E=inner.E,
        e=rows.e - rows.E @ shift,
        A=inner.A,
        b=rows.b - rows.A @ shift,
    )
    if not free.any():
        x, y = fixed, 2.0 * -moved.target
        nu, mu = np.zeros(len(rows.e)), np.zeros(len(rows.b))
    else:
        with np.errstate(all="ignore"):  # an infeasible programme diverges; run() watches for it
            x_free, y, nu, mu = _InteriorPoint(moved, low[free], high[free]).run(tolerance)
        x = fixed
        x[free] = x_free
    return Relaxed(
        x=x,
        y=y,
        nu=nu,
        mu=mu,
        bound=dual_bound(rows, low, high, (y, nu, mu)),
        residual=_residual(rows, x),
    )


def _residual(rows: Rows, x: FloatArray) -> float:
    worst = float(np.max(np.abs(rows.E @ x - rows.e)))
    if len(rows.b):
        worst = max(worst, float(np.max(rows.A @ x - rows.b)))
    return worst


class _InteriorPoint:
    """One run of the predictor-corrector method; names follow the module's docstring."""

    def __init__(self, rows: Rows, low: FloatArray, high: FloatArray) -> None:
        self.rows, self.low, self.high = rows, low, high
        self.B = np.vstack([rows.F, rows.E, rows.A])
        self.n_axes, self.n_eq, self.n_ub = len(rows.target), len(rows.e), len(rows.b)
        self.right = np.concatenate([rows.target, rows.e, rows.b])
        width = high - low
        start = min(0.5, 1.0 / max(1.0, float(high.sum())))
        self.x = low + width * start
        self.multipliers = np.zeros(len(self.right))
        gap = rows.F @ self.x - rows.target
        gradient = rows.linear + 2.0 * gap @ rows.F
        scale = max(1e-8, float(np.mean(np.abs(gradient))))
        self.multipliers[: self.n_axes] = 2.0 * gap
        self.multipliers[self.n_axes + self.n_eq :] = scale
        self.to_low = np.maximum(gradient, 0.0) + scale
        self.to_high = np.maximum(-gradient, 0.0) + scale
        self.slack = np.maximum(1e-2, rows.b - rows.A @ self.x)

    def run(self, tolerance: float) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        best = (np.inf, self.x, self.multipliers)
        for _ in range(MAX_ITERATIONS):
            self._measure()
            score = max(self.gap, self.primal, self.dual)
            if not np.isfinite(score):
                break
            if score < best[0]:
                best = (score, self.x, self.multipliers)
            if score < tolerance:
                break
            if not self._step():
                break
        _, x, multipliers = best
        edge = self.n_axes + self.n_eq
        return (
            np.clip(x, self.low, self.high),
            multipliers[: self.n_axes],
            multipliers[self.n_axes : edge],
            np.maximum(multipliers[edge:], 0.0),
        )

    def _measure(self) -> None:
        edge = self.n_axes + self.n_eq
        least = 1e-15 * (self.high - self.low)  # cancellation must not make a distance zero
        self.below = np.maximum(self.x - self.low, least)
        self.above = np.maximum(self.high - self.x, least)
        self.mu = self.multipliers[edge:]
        gradient = self.rows.linear + self.multipliers @ self.B
        self.r_dual = gradient - self.to_low + self.to_high
        self.r_rows = self.B @ self.x - self.right
        self.r_rows[: self.n_axes] -= 0.5 * self.multipliers[: self.n_axes]
        self.r_rows[edge:] += self.slack
        total = self.below @ self.to_low + self.above @ self.to_high + self.slack @ self.mu
        self.centre = float(total) / (2 * len(self.x) + self.n_ub)
        fit = 0.5 * self.multipliers[: self.n_axes]
        value = 1e-9 + float(fit @ fit + np.abs(self.rows.linear) @ np.abs(self.x))
        self.gap = float(total) / value
        self.primal = float(np.max(np.abs(self.r_rows[self.n_axes :])))
        weight = np.abs(self.r_dual) @ (self.high - self.low)
        self.dual = float(weight) / value

    def _step(self) -> bool:
        theta = 1.0 / (self.to_low / self.below + self.to_high / self.above)
        edge = self.n_axes + self.n_eq
        system = (self.B * theta) @ self.B.T
        diagonal = np.full(len(system), 0.5)
        diagonal[self.n_axes : edge] = 1e-13 * (1.0 + float(np.trace(system)) / len(system))
        diagonal[edge:] = self.slack / np.maximum(self.mu, 1e-300)
        system[np.diag_indices_from(system)] += diagonal
        try:
            factor = cho_factor(system, lower=True, check_finite=False)
        except np.linalg.LinAlgError:
            return False
        zero = np.zeros_like(self.x)
        push = self._direction(theta, factor, 0.0, (zero, zero, np.zeros_like(self.slack)))
        alpha_p, alpha_d = self._lengths(push, 1.0)
        dx, _, dlow, dhigh, dslack, dmu = push
        after = (
            (self.below + alpha_p * dx) @ (self.to_low + alpha_d * dlow)
            + (self.above - alpha_p * dx) @ (self.to_high + alpha_d * dhigh)
            + (self.slack + alpha_p * dslack) @ (self.mu + alpha_d * dmu)
        ) / (2 * len(self.x) + self.n_ub)
        sigma = min(1.0, max(1e-6, (max(float(after), 0.0) / self.centre) ** 3))
        second_order = (dx * dlow, -dx * dhigh, dslack * dmu)
        step = self._direction(theta, factor, sigma * self.centre, second_order)
        alpha_p, alpha_d = self._lengths(step, 0.9995)
        if not np.isfinite(alpha_p * alpha_d) or max(alpha_p, alpha_d) < 1e-10:
            return False
        self._move(step, min(alpha_p, alpha_d))
        return True

    def _move(self, step: tuple[FloatArray, ...], alpha: float) -> None:
        dx, dlam, dlow, dhigh, dslack, dmu = step
        edge = self.n_axes + self.n_eq
        self.x = self.x + alpha * dx
        moved = self.multipliers + alpha * dlam
        moved[edge:] = self.mu + alpha * dmu
        self.multipliers = moved
        self.to_low = self.to_low + alpha * dlow
        self.to_high = self.to_high + alpha * dhigh
        self.slack = self.slack + alpha * dslack

    def _direction(
        self,
        theta: FloatArray,
        factor: tuple[FloatArray, bool],
        aim: float,
        terms: tuple[FloatArray, FloatArray, FloatArray],
    ) -> tuple[FloatArray, ...]:
        rc_low = aim - self.below * self.to_low - terms[0]
        rc_high = aim - self.above * self.to_high - terms[1]
        rc_slack = aim - self.slack * self.mu - terms[2]
        edge = self.n_axes + self.n_eq
        g = -self.r_dual + rc_low / self.below - rc_high / self.above
        right = self.r_rows.copy()
        right[edge:] += rc_slack / self.mu
        right += self.B @ (theta * g)
        dlam = cho_solve(factor, right, check_finite=False)
        dx = theta * (g - dlam @ self.B)
        dlow = (rc_low - self.to_low * dx) / self.below
        dhigh = (rc_high + self.to_high * dx) / self.above
        dmu = dlam[edge:]
        dslack = (rc_slack - self.slack * dmu) / self.mu
        return dx, dlam, dlow, dhigh, dslack, dmu

    def _lengths(self, step: tuple[FloatArray, ...], keep: float) -> tuple[float, float]:
        dx, _, dlow, dhigh, dslack, dmu = step
        primal = min(
            _longest(self.below, dx), _longest(self.above, -dx), _longest(self.slack, dslack)
        )
        dual = min(
            _longest(self.to_low, dlow), _longest(self.to_high, dhigh), _longest(self.mu, dmu)
        )
        return min(1.0, keep * primal), min(1.0, keep * dual)


def _longest(value: FloatArray, change: FloatArray) -> float:
    down = change < 0
    return float(np.min(-value[down] / change[down])) if down.any() else np.inf
