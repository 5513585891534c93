"""Dose windows by product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingredients
from formulator.search.doses import Dose, dose_window, weighable


def window(key: str, category: str) -> Dose:
    dose = dose_window(ingredients.load().food(key), category)
    assert dose is not None
    return dose


@pytest.mark.parametrize(
    ("key", "category", "low", "high"),
    [
        ("pea_protein_isolate", "milk", 1, 4.5),
        ("pea_protein_isolate", "hard_cheese", 3, 12),
        ("coconut_oil_rbd", "butter", 10, 30),
        ("locust_bean_gum", "fresh_cheese", 0.2, 0.5),
        ("dipotassium_phosphate", "milk_barista", 0.2, 0.45),
    ],
)
def test_the_window_of_the_product_decides(
    key: str, category: str, low: float, high: float
) -> None:
    dose = window(key, category)
    assert (dose.minimum, dose.maximum) == (low, high)
    assert dose.is_customary


def test_a_gum_in_a_drink_starts_where_it_suspends() -> None:
    assert window("carrageenan_iota", "milk").minimum == 0.03
    assert window("carrageenan_iota", "milk_flavoured").minimum == 0.03


def test_a_use_list_without_the_category_is_not_customary() -> None:
    assert not window("wheat_gluten", "milk").is_customary


def test_a_general_window_of_a_technical_material_stays_near_its_typical_dose() -> None:
    food = ingredients.load().food("trisodium_citrate")
    assert food.usage is not None
    assert window("trisodium_citrate", "ice_cream").maximum == 2 * food.usage.typical


@given(
    st.floats(0.001, 5), st.floats(0.001, 20), st.sampled_from([0.001, 0.01, 0.05, 0.1, 0.5, 1.0])
)
def test_weighable_windows_lie_inside_on_whole_steps(low: float, span: float, step: float) -> None:
    found = weighable(Dose(low, low + span, True, ""), step)
    if found is None:
        assert span < 2 * step
        return
    assert low - 1e-6 <= found[0] <= found[1] <= low + span + 1e-6
    for end in found:
        assert abs(end / step - round(end / step)) < 1e-6


@pytest.mark.parametrize(
    ("key", "category", "least"),
    [
        ("carrageenan_iota", "yogurt", 0.1),
        ("potato_starch", "cream_sour", 1.0),
        ("rice_flour", "yogurt", 1.3),  # one percent of starch
        ("citrus_fibre", "yogurt_greek", 0.3),
        ("cmc", "fermented_drink", 0.2),
        ("pectin_hm", "fermented_drink", 0.2),
    ],
)
def test_a_gum_or_starch_starts_where_it_acts(key: str, category: str, least: float) -> None:
    assert window(key, category).minimum == least


def test_products_beside_the_use_table_have_windows_of_their_own() -> None:
    assert window("sucrose", "milk_concentrated").maximum == 50
    assert window("sucrose", "milk").maximum == 4
    assert window("soy_protein_isolate", "yogurt_greek").maximum == 12
    assert window("cocoa_alkalised", "milk_flavoured").minimum == 0.8
    assert not window("wheat_gluten", "milk_concentrated").is_customary
