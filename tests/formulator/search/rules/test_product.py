from __future__ import annotations

import math

import pytest

import ingredients
from formulator.errors import InputError
from formulator.search.rules import category_of, check_formula
from tests.formulator.search.rules.judging import CASES, product


@pytest.mark.parametrize(
    ("target", "category"),
    [
        ("milk", "milk"),
        ("milk_whole", "milk"),
        ("cream_heavy_whipping", "cream_whipping"),
        ("cheddar", "hard_cheese"),
        ("cream_cheese", "fresh_cheese"),
        ("yogurt_greek", "yogurt_greek"),
        ("butter_salted", "butter"),
        ("ice_cream_vanilla", "ice_cream"),
        ("mayonnaise", "mayonnaise"),
    ],
)
def test_targets_and_categories(target: str, category: str) -> None:
    assert category_of(target, ingredients.load()).key == category


def test_every_target_of_the_catalogue_has_a_category_of_rules() -> None:
    catalogue = ingredients.load()
    for food in catalogue.of_kind(ingredients.Kind.TARGET):
        assert category_of(food.key, catalogue).key == food.category


def test_unknown_targets_name_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"unknown target or category 'milk_barrista'.*milk_barista"
    ):
        category_of("milk_barrista", ingredients.load())
    with pytest.raises(InputError, match="no rules are held"):
        category_of("pea_protein_isolate", ingredients.load())


def test_unknown_jurisdictions_are_refused() -> None:
    with pytest.raises(InputError, match="US, EU or Codex, got 'CH'"):
        check_formula({"water": 100.0}, ingredients.load(), target="milk", jurisdiction="CH")


def test_a_target_key_and_its_category_are_judged_alike() -> None:
    catalogue = ingredients.load()
    parts = CASES["pea_milk_concentrates"]
    by_key = check_formula(parts, catalogue, target="milk_whole")
    assert by_key == check_formula(parts, catalogue, target="milk")


def test_composition_is_a_weighted_mean() -> None:
    mixed = product({"water": 95.0, "sucrose": 5.0}, "milk")
    assert mixed.low("sugars") == pytest.approx(4.99)
    assert mixed.dose("sucrose") == 5.0
    assert math.isnan(mixed.solid_fat(10))
