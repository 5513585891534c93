from __future__ import annotations

import pytest

import ingredients
from formulator.profiles import Derived, derived_properties


def solid(catalogue: ingredients.Catalogue, *parts: tuple[str, float]) -> list[Derived]:
    return [d for d in derived_properties(catalogue, parts) if d.key.startswith("solid_fat")]


def test_solid_fat_mixes_by_mass_of_fat(catalogue: ingredients.Catalogue) -> None:
    blend = [("coconut_oil_rbd", 0.5), ("canola_oil", 0.5)]
    alone = solid(catalogue, ("coconut_oil_rbd", 1.0))
    found = solid(catalogue, *blend)
    assert [d.value for d in found] == pytest.approx(
        [d.value / 2 for d in alone if d.value is not None], rel=0.02
    )
    assert all(d.low is not None and d.high is not None for d in found)


def test_liquid_oil_is_liquid_without_doubt(catalogue: ingredients.Catalogue) -> None:
    assert [(d.low, d.high) for d in solid(catalogue, ("canola_oil", 1.0))] == [(0, 0)] * 3


def test_milk_fat_has_no_listed_curve(catalogue: ingredients.Catalogue) -> None:
    found = solid(catalogue, ("butter_unsalted", 1.0))
    assert all(d.value is None and "no melting curve is listed" in d.note for d in found)


def test_without_fat_there_is_no_question(catalogue: ingredients.Catalogue) -> None:
    assert all(d.value is None for d in solid(catalogue, ("water", 1.0)))
