from __future__ import annotations

import pytest

import ingredients
from formulator.profiles import Derived, derived_properties


def derived(catalogue: ingredients.Catalogue, *parts: tuple[str, float]) -> dict[str, Derived]:
    return {d.key: d for d in derived_properties(catalogue, parts)}


def test_milk_freezes_where_milk_freezes(catalogue: ingredients.Catalogue) -> None:
    found = derived(catalogue, ("milk_whole", 1.0))["freezing_point"]
    assert found.low is not None
    assert found.high is not None
    assert found.low < -0.522 < found.high  # the usual value of bulk cow milk (general practice)


def test_pure_water_freezes_near_zero(catalogue: ingredients.Catalogue) -> None:
    found = derived(catalogue, ("water", 1.0))["freezing_point"]
    assert found.value == pytest.approx(0, abs=0.01)


def test_sucrose_follows_raoult(catalogue: ingredients.Catalogue) -> None:
    found = derived(catalogue, ("water", 0.9), ("sucrose", 0.1))["freezing_point"]
    molal = 100 / 342.3 / 0.9
    assert found.value == pytest.approx(-1.86 * molal, rel=0.02)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([("butter_unsalted", 1.0)], "less than 30 % water"),
        ([("water", 0.5), ("salt", 0.5)], "more than 1.5 mol"),
    ],
)
def test_freezing_is_unknown_outside_its_range(
    catalogue: ingredients.Catalogue, parts: list[tuple[str, float]], why: str
) -> None:
    found = derived(catalogue, *parts)["freezing_point"]
    assert found.value is found.low is found.high is None
    assert why in found.note


def test_milk_flows_as_milk_flows(catalogue: ingredients.Catalogue) -> None:
    found = derived(catalogue, ("milk_whole", 1.0))["relative_viscosity"]
    assert found.low is not None
    assert found.high is not None
    assert found.low < 2.0 < found.high  # about 2 mPa.s at 20 C (general practice)


def test_water_has_the_viscosity_of_water(catalogue: ingredients.Catalogue) -> None:
    assert derived(catalogue, ("water", 1.0))["relative_viscosity"].value == pytest.approx(1)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ([("water", 0.999), ("xanthan", 0.001)], "governed by the grade of Xanthan"),
        ([("butter_unsalted", 1.0)], "volume fraction above"),
    ],
)
def test_viscosity_is_unknown_outside_its_range(
    catalogue: ingredients.Catalogue, parts: list[tuple[str, float]], why: str
) -> None:
    found = derived(catalogue, *parts)["relative_viscosity"]
    assert found.value is None
    assert why in found.note
