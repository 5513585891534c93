"""The target: a mean profile with the covariance of what still counts as the same food.

Per axis the tolerated variance is the sum of

- natural variation: variance among the members of the category, shrunk for few members;
- measurement: squared standard errors, and spreads of estimates, of the members' values;
- perception and practice: ``WEBER`` of the target's value (a Weber fraction) plus
  ``REACH`` of the spread of that axis among all foods, so that an amount too small to
  matter among foods does not matter here either.

Blocks are independent, so their distances add up. All constants are the same for every
category; those said to be chosen by the benchmarks were chosen on dairy categories and milk,
butter and yogurt analogues, and checked on other categories (docs/similarity.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.profiles import Axis, ProfileTable
from formulator.profiles.gaps import Z90
from formulator.similarity.reference import remaining_gaps
from ingredients import Catalogue, Kind

Array = npt.NDArray[np.float64]
Used = npt.NDArray[np.bool_]
Scale = tuple[tuple[str, float], ...]
"""(block or "all", distance) pairs."""

WEBER = 0.1
"""Tolerated share of the target's own value, [-]; Weber fractions of tastes are 0.1-0.2
(general practice)."""
REACH = 0.02
"""Tolerated share of the spread of an axis among all foods, [-]; chosen by the benchmarks."""
GRAIN = {"macro": 0.05}
"""Tolerated difference whatever the reach, by block [g/100 g]: half of the tenth of a gram that
tables and labels print. Hardly any food holds alcohol, so that its reach would forbid a drop."""
SHRINK = 3.0
"""Members that natural variation is shrunk by: n members count n / (n + SHRINK), [-]."""
BLOCK_WEIGHTS: Mapping[str, float] = {
    "macro": 2.0,
    "sugars": 3.0,
    "acids": 1.0,
    "minerals": 2.0,
    "fatty_acids": 0.3,
    "amino_acids": 2.0,
    "vitamins": 1.5,
    "taste_active": 0.3,
    "colour": 0.6,
    "other": 0.1,
}
"""Weights of whole blocks, however many axes they have; chosen by the benchmarks."""
N_RELATIVES = 30
"""Nearest single ingredients whose median distance stands for similarity 0.05."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a formula is compared with.

    ``D(p) = sum of squares of factor @ (p - mean)``; each row of ``factor`` belongs to one
    block, so the distance is the sum of the distances of its blocks. Per axis
    ``factor^2 = weight / n_axes / (deviation^2 + r^2)`` where ``r`` is the gap, with the spread
    of estimates, that a reference formula leaves (``similarity.reference``): what no ingredient
    reaches, or nobody has measured, cannot decide between formulas.
    """

    key: str
    name: str
    category: str
    axes: tuple[Axis, ...]
    mean: Array
    """Shape (n_axes,), in the axes' units."""
    deviation: Array
    """Tolerated standard deviation of every axis, in its unit; inf where the axis is unused."""
    factor: Array
    """Shape (n_rows, n_axes)."""
    row_blocks: tuple[str, ...]
    """Block of every row of ``factor``."""
    weights: tuple[tuple[str, float], ...]
    """(block, weight) of every block that counts."""
    low: Array
    """5 % point of the natural variation, in the axes' units, not below 0."""
    high: Array
    """95 % point of the natural variation."""
    near: Scale
    """Distances that count as within natural variation: similarity 0.95."""
    far: Scale
    """Distances of the nearest single ingredients: similarity 0.05."""

    @property
    def blocks(self) -> tuple[str, ...]:
        """Blocks that count, in their order."""
        return tuple(b for b, _ in self.weights)


def natural_deviation(members: Array, centre: Array) -> Array:
    """Measure the variation of members around a centre, shrunk towards 0 for few members.

    Parameters
    ----------
    members : ndarray of shape (n_members, n_axes)
    centre : ndarray of shape (n_axes,)

    Returns
    -------
    ndarray of shape (n_axes,)
        sqrt(mean squared deviation × n / (n + SHRINK)).
    """
    n = len(members)
    return np.asarray(np.sqrt(np.mean((members - centre) ** 2, axis=0) * n / (n + SHRINK)))


