"""The sparse mixture problem: what is minimised, and every limit a mixture must keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError, TableError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]

FEASIBILITY = 1e-9
"""Largest accepted violation of a limit, relative to the size of its terms (at least 1)."""
LARGEST = 1e100
"""Larger numbers are refused: their squares are too near to what a float can hold."""
PRESENCE = 1e-8
"""Smallest fraction of an ingredient that must be present but has no lower bound, [g/g]."""


class Group(NamedTuple):
    """A cardinality limit: how many of some ingredients are in the mixture."""

    indices: IntArray
    min_count: int
    max_count: int


@dataclass(frozen=True, slots=True, eq=False)
class MixtureProblem:
    """Minimise ``||F x - target||^2 + linear.x`` over sparse mixtures.

    An ingredient is absent (``x_i = 0``) or present with ``lower_i <= x_i <= upper_i``. Fractions
    sum to 1, at most ``max_ingredients`` are present, the linear limits hold, and of each group
    between ``min_count`` and ``max_count`` ingredients are present. Made by :meth:`build`, which
    checks and completes what the caller gave.
    """

    F: FloatArray
    """Shape (n_axes, n_ingredients), square-root factor of the distance, [distance^0.5 per g/g]."""
    target: FloatArray
    """Shape (n_axes,), the target's image under the same factor, [distance^0.5]."""
    linear: FloatArray
    """Shape (n_ingredients,), price per fraction, [distance per g/g]."""
    lower: FloatArray
    """Shape (n_ingredients,), smallest fraction when present, [g/g]."""
    upper: FloatArray
    """Shape (n_ingredients,), largest fraction, 0 where the ingredient cannot be used, [g/g]."""
    A_ub: FloatArray
    """Shape (n_limits, n_ingredients); ``A_ub x <= b_ub`` [the limit's own unit per g/g]."""
    b_ub: FloatArray
    """Shape (n_limits,), [the limit's own unit]."""
    A_eq: FloatArray
    """Shape (n_equalities, n_ingredients), without the row of the sum [own unit per g/g]."""
    b_eq: FloatArray
    """Shape (n_equalities,), [own unit]."""
    max_ingredients: int
    groups: tuple[Group, ...]
    required: IntArray
    """Indices of ingredients that must be present."""

    @classmethod
    def build(
        cls,
        F: npt.ArrayLike,
        target: npt.ArrayLike,
        *,
        max_ingredients: int,
        lower: npt.ArrayLike | None = None,
        upper: npt.ArrayLike | None = None,
        linear: npt.ArrayLike | None = None,
        A_ub: npt.ArrayLike | None = None,
        b_ub: npt.ArrayLike | None = None,
        A_eq: npt.ArrayLike | None = None,
        b_eq: npt.ArrayLike | None = None,
        groups: Sequence[tuple[Sequence[int], int | None, int | None]] | None = None,
        required: Sequence[int] = (),
        no_good: Sequence[tuple[Sequence[int], int]] = (),
    ) -> MixtureProblem:
        """Check the arguments of a search and complete what was left out.

        Raises
        ------
        InputError
            If a shape does not fit, a number is missing, or an index does not exist.
        """
        F = _matrix(F, "F")
        n_axes, n = F.shape
        if not isinstance(max_ingredients, (int, np.integer)) or max_ingredients < 1:
            raise InputError(
                f"max_ingredients must be an integer of at least 1, got {max_ingredients!r}"
            )
        low = _vector(lower, "lower", n, 0.0)
        if np.any(low < 0):
            raise InputError(f"lower bounds must be >= 0, got {low.min():g} at {low.argmin()}")
        high = np.minimum(_vector(upper, "upper", n, 1.0, finite=False), 1.0)
        high = np.where(high < low, 0.0, np.maximum(high, 0.0))
        rows, limits = _rows(A_ub, b_ub, "A_ub", "b_ub", n)
        equal_rows, equal_to = _rows(A_eq, b_eq, "A_eq", "b_eq", n)
        if np.any(limits == -np.inf) or not np.all(np.isfinite(equal_to)):
            raise InputError("b_ub must not hold -inf, and b_eq only finite numbers")
        real = np.isfinite(limits)
        every_group = [*(groups or ()), *((members, 0, most) for members, most in no_good)]
        return cls(
            F=F,
            target=_vector(target, "target", n_axes, 0.0),
            linear=_vector(linear, "linear", n, 0.0),
            lower=low,
            upper=high,
            A_ub=rows[real],
            b_ub=limits[real],
            A_eq=equal_rows,
            b_eq=equal_to,
            max_ingredients=int(min(max_ingredients, n)),
            groups=_groups(every_group, n),
            required=_indices(required, n, "required"),
        )

    @property
    def n_ingredients(self) -> int:
        """Number of ingredients to choose from."""
        return int(self.F.shape[1])

    def objective(self, x: FloatArray) -> float:
        """Value of ``||F x - target||^2 + linear.x``, [distance]."""
        gap = self.F @ x - self.target
        return float(gap @ gap + self.linear @ x)

    def must_show(self) -> BoolArray:
        """Which ingredients are present in every mixture because they are required."""
        mask = np.zeros(self.n_ingredients, dtype=np.bool_)
        mask[self.required] = True
        return mask

    def counts_allowed(self, present: BoolArray) -> bool:
        """Whether a set of present ingredients keeps every limit on counts."""
        if present.sum() > self.max_ingredients or not present[self.required].all():
            return False
        return all(
            group.min_count <= int(present[group.indices].sum()) <= group.max_count
            for group in self.groups
        )

    def violation(self, x: FloatArray) -> float:
        """Largest violation of any limit by a mixture, each relative to its terms' size.

        Counts are judged on the nonzero fractions; a broken count weighs 1 per ingredient.
        """
        present = x > 0
        worst = max(0.0, abs(float(x.sum()) - 1.0), float(np.max(-x)))
        worst = max(worst, float(np.max(np.where(present, self.lower - x, 0.0))))
        worst = max(worst, float(np.max(np.where(present, x - self.upper, 0.0))))
        for rows, right, both in ((self.A_ub, self.b_ub, False), (self.A_eq, self.b_eq, True)):
            if len(right):
                slack = (rows @ x - right) / row_sizes(rows, right, self.upper)
                worst = max(worst, float(np.max(np.abs(slack) if both else slack)))
        counts = [int(present.sum()) - self.max_ingredients, int((~present[self.required]).sum())]
        for group in self.groups:
            here = int(present[group.indices].sum())
            counts += [here - group.max_count, group.min_count - here]
        return max(worst, float(max(counts)))


