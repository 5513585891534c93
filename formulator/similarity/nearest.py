"""Foods ranked by their distance to a target, from the catalogue or from users' tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.profiles import (
    AXES,
    ProfileTable,
    axis_values,
    genus,
    is_purified,
    kingdom,
    profiles_of,
)
from formulator.similarity.aroma_distance import aroma_distance
from formulator.similarity.composition_table import CompositionTable, read_composition
from formulator.similarity.distance import ranking_distance
from formulator.similarity.target import Target, fit_target, members_of
from ingredients import Catalogue, Food, Kind

AROMA = "aroma"
"""The block whose distance comes from odorants instead of amounts."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A food with its place in the ranking."""

    key: str
    name: str
    distance: float
    rank: int
    """1 is the nearest."""

    def to_dict(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return asdict(self)


def nearest(
    catalogue: Catalogue,
    target_key: str,
    *,
    target_file: str | Path | None = None,
    pool_file: str | Path | None = None,
    blocks: Sequence[str] = (),
) -> list[Neighbour]:
    """Rank foods by their distance to a target.

    Parameters
    ----------
    catalogue : Catalogue
        Its foods lend values where a table has gaps.
    target_key : str
        A food of the catalogue; with ``target_file`` any label.
    target_file : path, optional
        Composition table whose rows are the members of the target's category: the target is
        their mean with their natural variation. One row is enough.
    pool_file : path, optional
        Composition table of the foods to rank; by default the plant foods and finished plant
        products of the catalogue.
    blocks : sequence of str
        Blocks to compare on; all of composition by default. ``aroma`` ranks foods of the
        catalogue by the key odorants they leave uncovered (``aroma_distance``).

    Returns
    -------
    list of Neighbour
        Nearest first; equal distances in the order of their keys.

    Raises
    ------
    UnknownKeyError
        For a target that the catalogue does not hold, naming the nearest known ones.
    InputError, TableError
        For a table that cannot be read, listing every bad row, or an unknown block.
    """
    known = {a.block for a in AXES}
    unknown = sorted(set(blocks) - known - {AROMA})
    if unknown:
        raise InputError(
            f"unknown block {unknown[0]!r}; known: {', '.join(sorted(known | {AROMA}))}"
        )
    if AROMA in blocks and (pool_file is not None or target_file is not None):
        raise InputError("block 'aroma' compares odorants, which composition tables do not hold")
    if set(blocks) == {AROMA}:
        foods = _plant_foods(catalogue, target_key)
        keys = [f.key for f in foods]
        return _ranking(keys, [f.name for f in foods], aroma_distance(target_key, keys))
    groups = {_CATALOGUE: _catalogue_composition(catalogue)}
    if pool_file is not None:
        groups[_POOL] = read_composition(pool_file)
    if target_file is not None:
        groups[_TARGET] = read_composition(target_file)
    table = _joint_profiles(groups, catalogue.foods)
    target = _target(catalogue, table, target_key, own=groups.get(_TARGET), blocks=blocks)
    keys, names = _ranked_foods(catalogue, groups, target_key)
    prefix = _POOL if pool_file is not None else _CATALOGUE
    part = table.select([f"{prefix}:{k}" for k in keys])
    found = ranking_distance(target, part.mean, part.spread)
    if AROMA in blocks:
        found = found + aroma_distance(target_key, keys)
    return _ranking(keys, names, found)


_CATALOGUE, _POOL, _TARGET = "catalogue", "pool", "target"
"""Where a row of the joint table comes from; the prefix of its key there."""


def _catalogue_composition(catalogue: Catalogue) -> CompositionTable:
    return CompositionTable(
        keys=tuple(f.key for f in catalogue.foods),
        names=tuple(f.name for f in catalogue.foods),
        categories=tuple(f.category for f in catalogue.foods),
        values=axis_values(catalogue)[0],
    )


def _joint_profiles(groups: Mapping[str, CompositionTable], foods: Sequence[Food]) -> ProfileTable:
    """Profiles of all foods at hand, so that each can lend values to every other."""
    tables = list(groups.values())
    n_others = sum(len(t.keys) for t in tables) - len(foods)
    return profiles_of(
        [f"{origin}:{k}" for origin, t in groups.items() for k in t.keys],
        np.vstack([t.values for t in tables]),
        names=[n for t in tables for n in t.names],
        # words of users' categories and of ours need not mean the same: only ours are compared
        categories=[*groups[_CATALOGUE].categories, *[""] * n_others],
        genera=[*(genus(f) for f in foods), *[""] * n_others],
        purified=[*(is_purified(f) for f in foods), *[False] * n_others],
        kingdoms=[*(kingdom(f) for f in foods), *[0] * n_others],
    )


def _target(
    catalogue: Catalogue,
    table: ProfileTable,
    key: str,
    *,
    own: CompositionTable | None,
    blocks: Sequence[str],
) -> Target:
    weights = {a.block: 0.0 for a in table.axes if blocks and a.block not in blocks}
    if own is not None:
        members = [f"{_TARGET}:{k}" for k in own.keys]
        return fit_target(table, members, key=key, name=key, weights=weights)
    return fit_target(
        table,
        [f"{_CATALOGUE}:{k}" for k in members_of(catalogue, key)],
        key=key,
        name=catalogue.food(key).name,
        category=catalogue.food(key).category,
        centre=f"{_CATALOGUE}:{key}",
        weights=weights,
    )


def _ranked_foods(
    catalogue: Catalogue, groups: Mapping[str, CompositionTable], target_key: str
) -> tuple[list[str], list[str]]:
    """Keys and names of the foods to rank: the user's pool, else the plant foods."""
    if _POOL in groups:
        return list(groups[_POOL].keys), list(groups[_POOL].names)
    foods = _plant_foods(catalogue, target_key)
    return [f.key for f in foods], [f.name for f in foods]


def _plant_foods(catalogue: Catalogue, target_key: str) -> list[Food]:
    """Ingredients and finished plant products, without the target itself."""
    return [f for f in catalogue.foods if f.kind is not Kind.TARGET and f.key != target_key]


def _ranking(
    keys: Sequence[str], names: Sequence[str], distances: npt.NDArray[np.float64]
) -> list[Neighbour]:
    order = sorted(range(len(keys)), key=lambda i: (float(distances[i]), keys[i]))
    return [
        Neighbour(key=keys[i], name=names[i], distance=round(float(distances[i]), 6), rank=rank)
        for rank, i in enumerate(order, start=1)
    ]
