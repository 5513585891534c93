from __future__ import annotations

import ingredients
from formulator.profiles import Derived, derived_properties


def sweet(catalogue: ingredients.Catalogue, *parts: tuple[str, float]) -> Derived:
    return {d.key: d for d in derived_properties(catalogue, parts)}["sweetness"]


def test_sucrose_is_the_reference(catalogue: ingredients.Catalogue) -> None:
    found = sweet(catalogue, ("water", 0.95), ("sucrose", 0.05))
    assert found.low == found.high == found.value
    assert found.value is not None
    assert abs(found.value - 5) < 1e-9


def test_milk_is_less_sweet_than_its_sugar(catalogue: ingredients.Catalogue) -> None:
    found = sweet(catalogue, ("milk_whole", 1.0))
    assert found.low is not None
    assert found.high is not None
    assert 0.9 < found.low < found.high < 2.6  # 5 g lactose at 0.2 to 0.4


def test_a_listed_sweetness_keeps_its_error(catalogue: ingredients.Catalogue) -> None:
    found = sweet(catalogue, ("water", 0.9), ("fructose", 0.1))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 17 < found.high


def test_syrup_is_outside_the_range(catalogue: ingredients.Catalogue) -> None:
    found = sweet(catalogue, ("water", 0.3), ("sucrose", 0.7))
    assert found.value is None
    assert "do not add up" in found.note


def test_water_is_not_sweet(catalogue: ingredients.Catalogue) -> None:
    assert sweet(catalogue, ("water", 1.0)).value == 0