def row_sizes(rows: FloatArray, right: FloatArray, upper: FloatArray) -> FloatArray:
    """Size of each limit's terms, ``max(1, |right|, max_i |a_i| upper_i)``, shape (n_rows,)."""
    largest = np.max(np.abs(rows) * upper, axis=1, initial=0.0)
    sizes: FloatArray = np.maximum(1.0, np.maximum(np.abs(right), largest))
    return sizes


def _numbers(values: npt.ArrayLike, name: str) -> FloatArray:
    try:
        given = np.asarray(values)
        numbers = given.astype(np.float64) if given.dtype.kind in "biuf" else None
    except ValueError as error:  # rows of unequal length
        raise InputError(f"{name} must be an array of numbers: {error}") from error
    if numbers is None:
        raise InputError(f"{name} must hold real numbers, got {given.dtype}")
    if np.any(np.abs(numbers[np.isfinite(numbers)]) > LARGEST):
        raise InputError(f"{name} must not hold numbers above {LARGEST:g}; choose another unit")
    return numbers


def _matrix(values: npt.ArrayLike, name: str) -> FloatArray:
    matrix = _numbers(values, name)
    if matrix.ndim != 2 or matrix.shape[1] == 0:
        raise InputError(f"{name} must have two dimensions and a column, got shape {matrix.shape}")
    if not np.all(np.isfinite(matrix)):
        raise InputError(f"{name} must hold finite numbers only; fill the gaps before the search")
    return matrix


def _vector(
    values: npt.ArrayLike | None, name: str, size: int, default: float, *, finite: bool = True
) -> FloatArray:
    if values is None:
        return np.full(size, default)
    vector = _numbers(values, name)
    if vector.ndim == 0:
        vector = np.full(size, float(vector))
    if vector.shape != (size,):
        raise InputError(f"{name} must have shape ({size},), got {vector.shape}")
    if np.any(np.isnan(vector)) or (finite and not np.all(np.isfinite(vector))):
        raise InputError(f"{name} must hold finite numbers only")
    return vector.copy()


def _rows(
    rows: npt.ArrayLike | None, right: npt.ArrayLike | None, name: str, right_name: str, n: int
) -> tuple[FloatArray, FloatArray]:
    if (rows is None) != (right is None):
        raise InputError(f"give {name} and {right_name} together")
    if rows is None or right is None or np.size(right) == 0:
        return np.zeros((0, n)), np.zeros(0)
    limits = np.atleast_1d(_numbers(right, right_name))
    matrix = _matrix(np.atleast_2d(_numbers(rows, name)), name)
    if np.any(np.isnan(limits)):
        raise InputError(f"{right_name} must not hold NaN")
    if matrix.shape != (len(limits), n):
        raise InputError(
            f"{name} must have one row per number of {right_name} and {n} columns, "
            f"got {matrix.shape} for {limits.shape}"
        )
    return matrix, limits.copy()


def _indices(indices: Sequence[int], n: int, name: str) -> IntArray:
    given = np.asarray(list(indices))
    if given.size and given.dtype.kind not in "iu":
        raise InputError(f"{name} must hold indices (a list of integers), got {list(indices)!r}")
    found = np.unique(given.astype(np.intp))
    if len(found) and (found[0] < 0 or found[-1] >= n):
        raise InputError(f"{name} must hold indices from 0 to {n - 1}, got {found.tolist()}")
    return found


def _groups(
    groups: Sequence[tuple[Sequence[int], int | None, int | None]], n: int
) -> tuple[Group, ...]:
    made, problems = [], []
    for place, (members, least, most) in enumerate(groups):
        indices = _indices(members, n, f"group {place}")
        low, high = int(least or 0), len(indices) if most is None else int(most)
        if low > high and most is not None:
            problems.append(f"group {place}: min_count {low} > max_count {high}")
        made.append(Group(indices, low, high))
    if problems:
        raise TableError("a group's min_count must not exceed its max_count", problems)
    return tuple(made)
