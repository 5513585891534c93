from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.similarity.aroma import KeyOdorant
from formulator.similarity.odorants import Odorant, Presence
from formulator.similarity.shipped_aroma import (
    AromaTables,
    composition_amounts,
    formula_aroma,
    shipped_aroma,
    stand_ins,
)
from ingredients import UnknownKeyError

PEA_MILK = [("water", 0.96), ("pea_protein_isolate", 0.04)]


def test_tables_fit_together() -> None:
    tables = shipped_aroma()
    described = {o.key for o in tables.odorants}
    catalogue = ingredients.load()
    assert {p.odorant for p in tables.presences} <= described
    assert {p.food for p in tables.presences} <= {f.key for f in catalogue.foods}
    assert {k.odorant for _, keys in tables.key_odorants for k in keys} <= described
    assert "milk_whole" in dict(tables.key_odorants)


def test_hexanal_is_an_off_note_and_diacetyl_is_not() -> None:
    off = {o.key: o.is_off_note for o in shipped_aroma().odorants}
    assert off["hexanal"]
    assert off["1_octen_3_ol"]
    assert not off["diacetyl"]
    assert not off["delta_decalactone"]


def test_an_acid_of_the_composition_is_an_amount() -> None:
    """One gram in 100 g of food is ten grams, ten million ug, in a kilogram."""
    catalogue = ingredients.load()
    row, column = catalogue.index("vinegar_distilled"), catalogue.column("acetic_acid")
    values, evidence = catalogue.values.copy(), catalogue.evidence.copy()
    index = catalogue.source_index.copy()
    values[row, column], evidence[row, column], index[row, column] = 5.0, 0, 0
    measured = replace(catalogue, values=values, evidence=evidence, source_index=index)
    amounts = [
        (p.low, p.high, p.source)
        for p in composition_amounts(measured)
        if (p.food, p.odorant) == ("vinegar_distilled", "acetic_acid")
    ]
    assert amounts == [(5e7, 5e7, catalogue.sources[0].key)]


def test_bound_fatty_acids_are_no_smell() -> None:
    """Butter is rich in butyric acid, all of it in triglycerides."""
    held = {p.odorant for p in shipped_aroma().presences if p.food == "butter_salted"}
    assert not {k for k in held if k.startswith("fa_")}
    assert not any(p.has_amount for p in shipped_aroma().presences if p.odorant == "butanoic_acid")


def test_pea_milk_is_beany_and_lacks_lactones() -> None:
    result = formula_aroma(PEA_MILK, "milk_whole")
    assert result.coverage is not None
    strongest = result.off_flavour.notes[0]
    assert strongest.odorant == "hexanal"
    assert strongest.low < strongest.activity < strongest.high
    assert result.off_flavour.load > 0
    assert {"delta_decalactone", "diacetyl"} <= set(result.coverage.missing)
    assert result.coverage.low <= result.coverage.score <= result.coverage.high < 1


def test_presence_only_ingredients_prove_nothing() -> None:
    result = formula_aroma([("water", 0.99), ("cabbage_juice_concentrate", 0.01)], "milk_whole")
    assert result.coverage is not None
    assert result.coverage.score == 0.0
    assert result.coverage.high > 0.0
    assert any("cabbage_juice_concentrate" in t.may_contribute for t in result.coverage.terms)


def test_target_without_key_odorants_borrows_from_its_category() -> None:
    assert "milk_goat" not in dict(shipped_aroma().key_odorants)
    assert stand_ins("milk_goat")[0] == "milk_goat"
    borrowed = formula_aroma(PEA_MILK, "milk_goat").coverage
    own = formula_aroma(PEA_MILK, "milk_whole").coverage
    assert borrowed == own


def test_what_the_target_wants_is_allowed_up_to_the_cap() -> None:
    tables = AromaTables(
        odorants=(Odorant("hexanal", "hexanal", "CCCCCC=O", 10.0, 10.0, is_off_note=True),),
        presences=(Presence("pea_protein_isolate", "hexanal", 500.0, 500.0),),
        key_odorants=(("milk_whole", (KeyOdorant("hexanal"),)),),
    )
    result = formula_aroma(PEA_MILK, "milk_whole", tables=tables)
    assert result.off_flavour.notes[0].activity == pytest.approx(2.0)
    assert result.off_flavour.load == 0.0
    assert result.coverage is not None
    assert result.coverage.score == pytest.approx(2 / 3)
    no_aroma = AromaTables(tables.odorants, tables.presences, ())
    bare = formula_aroma(PEA_MILK, "milk_whole", tables=no_aroma)
    assert bare.coverage is None
    assert bare.off_flavour.load > 0


def test_unknown_target_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="milk_whole"):
        formula_aroma(PEA_MILK, "milk_whol")
