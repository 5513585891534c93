"""Gap estimates: a missing value borrowed from like foods, always with its spread.

A value is estimated as a share of its base: an amino acid of protein, a fatty acid of fat,
sugars, starch and fibre of carbohydrate, minerals and vitamins of dry matter. The share is
the weighted mean over all foods that report it, weights falling with the difference in
dry-matter composition, in the words of the name, in category and botanical genus
(Nadaraya-Watson regression; Nadaraya 1964, doi 10.1137/1109020). The spread is
the weighted spread of the donors, scaled per axis so that leave-one-out errors of reported
values exceed 1.645 spreads in one case of ten (split-free conformal scaling).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles.axes import Axis
from formulator.profiles.neighbours import Neighbourhood, features

Array = npt.NDArray[np.float64]
Array32 = npt.NDArray[np.float32]

Z90 = 1.6448536269514722
"""Half width of a central 90 % interval in standard deviations of a normal distribution."""
PRIOR_LOG_WEIGHT = 0.0
"""Log weight of the mean over all foods: that of one donor of the same dry-matter composition
whose name shares no word. Close relatives outweigh it, strangers do not."""
RELATIVE_FLOOR = 0.1
"""Least relative spread of an estimate, [-]."""
BALANCE_SPREAD = 0.4
"""Spread of a macro component taken from the mass balance, [g/100 g]: hiding known ash and
water of SR28, half of the balances are exact and nine in ten come within 0.8 to 0.9 g."""
TRACE_BASES = frozenset({"dry_matter", "carbohydrate"})
"""Bases of axes that a purified food lacks unless it reports them."""
MILK_ONLY = frozenset({"lactose"})
"""Axes that only the milk of mammals holds (general knowledge): 0 in a plant, without doubt."""
LEAST_BASE = 1e-3
"""Base below which a food tells nothing about shares of it, [g/100 g]."""
CHUNK = 512
"""Rows worked on at once, to bound memory."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A table without gaps."""

    mean: Array
    """Reported value, or its estimate, in the axis's unit; shape (n_foods, n_axes)."""
    spread: Array
    """Standard deviation of the estimate; 0 where the value is reported."""
    known: npt.NDArray[np.bool_]
    """True where the value is reported."""


def balance_macros(values: Array, column: dict[str, int]) -> Array:
    """Fill one missing macro component of a food from 100 - sum of the others.

    Parameters
    ----------
    values : ndarray of shape (n_foods, n_axes)
        NaN where unknown.
    column : dict of str to int

    Returns
    -------
    ndarray of shape (n_foods, n_axes)
        A copy; missing alcohol counts as none.
    """
    out = values.copy()
    parts = [column[k] for k in ("water", "protein", "fat", "carbohydrate", "ash") if k in column]
    if len(parts) < 5:
        return out
    alcohol = np.nan_to_num(out[:, column["alcohol"]]) if "alcohol" in column else 0.0
    for j in parts:
        rest = 100 - alcohol - out[:, [k for k in parts if k != j]].sum(axis=1)
        open_ = np.isnan(out[:, j]) & np.isfinite(rest)
        out[open_, j] = np.clip(rest[open_], 0, 100)
    return out


def bases(values: Array, axes: Sequence[Axis]) -> Array:
    """Amounts of which the axes are shares.

    Returns
    -------
    ndarray of shape (n_foods, n_axes)
        In g/100 g, >= 0; 100 for an axis without base; NaN where the base is unknown.
    """
    column = {a.key: j for j, a in enumerate(axes)}
    dry = np.clip(100 - values[:, column["water"]], 0, 100) if "water" in column else None
    out = np.full(values.shape, 100.0)
    for j, a in enumerate(axes):
        if a.base == "dry_matter" and dry is not None:
            out[:, j] = dry
        elif a.base in column:
            out[:, j] = np.maximum(values[:, column[a.base]], 0)
    return out


def _smooth(
    near: Neighbourhood, shares: Array32, trust: Array32, rows: npt.NDArray[np.intp]
) -> tuple[Array, Array]:
    """Weighted mean and variance of donors' shares for some foods; shape (n_rows, n_axes)."""
    donors = np.hstack([trust, trust * shares, trust * shares * shares])
    priors = {k: _prior(donors[near.kingdom * k >= 0]) for k in (-1, 0, 1)}
    prior = np.array([priors[int(k)] for k in near.kingdom[rows]], dtype=np.float32)
    sums = np.empty((len(rows), donors.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), CHUNK):
        weights = near.log_weights(rows[start : start + CHUNK])
        largest = np.maximum(weights.max(axis=1, keepdims=True), PRIOR_LOG_WEIGHT)
        weights -= largest
        np.exp(weights, out=weights)
        sums[start : start + CHUNK] = (
            weights @ donors + np.exp(PRIOR_LOG_WEIGHT - largest) * (prior[start : start + CHUNK])
        )
    weight, first, second = np.split(sums.astype(np.float64), 3, axis=1)
    weight = np.where(weight > 0, weight, 1)  # an axis that nobody reports
    mean = first / weight
    return mean, np.maximum(second / weight - mean**2, 0)


