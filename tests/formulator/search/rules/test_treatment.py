"""F26: untreated toxic foods are refused, treated ones pass."""

from __future__ import annotations

import pytest

import ingredients
from formulator.search.rules import Severity, check_formula
from formulator.search.rules.treatment import caution, must_be_treated
from formulator.search.suitability import misfit

CATALOGUE = ingredients.load()


def severities(key: str) -> set[Severity]:
    found = check_formula({"water": 88.0, key: 12.0}, CATALOGUE, target="yogurt")
    return {f.severity for f in found.findings if f.rule == "F26"}


@pytest.mark.parametrize(
    "key",
    [
        "kidney_beans_raw", "lupins_raw", "elderberries_raw", "fiddlehead_ferns_raw",
        "cassava_raw", "taro_raw", "ginkgo_nuts_raw", "bamboo_shoots_raw",
    ],
)  # fmt: skip
def test_what_is_toxic_raw_is_refused_with_the_way_out(key: str) -> None:
    found = check_formula({"water": 88.0, key: 12.0}, CATALOGUE, target="yogurt")
    (finding,) = [f for f in found.findings if f.rule == "F26"]
    assert finding.severity is Severity.HARD
    assert "use a cooked or treated form" in finding.message


def test_pulses_that_every_heat_step_cooks_are_a_warning() -> None:
    assert severities("soybeans_raw") == {Severity.SOFT}


@pytest.mark.parametrize("key", ["nutmeg_ground", "hijiki_dried", "fava_beans_raw"])
def test_other_hazards_are_told(key: str) -> None:
    assert severities(key) == {Severity.NOTE}


@pytest.mark.parametrize(
    "key",
    ["white_bean_flour", "yellow_split_pea", "cassava_flour", "tapioca_starch", "lupin_protein"],
)
def test_materials_of_the_trade_pass(key: str) -> None:
    assert severities(key) == set()


def test_cooked_forms_need_no_treatment() -> None:
    for food in CATALOGUE.foods:
        if must_be_treated(food):
            assert caution(food)
            assert "boiled" not in food.key
            assert "canned" not in food.key


def test_no_untreated_food_is_offered_as_a_surprise() -> None:
    for food in CATALOGUE.foods:
        if must_be_treated(food) and food.category in ("vegetable", "fruit"):
            assert misfit(food, "ice_cream", is_open=True) is not None
