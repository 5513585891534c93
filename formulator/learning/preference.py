"""What the panel teaches the search: prices of ingredients and weights of profile blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.learning.belief import FALL, scores_of_judgements
from formulator.learning.components import PRIOR
from formulator.learning.features import CONSTANT, Kernel
from formulator.learning.liking import reduce_scores
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.profiles import ProfileTable
from formulator.search.candidate import Candidate
from formulator.search.steering import EMPHASIS_RANGE

FloatArray = npt.NDArray[np.float64]

WEIGHT_RANGE = EMPHASIS_RANGE
"""Learned block weights stay within what the search would take: a few cups may bend the distance,
not break it."""

TRUST = 0.2
"""Learned prices may shift a typical candidate by this share of its distance; the search bounds the
largest shift of any formula besides (``STEER_SHARE``)."""


@dataclass(frozen=True, slots=True)
class _Slopes:
    """Posterior slopes of liking on centred and scaled columns."""

    scale: FloatArray
    """Divisor of each column; infinite where it does not vary."""
    mean: FloatArray
    """Slope per scaled unit, [scale points]; 0 where the column does not vary."""


def _slopes(
    table: FloatArray,
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    *,
    start: float = 0.0,
) -> _Slopes:
    """Posterior of b in ``liking = mu + z'b + smooth rest``, prior b ~ N(start, v_linear) each."""
    centre, spread = table.mean(axis=0), table.std(axis=0)
    varies = spread > CONSTANT * np.maximum(np.abs(table).max(axis=0), 1e-300)
    scale = np.where(varies, spread, np.inf) * np.sqrt(max(int(varies.sum()), 1))
    z = (table - centre) / scale
    c = PRIOR.for_scale(*HEDONIC_RANGE)
    ids = [candidate.id for candidate in candidates]
    known = [j for j in judgements if j.overall is not None and j.formula in ids]
    if not known:
        return _Slopes(scale, np.where(varies, start, 0.0))
    kernel = Kernel.of_scaled(z, length=c.length)
    middle = sum(HEDONIC_RANGE) / 2
    reduced = reduce_scores(
        kernel, scores_of_judgements(known, ids), c, prior_mean=middle + z.sum(axis=1) * start
    )
    dual = reduced.dual(kernel.among(reduced.tasted).covariance(c))
    moved = c.linear * z[reduced.tasted].T @ dual
    return _Slopes(scale, np.where(varies, start + moved, 0.0))


def ingredient_preference(
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    table: ProfileTable,
    *,
    keys: Sequence[str],
) -> dict[str, float]:
    """Predict how liking changes per unit fraction of each ingredient, tasted or not.

    The panel's linear effect is learnt on the profile axes, which mix linearly; an ingredient that
    nobody has tasted is valued by its own profile. Only differences between ingredients matter,
    since fractions sum to one: the mean is 0.

    Parameters
    ----------
    candidates : sequence of Candidate
        All candidates of the project, tasted or not.
    judgements : sequence of Judgement
    table : ProfileTable
    keys : sequence of str
        Ingredients to value.

    Returns
    -------
    dict
        Ingredient key -> scale points per g/g.
    """
    known = {a.key: i for i, a in enumerate(table.axes)}
    axes = sorted(axis for axis in known if all(axis in dict(c.profile) for c in candidates))
    if not axes:
        return dict.fromkeys(keys, 0.0)
    values = np.array([[dict(c.profile)[a].value for a in axes] for c in candidates])
    slopes = _slopes(values, candidates, judgements)
    per_unit = np.where(np.isfinite(slopes.scale), slopes.mean / slopes.scale, 0.0)
    part = table.select(keys)
    worth = part.mean[:, [known[a] for a in axes]] @ per_unit
    return {k: float(v) for k, v in zip(keys, worth - worth.mean(), strict=True)}


def axis_slopes(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement], *, axes: Sequence[str]
) -> dict[str, float]:
    """Return how liking changes per unit of each axis, by the linear part of the liking model.

    Parameters
    ----------
    candidates : sequence of Candidate
    judgements : sequence of Judgement
    axes : sequence of str
        Those that not all candidates carry, or that do not vary, are left out.

    Returns
    -------
    dict
        Axis -> scale points per unit of the axis.
    """
    profiles = [dict(c.profile) for c in candidates]
    carried = [a for a in axes if all(a in p for p in profiles)]
    if not carried:
        return {}
    values = np.array([[p[a].value for a in carried] for p in profiles])
    slopes = _slopes(values, candidates, judgements)
    varies = np.isfinite(slopes.scale)
    return {a: float(slopes.mean[j] / slopes.scale[j]) for j, a in enumerate(carried) if varies[j]}


def search_prices(
    preference: Mapping[str, float], candidates: Sequence[Candidate]
) -> dict[str, float]:
    """Turn points of liking into prices in units of the distance, negative where wished.

    One point is worth the distance over which the prior lets liking fall by one point, read off
    the candidates at hand; but the prices may shift a typical candidate by no more than
    ``TRUST`` of its distance, because a slope learnt from a few cups does not hold far away.
    """
    distance = np.array([c.distance for c in candidates])
    near = np.array([c.similarity for c in candidates])
    worth = np.array(
        [sum(preference.get(k, 0.0) * x for k, x in c.formula.parts) for c in candidates]
    )
    fall = FALL * (HEDONIC_RANGE[1] - HEDONIC_RANGE[0]) * float(near.std())
    rates = [
        top / bottom
        for top, bottom in (
            (float(distance.std()), fall),
            (TRUST * float(distance.mean()), float(worth.std())),
        )
        if bottom > 0
    ]
    rate = min(rates, default=0.0)
    return {key: -rate * points for key, points in preference.items()}


def block_weights(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement]
) -> dict[str, float]:
    """Learn which blocks of the profile the panel minds.

    Liking is regressed on the root of each block's distance, with the same small fall expected of
    every block beforehand; a weight is the learnt fall over the expected one.

    Returns
    -------
    dict
        Block -> weight, mean 1 before bounding to ``WEIGHT_RANGE``; all 1 without judgements.
    """
    names = sorted({name for c in candidates for name, _ in c.blocks})
    if not names:
        return {}
    gaps = np.array(
        [[np.sqrt(dict(c.blocks)[b].distance) for b in names] for c in candidates], dtype=float
    )
    c = PRIOR.for_scale(*HEDONIC_RANGE)
    start = -0.5 * float(np.sqrt(c.linear))
    slopes = _slopes(gaps, candidates, judgements, start=start)
    falls = np.where(np.isfinite(slopes.scale), np.maximum(slopes.mean / start, 0.0), 1.0)
    weights = falls / falls.mean() if falls.mean() > 0 else np.ones(len(names))
    return {name: float(np.clip(w, *WEIGHT_RANGE)) for name, w in zip(names, weights, strict=True)}
