from __future__ import annotations

import pytest

import ingredients
from formulator.report import added_sugars, amounts, energy
from formulator.report.nutrients import EU_KJ, US_KCAL
from ingredients import UnknownKeyError
from tests.formulator.report.formulas import of

CATALOGUE = ingredients.load()


def test_amounts_are_weighted_sums() -> None:
    found = amounts(of(sucrose=5, canola_oil=3, water=92), CATALOGUE, ("fat", "sugars", "sodium"))
    assert found["fat"].value == pytest.approx(3)
    assert found["sugars"].value == pytest.approx(4.99)
    assert found["sodium"].value == pytest.approx(0.05 * 1 + 0.92 * 2)
    assert found["sodium"].is_complete


def test_missing_values_are_named_and_make_a_lower_bound() -> None:
    found = amounts(of(sunflower_protein=10, sucrose=5, water=85), CATALOGUE, ("sugars",))["sugars"]
    assert found.missing == ("sunflower_protein",)
    assert found.value == pytest.approx(4.99)
    assert not found.to_dict()["is_complete"]


def test_no_fat_no_trans_fat() -> None:
    found = amounts(of(calcium_carbonate=1, water=99), CATALOGUE, ("trans_fat", "cholesterol"))
    assert found["trans_fat"].is_complete
    assert found["cholesterol"].is_complete


def test_traces_do_not_make_a_nutrient_incomplete() -> None:
    formula = of(sunflower_protein=0.005, water=99.995)
    assert amounts(formula, CATALOGUE, ("sugars",))["sugars"].is_complete


def test_energy_by_general_factors() -> None:
    formula = of(canola_oil=10, sucrose=10, erythritol=10, water=70)
    # 10 g fat x 9 + 9.998 g carbohydrate x 4 + 9.98 g erythritol x 0.2
    assert energy(formula, CATALOGUE, US_KCAL).value == pytest.approx(131.99, abs=0.01)
    # erythritol 0 kJ in the EU
    assert energy(formula, CATALOGUE, EU_KJ).value == pytest.approx(370 + 169.97, abs=0.01)


def test_fibre_counts_less_than_starch() -> None:
    # inulin: 88 fibre x 2 + 7.8 other carbohydrate x 4
    assert energy(of(inulin=1), CATALOGUE, US_KCAL).value == pytest.approx(207.2)


def test_added_sugars_are_those_of_sweeteners_and_concentrates() -> None:
    formula = of(sucrose=2, apple_juice_concentrate=1, almond_paste=10, water=87)
    assert added_sugars(formula, CATALOGUE).value == pytest.approx(2 * 0.998 + 0.3883, abs=1e-3)


def test_unknown_keys_are_named() -> None:
    with pytest.raises(UnknownKeyError, match="protein"):
        amounts(of(water=1), CATALOGUE, ("proteins",))
