"""Structures: what a product of each category must hold."""

from __future__ import annotations

import pytest

from formulator.search.roles import Role
from formulator.search.structure import STRUCTURES, Shelf, Slot, structure
from ingredients.food_rules import categories

SHELVES = (
    Shelf("water", Role.WATER),
    Shelf("pea_protein_isolate", Role.PROTEIN),
    Shelf("cashew", Role.BASE, ("protein-rich", "fat-rich")),
    Shelf("canola_oil", Role.FAT),
    Shelf("gellan_ha", Role.STABILISER),
    Shelf("cabbage", Role.CHARACTER),
    Shelf("banana", Role.CHARACTER),
    Shelf("mono_diglycerides", Role.EMULSIFIER),
    Shelf("lactic_culture_dvs", Role.CULTURE),
)


def named(category: str, name: str, **options: object):
    found = structure(category, SHELVES, **{"max_ingredients": 8, **options})  # type: ignore[arg-type] (options by name)
    return next((c for c in found if c.name == name), None)


@pytest.mark.parametrize("category", sorted(set(STRUCTURES) - {"egg", "whey"}))
def test_every_product_holds_potable_water_and_fat(category: str) -> None:
    found = structure(category, SHELVES, max_ingredients=8)
    minimum = {c.name: c.minimum for c in found}
    assert minimum["potable water"] == 1
    assert any(minimum.get(n, 0) >= 1 for n in ("fat source", "oil"))
    assert all(c.minimum <= c.maximum for c in found)


def test_every_ruled_category_has_a_structure() -> None:
    assert set(categories()) <= set(STRUCTURES)


def test_a_nut_is_protein_and_fat_at_once() -> None:
    for name in ("protein source", "fat source"):
        slot = named("milk", name)
        assert slot is not None
        assert 2 in slot.indices


def test_small_formulas_are_excused_from_the_stabiliser() -> None:
    large, small = (named("milk", "suspending stabiliser", max_ingredients=k) for k in (8, 4))
    assert large is not None
    assert large.minimum == 1
    assert small is None or small.minimum == 0


def test_a_sour_drink_holds_the_gum_that_protects_its_protein() -> None:
    shelves = (*SHELVES, Shelf("pectin_hm", Role.STABILISER), Shelf("cmc", Role.STABILISER))
    found = structure("fermented_drink", shelves, max_ingredients=8)
    (gum,) = (c for c in found if c.name == "protective gum")
    assert {shelves[i].key for i in gum.indices} == {"pectin_hm", "cmc"}
    assert (gum.minimum, gum.maximum) == (1, 1)


def test_what_a_target_is_named_for_is_asked_where_it_can_be_had() -> None:
    more = (Slot("salt for its name", (Role.SALT,), 1, 2),)
    assert "salt for its name" not in {
        c.name for c in structure("butter", SHELVES, max_ingredients=8, more=more)
    }
    salted = (*SHELVES, Shelf("salt", Role.SALT))
    found = structure("butter", salted, max_ingredients=8, more=more)
    assert next(c for c in found if c.name == "salt for its name").minimum == 1


def test_plant_character_is_limited_but_gives_way_to_the_brief() -> None:
    free = named("milk", "plant character")
    asked = named("milk", "plant character", required={"cabbage", "banana"})
    assert free is not None
    assert free.maximum == 1
    assert asked is None or asked.maximum == 2


def test_a_spread_needs_an_emulsifier_for_water_in_oil() -> None:
    slot = named("butter", "water-in-oil emulsifier")
    assert slot is not None
    assert (slot.minimum, slot.indices) == (1, (7,))


def test_a_yogurt_needs_its_culture_and_a_milk_bears_none() -> None:
    yogurt, milk = named("yogurt", "culture"), named("milk", "acid or culture or colour")
    assert yogurt is not None
    assert yogurt.minimum == 1
    assert milk is not None
    assert milk.maximum == 0


def test_a_whipping_cream_holds_a_foam_stabiliser() -> None:
    (slot,) = (s for s in STRUCTURES["cream_whipping"] if s.name == "foam stabiliser")
    assert slot.minimum == 1
    assert "hpmc" in slot.keys
    assert not any(s.name == "suspending stabiliser" for s in STRUCTURES["cream_whipping"])
