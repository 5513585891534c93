from __future__ import annotations

import pytest

import ingredients
from formulator.search.rules.doses import dose_window
from tests.formulator.search.rules.judging import changed, findings, level


@pytest.mark.parametrize(
    ("dose", "expected"),
    [(0.01, "ok"), (0.03, "ok"), (0.031, "soft"), (0.1, "soft"), (0.101, "hard")],
)
def test_window_of_the_product_then_twice_the_largest_use(dose: float, expected: str) -> None:
    # gellan HA: milk 0.01-0.03, largest use 0.05
    parts = changed("pea_milk_concentrates", gellan_ha=dose)
    assert level(parts, "milk", "F02", word="gellan_ha") == expected


def test_too_little_is_a_note() -> None:
    parts = changed("pea_milk_concentrates", gellan_ha=0.009)
    (found,) = findings(parts, "milk", "F02", word="gellan_ha")
    assert found.severity == "note"
    assert "too little to act" in found.message


def test_a_dose_inside_its_own_window_is_never_hard() -> None:
    # pea isolate: cheese 3-12 although the largest general use is 5
    assert level(changed("starch_cheddar", pea_protein_isolate=11), "hard_cheese", "F02") == "ok"


def test_bases_warn_and_do_not_reject() -> None:
    assert level(changed("thin_almond_drink", almond_paste=40), "milk", "F02") == "soft"


@pytest.mark.parametrize(
    ("key", "category", "expected"),
    [
        ("dipotassium_phosphate", "milk", (0.1, 0.3)),
        ("dipotassium_phosphate", "milk_barista", (0.2, 0.45)),
        ("calcium_carbonate", "milk_barista", (0.25, 0.35)),
        ("guar", "fresh_cheese", (0.2, 0.5)),
        ("pea_protein_isolate", "fresh_cheese", (3, 12)),
        ("pea_protein_isolate", "mozzarella", (3, 12)),
        ("mono_diglycerides", "butter", (0.2, 0.5)),
        ("methylcellulose", "cream_whipping", (0.1, 0.4)),
        ("canola_oil", "mayonnaise", (0.5, 80)),
    ],
)
def test_words_of_the_use_table(key: str, category: str, expected: tuple[float, float]) -> None:
    window = dose_window(ingredients.load().food(key), category)
    assert window is not None
    assert window[:2] == pytest.approx(expected)


def test_light_dressings_have_their_own_starch_window() -> None:
    food = ingredients.load().food("corn_starch")
    assert dose_window(food, "mayonnaise", light=True)[:2] == pytest.approx((2, 5))  # type: ignore[index]
    assert dose_window(food, "mayonnaise")[:2] == pytest.approx((0.5, 8))  # type: ignore[index]
