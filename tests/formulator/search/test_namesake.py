"""What a target is named for."""

from __future__ import annotations

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief
from formulator.search.namesake import namesake_keys, namesakes
from ingredients import Kind

CATALOGUE = ingredients.load()


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("milk_whole", set()),
        ("chocolate_milk_lowfat_reduced_sugar", {"cocoa"}),
        ("ice_cream_vanilla", set()),
        ("breyers_ice_cream_all_natural_light_vanilla_chocolate_strawberry", {"cocoa"}),
        ("flavors_other_than_chocolate_frozen_yogurt", set()),
        ("yogurt_frozen_flavors_not_chocolate_nonfat_milk_with_low_calorie_sweetener", set()),
        ("butter_salted", {"salt"}),
        ("butter_unsalted", set()),
        ("cheddar", {"salt"}),
    ],
)
def test_a_target_is_named_for_what_it_tastes_of(target: str, named: set[str]) -> None:
    found = {slot.name.partition(" for")[0] for slot in namesakes(target, CATALOGUE)}
    assert found == named


def test_every_namesake_is_an_ingredient() -> None:
    every = {f.key for f in CATALOGUE.of_kind(Kind.INGREDIENT)}
    for target in CATALOGUE.of_kind(Kind.TARGET):
        slots = namesakes(target.key, CATALOGUE)
        assert {k for slot in slots for k in slot.keys} <= every


def test_a_chocolate_milk_must_hold_cocoa_and_a_white_one_never_considers_it() -> None:
    table = profile_table(CATALOGUE)
    (brown,) = ask(Brief("chocolate_milk_lowfat_reduced_sugar"), CATALOGUE, table)
    (white,) = ask(Brief("milk_whole"), CATALOGUE, table)
    assert namesake_keys("milk_whole", CATALOGUE) == frozenset()
    assert "cocoa_alkalised" not in white.keys
    (slot,) = (c for c in brown.counts if c.name == "cocoa for its name")
    assert [brown.keys[i] for i in slot.indices] == ["cocoa_alkalised"]
    assert slot.minimum == 1
    cocoa = brown.keys.index("cocoa_alkalised")
    assert brown.doses.lower[cocoa] == pytest.approx(0.008)


def test_an_excluded_namesake_is_not_asked_for() -> None:
    brief = Brief("chocolate_milk_lowfat_reduced_sugar", exclude=("cocoa_alkalised",))
    (found,) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    assert not [c for c in found.counts if c.name == "cocoa for its name"]
