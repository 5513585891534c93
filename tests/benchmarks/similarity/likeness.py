"""Dairy-likeness and analogue retrieval: who is near a target, judged by SR28's own names.

``python -m tests.benchmarks.similarity.likeness`` prints both tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import numpy as np
import numpy.typing as npt

import ingredients
from formulator.profiles import ProfileTable
from formulator.similarity import distance, fit_target, ranking_distance
from formulator.similarity.target import Target
from tests.benchmarks.similarity.categories import (
    ANALOGUES,
    DAIRY_CATEGORIES,
    OTHER_ANALOGUES,
    OTHER_CATEGORIES,
    PLANT_GROUPS,
    SUBSTITUTES,
    Category,
)
from tests.benchmarks.similarity.sr28_foods import auroc, foods, joint_profiles, pool_keys

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Measure = Callable[[ProfileTable, list[str], str | None], Array]
"""Distances of all SR28 foods from (table, member keys, centre key)."""
REPEATS = 4
SEED = 20160501


def shipped(
    table: ProfileTable, members: list[str], centre: str | None, *, robust: bool = True
) -> Array:
    """The distances that ``formulator nearest`` ranks by, or the quadratic ones."""
    plants = ingredients.load().of_kind(ingredients.Kind.INGREDIENT)
    target = fit_target(
        table,
        members,
        centre=centre,
        ingredients=[f.key for f in plants],
        largest=[f.usage.maximum / 100 if f.usage else 1.0 for f in plants],
    )
    return measured(target, table.select(pool_keys(range(len(foods())))), robust=robust)


def measured(target: Target, pool: ProfileTable, *, robust: bool) -> Array:
    if robust:
        return ranking_distance(target, pool.mean, pool.spread)
    return distance(target, pool.mean)


def likeness(measure: Measure, category: Category) -> float:
    """Mean AUROC of the half of a category that was left out against all other foods."""
    table, members = joint_profiles(), category.rows(foods())
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(REPEATS):
        mixed = rng.permutation(members)
        half = len(members) // 2
        for fitted, left_out in ((mixed[:half], mixed[half:]), (mixed[half:], mixed[:half])):
            distances = measure(table, pool_keys(fitted), None)
            found.append(auroc(*_against_others(distances, left_out, members)))
    return float(np.mean(found))


def _against_others(
    distances: Array, positive: Rows, members: Rows
) -> tuple[Array, npt.NDArray[np.bool_]]:
    kept = np.ones(len(distances), dtype=bool)
    kept[members] = False
    kept[positive] = True
    labels = np.zeros(len(distances), dtype=bool)
    labels[positive] = True
    return distances[kept], labels[kept]


def plant_pool() -> Rows:
    """Rows of the plant-derived and mixed foods of SR28."""
    pool = {i for i, g in enumerate(foods().groups) if g in PLANT_GROUPS}
    return np.array(sorted(pool | set(SUBSTITUTES.rows(foods()))), dtype=np.intp)


def retrieval(
    measure: Measure, category: Category, analogues: Category, centre: str | None
) -> float:
    """AUROC of finished analogues of a category among the plant-derived and mixed foods."""
    members = pool_keys(category.rows(foods()))
    distances = measure(joint_profiles(), members, f"sr28:{centre}" if centre else None)
    pool, positive = plant_pool(), analogues.rows(foods())
    return auroc(distances[pool], np.isin(pool, positive))


def retrieval_table(
    measure: Measure, analogues: Mapping[str, tuple[str, Category]], *, point: bool
) -> dict[str, float]:
    """AUROC per category; ``point`` centres the target on its plain member, not on the mean."""
    categories = {c.name: c for c in (*DAIRY_CATEGORIES, *OTHER_CATEGORIES)}
    return {
        name: retrieval(measure, categories[name], found, ndb if point and ndb else None)
        for name, (ndb, found) in analogues.items()
    }


def likeness_table(measure: Measure, categories: Iterable[Category]) -> dict[str, float]:
    """AUROC of every category."""
    return {c.name: likeness(measure, c) for c in categories}


def line(label: str, values: Mapping[str, float]) -> str:
    """One printed row: mean, least, and each value."""
    numbers = list(values.values())
    each = "  ".join(f"{k} {v:.3f}" for k, v in values.items())
    return f"{label:34s} mean {np.mean(numbers):.4f}  min {min(numbers):.4f}   {each}"


def report(measure: Measure, label: str) -> None:
    print(f"--- {label}")
    print(line("dairy-likeness, 8 categories", likeness_table(measure, DAIRY_CATEGORIES)))
    print(line("likeness, other categories", likeness_table(measure, OTHER_CATEGORIES)))
    for point in (True, False):
        where = "plain member" if point else "mean of members"
        print(line(f"analogues, {where}", retrieval_table(measure, ANALOGUES, point=point)))
        found = retrieval_table(measure, OTHER_ANALOGUES, point=point)
        print(line(f"other analogues, {where}", found))


def main() -> None:
    print(f"{len(foods())} foods of SR28, {len(plant_pool())} plant-derived and mixed ones")
    report(shipped, "shipped: logarithmic, unknown axes widened")
    report(partial(shipped, robust=False), "quadratic distance of the search")


if __name__ == "__main__":
    main()
