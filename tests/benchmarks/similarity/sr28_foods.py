"""All foods of USDA SR28 as a pool that the catalogue was not made for.

The official ASCII files are read from ``$FORMULATOR_SHARED_DATA`` or from ``../shared/data``
beside the checkout; without them the benchmarks that need them say so and stop.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

import ingredients
from formulator.profiles import (
    AXES,
    ProfileTable,
    axis_values,
    genus,
    is_purified,
    kingdom,
    profiles_of,
)
from ingredients.build import sr28

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Foods:
    """SR28 foods on the declared axes."""

    keys: tuple[str, ...]
    """NDB numbers."""
    names: tuple[str, ...]
    groups: tuple[str, ...]
    """SR28 food group codes."""
    values: Array
    """Shape (n_foods, n_axes); NaN where SR28 has no row."""

    def __len__(self) -> int:
        return len(self.keys)


def shared_data() -> Path | None:
    """Folder of the source tables, or None when it is not there."""
    stated = os.environ.get("FORMULATOR_SHARED_DATA")
    folder = Path(stated) if stated else Path(__file__).parents[3] / "../shared/data"
    return folder.resolve() if (folder / "usda_sr28").is_dir() else None


@cache
def foods() -> Foods:
    """Every food of SR28 with its reported values."""
    folder = shared_data()
    if folder is None:
        raise SystemExit("set FORMULATOR_SHARED_DATA to the folder that holds usda_sr28/")
    described = sr28.descriptions(folder / "usda_sr28")
    keys = tuple(sorted(described))
    cells = sr28.values(folder / "usda_sr28", set(keys))
    values = np.array(
        [[cells[k][a.key].value if a.key in cells[k] else np.nan for a in AXES] for k in keys]
    )
    return Foods(
        keys=keys,
        names=tuple(described[k].description for k in keys),
        groups=tuple(described[k].group for k in keys),
        values=values,
    )


@cache
def joint_profiles() -> ProfileTable:
    """Profiles of the catalogue (keys as they are) and of all SR28 foods (keys ``sr28:NDB``)."""
    catalogue, pool = ingredients.load(), foods()
    own, _ = axis_values(catalogue)
    empty = [""] * len(pool)
    return profiles_of(
        [*(f.key for f in catalogue.foods), *(f"sr28:{k}" for k in pool.keys)],
        np.vstack([own, pool.values]),
        names=[*(f.name for f in catalogue.foods), *pool.names],
        categories=[*(f.category for f in catalogue.foods), *empty],
        genera=[*(genus(f) for f in catalogue.foods), *empty],
        purified=[*(is_purified(f) for f in catalogue.foods), *[False] * len(pool)],
        kingdoms=[*(kingdom(f) for f in catalogue.foods), *[0] * len(pool)],
    )


def pool_keys(rows: Sequence[int] | npt.NDArray[np.intp]) -> list[str]:
    """Keys in ``joint_profiles`` of SR28 foods given by row."""
    return [f"sr28:{foods().keys[i]}" for i in rows]


def auroc(distances: Array, positive: npt.NDArray[np.bool_]) -> float:
    """Chance that a positive is nearer than a negative; ties count one half."""
    order = np.argsort(distances, kind="stable")
    ranks = np.empty(len(distances))
    ranks[order] = np.arange(1, len(distances) + 1)
    _, inverse, counts = np.unique(distances, return_inverse=True, return_counts=True)
    mean_rank = np.bincount(inverse, weights=ranks) / counts
    n, m = int(positive.sum()), int((~positive).sum())
    total = mean_rank[inverse][positive].sum()
    return float(1 - (total - n * (n + 1) / 2) / (n * m))
