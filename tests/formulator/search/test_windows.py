"""Category windows as limits."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.windows import likeness_limits, ranges, window_limits

KEYS = ("water", "pea_protein_isolate", "canola_oil", "sucrose", "salt")


def bounds(make, category: str, target: str, kind: str = "") -> dict[str, float]:
    catalogue = ingredients.load()
    found = make(category, catalogue, profile_table(catalogue), KEYS, target_key=target, kind=kind)
    return {c.name.partition(":")[2].rstrip("0123456789.e-"): c.bound for c in found}


def test_windows_are_those_of_the_table() -> None:
    found = bounds(window_limits, "milk", "milk_whole")
    assert (found["protein>="], found["protein<="]) == (0.5, 3.6)
    assert found["water>="] == 86


def test_a_target_far_outside_moves_the_window_and_a_near_one_does_not() -> None:
    assert bounds(window_limits, "milk", "milk_skim")["fat>="] < 0.2
    assert bounds(window_limits, "hard_cheese", "cheddar")["fat<="] == 30


def test_types_within_a_category_have_their_own_windows() -> None:
    starch = bounds(window_limits, "hard_cheese", "cheddar", "starch type")
    protein = bounds(window_limits, "hard_cheese", "cheddar", "protein type")
    assert starch["protein<="] == 3
    assert (protein["protein>="], protein["protein<="]) == (10, 25)


def test_protein_and_fat_stay_near_the_target_as_far_as_windows_allow() -> None:
    milk = bounds(likeness_limits, "milk", "milk_whole")
    assert milk["fat>="] == pytest.approx(0.85 * 3.25, rel=0.01)
    cheese = bounds(likeness_limits, "hard_cheese", "cheddar", "starch type")
    assert not [n for n in cheese if n.startswith("protein")]


@pytest.mark.parametrize("category", ["milk", "butter", "yogurt", "hard_cheese", "ice_cream"])
def test_windows_are_ranges(category: str) -> None:
    for window in ranges(category):
        if window.low is not None and window.high is not None:
            assert window.low <= window.high


def test_a_concentrated_milk_keeps_the_water_and_sugar_of_its_target() -> None:
    condensed = bounds(likeness_limits, "milk_concentrated", "condensed_milk_sweetened")
    assert condensed["water<="] < 30
    assert condensed["sugars>="] > 35
    evaporated = bounds(likeness_limits, "milk_concentrated", "evaporated_milk")
    assert evaporated["sugars<="] < 15


def test_a_spread_need_hold_no_protein() -> None:
    assert bounds(likeness_limits, "butter", "butter_salted")["protein>="] == 0
    assert bounds(likeness_limits, "yogurt", "yogurt_whole")["protein>="] > 2


def test_a_lean_target_leaves_room_for_a_fat_source() -> None:
    lean = bounds(likeness_limits, "yogurt_greek", "yogurt_greek_nonfat")
    assert lean["fat<="] == 1.0


def test_a_category_without_windows_has_none() -> None:
    assert ranges("whey") == ()
    assert not np.any(bounds(window_limits, "whey", "milk_whole"))
