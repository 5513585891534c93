"""Profiles of foods: reported values and gap estimates on the declared axes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.profiles.axes import AXES, Axis
from formulator.profiles.cache import cached_arrays
from formulator.profiles.gaps import Z90, fill_gaps
from ingredients import Catalogue, Food, Kind

Array = npt.NDArray[np.float64]

METHOD_VERSION = "9"
"""Raise it when the estimates change, so that stored profiles are made anew."""

PURIFIED = frozenset(
    {
        "mineral",
        "acid",
        "sweetener",
        "hydrocolloid",
        "emulsifier",
        "preservative_vitamin",
        "flavour",
        "fibre",
    }
)
"""Categories of ingredients that are one substance, or a few."""


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """Foods by axes.

    Raises
    ------
    ValueError
        If the shapes do not agree.
    """

    axes: tuple[Axis, ...]
    keys: tuple[str, ...]
    mean: Array
    """Reported value, or its estimate, in the axis's unit; shape (n_foods, n_axes)."""
    spread: Array
    """Standard deviation: of the estimate, or the reported standard error; same shape."""
    coverage: Array
    """1 where the value is reported, 0 where it is estimated; same shape."""

    def __post_init__(self) -> None:
        shape = (len(self.keys), len(self.axes))
        for name in ("mean", "spread", "coverage"):
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have shape {shape}, got {getattr(self, name).shape}")

    def index(self, key: str) -> int:
        """Row of a food (ValueError when it is not in the table)."""
        return self.keys.index(key)

    def column(self, key: str) -> int:
        """Column of an axis (ValueError when it is not in the table)."""
        return [a.key for a in self.axes].index(key)

    def select(self, keys: Sequence[str]) -> ProfileTable:
        """Return the rows of some foods, in the order asked for."""
        row = {k: i for i, k in enumerate(self.keys)}
        rows = np.array([row[k] for k in keys], dtype=np.intp)
        return ProfileTable(
            axes=self.axes,
            keys=tuple(keys),
            mean=self.mean[rows],
            spread=self.spread[rows],
            coverage=self.coverage[rows],
        )

    def interval90(self) -> tuple[Array, Array]:
        """Central 90 % interval of every value, cut at 0; two arrays of shape (n_foods, n_axes)."""
        half = Z90 * self.spread
        return np.maximum(self.mean - half, 0), self.mean + half


def axis_values(catalogue: Catalogue) -> tuple[Array, Array]:
    """Read the catalogue on all declared axes: reported values and their standard errors.

    Parameters
    ----------
    catalogue : Catalogue

    Returns
    -------
    values, errors : ndarray of shape (n_foods, n_axes)
        In the order of ``AXES``; values are NaN and errors 0 where nothing is reported.
    """
    held = {p.key: j for j, p in enumerate(catalogue.properties)}
    values = np.full((len(catalogue), len(AXES)), np.nan)
    errors = np.zeros_like(values)
    for j, a in enumerate(AXES):
        if a.key in held:
            values[:, j] = catalogue.values[:, held[a.key]]
            errors[:, j] = np.nan_to_num(catalogue.standard_errors[:, held[a.key]])
    return values, errors


def genus(food: Food) -> str:
    """Botanical genus of a food, empty when it has no botanical name."""
    return food.botanical_name.split(" ")[0]


def is_purified(food: Food) -> bool:
    """Whether a food is one substance, or a few, with no more than traces of anything else."""
    return food.kind is Kind.INGREDIENT and food.category in PURIFIED


def kingdom(food: Food) -> int:
    """1 for ingredients (plants and fungi), -1 for targets (animal), 0 for finished products."""
    return {Kind.INGREDIENT: 1, Kind.TARGET: -1}.get(food.kind, 0)


def profiles_of(
    keys: Sequence[str],
    values: Array,
    *,
    names: Sequence[str],
    categories: Sequence[str],
    genera: Sequence[str],
    purified: Sequence[bool] | None = None,
    kingdoms: Sequence[int] | None = None,
    errors: Array | None = None,
) -> ProfileTable:
    """Profiles of foods given as arrays; gaps filled from each other, cached by content.

    Parameters
    ----------
    keys : sequence of str
        Unique labels of the rows.
    values : ndarray of shape (n_foods, n_axes)
        In the order and units of ``AXES``; NaN where not known.
    names, categories, genera : sequence of str
        What tells how alike two foods are; empty category or genus: unknown.
    purified : sequence of bool, optional
        Foods that are one substance or nearly so (see ``fill_gaps``); none by default.
    kingdoms : sequence of int, optional
        1 plant, -1 animal, 0 both or unknown (see ``fill_gaps``); unknown by default.
    errors : ndarray of shape (n_foods, n_axes), optional
        Standard errors of the reported values; 0 by default.

    Returns
    -------
    ProfileTable
        Axes that no food reports are left out.
    """
    used = np.flatnonzero(np.isfinite(values).any(axis=0))
    axes = tuple(AXES[j] for j in used)
    values = np.ascontiguousarray(values[:, used])
    kingdoms = [0] * len(keys) if kingdoms is None else kingdoms
    pure = [False] * len(keys) if purified is None else list(purified)

    def compute() -> dict[str, npt.NDArray[np.generic]]:
        filled = fill_gaps(
            values,
            axes,
            names=names,
            categories=categories,
            genera=genera,
            purified=pure,
            kingdoms=kingdoms,
        )
        return {"mean": filled.mean, "spread": filled.spread, "known": filled.known}

    digest = _digest(
        values, [a.key for a in axes], names, categories, genera, map(str, pure), map(str, kingdoms)
    )
    arrays = cached_arrays(f"profiles-{digest}", compute)
    known = np.asarray(arrays["known"], dtype=bool)
    reported = 0.0 if errors is None else errors[:, used]
    return ProfileTable(
        axes=axes,
        keys=tuple(keys),
        mean=np.asarray(arrays["mean"], dtype=np.float64),
        spread=np.where(known, reported, np.asarray(arrays["spread"], dtype=np.float64)),
        coverage=known.astype(np.float64),
    )


def profile_table(catalogue: Catalogue, keys: Sequence[str] | None = None) -> ProfileTable:
    """Profiles of the catalogue's foods, gaps filled, cached on disk by content.

    Parameters
    ----------
    catalogue : Catalogue
        All of its foods lend values to each other, whatever ``keys`` asks for.
    keys : sequence of str, optional
        Foods wanted, in this order; all by default.

    Returns
    -------
    ProfileTable
        Axes that no food of the catalogue reports are left out.

    Raises
    ------
    UnknownKeyError
        For a key that the catalogue does not hold.
    """
    values, errors = axis_values(catalogue)
    table = profiles_of(
        [f.key for f in catalogue.foods],
        values,
        names=[f.name for f in catalogue.foods],
        categories=[f.category for f in catalogue.foods],
        genera=[genus(f) for f in catalogue.foods],
        purified=[is_purified(f) for f in catalogue.foods],
        kingdoms=[kingdom(f) for f in catalogue.foods],
        errors=errors,
    )
    if keys is None:
        return table
    catalogue.rows(keys)  # names the nearest known keys when one is unknown
    return table.select(keys)


def _digest(values: Array, *texts: Iterable[str]) -> str:
    """Content hash of everything that the estimates depend on."""
    state = hashlib.sha256(METHOD_VERSION.encode())
    state.update(str(values.shape).encode())
    state.update(values.tobytes())
    for group in texts:
        state.update("\x1e".join(group).encode())
    return state.hexdigest()[:24]
