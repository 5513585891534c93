"""What else was tried: the same measures for other ways of comparing foods.

``python -m tests.benchmarks.similarity.alternatives`` prints mean AUROCs, the shipped way first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from formulator.profiles import ProfileTable
from formulator.similarity import fit_target, ranking_distance
from formulator.similarity.distance import ranking_terms
from formulator.similarity.target import Target
from tests.benchmarks.similarity.categories import (
    ANALOGUES,
    DAIRY_CATEGORIES,
    OTHER_ANALOGUES,
    OTHER_CATEGORIES,
)
from tests.benchmarks.similarity.likeness import (
    Measure,
    likeness_table,
    retrieval_table,
    shipped,
)
from tests.benchmarks.similarity.sr28_foods import Array, foods, pool_keys

Comparison = Callable[[Target, ProfileTable], Array]
MOST_MEMBERS = 40
"""Members that the nearest-member way looks at, to bound its time."""


def compared(
    table: ProfileTable, members: list[str], centre: str | None, *, by: Comparison
) -> Array:
    target = fit_target(table, members, centre=centre)
    return by(target, table.select(pool_keys(range(len(foods())))))


def macro_only(target: Target, pool: ProfileTable) -> Array:
    macro = [a.block == "macro" for a in target.axes]
    return np.asarray(ranking_terms(target, pool.mean, pool.spread)[:, macro].sum(axis=1))


def zero_for_missing(target: Target, pool: ProfileTable) -> Array:
    return ranking_distance(target, pool.mean * pool.coverage)


def estimates_as_facts(target: Target, pool: ProfileTable) -> Array:
    return ranking_distance(target, pool.mean)


def unknown_left_out(target: Target, pool: ProfileTable) -> Array:
    return np.asarray((ranking_terms(target, pool.mean) * pool.coverage).sum(axis=1))


def squares(target: Target, pool: ProfileTable, *, expected: bool) -> Array:
    """Quadratic, the spread of estimates either widening the tolerance or added to the gap."""
    per_axis = (target.factor**2).sum(axis=0)
    gap, doubt = (pool.mean - target.mean) ** 2, pool.spread**2
    if expected:
        return np.asarray((gap + doubt) @ per_axis)
    used = np.isfinite(target.deviation)
    variance = np.where(used, target.deviation, 1.0) ** 2
    return np.asarray((gap / (1 + doubt / variance)) @ per_axis)


def equal_axes(target: Target, pool: ProfileTable) -> Array:
    """Logarithmic, every axis with the same weight instead of every block with its own."""
    used = np.isfinite(target.deviation)
    variance = np.where(used, target.deviation, 1.0) ** 2 + pool.spread**2
    return np.asarray((np.log1p((pool.mean - target.mean) ** 2 / variance) * used).sum(axis=1))


def nearest_member(table: ProfileTable, members: list[str], centre: str | None) -> Array:
    """Distance to the nearest member instead of to their mean."""
    some = members if centre is None else [centre, *members]
    found = [shipped(table, members, member) for member in some[:MOST_MEMBERS]]
    return np.asarray(np.min(found, axis=0))


def main() -> None:
    ways: list[tuple[str, Measure]] = [
        ("shipped: logarithmic, unknown axes widened", shipped),
        ("tangent at a reference formula (search)", partial(shipped, robust=False)),
        ("plain squares, unknown axes widened", _by(partial(squares, expected=False))),
        ("plain squares, expected distance", _by(partial(squares, expected=True))),
        ("logarithmic, estimates taken as facts", _by(estimates_as_facts)),
        ("logarithmic, unknown axes left out", _by(unknown_left_out)),
        ("logarithmic, missing taken as zero", _by(zero_for_missing)),
        ("logarithmic, all axes weigh the same", _by(equal_axes)),
        ("logarithmic, macro block only", _by(macro_only)),
        ("logarithmic, nearest member", nearest_member),
    ]
    print(f"{'mean AUROC':44s} {'dairy':>7s} {'other':>7s} {'analogues':>10s} {'other an.':>10s}")
    for label, way in ways:
        means = [
            np.mean(list(t.values()))
            for t in (
                likeness_table(way, DAIRY_CATEGORIES),
                likeness_table(way, OTHER_CATEGORIES),
                retrieval_table(way, ANALOGUES, point=True),
                retrieval_table(way, OTHER_ANALOGUES, point=True),
            )
        ]
        print(f"{label:44s} {means[0]:7.4f} {means[1]:7.4f} {means[2]:10.4f} {means[3]:10.4f}")


def _by(comparison: Comparison) -> Measure:
    return partial(compared, by=comparison)


if __name__ == "__main__":
    main()
