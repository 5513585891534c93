"""Botanical names fit the plants that the names speak of."""

from __future__ import annotations

import re

import pytest

import ingredients
from ingredients import Kind
from ingredients.build.botany import BLENDS, CORRECTED, botanical_name, corrected, rules

CATALOGUE = ingredients.load()
BRANDS = ("vitasoy", "pumpkin", "crabapple", "pigeonpea", "yambean", "waterchestnut")
"""Words in which a plant's name stands rightly after other letters."""


@pytest.mark.parametrize(
    ("key", "genus"),
    [
        ("fh_rapeseed", "Brassica"), ("annatto", "Bixa"), ("grapeseed_oil", "Vitis"),
        ("acorn_flour_full_fat", "Quercus"), ("horseradish_prepared", "Armoracia"),
        ("lemon_grass_raw", "Cymbopogon"), ("carrageenan_iota", "Eucheuma"),
        ("malabar_spinach_cooked", "Basella"), ("sunflower_oil_ho", "Helianthus"),
        ("canola_oil", "Brassica"), ("corn_starch", "Zea"), ("miso", "Glycine"),
    ],
)  # fmt: skip
def test_names_of_plants_that_sound_alike(key: str, genus: str) -> None:
    assert CATALOGUE.food(key).botanical_name.split(" ")[0] == genus


def test_no_rule_hits_the_middle_of_a_word() -> None:
    """What made annatto a soybean (natto), acorns maize (corn) and grape seed a rape."""
    wrong = []
    for food in CATALOGUE.of_kind(Kind.INGREDIENT):
        text = food.name.lower()
        if BLENDS.search(text):
            continue
        hit = next((m for pattern, _ in rules() if (m := pattern.search(text))), None)
        if hit and hit.start() and text[hit.start() - 1].isalpha():
            word = re.findall(r"[a-z]+", text[: hit.end()])[-1]
            if botanical_name(food.name) == food.botanical_name and not word.startswith(BRANDS):
                wrong.append((food.key, food.botanical_name))
    assert wrong == []


def test_mixtures_have_no_single_name() -> None:
    assert botanical_name("Mixed nuts, dry roasted, with peanuts") == ""
    assert botanical_name("Pasta, fresh, spinach") == ""


def test_slips_of_a_source_are_corrected() -> None:
    for slip, right in CORRECTED.items():
        assert corrected(f" {slip} ") == right
    names = {f.botanical_name for f in CATALOGUE.foods}
    assert not names & set(CORRECTED)
    assert all(n == n.strip() for n in names)
