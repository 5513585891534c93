from __future__ import annotations

import math

import pytest

import ingredients
from formulator.search.rules.sweetness import is_fruit, pac, pod

CATALOGUE = ingredients.load()


@pytest.mark.parametrize(
    ("key", "fruit"),
    [("banana", True), ("apple_juice_concentrate", True), ("date_paste", True),
     ("carrot_juice_concentrate", False), ("cabbage_juice_concentrate", False),
     ("sucrose", False), ("almond_paste", False)],
)  # fmt: skip
def test_fruit(key: str, fruit: bool) -> None:
    assert is_fruit(CATALOGUE.food(key)) == fruit


def test_fruit_sugars_depress_freezing_nearly_twice_as_much_as_they_sweeten() -> None:
    food = CATALOGUE.food("banana")
    assert pac(CATALOGUE, food) == pytest.approx(1.9 * pod(CATALOGUE, food))


def test_unknown_sugars_stay_unknown() -> None:
    food = CATALOGUE.food("sunflower_protein")
    assert math.isnan(pac(CATALOGUE, food))
    assert math.isnan(pod(CATALOGUE, food))


def test_single_sugars_of_a_sweetener_are_told_apart() -> None:
    food = CATALOGUE.food("molasses")
    names = ("sucrose", "glucose", "fructose")
    sucrose, glucose, fructose = CATALOGUE.table(["molasses"], names)[0]
    rest = 74.72 - sucrose - glucose - fructose
    expected = sucrose + 1.9 * (glucose + fructose) + rest
    assert pac(CATALOGUE, food) == pytest.approx(expected / 100)
    sweet = sucrose + 0.7 * glucose + 1.7 * fructose + rest
    assert pod(CATALOGUE, food) == pytest.approx(sweet / 100)


def test_syrups_of_unknown_sugars_are_unknown_and_sugars_of_unknown_kind_are_sucrose() -> None:
    unknown = CATALOGUE.food("high_fructose_syrup_90_percent_fructose")
    assert math.isnan(pac(CATALOGUE, unknown))
    assert pac(CATALOGUE, CATALOGUE.food("maple_sugar")) == pytest.approx(0.8487)


def test_stevia_is_not_without_taste() -> None:
    assert pod(CATALOGUE, CATALOGUE.food("stevia_leaf_extract")) == pytest.approx(250)


def test_polyols_without_a_listed_value_are_unknown() -> None:
    assert math.isnan(pac(CATALOGUE, CATALOGUE.food("maltitol_powder")))
    assert pac(CATALOGUE, CATALOGUE.food("erythritol")) == pytest.approx(2.8)
