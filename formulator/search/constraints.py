"""Limits as objects: each says itself in words and judges whole tables of formulas.

A constraint is bound to an order of ingredients (the columns of ``X``). ``violation(X)`` is 0
where it holds and grows, in the constraint's own unit, with the distance from holding;
``satisfied(X)`` allows ``tolerance`` for rounding of floating-point sums only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PRESENT = 1e-9
"""A fraction above this counts as an ingredient of the formula, [g/g]."""


class Origin(StrEnum):
    """Who asks for a constraint."""

    BRIEF = "brief"
    CLAIM = "claim"
    LEGAL = "legal limit"
    RULE = "food-science rule"
    WINDOW = "category window"
    USAGE = "usage window"
    STRUCTURE = "structure of the category"
    DIVERSITY = "difference from the other candidates"
    DEFINITION = "definition of a formula"


@runtime_checkable
class Constraint(Protocol):
    """The promise that every constraint keeps."""

    @property
    def name(self) -> str:
        """Short, unique name, e.g. ``sugars<=4``."""

    @property
    def origin(self) -> Origin:
        """Who asks for it."""

    def describe(self) -> str:
        """Say the constraint in words, with unit and source."""

    def violation(self, X: Array) -> Array:
        """Return how far each formula is from holding, 0 where it holds.

        Parameters
        ----------
        X : ndarray of shape (n_formulas, n_ingredients)
            Mass fractions, [g/g].

        Returns
        -------
        ndarray of shape (n_formulas,)
            In the constraint's own unit, >= 0.
        """

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold, as an ndarray of shape (n_formulas,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A weighted sum of the fractions stays on one side of a bound.

    Nutrition, cost, legal doses (single and summed over a group), claims and all linear
    food-science rules have this form.
    """

    name: str
    origin: Origin
    text: str
    coefficients: Array
    """Value of the pure ingredient, in ``unit``; shape (n_ingredients,)."""
    relation: str
    """``<=`` or ``>=``."""
    bound: float
    unit: str = ""
    tolerance: float = 1e-7

    def describe(self) -> str:
        """Say the limit in words."""
        return self.text

    def value(self, X: Array) -> Array:
        """Return the weighted sum of each formula, in ``unit``."""
        return np.asarray(np.atleast_2d(X) @ self.coefficients, dtype=np.float64)

    def violation(self, X: Array) -> Array:
        """Return how far each formula lies on the wrong side of the bound, in ``unit``."""
        sign = 1.0 if self.relation == "<=" else -1.0
        return np.maximum(0.0, sign * (self.value(X) - self.bound))

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return self.violation(X) <= self.tolerance * max(1.0, abs(self.bound))

    def row(self) -> tuple[Array, float]:
        """Return ``(a, b)`` with ``a.x <= b`` as the search takes it."""
        if self.relation == "<=":
            return self.coefficients, self.bound
        return -self.coefficients, -self.bound

    def relaxed(self, bound: float) -> Linear:
        """Return the same limit with another bound."""
        return replace(self, bound=bound)


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """Each ingredient is absent or dosed inside its window."""

    keys: tuple[str, ...]
    lower: Array
    """Least dose of a used ingredient, [g/g]; shape (n_ingredients,)."""
    upper: Array
    """Largest dose, [g/g]; 0 forbids the ingredient; shape (n_ingredients,)."""
    name: str = "doses"
    origin: Origin = Origin.USAGE
    tolerance: float = 1e-9

    def describe(self) -> str:
        """Say the windows in words."""
        n_open = int(np.count_nonzero(self.upper > 0))
        return f"each of {n_open} ingredients is absent or inside its usage window"

    def violation(self, X: Array) -> Array:
        """Return the largest excess or shortfall of any used ingredient, [g/g]."""
        X = np.atleast_2d(X)
        excess = X - self.upper
        shortfall = np.where(X > PRESENT, self.lower - X, 0.0)
        worst = np.maximum(excess, shortfall).max(axis=1)
        return np.asarray(np.maximum(0.0, worst), dtype=np.float64)

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return np.asarray(self.violation(X) <= self.tolerance)

    def offenders(self, x: Array) -> tuple[str, ...]:
        """Say which ingredients of one formula leave their windows, and by what."""
        out = np.flatnonzero(
            (x > self.upper + self.tolerance) | ((x > PRESENT) & (x < self.lower - self.tolerance))
        )
        return tuple(
            f"{self.keys[i]} at {100 * x[i]:.4g} % is outside "
            f"{100 * self.lower[i]:.4g}-{100 * self.upper[i]:.4g} %"
            for i in out
        )


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """How many ingredients of a group a formula holds."""

    name: str
    origin: Origin
    text: str
    indices: tuple[int, ...]
    minimum: int
    maximum: int

    def describe(self) -> str:
        """Say the group in words."""
        return self.text

    def violation(self, X: Array) -> Array:
        """Return how many ingredients of the group are too few or too many."""
        n = np.count_nonzero(np.atleast_2d(X)[:, list(self.indices)] > PRESENT, axis=1)
        off = np.maximum(0, np.maximum(self.minimum - n, n - self.maximum))
        return np.asarray(off, dtype=np.float64)

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return np.asarray(self.violation(X) == 0)

    def group(self) -> tuple[tuple[int, ...], int, int]:
        """Return the triple that the solver takes."""
        return self.indices, self.minimum, self.maximum


