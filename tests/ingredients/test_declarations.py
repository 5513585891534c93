from __future__ import annotations

import re

import ingredients
from ingredients.declarations import declarations, digestibilities


def test_declared_keys_are_ingredients() -> None:
    catalogue = ingredients.load()
    assert len(declarations()) > 50
    for key, row in declarations().items():
        assert catalogue.food(key).kind is ingredients.Kind.INGREDIENT
        assert row.e_number or row.sub_ingredients, key
        assert row.source


def test_e_numbers_have_their_form_and_class() -> None:
    for row in declarations().values():
        for number in filter(None, row.e_number.split("; ")):
            assert re.fullmatch(r"E\d{3,4}[a-f]?", number), row
            assert row.eu_class, row


def test_digestibility_is_a_share_and_the_last_row_matches_all() -> None:
    rows = digestibilities()
    assert all(0.7 < r.value < 1 and 0 < r.spread < 0.2 for r in rows)
    assert re.search(rows[-1].pattern, "anything")
