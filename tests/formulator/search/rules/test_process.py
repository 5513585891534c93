from __future__ import annotations

import pytest

import ingredients
from formulator.search.rules import category_of, process_plan
from formulator.search.rules.process import NEEDS_STEP, PlannedStep
from tests.formulator.search.rules.judging import CASES, level


def plan(name: str, target: str) -> list[PlannedStep]:
    catalogue = ingredients.load()
    foods = [catalogue.food(k) for k in CASES[name]]
    return list(process_plan(foods, category_of(target, catalogue)))


def order(name: str, target: str, *steps: str) -> list[str]:
    return [p.step for p in plan(name, target) if p.step in steps]


def test_every_ingredient_goes_in_once() -> None:
    added = [k for p in plan("pea_milk_concentrates", "milk") for k in p.keys]
    assert sorted(added) == sorted(set(CASES["pea_milk_concentrates"]) - {"water"})


def test_sequestrant_before_protein_before_gum_before_calcium_before_heat() -> None:
    steps = ("sequestrants", "protein", "hot gums", "fat", "calcium", "heat", "gellan shear")
    assert order("pea_milk_concentrates", "milk", *steps) == list(steps)
    assert "gellan shear" not in order("soy_yogurt", "yogurt", *steps)


def test_acid_last_and_culture_after_cooling() -> None:
    assert order("soy_yogurt", "yogurt", "protein", "pasteurise", "cool", "culture") == [
        "protein", "pasteurise", "cool", "culture"
    ]  # fmt: skip
    assert order("starch_cheddar", "hard_cheese", "late", "acid") == ["late", "acid"]


def test_butter_is_worked_and_ice_cream_aged() -> None:
    assert order("coconut_shea_butter", "butter", "crystallise", "homogenise") == ["crystallise"]
    assert order("coconut_pea_ice_cream", "ice_cream", "age") == ["age"]


def test_all_gums_starches_enzymes_and_cultures_of_the_catalogue_have_a_step() -> None:
    catalogue = ingredients.load()
    foods = [f for f in catalogue.foods if f.category in NEEDS_STEP and f.source == "functional"]
    assert len(foods) > 30
    category = category_of("yogurt", catalogue)
    for food in foods:
        assert any(food.key in p.keys for p in process_plan([food], category)), food.key


@pytest.mark.parametrize("missing", ["culture", "starch"])
def test_a_plan_without_a_step_warns(missing: str) -> None:
    usual = [p.step for p in plan("soy_yogurt", "yogurt")]
    assert level(CASES["soy_yogurt"], "yogurt", "F24", plan=usual) == "ok"
    assert level(CASES["soy_yogurt"], "yogurt", "F24") == "ok"
    shorter = [s for s in usual if s != missing]
    assert level(CASES["soy_yogurt"], "yogurt", "F24", plan=shorter) == "soft"