@dataclass(frozen=True, slots=True, eq=False)
class Locked:
    """One ingredient stands at a fixed fraction."""

    key: str
    index: int
    fraction: float
    tolerance: float = 1e-9
    origin: Origin = Origin.BRIEF

    @property
    def name(self) -> str:
        """Short, unique name."""
        return f"locked:{self.key}"

    def describe(self) -> str:
        """Say the lock in words."""
        return f"{self.key} is locked at {100 * self.fraction:g} %"

    def violation(self, X: Array) -> Array:
        """Return the distance from the locked fraction, [g/g]."""
        return np.abs(np.atleast_2d(X)[:, self.index] - self.fraction)

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return np.asarray(self.violation(X) <= self.tolerance)


@dataclass(frozen=True, slots=True)
class Step:
    """Every fraction is a whole number of weighable steps."""

    step: float
    """[g/100 g]."""
    tolerance: float = 1e-6
    """In steps."""
    name: str = "weighable"
    origin: Origin = Origin.BRIEF

    def describe(self) -> str:
        """Say the step in words."""
        return f"every part is a multiple of {self.step:g} g per 100 g"

    def violation(self, X: Array) -> Array:
        """Return the largest distance from a whole step, in steps."""
        steps = 100 * np.atleast_2d(X) / self.step
        return np.asarray(np.abs(steps - np.rint(steps)).max(axis=1), dtype=np.float64)

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return np.asarray(self.violation(X) <= self.tolerance)


@dataclass(frozen=True, slots=True)
class Total:
    """The fractions sum to one."""

    tolerance: float = 1e-9
    name: str = "total"
    origin: Origin = Origin.DEFINITION

    def describe(self) -> str:
        """Say the rule in words."""
        return "the parts sum to 100 %"

    def violation(self, X: Array) -> Array:
        """Return the distance of the sum from 1, [g/g]."""
        X = np.atleast_2d(X)
        negative = np.maximum(0.0, -X.min(axis=1))
        return np.asarray(np.maximum(np.abs(X.sum(axis=1) - 1), negative), dtype=np.float64)

    def satisfied(self, X: Array) -> Mask:
        """Tell which formulas hold."""
        return np.asarray(self.violation(X) <= self.tolerance)


def violated(constraints: Sequence[Constraint], x: Array) -> tuple[Constraint, ...]:
    """Return the constraints that one formula breaks.

    Parameters
    ----------
    constraints : sequence of Constraint
    x : ndarray of shape (n_ingredients,)
        Mass fractions, [g/g].

    Returns
    -------
    tuple of Constraint
    """
    row = np.atleast_2d(x)
    return tuple(c for c in constraints if not bool(c.satisfied(row)[0]))
