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
