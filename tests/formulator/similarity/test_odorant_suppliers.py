from __future__ import annotations

import pytest

import ingredients
from formulator.similarity.odorant_suppliers import odorant_suppliers
from formulator.similarity.odorants import Odorant, Presence
from formulator.similarity.shipped_aroma import AromaTables
from ingredients import Kind, UnknownKeyError

VANILLIN = Odorant("vanillin", "vanillin", "COc1cc(C=O)ccc1O", 210.0, 210.0)
ETHYL_VANILLIN = Odorant("ethyl_vanillin", "ethyl vanillin", "CCOc1cc(C=O)ccc1O", 100.0, 100.0)
HEXANAL = Odorant("hexanal", "hexanal", "CCCCCC=O", 10.0, 10.0, is_off_note=True)
HEPTANAL = Odorant("heptanal", "heptanal", "CCCCCCC=O", 3.0, 3.0)
TABLES = AromaTables(
    odorants=(VANILLIN, ETHYL_VANILLIN, HEXANAL, HEPTANAL),
    presences=(
        Presence("vanilla_extract", "vanillin", 1e6, 3e6, source="odorant_amounts"),
        Presence("pea_protein_isolate", "vanillin", source="key_odorants"),
        Presence("oat_flour", "vanillin", source="duke"),
        Presence("oat_flour", "ethyl_vanillin", source="duke"),
        Presence("cocoa_powder", "ethyl_vanillin", source="duke"),
        Presence("milk_whole", "vanillin", source="key_odorants"),
        Presence("soy_protein_isolate", "hexanal", 5000.0, 5000.0),
    ),
    key_odorants=(),
)


def test_proven_first_then_the_odorant_itself_then_stand_ins() -> None:
    found = odorant_suppliers("vanillin", ingredients.load(), tables=TABLES)
    assert [s.ingredient for s in found] == [
        "vanilla_extract",
        "pea_protein_isolate",
        "oat_flour",
        "cocoa_powder",
    ]
    assert [s.similarity for s in found[:3]] == [1.0, 1.0, 1.0]
    assert 0 < found[3].similarity < 1


def test_activity_is_that_of_the_highest_customary_dose() -> None:
    catalogue = ingredients.load()
    (best, *_) = odorant_suppliers("vanillin", catalogue, tables=TABLES)
    usage = catalogue.food("vanilla_extract").usage
    assert usage is not None
    assert best.max_dose == usage.maximum
    assert best.activity_low == pytest.approx(1e6 * usage.maximum / 100 / 210)
    assert best.activity_high == pytest.approx(3e6 * usage.maximum / 100 / 210)


def test_presence_only_has_no_activity_and_no_proven_coverage() -> None:
    oat = next(
        s
        for s in odorant_suppliers("vanillin", ingredients.load(), tables=TABLES)
        if s.ingredient == "oat_flour"
    )
    assert (oat.activity_low, oat.activity_high, oat.coverage) == (None, None, 0.0)
    assert oat.odorant == "vanillin"


def test_off_notes_supply_nothing_but_themselves() -> None:
    catalogue = ingredients.load()
    assert odorant_suppliers("heptanal", catalogue, tables=TABLES) == ()
    (found,) = odorant_suppliers("hexanal", catalogue, tables=TABLES)
    assert found.ingredient == "soy_protein_isolate"


def test_exclusions_and_number() -> None:
    catalogue = ingredients.load()
    found = odorant_suppliers(
        "vanillin", catalogue, tables=TABLES, exclude=["vanilla_extract"], n=1
    )
    assert [s.ingredient for s in found] == ["pea_protein_isolate"]


def test_shipped_tables_name_only_ingredients() -> None:
    catalogue = ingredients.load()
    found = odorant_suppliers("delta_decalactone", catalogue, n=20)
    assert found
    assert all(catalogue.food(s.ingredient).kind is Kind.INGREDIENT for s in found)


def test_unknown_odorant_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="nearest known: vanillin"):
        odorant_suppliers("vanilin", ingredients.load(), tables=TABLES)