def reach_of_axes(mean: Array) -> Array:
    """Spread of every axis among foods, extremes (pure salts, oils) cut at the 1 and 99 % points.

    Parameters
    ----------
    mean : ndarray of shape (n_foods, n_axes)

    Returns
    -------
    ndarray of shape (n_axes,)
        Standard deviation of the winsorised values.
    """
    low, high = np.quantile(mean, [0.01, 0.99], axis=0)
    return np.asarray(np.std(np.clip(mean, low, high), axis=0))


def fit_target(
    table: ProfileTable,
    members: Sequence[str],
    *,
    key: str = "",
    name: str = "",
    category: str = "",
    centre: str | None = None,
    ingredients: Sequence[str] = (),
    largest: Sequence[float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Target:
    """Fit a target to the members of a category.

    Parameters
    ----------
    table : ProfileTable
        Members and all other foods; the others set the reach of every axis.
    members : sequence of str
        Keys of the foods that are the category; one is enough.
    key, name, category : str
        Labels of the result.
    centre : str, optional
        The member to imitate; the mean of the members by default.
    ingredients : sequence of str
        Foods that formulas will be made of; the gaps that a reference formula of them leaves
        widen the tolerance of the search (see ``Target``).
    largest : sequence of float, optional
        Largest customary fraction of each ingredient [g/g]; 1 by default.
    weights : mapping of block to weight, optional
        Multiplies ``BLOCK_WEIGHTS``.

    Returns
    -------
    Target

    Raises
    ------
    InputError
        If there is no member, a weight is negative, or a block is not known.
    """
    if not members:
        raise InputError("a target needs at least one member")
    factors = _block_weights(table.axes, weights or {})
    part = table.select(members)
    mean = part.mean.mean(axis=0) if centre is None else table.mean[table.index(centre)]
    natural = natural_deviation(part.mean, part.mean.mean(axis=0))
    error = np.sqrt(np.mean(part.spread**2, axis=0))
    grain = np.array([GRAIN.get(axis.block, 0.0) for axis in table.axes])
    practice = np.maximum(WEBER * np.abs(mean) + REACH * reach_of_axes(table.mean), grain)
    variance = natural**2 + error**2 + practice**2
    used = table.coverage.any(axis=0) & (variance > 0)
    deviation = np.where(used, np.sqrt(np.where(used, variance, 1.0)), np.inf)
    # In the search an axis that nobody has reported for the category does not decide: mayonnaise
    # without a reported acetic acid would forbid vinegar. For ranking, estimates do help.
    decides = used & part.coverage.any(axis=0) if ingredients else used
    per_axis = _axis_weights(table.axes, decides, factors)
    left = _remaining_gaps(
        table,
        ingredients,
        largest,
        mean=mean,
        deviation=deviation,
        weights=per_axis,
    )
    factor, rows = _factor(table.axes, np.hypot(deviation, left), per_axis)
    near, far = _scales(
        factor,
        rows,
        deviation=deviation,
        members=part.mean - mean,
        foods=_others(table, members, ingredients) - mean,
    )
    band = np.quantile(part.mean, [0.05, 0.95], axis=0)
    slack = Z90 * np.hypot(natural, error)
    return Target(
        key=key,
        name=name,
        category=category,
        axes=table.axes,
        mean=mean,
        deviation=deviation,
        factor=factor,
        row_blocks=rows,
        weights=tuple((b, w) for b, w in factors.items() if b in rows),
        low=np.maximum(np.minimum(band[0], mean - slack), 0),
        high=np.maximum(band[1], mean + slack),
        near=near,
        far=far,
    )


def build_target(
    catalogue: Catalogue,
    table: ProfileTable,
    key: str,
    weights: Sequence[tuple[str, float]] = (),
) -> Target:
    """Target of one animal food of the catalogue, with the variation of its category.

    Parameters
    ----------
    catalogue : Catalogue
    table : ProfileTable
        All foods of the catalogue (``profile_table(catalogue)``).
    key : str
        Key of a food of kind target.
    weights : sequence of (block, weight)
        The brief's weights.

    Returns
    -------
    Target

    Raises
    ------
    UnknownKeyError
        Naming the nearest known keys.
    InputError
        For a weight that is negative or a block that is not known.
    """
    food = catalogue.food(key)
    members = members_of(catalogue, key)
    ingredients = catalogue.of_kind(Kind.INGREDIENT)
    return fit_target(
        table,
        members,
        key=key,
        name=food.name,
        category=food.category,
        centre=key,
        ingredients=[f.key for f in ingredients],
        largest=[f.usage.maximum / 100 if f.usage else 1.0 for f in ingredients],
        weights=dict(weights),
    )


def members_of(catalogue: Catalogue, key: str) -> list[str]:
    """Keys of the foods whose variation counts as natural for a target, itself included."""
    category = catalogue.food(key).category
    return [
        f.key
        for f in catalogue.foods
        if f.key == key or (f.kind is Kind.TARGET and f.category == category)
    ]


def _block_weights(axes: Sequence[Axis], asked: Mapping[str, float]) -> dict[str, float]:
    """Weight of every block in the order of the axes."""
    blocks = list(dict.fromkeys(a.block for a in axes))
    unknown = sorted(set(asked) - set(blocks))
    if unknown:
        raise InputError(f"unknown block {unknown[0]!r}; known: {', '.join(blocks)}")
    bad = [f"{b}={w}" for b, w in asked.items() if not (np.isfinite(w) and w >= 0)]
    if bad:
        raise InputError(f"weights of blocks must be finite numbers >= 0, got {', '.join(bad)}")
    return {b: BLOCK_WEIGHTS[b] * asked.get(b, 1.0) for b in blocks}


def _axis_weights(axes: Sequence[Axis], used: Used, weights: Mapping[str, float]) -> Array:
    """Weight of every axis: its block's weight, shared by the axes of the block in use."""
    blocks = np.array([a.block for a in axes])
    share = {b: w / max(int((used & (blocks == b)).sum()), 1) for b, w in weights.items()}
    return np.array([share[b] for b in blocks]) * used


def _remaining_gaps(
    table: ProfileTable,
    ingredients: Sequence[str],
    largest: Sequence[float] | None,
    *,
    mean: Array,
    deviation: Array,
    weights: Array,
) -> Array:
    """Gap, with spread, that a reference formula of these ingredients leaves on every axis."""
    if not ingredients:
        return np.zeros(len(table.axes))
    part = table.select(ingredients)
    return remaining_gaps(
        part.mean,
        part.spread,
        mean=mean,
        variance=deviation**2,
        weights=weights,
        largest=None if largest is None else np.array(largest),
    )


def _others(table: ProfileTable, members: Sequence[str], ingredients: Sequence[str]) -> Array:
    """Profiles of the ingredients, or of all foods that are no members."""
    if ingredients:
        return table.select(ingredients).mean
    inside = set(members)
    kept = [i for i, k in enumerate(table.keys) if k not in inside]
    return table.mean[kept] if kept else table.mean


def _factor(
    axes: Sequence[Axis], deviation: Array, weights: Array
) -> tuple[Array, tuple[str, ...]]:
    """Rows that turn a difference of profiles into weighted squares, axis by axis."""
    kept = np.flatnonzero(np.isfinite(deviation) & (weights > 0))
    factor = np.zeros((len(kept), len(axes)))
    factor[np.arange(len(kept)), kept] = np.sqrt(weights[kept]) / deviation[kept]
    return factor, tuple(axes[int(j)].block for j in kept)


def _scales(
    factor: Array, rows: Sequence[str], *, deviation: Array, members: Array, foods: Array
) -> tuple[Scale, Scale]:
    """Distances that stand for similarity 0.95 and 0.05, per block and in all.

    The far one is the median of the ``N_RELATIVES`` nearest foods: no better than one of them
    alone. The near one is the 95 % point of the members, at most a quarter of the far one, at
    least one tolerated deviation on every axis (a category may have one member).
    """
    inner, outer = (members @ factor.T) ** 2, (foods @ factor.T) ** 2
    nearest = np.argsort(outer.sum(axis=1), kind="stable")[:N_RELATIVES]
    unit = (factor @ np.where(np.isfinite(deviation), deviation, 0.0)) ** 2
    near, far = [], []
    labels = np.array(rows)
    for block in ("all", *dict.fromkeys(rows)):
        chosen = np.ones(len(rows), dtype=bool) if block == "all" else labels == block
        own = float(np.quantile(inner[:, chosen].sum(axis=1), 0.95))
        other = float(np.median(outer[nearest][:, chosen].sum(axis=1)))
        own = max(min(own, other / 4), float(unit[chosen].sum()))
        near.append((block, own))
        far.append((block, max(other, 4 * own)))
    return tuple(near), tuple(far)