def _prior(donors: Array32) -> Array32:
    """Sum all donors (trust, first and second moment), scaled to a total trust of 1."""
    sums = donors.sum(axis=0)
    total = np.maximum(sums[: len(sums) // 3], 1e-9)
    return np.asarray(sums / np.tile(total, 3), dtype=np.float32)


def _scale(error: Array, spread: Array, usable: npt.NDArray[np.bool_]) -> Array:
    """Factor per axis that makes 90 % of leave-one-out errors fall within 1.645 spreads."""
    factor = np.ones(error.shape[1])
    for j in range(error.shape[1]):
        rows = usable[:, j] & (spread[:, j] > 0)
        if rows.sum() >= 20:
            ratio = np.abs(error[rows, j]) / spread[rows, j]
            factor[j] = max(float(np.quantile(ratio, 0.9)) / Z90, 0.05)
    return factor


def fill_gaps(
    values: Array,
    axes: Sequence[Axis],
    *,
    names: Sequence[str],
    categories: Sequence[str] | None = None,
    genera: Sequence[str] | None = None,
    purified: Sequence[bool] | None = None,
    kingdoms: Sequence[int] | None = None,
) -> Filled:
    """Estimate every missing value from like foods of the same table.

    Parameters
    ----------
    values : ndarray of shape (n_foods, n_axes)
        Reported values in the units of the axes; NaN where unknown.
    axes : sequence of Axis
        Columns of ``values``.
    names : sequence of str
        Names of the foods; like names lend values to each other.
    categories, genera : sequence of str, optional
        Category and botanical genus of each food; empty where unknown.
    purified : sequence of bool, optional
        Foods that are one substance or nearly so (a salt, an acid, a gum). What they do not
        report beside their macros is taken as 0, with the size of the estimate as its spread.
    kingdoms : sequence of int, optional
        1 for plants and fungi, -1 for animal foods, 0 for both or unknown: plants and animals
        hardly lend values to each other, whatever their names say.

    Returns
    -------
    Filled
        Finite everywhere. An axis that no food reports is 0 with spread 0 and known nowhere.
    """
    n = len(values)
    column = {a.key: j for j, a in enumerate(axes)}
    reported = np.isfinite(values)
    values = balance_macros(np.asarray(values, dtype=np.float64), column)
    near = Neighbourhood(
        features(values, column),
        names,
        categories=[""] * n if categories is None else categories,
        genera=[""] * n if genera is None else genera,
        kingdoms=[0] * n if kingdoms is None else kingdoms,
    )
    known = np.isfinite(values)
    whole = _known_bases(values, axes, near)
    usable = known & (whole > LEAST_BASE) & ~_exceeds(values, whole, axes)
    shares = np.divide(values, whole, out=np.zeros_like(values), where=usable)
    reference = np.array([5.0 if a.base == "dry_matter" else 1.0 for a in axes])
    trust = usable * np.minimum(whole / reference, 1)
    everyone = np.arange(n, dtype=np.intp)
    mean, variance = _smooth(near, shares.astype(np.float32), trust.astype(np.float32), everyone)
    typical = np.array([_mean_or_zero(values[:, j]) for j in range(len(axes))])
    estimate = mean * whole
    floor = (RELATIVE_FLOOR * estimate) ** 2 + (0.01 * typical * (whole > 0)) ** 2
    spread = np.sqrt(variance * whole**2 + floor)
    spread = spread * _scale(estimate - values, spread, usable)
    if purified is not None:
        trace = np.outer(purified, [a.base in TRACE_BASES for a in axes]) & ~known
        spread = np.where(trace, np.hypot(estimate, spread), spread)
        estimate = np.where(trace, 0.0, estimate)
    if kingdoms is not None:
        of_milk = np.outer([k > 0 for k in kingdoms], [a.key in MILK_ONLY for a in axes])
        spread = np.where(of_milk, 0.0, spread)
        estimate = np.where(of_milk, 0.0, estimate)
    balanced = known & ~reported
    return Filled(
        mean=np.where(known, values, estimate),
        spread=np.where(reported, 0.0, np.where(balanced, BALANCE_SPREAD, spread)),
        known=reported,
    )


def _known_bases(values: Array, axes: Sequence[Axis], near: Neighbourhood) -> Array:
    """Bases of all axes; where a base itself is missing, its own estimate."""
    column = {a.key: j for j, a in enumerate(axes)}
    macro = [column[k] for k in ("water", "protein", "fat", "carbohydrate") if k in column]
    part = values[:, macro]
    rows = np.flatnonzero(np.isnan(part).any(axis=1))
    if len(rows):
        known = np.isfinite(part)
        shares, trust = np.nan_to_num(part).astype(np.float32), known.astype(np.float32)
        mean, _ = _smooth(near, shares, trust, rows)
        values = values.copy()
        part = part.copy()
        part[rows] = np.where(known[rows], part[rows], mean)
        values[:, macro] = part
    return bases(values, axes)


def _exceeds(values: Array, whole: Array, axes: Sequence[Axis]) -> npt.NDArray[np.bool_]:
    """Where grams exceed their base (the acid of a vinegar): no share of it, so not lent."""
    grams = np.array([a.unit.startswith("g/") for a in axes])
    return np.asarray((np.nan_to_num(values) > 1.05 * np.nan_to_num(whole)) & grams)


def _mean_or_zero(column: Array) -> float:
    finite = column[np.isfinite(column)]
    return float(finite.mean()) if len(finite) else 0.0
