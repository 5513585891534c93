"""Which ingredients would supply what a formula lacks, and by how much it would come nearer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles import ProfileTable, genus
from formulator.profiles.neighbours import words
from formulator.similarity.distance import distance
from formulator.similarity.target import Target
from ingredients import Food

Array = npt.NDArray[np.float64]

N_SUPPLIERS = 3
"""Suppliers named for one axis."""
LEAST_SHARE = 0.1
"""A supplier closes at least this share of the gap on its axis at the dose named."""
LEAST_GAIN = 0.002
"""A supplier brings the formula nearer by at least this share of its distance."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """An ingredient that supplies what is short."""

    key: str
    name: str
    percent: float
    """Dose that brings the formula nearest, at most the typical one, [g/100 g]."""
    supplies: float
    """Amount it adds on the axis that is short, in the axis's unit."""
    distance_change: float
    """Change of the whole distance at that dose, < 0."""


def best_doses(target: Target, profile: Array, *, added: Array, largest: Array) -> Array:
    """Doses of single additions that bring a formula nearest; the formula is diluted by them.

    Parameters
    ----------
    target : Target
    profile : ndarray of shape (n_axes,)
        Of the formula as it is.
    added : ndarray of shape (n_ingredients, n_axes)
        Profiles of the ingredients.
    largest : ndarray of shape (n_ingredients,), mass fractions [g/g]

    Returns
    -------
    ndarray of shape (n_ingredients,), mass fractions [g/g]
        Minimiser t in [0, largest] of D((1 - t) profile + t added); 0 where none helps.
    """
    here = target.factor @ (profile - target.mean)
    steps = (added - profile) @ target.factor.T
    squares = np.maximum((steps**2).sum(axis=1), 1e-300)
    return np.asarray(np.clip(-(steps @ here) / squares, 0, largest), dtype=np.float64)


def suppliers_of(
    foods: Sequence[Food],
    table: ProfileTable,
    target: Target,
    *,
    profile: Array,
    axes: Sequence[int],
) -> dict[int, tuple[Supplier, ...]]:
    """Find ingredients that supply axes of which a formula is short.

    Parameters
    ----------
    foods : sequence of Food
        Candidates; each needs a usage, whose typical dose is the largest tried.
    table : ProfileTable
    target : Target
    profile : ndarray of shape (n_axes,)
        Of the formula as it is.
    axes : sequence of int
        Columns that are short.

    Returns
    -------
    dict of int to tuple of Supplier
        Per axis, by share of the gap closed times the fall of the whole distance; one per
        botanical genus or first word of the name.
    """
    added = table.select([f.key for f in foods]).mean
    largest = np.array([f.usage.typical / 100 if f.usage else 0.0 for f in foods])
    doses = best_doses(target, profile, added=added, largest=largest)
    moved = profile + doses[:, None] * (added - profile)
    here = float(distance(target, profile)[0])
    change = distance(target, moved) - here
    found = {}
    for j in axes:
        supplied = doses * (added[:, j] - profile[j])
        closed = np.clip(supplied / (target.mean[j] - profile[j]), 0, 1)
        enough = (supplied >= LEAST_SHARE * (target.mean[j] - profile[j])) & (
            change <= -LEAST_GAIN * here
        )
        order = [int(i) for i in np.argsort(closed * change, kind="stable") if enough[i]]
        found[j] = tuple(
            Supplier(
                key=foods[i].key,
                name=foods[i].name,
                percent=100 * float(doses[i]),
                supplies=float(supplied[i]),
                distance_change=float(change[i]),
            )
            for i in _distinct(foods, order)
        )
    return found


def _distinct(foods: Sequence[Food], order: Sequence[int]) -> list[int]:
    """First ``N_SUPPLIERS`` rows, one per botanical genus or first word of the name."""
    kept: dict[str, int] = {}
    for i in order:
        kept.setdefault(genus(foods[i]) or words(foods[i].name)[0], i)
    return list(kept.values())[:N_SUPPLIERS]
