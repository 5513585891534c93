from __future__ import annotations

import pytest

from tests.formulator.search.rules.judging import CASES, changed, findings, level, with_water


def sugar_water(sugars: float) -> dict[str, float]:
    return with_water({"sucrose": sugars / 0.998})


@pytest.mark.parametrize(
    ("sugars", "expected"), [(5.0, "ok"), (5.01, "soft"), (7.49, "soft"), (7.51, "hard")]
)
def test_above_a_window(sugars: float, expected: str) -> None:
    assert level(sugar_water(sugars), "milk", "F03", word="sugars") == expected


@pytest.mark.parametrize(
    ("fat", "expected"), [(1.0, "ok"), (0.99, "soft"), (0.5, "soft"), (0.49, "hard")]
)
def test_below_a_window(fat: float, expected: str) -> None:
    assert level(with_water({"canola_oil": fat}), "milk", "F03", word="fat ") == expected


@pytest.mark.parametrize(
    ("water", "expected"),
    [(20.0, "ok"), (20.1, "soft"), (28.0, "soft"), (28.1, "hard"), (15, "ok"), (14.9, "soft"),
     (6.9, "hard")],
)  # fmt: skip
def test_water_is_judged_in_points(water: float, expected: str) -> None:
    parts = {"water": water, "canola_oil": 100 - water}
    assert level(parts, "butter", "F03", word="water") == expected


def test_light_nut_drinks_warn_and_are_never_rejected() -> None:
    thin = with_water({"almond_paste": 2.0, "salt": 0.02, "gellan_ha": 0.02})
    assert level(thin, "milk", "F03") == "soft"
    no_nuts = with_water({"pea_protein_isolate": 0.6, "canola_oil": 0.2, "salt": 0.02})
    assert level(no_nuts, "milk", "F03") == "hard"


def test_unsalted_drinks_warn_only() -> None:
    unsalted = with_water({"soybeans_raw": 8.0, "sucrose": 2.0})
    assert level(unsalted, "milk", "F03", word="salt") == "soft"


def test_sodium_of_citrate_does_not_make_a_cheese_too_salty() -> None:
    assert level(changed("starch_cheddar", trisodium_citrate=2.0), "hard_cheese", "F03") == "ok"
    assert level(changed("starch_cheddar", salt=2.25), "hard_cheese", "F03", word="salt") == "soft"


def test_sodium_of_citrate_does_not_salt_a_cheese_either() -> None:
    unsalted = changed("starch_cheddar", salt=0, trisodium_citrate=2.4)
    assert level(unsalted, "hard_cheese", "F03", word="salt") == "hard"


@pytest.mark.parametrize(("salt", "expected"), [(1.2, "ok"), (1.1, "soft"), (0.5, "hard")])
def test_cheese_needs_salt(salt: float, expected: str) -> None:
    parts = {k: v for k, v in CASES["starch_cheddar"].items() if k != "yeast_extract"}
    parts = with_water({**parts, "salt": salt - 0.05, "kala_namak": 0.05 / 0.94})
    assert level(parts, "hard_cheese", "F03", word="salt") == expected


def test_cheese_of_the_starch_or_protein_type() -> None:
    starch = changed("starch_cheddar", pea_protein_isolate=3.5)
    assert level(starch, "hard_cheese", "F03", word="protein") == "ok"
    between = changed("starch_cheddar", pea_protein_isolate=8)
    assert level(between, "hard_cheese", "F03", word="protein") == "soft"  # between both types
    protein = changed("starch_cheddar", pea_protein_isolate=14, mod_starch_ha_cheese=6)
    assert level(protein, "hard_cheese", "F03", word="protein") == "ok"


def test_dressings_are_full_fat_or_light() -> None:
    light = changed("full_fat_dressing", canola_oil=35.0, vinegar_distilled=8.0)
    assert level(light, "mayonnaise", "F03") == "ok"
    between = changed("full_fat_dressing", canola_oil=56.0)
    assert level(between, "mayonnaise", "F03", word="fat") == "soft"


def test_few_sugars_in_a_yogurt_warn_but_never_reject() -> None:
    sour = {"soy_protein_isolate": 4, "canola_oil": 2.5, "citric_acid": 0.5, "agar": 0.2}
    assert level(with_water(sour), "yogurt", "F03", word="sugars") == "soft"
    live = with_water({**sour, "lactic_culture_dvs": 0.01, "sucrose": 1.2})
    assert level(live, "yogurt", "F03", word="sugars") == "soft"


def test_advice_is_a_note() -> None:
    parts = changed("pea_milk_concentrates", dipotassium_phosphate=0.35)
    (found,) = findings(parts, "milk", "F03", word="dipotassium")
    assert found.severity == "note"


def test_categories_without_windows_say_so() -> None:
    assert level(sugar_water(3), "egg", "F03") == "unchecked"


def test_unknown_sugars_never_pass_silently() -> None:
    # the source holds no sugars for this flour: 35.8 g of carbohydrate could be sugars
    parts = with_water({"sunflower_protein": 14.0, "canola_oil": 1.5})
    (found,) = findings(parts, "milk", "F03", word="unknown: sugars")
    assert found.severity == "unchecked"
    assert "sunflower_protein" in found.message
