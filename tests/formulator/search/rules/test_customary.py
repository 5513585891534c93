"""Doses of categories that the use table does not speak of."""

from __future__ import annotations

import ingredients
from formulator.search.rules.customary import OWN, own_window
from ingredients import Kind
from ingredients.food_rules import categories

CATALOGUE = ingredients.load()


def test_windows_speak_of_known_categories_and_ingredients() -> None:
    foods = CATALOGUE.of_kind(Kind.INGREDIENT)
    known = {f.key for f in foods} | {f"@{f.category}" for f in foods}
    assert set(OWN) <= set(categories())
    for held in OWN.values():
        assert set(held) <= known
        assert all(0 <= low < high for low, high in held.values())


def test_a_category_of_ingredients_only_widens_what_is_used_in_milk_or_yogurt() -> None:
    assert own_window(CATALOGUE.food("wheat_gluten"), "yogurt_greek") is None
    for key in ("soymilk_base", "rice_protein"):
        assert own_window(CATALOGUE.food(key), "yogurt_greek") is None
    isolate = CATALOGUE.food("pea_protein_isolate")
    assert own_window(isolate, "yogurt_greek") == (isolate.usage.minimum, 12.0)
    assert own_window(isolate, "yogurt") is None
