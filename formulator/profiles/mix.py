"""Profiles of mixtures: linear in the mass fractions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles.profile import ProfileTable

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixed:
    """Profiles of formulas; each array has shape (n_formulas, n_axes)."""

    mean: Array
    spread: Array
    """Standard deviation from the spreads of the parts, taken as independent."""
    coverage: Array
    """Share of the axis's amount that comes from reported values, 0-1."""


def mix(table: ProfileTable, X: npt.ArrayLike) -> Mixed:
    """Profiles of formulas from the profiles of their ingredients.

    Amounts add up by mass: no loss on heating, no fermentation, no reaction.

    Parameters
    ----------
    table : ProfileTable
        Ingredients, in the order of the columns of ``X``.
    X : array_like of shape (n_formulas, n_ingredients)
        Mass fractions [g/g]; one formula may be a plain vector.

    Returns
    -------
    Mixed

    Raises
    ------
    ValueError
        If the columns of ``X`` are not the foods of the table.
    """
    fractions = np.atleast_2d(np.asarray(X, dtype=np.float64))
    if fractions.shape[1] != len(table.keys):
        raise ValueError(
            f"X must have one column per food of the table ({len(table.keys)}), "
            f"got {fractions.shape[1]}"
        )
    mean = fractions @ table.mean
    spread = np.sqrt((fractions**2) @ (table.spread**2))
    known = fractions @ (table.coverage * table.mean)
    by_mass = fractions @ table.coverage
    coverage = np.divide(known, mean, out=by_mass, where=mean > 1e-12)
    return Mixed(mean=mean, spread=spread, coverage=np.clip(coverage, 0, 1))
