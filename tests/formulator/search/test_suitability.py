"""What suits a category without a special wish."""

from __future__ import annotations

import pytest

import ingredients
from formulator.search.suitability import is_traded, misfit


@pytest.mark.parametrize(
    ("key", "category", "word"),
    [
        ("citric_acid", "milk", "no place"),
        ("coffee_brewed", "milk", "dosed for taste"),
        ("black_pepper", "milk", "dosed for taste"),
        ("wheat_gluten", "milk", "customary uses"),
        ("oats_raw", "milk", "reaches such products"),
        ("cauliflower", "milk", "unexpected"),
        ("molasses", "milk", "not traded"),
        ("potassium_chloride", "milk", "dosed for taste, health or a process"),
        ("sucralose", "milk", "sugar replacer"),
        ("macadamia_nuts", "milk", "not traded"),
    ],
)
def test_what_does_not_suit_says_why(key: str, category: str, word: str) -> None:
    reason = misfit(ingredients.load().food(key), category)
    assert reason is not None
    assert word in reason


@pytest.mark.parametrize(
    ("key", "category"),
    [
        ("pea_protein_isolate", "milk"),
        ("canola_oil", "yogurt"),
        ("sucrose", "milk"),
        ("dipotassium_phosphate", "milk"),
        ("gellan_ha", "milk"),
        ("lactic_culture_dvs", "yogurt"),
        ("shea_butter", "butter"),
        ("mod_starch_ha_cheese", "hard_cheese"),
        ("mono_diglycerides", "ice_cream"),
        ("vinegar_distilled", "mayonnaise"),
    ],
)
def test_the_usual_materials_suit(key: str, category: str) -> None:
    assert misfit(ingredients.load().food(key), category) is None


def test_a_wish_for_unexpected_ingredients_opens_plant_foods_but_no_onions_in_milk() -> None:
    catalogue = ingredients.load()
    assert misfit(catalogue.food("cauliflower"), "milk", is_open=True) is None
    assert "pungent" in str(misfit(catalogue.food("onions_raw"), "milk", is_open=True))
    assert "colour" in str(misfit(catalogue.food("spinach_raw"), "milk", is_open=True))


def test_what_has_a_bulk_price_is_traded() -> None:
    for food in ingredients.load().of_kind(ingredients.Kind.INGREDIENT):
        if food.price is not None:
            assert is_traded(food, is_open=False)


def test_what_a_known_product_of_the_category_holds_is_customary() -> None:
    assert misfit(ingredients.load().food("coconut_milk"), "milk") is None


def test_yeast_is_no_plant() -> None:
    assert "fungal" in str(misfit(ingredients.load().food("yeast_protein"), "yogurt"))


@pytest.mark.parametrize(
    "key", ["figs_dried", "watermelon_yellow_raw", "tamarinds_raw", "asparagus_raw"]
)
def test_what_colours_or_specks_a_white_product_is_no_surprise_in_it(key: str) -> None:
    reason = misfit(ingredients.load().food(key), "milk", is_open=True)
    assert reason is not None
    assert "colour" in reason or "traded" in reason
