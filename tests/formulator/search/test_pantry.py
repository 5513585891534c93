"""Which ingredients a brief may use, and why the others are left out."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.brief import Brief, Limit
from formulator.search.pantry import Pantry, allergens, stock
from formulator.search.roles import Role
from formulator.search.surprise import surprises
from ingredients import Kind, UnknownKeyError


def pantry(category: str = "milk", **asked: object) -> Pantry:
    catalogue = ingredients.load()
    brief = Brief(target="milk_whole", **asked)  # type: ignore[arg-type] (fields by name)
    return stock(brief, catalogue, profile_table(catalogue), category)


def test_every_ingredient_is_considered_or_has_a_reason() -> None:
    found = pantry()
    every = {f.key for f in ingredients.load().of_kind(Kind.INGREDIENT)}
    left_out = [k for k, _ in found.left_out]
    assert len(left_out) == len(set(left_out))
    assert set(found.keys) | set(left_out) == every
    assert not set(found.keys) & set(left_out)
    assert all(reason for _, reason in found.left_out)


def test_doses_are_windows_of_whole_steps() -> None:
    found = pantry()
    assert (found.lower > 0).all()
    assert (found.lower <= found.upper).all()
    steps = 100 * found.lower / 0.01
    assert np.abs(steps - np.rint(steps)).max() < 1e-6


@pytest.mark.parametrize("category", ["milk", "yogurt", "butter", "hard_cheese", "ice_cream"])
def test_nothing_nearly_water_stands_in_for_water(category: str) -> None:
    found = pantry(category)
    table = profile_table(ingredients.load())
    for shelf, upper in zip(found.shelves, found.upper, strict=True):
        water = table.mean[table.index(shelf.key), table.column("water")]
        bases = ("soymilk_base", "oat_base_enzymatic", "coconut_milk", "coconut_cream")
        if water > 85 and shelf.key not in ("water", *bases):
            assert upper <= 0.05 + 1e-9, shelf.key


@pytest.mark.parametrize("key", ["coffee_brewed", "vinegar_distilled", "coconut_water"])
def test_drinks_and_vinegar_are_no_milk(key: str) -> None:
    assert pantry().reason(key)


def test_no_finished_food_and_no_animal_food_is_considered() -> None:
    catalogue = ingredients.load()
    assert all(catalogue.food(k).kind is Kind.INGREDIENT for k in pantry().keys)


def test_excluded_allergens_leave_nothing_that_holds_them() -> None:
    found = pantry(exclude_allergens=("soy", "nuts"))
    for key in found.keys:
        food = ingredients.load().food(key)
        assert not {"soy", "tree_nuts", "peanut"} & {*food.allergens_us, *food.allergens_eu}
    assert found.reason("soy_protein_isolate") == "contains soy"


def test_the_user_may_demand_what_does_not_suit() -> None:
    assert "onion_powder" not in pantry().keys
    assert "onion_powder" in pantry(require=("onion_powder",)).keys


def test_a_lock_fixes_the_dose() -> None:
    found = pantry(locked=(("pea_protein_isolate", 0.035),))
    i = found.keys.index("pea_protein_isolate")
    assert found.lower[i] == found.upper[i] == pytest.approx(0.035)


def test_unexpected_ingredients_open_the_plant_foods() -> None:
    closed, opened = pantry(), pantry(n_unexpected=1)
    more = {s.key: s.role for s in opened.shelves if s.key not in closed.keys}
    assert Role.CHARACTER in more.values()
    assert set(more) <= set(surprises(ingredients.load(), "milk_whole"))
    assert Role.CHARACTER not in {s.role for s in closed.shelves}


def test_sugar_replacers_need_a_wish_for_little_sugar() -> None:
    assert "erythritol" not in pantry().keys
    assert "erythritol" in pantry(limits=(Limit("sugars", "<=", 1.0),)).keys


def test_unknown_words_name_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="pea_protein_isolate"):
        pantry(exclude=("pea_protein_isolat",))
    with pytest.raises(UnknownKeyError, match="soy"):
        allergens(["sojy"])
