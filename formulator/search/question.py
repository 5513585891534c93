"""A brief with everything looked up, and how it is put to the solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from formulator.profiles import ProfileTable
from formulator.search.branch_and_bound import Progress
from formulator.search.brief import Brief
from formulator.search.constraints import (
    Constraint,
    Count,
    Doses,
    Linear,
    Locked,
    Step,
    Total,
)
from formulator.search.pantry import Pantry
from formulator.search.sparse_mixture import SparseMixture, solve_sparse_mixture
from formulator.search.systems import System
from formulator.similarity import Target
from ingredients import Catalogue

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A brief with everything looked up: what the solver is asked.

    ``table`` holds the considered ingredients only, in the order of the columns.
    """

    brief: Brief
    catalogue: Catalogue
    all_foods: ProfileTable
    target: Target
    pantry: Pantry
    table: ProfileTable
    system: System
    doses: Doses
    limits: tuple[Linear, ...]
    counts: tuple[Count, ...]
    locks: tuple[Locked, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Ingredient keys in the order of the columns."""
        return self.table.keys

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """Every limit that a candidate must keep after rounding."""
        step = Step(self.brief.scale_step)
        return (Total(), self.doses, *self.limits, *self.counts, *self.locks, step)

    @property
    def matrix(self) -> Array:
        """F of the distance ``||F x - t||^2``, shape (n_rows, n_ingredients)."""
        return np.asarray(self.target.factor @ self.table.mean.T)

    @property
    def image(self) -> Array:
        """Image of the target under the same factor, shape (n_rows,)."""
        return np.asarray(self.target.factor @ self.target.mean)

    def distances(self, X: Array) -> Array:
        """Distance of formulas to the target.

        Parameters
        ----------
        X : ndarray of shape (n_formulas, n_ingredients)

        Returns
        -------
        ndarray of shape (n_formulas,)
        """
        gaps = np.atleast_2d(X) @ self.matrix.T - self.image
        return np.asarray((gaps**2).sum(axis=1))

    def index(self, key: str) -> int:
        """Column of an ingredient (ValueError when it is not considered)."""
        return self.keys.index(key)

    def replace(self, **changes: object) -> Question:
        """Return the same question with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def arguments(
    question: Question,
    *,
    more_counts: Sequence[Count] = (),
    more_limits: Sequence[Linear] = (),
) -> dict[str, Any]:
    """Return what the solver is given: keyword arguments of ``solve_sparse_mixture``.

    Parameters
    ----------
    question : Question
    more_counts, more_limits : sequence of Count, of Linear
        Held beside the question's own.

    Returns
    -------
    dict
        ``F``, ``target``, ``max_ingredients``, ``lower``, ``upper``, ``A_ub``, ``b_ub``,
        ``groups``, ``required``.
    """
    rows = [c.row() for c in (*question.limits, *more_limits)]
    n = len(question.keys)
    required = [lock.index for lock in question.locks]
    groups = []
    for count in (*question.counts, *more_counts):
        if len(count.indices) == 1 and count.minimum == 1:
            required.append(count.indices[0])
        elif count.minimum > 0 or count.maximum < len(count.indices) < n:
            groups.append(count.group())
    return {
        "F": question.matrix,
        "target": question.image,
        "max_ingredients": question.brief.max_ingredients,
        "lower": question.doses.lower,
        "upper": question.doses.upper,
        "A_ub": np.array([a for a, _ in rows]).reshape(len(rows), n),
        "b_ub": np.array([b for _, b in rows]),
        "groups": groups,
        "required": sorted(set(required)),
    }


def solve(
    question: Question,
    *,
    time_limit: float,
    gap: float = 1e-3,
    no_good: Sequence[tuple[Sequence[int], int]] = (),
    more_counts: Sequence[Count] = (),
    more_limits: Sequence[Linear] = (),
    linear: Array | None = None,
    starts: Sequence[Sequence[int]] = (),
    progress: Progress | None = None,
) -> SparseMixture:
    """Solve a question, with further limits for a different answer.

    Parameters
    ----------
    question : Question
    time_limit : float
        [s].
    gap : float
        Wanted relative gap.
    no_good : sequence of (indices, count)
        At most ``count`` of these ingredients.
    more_counts, more_limits : sequence of Count, of Linear
        Held beside the question's own.
    linear : ndarray of shape (n_ingredients,), optional
        Price of each fraction, added to the distance.
    starts : sequence of sequence of int
        Sets of ingredients to begin with.
    progress : callable, optional
        Called with (objective, bound) now and then; returning False cancels.

    Returns
    -------
    SparseMixture
    """
    given = arguments(question, more_counts=more_counts, more_limits=more_limits)
    return solve_sparse_mixture(
        given.pop("F"),
        given.pop("target"),
        **given,
        linear=linear,
        no_good=no_good,
        starts=starts,
        time_limit=time_limit,
        gap=gap,
        seed=question.brief.seed,
        progress=progress,
    )
