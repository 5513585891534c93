from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

import ingredients
from formulator.profiles import ProfileTable
from formulator.similarity import (
    Target,
    axis_contributions,
    block_distances,
    build_target,
    distance,
    mixture_distance,
    ranking_distance,
    similarity,
)


@pytest.fixture(scope="module")
def target(catalogue: ingredients.Catalogue, table: ProfileTable) -> Target:
    return build_target(catalogue, table, "yogurt_whole")


def test_blocks_and_axes_add_up_to_the_distance(target: Target, table: ProfileTable) -> None:
    P = table.mean[::50]
    total = distance(target, P)
    assert sum(block_distances(target, P).values()) == pytest.approx(total)
    assert axis_contributions(target, P).sum(axis=1) == pytest.approx(total)
    assert (axis_contributions(target, P) >= 0).all()


@given(st.integers(0, 2000), st.integers(0, 2000), st.floats(0, 1))
def test_distance_is_convex(
    target: Target, table: ProfileTable, a: int, b: int, share: float
) -> None:
    p, q = table.mean[a % len(table.keys)], table.mean[b % len(table.keys)]
    middle = distance(target, share * p + (1 - share) * q)[0]
    chord = share * distance(target, p)[0] + (1 - share) * distance(target, q)[0]
    assert middle <= chord * (1 + 1e-9) + 1e-9


def test_the_target_itself_is_at_zero_with_similarity_one(target: Target) -> None:
    assert distance(target, target.mean)[0] == 0
    assert ranking_distance(target, target.mean)[0] == 0
    assert similarity(target, 0.0) == 1


def test_similarity_means_what_it_says(target: Target) -> None:
    near, far = dict(target.near)["all"], dict(target.far)["all"]
    assert similarity(target, [near, far]) == pytest.approx([0.95, 0.05])


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=5, unique=True))
def test_similarity_falls_with_the_distance_and_stays_within_0_and_1(
    target: Target, distances: list[float]
) -> None:
    found = similarity(target, sorted(distances))
    assert (np.diff(found) <= 0).all()
    assert ((found >= 0) & (found <= 1)).all()


def test_similarity_of_a_block_uses_the_blocks_own_scale(target: Target) -> None:
    near = dict(target.near)["macro"]
    assert similarity(target, near, block="macro") == pytest.approx(0.95)


def test_doubt_about_a_value_brings_a_food_nearer_not_farther(
    target: Target, table: ProfileTable
) -> None:
    P = table.select(["oats_raw"]).mean
    sure, unsure = ranking_distance(target, P), ranking_distance(target, P, 10.0)
    assert unsure[0] < sure[0]


def test_one_odd_axis_cannot_outweigh_everything(target: Target) -> None:
    odd = target.mean.copy()
    odd[3] += 1e9 * target.deviation[3]
    other = target.mean + 3 * np.where(np.isfinite(target.deviation), target.deviation, 0)
    found = ranking_distance(target, np.stack([odd, other]))
    assert found[0] < found[1]


def test_profiles_of_another_table_are_told(target: Target) -> None:
    with pytest.raises(ValueError, match="one column per axis"):
        distance(target, np.zeros((2, 3)))


def test_distances_of_formulas_are_those_of_their_profiles(
    target: Target, table: ProfileTable
) -> None:
    rng = np.random.default_rng(0)
    some = table.select(table.keys[::40])
    X = rng.dirichlet(np.full(len(some.keys), 0.1), size=50)
    expected = distance(target, X @ some.mean)
    assert mixture_distance(target, some, X) == pytest.approx(expected)
    assert mixture_distance(target, some, sp.csr_array(X)) == pytest.approx(expected)
    with pytest.raises(ValueError, match="one column per food"):
        mixture_distance(target, table, X)
