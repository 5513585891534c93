"""How far a panel's learned preferences may steer the search."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from formulator.profiles import ProfileTable
from formulator.search.brief import Brief
from formulator.search.question import Question
from formulator.similarity import Target, build_target
from ingredients import Catalogue

Array = npt.NDArray[np.float64]

STEER_SHARE = 0.5
"""Learned prices may shift a formula by at most this share of the nearest candidate's distance:
what a few cups taught does not hold far from the cups."""
N_STEERING = 3
"""Ingredients whose prices are taken to act together when that shift is bounded."""
EMPHASIS_RANGE = (0.5, 2.0)
"""Learned factors on block weights stay within this range, for the same reason."""


def weighed(
    brief: Brief, catalogue: Catalogue, table: ProfileTable, emphasis: Mapping[str, float]
) -> Target:
    """Return the target with the brief's block weights times the learned factors."""
    asked = dict(brief.weights)
    factors = {b: min(max(f, EMPHASIS_RANGE[0]), EMPHASIS_RANGE[1]) for b, f in emphasis.items()}
    weights = {b: asked.get(b, 1.0) * factors.get(b, 1.0) for b in {**asked, **factors}}
    return build_target(catalogue, table, brief.target, weights=tuple(sorted(weights.items())))


def moderated(
    preference: Mapping[str, float], question: Question, nearest: float
) -> Mapping[str, float]:
    """Scale learned prices down to what the nearest candidate's distance allows them to shift.

    Prices count against water, which makes room for every other ingredient.
    """
    water = preference.get("water", 0.0)
    against_water = {key: price - water for key, price in preference.items()}
    effects = np.array(
        [
            abs(against_water.get(k, 0.0)) * u
            for k, u in zip(question.keys, question.pantry.upper, strict=True)
        ]
    )
    largest = float(np.sort(effects)[-N_STEERING:].sum())
    factor = min(1.0, STEER_SHARE * nearest / largest) if largest > 0 else 1.0
    return {key: factor * price for key, price in against_water.items()}


def prices(question: Question, preference: Mapping[str, float]) -> Array | None:
    """Return the price of each column, None without any preference."""
    if not preference:
        return None
    return np.array([preference.get(key, 0.0) for key in question.keys])
