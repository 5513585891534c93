"""What every ingredient says about itself beside its composition."""

from __future__ import annotations

import csv
import re

import pytest

from ingredients import Evidence, Food, Kind, load
from ingredients.tables import DATA, load_shipped

INGREDIENTS = load_shipped().of_kind(Kind.INGREDIENT)


def test_korean_names_of_the_300_most_useful() -> None:
    with (DATA / "names_ko.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    shipped = load_shipped()
    assert len({r["key"] for r in rows}) == len(rows)
    assert all(r["key"] in shipped for r in rows)
    named = [f for f in INGREDIENTS if f.name_ko]
    assert len(named) >= 300
    assert all(re.search("[가-힣]", f.name_ko) for f in named)
    assert all(f.name_ko for f in INGREDIENTS if f.source == "functional")


def test_every_ingredient_is_described() -> None:
    for food in INGREDIENTS:
        assert food.declaration_name and food.declaration_name == food.declaration_name.strip()
        assert food.roles and food.category and food.form
        assert "vegan" in food.dietary
        assert food.novelty in {"established", "familiar", "unusual", "novel_food"}


def test_most_ingredients_name_their_plant() -> None:
    share = sum(bool(f.botanical_name) for f in INGREDIENTS) / len(INGREDIENTS)
    assert share > 0.93


def test_prices_are_dated_ranges_with_a_confidence() -> None:
    priced = [f for f in INGREDIENTS if f.price]
    assert len(priced) >= 175
    for food in priced:
        assert food.price is not None
        assert 0 < food.price.low <= food.price.high
        assert food.price.date and food.price.confidence in {"H", "M", "L"}


def test_doses_are_windows_and_say_what_they_rest_on() -> None:
    for food in INGREDIENTS:
        assert food.usage is not None
        assert food.usage.evidence is Evidence.GENERAL_KNOWLEDGE
        assert food.usage.basis
        for product, low, high in food.usage.by_product:
            assert product and 0 <= low <= high <= 100


def find(key: str) -> Food:
    return load().food(key)


@pytest.mark.parametrize("key", ["kidney_beans_raw", "cassava_raw", "lupins_raw", "hijiki_dried"])
def test_raw_foods_that_need_treatment_carry_a_caution(key: str) -> None:
    assert find(key).notes.startswith("Caution: ")


def test_flags_follow_from_the_food() -> None:
    assert "gluten_free" not in find("oats_raw").dietary
    assert "nut_free" not in find("almonds_raw").dietary
    assert "contains_alcohol" in find("vanilla_extract").dietary
    assert "contains_alcohol" not in find("durum_wheat").dietary
    assert (
        "fungal" in find("mushroom_white").dietary or find("mushroom_white").category != "mushroom"
    )


def test_targets_carry_their_allergen_and_no_dose() -> None:
    for food in load_shipped().of_kind(Kind.TARGET):
        assert set(food.allergens_eu) & {"milk", "egg"}
        assert food.usage is None
