"""Liking over what a recipe can move and people notice: sugars, fat, protein, sodium.

The candidates of a search near the target hardly differ in these, so that scaling by their spread
would turn a gram of sugar into a different world. Here one unit is one clear step from the best
formula so far, whatever the candidates' spread, and points that no candidate stands at can be
asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.learning.belief import scores_of_judgements
from formulator.learning.blend import Blend, blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR
from formulator.learning.features import Kernel
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.search.candidate import Candidate

FloatArray = npt.NDArray[np.float64]

LEVERS = ("sugars", "fat", "protein", "sodium")
"""Axes that people perceive and that a recipe can move by a quarter."""
SIZE = 0.25
"""One clear step, share of the target's value or of the best formula's, whichever is more.
People notice about a tenth to a fifth of a taste's strength (Weber fractions; evidence: general
knowledge), so that a quarter is noticed."""
REACH = 2
"""Most steps that one lever moves at once."""
RADIUS = 2.0
"""Length of the longest move, in steps: two on one lever, or one on each of four."""
LEAST_LEFT = 0.5
"""A move leaves at least this share of what the best formula has."""


@dataclass(frozen=True, slots=True)
class Points:
    """Where the levers may be moved from the best formula so far, and what liking is expected."""

    axes: tuple[str, ...]
    """The levers that all candidates carry."""
    start: FloatArray
    """The best formula's values, shape (n_axes,), each in its axis's unit."""
    step: FloatArray
    """One clear step on each axis, same shape and units."""
    moves: FloatArray
    """Steps on each axis, whole numbers, shape (n_points, n_axes); the first row is no move."""
    blend: Blend
    """Posterior over the points, in the order of ``moves``, then the candidates."""

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self.moves)

    @property
    def levels(self) -> FloatArray:
        """Value of each axis at each point, shape (n_points, n_axes)."""
        return moved(self.start, self.step, self.moves)

    def row(self, move: npt.ArrayLike) -> int:
        """Row of a move."""
        return int(np.flatnonzero((self.moves == np.asarray(move)).all(axis=1))[0])


def moved(start: FloatArray, step: FloatArray, moves: FloatArray) -> FloatArray:
    """Levels after moves; never below ``LEAST_LEFT`` of the start."""
    return np.maximum(start + moves * step, LEAST_LEFT * start)


def moves_within(n_axes: int) -> FloatArray:
    """All moves by whole steps within ``REACH`` and ``RADIUS``, shortest first."""
    each = range(-REACH, REACH + 1)
    every = np.array(list(itertools.product(each, repeat=n_axes)), dtype=float)
    length = np.linalg.norm(every, axis=1)
    kept = length <= RADIUS + 1e-9
    return np.asarray(every[kept][np.argsort(length[kept], kind="stable")])


def lever_points(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement], *, best: Candidate
) -> Points | None:
    """Posterior of liking at the best formula moved by whole steps.

    The liking model of :mod:`formulator.learning.belief` with the levers as its only features,
    counted in steps and divided by the root of their number: a formula one step off on every lever
    differs as much as two candidates of a study usually do.

    Parameters
    ----------
    candidates : sequence of Candidate
    judgements : sequence of Judgement
        With overall liking of at least one candidate, else the prior speaks.
    best : Candidate
        Where the moves start.

    Returns
    -------
    Points, or None
        None when no lever is carried by all candidates and present in the best formula.
    """
    profiles = [dict(c.profile) for c in candidates]
    here = dict(best.profile)
    axes = tuple(
        a for a in LEVERS if all(a in p for p in profiles) and a in here and here[a].value > 0
    )
    if not axes:
        return None
    start = np.array([here[a].value for a in axes])
    step = SIZE * np.array([max(here[a].value, here[a].target) for a in axes])
    moves = moves_within(len(axes))
    values = np.array([[p[a].value for a in axes] for p in profiles])
    at = np.vstack([moved(start, step, moves), values])
    z = (at - start) / step / np.sqrt(len(axes))
    judged = [j for j in judgements if j.overall is not None]
    known = [c.id for c in candidates]
    strangers = sorted({j.formula for j in judged} - set(known))
    components = PRIOR.for_scale(*HEDONIC_RANGE)
    blend = blended_posterior(
        [Kernel.of_scaled(z, length=components.length).with_strangers(len(strangers))],
        scores_of_judgements(judged, [*_nameless(len(moves)), *known, *strangers]),
        hypothesis_grid(components),
        prior_mean=sum(HEDONIC_RANGE) / 2,
    )
    return Points(axes, start, step, moves, blend)


def _nameless(n: int) -> list[str]:
    """Ids of points, which no judgement can name."""
    return [f"\0{i}" for i in range(n)]
