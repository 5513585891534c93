"""Instance families for the certified search, built from USDA SR28.

``N`` plant foods times 45 axes and a dairy target (whole milk: NDB 01077); the search then has
K = 8 and x <= 0.9. "N plant foods x 45 nutrients" can be read in several ways, and they differ much
in how far the relaxation stands below the best mixture, so there are three readings:

``filled``
    Foods: core, then cooked ones, then finished products, each in a seeded order. Axes: nutrients
    that the target has a value for and that at least a tenth of all plant foods contain, best
    covered first, without energy. Missing values are the food group's mean, or the mean of all.
``reported``
    Foods: all plant foods in one seeded order. Axes: the nutrients that most plant foods report
    above zero, among those of the target. What a food or the target does not report counts as 0.
``floored``
    The same, over axes where the target is above zero; ``rel`` divides by at least a hundredth of
    the axis' standard deviation.

Two scalings:

- ``std``: each axis divided by its standard deviation over the N foods;
- ``rel``: each axis divided by the target's value (by the standard deviation where that is 0).
"""

from __future__ import annotations

import csv
import gzip
import os
from functools import cache
from pathlib import Path

import numpy as np

N_AXES = 45
WHOLE_MILK = "01077"
TIERS = ("core", "alt", "finished")
READINGS = ("filled", "reported", "floored")


def shared_data() -> Path:
    """Folder of the source files: FORMULATOR_SHARED_DATA, or shared/data beside the checkout."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "data"
    return Path(os.environ.get("FORMULATOR_SHARED_DATA", beside))


@cache
def composition() -> tuple[dict[str, dict[str, float]], list[str], dict[str, tuple[str, str]]]:
    """Values by food and nutrient, nutrient numbers in order, (tier, group) of plant foods."""
    folder = shared_data()
    values: dict[str, dict[str, float]] = {}
    with gzip.open(folder / "usda_sr28" / "NUT_DATA.txt.gz", "rt", encoding="cp1252") as lines:
        for line in lines:
            food, nutrient, value, *_ = line.split("^")
            values.setdefault(food.strip("~"), {})[nutrient.strip("~")] = float(value)
    with (folder / "curated" / "plant_foods_sr28.csv").open(encoding="utf-8") as file:
        plants = {row["ndb"].zfill(5): (row["tier"], row["grp"]) for row in csv.DictReader(file)}
    nutrients = sorted({n for food in values.values() for n in food} - {"208", "268"})
    return values, nutrients, plants


def instance(
    n_foods: int,
    scaling: str,
    *,
    target: str = WHOLE_MILK,
    seed: int = 0,
    reading: str = "filled",
) -> tuple[np.ndarray, np.ndarray]:
    """Build one instance.

    Returns
    -------
    F : ndarray of shape (45, n_foods)
        Scaled composition of pure ingredients.
    t : ndarray of shape (45,)
        Scaled composition of the target.
    """
    values, _, plants = composition()
    foods = chosen_foods(n_foods, seed, in_tiers=reading == "filled")
    axes = chosen_axes(target, scaling) if reading == "filled" else reported_axes(target, reading)
    table = np.array([[values[food].get(n, np.nan) for n in axes] for food in foods])
    if reading == "filled":
        table = fill(table, np.array([plants[food][1] for food in foods]))
    table = np.nan_to_num(table)
    t = np.array([values[target].get(n, 0.0) for n in axes])
    spread = np.where(table.std(axis=0) > 0, table.std(axis=0), 1.0)
    scale = spread if scaling == "std" else np.where(t > 0, t, spread)
    if reading == "floored" and scaling == "rel":
        scale = np.maximum(t, 0.01 * spread)
    return (table / scale).T.copy(), t / scale


@cache
def reported_axes(target: str, reading: str) -> list[str]:
    """Numbers of the 45 nutrients that most plant foods report above zero, sorted."""
    values, _, plants = composition()
    foods = [values[food] for food in plants if food in values]
    aim = values[target]
    known = [n for n in aim if aim[n] > 0 or reading == "reported"]
    counts = {n: sum(food.get(n, 0) > 0 for food in foods) for n in known}
    return sorted(sorted(known, key=lambda n: (-counts[n], n))[:N_AXES])


@cache
def chosen_axes(target: str, scaling: str) -> list[str]:
    """Numbers of the 45 nutrients that make the axes, sorted."""
    values, nutrients, plants = composition()
    aim, foods = values[target], [values[food] for food in plants if food in values]
    known = [n for n in nutrients if n in aim and (scaling == "std" or aim[n] > 0)]
    common = [n for n in known if sum(food.get(n, 0) > 0 for food in foods) >= 0.1 * len(foods)]
    covered = {n: sum(n in food for food in foods) for n in common}
    return sorted(sorted(common, key=lambda n: (-covered[n], n))[:N_AXES])


def chosen_foods(n_foods: int, seed: int, *, in_tiers: bool) -> list[str]:
    """First ``n_foods`` plant foods in a seeded order, within each tier or over all of them."""
    values, _, plants = composition()
    rng = np.random.default_rng(seed)
    known = sorted(food for food in plants if food in values)
    blocks = [known]
    if in_tiers:
        blocks = [[food for food in known if plants[food][0] == tier] for tier in TIERS]
    ordered = [block[i] for block in blocks for i in rng.permutation(len(block))]
    if len(ordered) < n_foods:
        raise ValueError(f"SR28 holds {len(ordered)} plant foods, {n_foods} asked")
    return ordered[:n_foods]


def fill(table: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Replace missing values by the food group's mean, else by the mean of all foods."""
    filled = table.copy()
    overall = np.nanmean(table, axis=0)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        block = table[rows]
        known = np.isfinite(block).sum(axis=0)
        mean = np.where(known > 0, np.nansum(block, axis=0) / np.maximum(known, 1), overall)
        filled[rows] = np.where(np.isfinite(block), block, mean)
    return filled
