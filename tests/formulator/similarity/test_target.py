from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.errors import InputError
from formulator.profiles import AXES, ProfileTable, axis
from formulator.similarity import build_target, distance, fit_target
from formulator.similarity.target import BLOCK_WEIGHTS, natural_deviation, reach_of_axes

TWO = (axis("protein"), axis("lysine"))


def small(mean: list[list[float]], spread: float = 0.0) -> ProfileTable:
    values = np.array(mean)
    return ProfileTable(
        axes=TWO,
        keys=tuple("abcdefgh"[: len(values)]),
        mean=values,
        spread=np.full(values.shape, spread),
        coverage=np.ones(values.shape),
    )


def test_every_block_has_a_weight() -> None:
    assert set(BLOCK_WEIGHTS) == {a.block for a in AXES}


def test_natural_deviation_is_shrunk_for_few_members() -> None:
    members = np.array([[1.0], [3.0]])
    assert natural_deviation(members, members.mean(axis=0)) == pytest.approx(np.sqrt(2 / 5))


def test_extremes_do_not_set_the_reach() -> None:
    values = np.concatenate([np.linspace(0, 1, 999), [1e6]])[:, None]
    assert reach_of_axes(values)[0] < 1


def test_a_drop_that_no_label_would_print_is_tolerated() -> None:
    table = ProfileTable(
        axes=(axis("alcohol"),),
        keys=("milk", "extract", *map(str, range(500))),
        mean=np.array([[0.0], [34.0], *[[0.0]] * 500]),
        spread=np.zeros((502, 1)),
        coverage=np.ones((502, 1)),
    )
    assert reach_of_axes(table.mean)[0] == 0
    target = fit_target(table, ["milk"])
    drop, sip = distance(target, np.array([[0.05], [5.0]])) / BLOCK_WEIGHTS["macro"]
    assert drop == pytest.approx(1.0)
    assert sip == pytest.approx(10_000.0)


def test_the_search_form_is_the_stated_sum_over_axes(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    target = build_target(catalogue, table, "milk_whole")
    P = table.select(["soymilk_base", "oats_raw"]).mean
    by_hand = (((P - target.mean) @ target.factor.T) ** 2).sum(axis=1)
    assert distance(target, P) == pytest.approx(by_hand)
    assert len(target.row_blocks) == len(target.factor)


def test_a_milk_is_nearer_to_milk_than_its_ingredients_are(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    target = build_target(catalogue, table, "milk_whole")
    P = table.select(["milk_reduced_fat", "soymilk_base", "water", "coconut_oil_rbd"]).mean
    assert (np.diff(distance(target, P)) > 0).all()
    assert distance(target, table.select(["milk_whole"]).mean)[0] == 0


def test_more_variation_among_members_means_more_tolerance() -> None:
    table = small([[3, 0.2], [3.1, 0.2], [9, 0.7], [20, 1.0], [0, 0]])
    near, wide = fit_target(table, ["a", "b"]), fit_target(table, ["a", "c"])
    assert (wide.deviation > near.deviation).all()
    assert (near.low[0] <= 3, near.high[0] >= 3.1) == (True, True)


def test_doubtful_members_mean_more_tolerance() -> None:
    values = [[3, 0.2], [3.1, 0.2], [20.0, 1.0]]
    sure, unsure = small(values), small(values, spread=1.0)
    assert (fit_target(unsure, ["a"]).deviation > fit_target(sure, ["a"]).deviation).all()


def test_one_member_is_enough() -> None:
    target = fit_target(small([[3, 0.2], [20, 1.0], [0, 0]]), ["a"])
    assert np.isfinite(target.factor).all()
    assert dict(target.near)["all"] > 0


def test_what_no_ingredient_reaches_counts_less_in_the_search() -> None:
    table = small([[3, 0.2], [3, 0.0], [3.1, 0.0], [20, 1.0], [0, 0]])
    free = fit_target(table, ["a"])
    bound = fit_target(table, ["a"], ingredients=["b", "c"])
    assert bound.factor[1, 1] < 0.5 * free.factor[1, 1]
    assert bound.factor[0, 0] > 0.9 * free.factor[0, 0]


def test_an_axis_that_nobody_reports_is_left_out() -> None:
    table = small([[3, 0.0], [20, 0.0]])
    coverage = table.coverage.copy()
    coverage[:, 1] = 0
    blind = ProfileTable(
        axes=TWO, keys=table.keys, mean=table.mean, spread=table.spread, coverage=coverage
    )
    target = fit_target(blind, ["a"])
    assert target.blocks == ("macro",)
    assert np.isinf(target.deviation[1])


def test_weights_of_the_brief_multiply() -> None:
    table = small([[3, 0.2], [20, 1.0], [0, 0]])
    plain = fit_target(table, ["a"])
    heavy = fit_target(table, ["a"], weights={"macro": 4.0})
    assert heavy.factor[0] == pytest.approx(2 * plain.factor[0])
    assert fit_target(table, ["a"], weights={"macro": 0.0}).blocks == ("amino_acids",)


@pytest.mark.parametrize(
    ("weights", "message"),
    [({"aroma": 1.0}, "unknown block 'aroma'"), ({"macro": -1.0}, "macro=-1")],
)
def test_wrong_weights_are_told(weights: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fit_target(small([[3, 0.2], [20, 1.0]]), ["a"], weights=weights)


def test_no_member_is_told() -> None:
    with pytest.raises(InputError, match="at least one member"):
        fit_target(small([[3, 0.2], [20, 1.0]]), [])


def test_unknown_target_names_the_nearest(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    with pytest.raises(ingredients.UnknownKeyError, match="milk_whole"):
        build_target(catalogue, table, "milk_whol")
