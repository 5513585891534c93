from __future__ import annotations

import json

import ingredients
from formulator.similarity.aroma_words import aroma_dict, aroma_lines, off_note_warnings
from formulator.similarity.shipped_aroma import AromaTables, formula_aroma

PEA_MILK = [("water", 0.94), ("pea_protein_isolate", 0.05), ("cabbage_juice_concentrate", 0.01)]


def test_words_name_the_ingredient_the_dose_and_the_doubt() -> None:
    catalogue = ingredients.load()
    text = "\n".join(aroma_lines(formula_aroma(PEA_MILK, "milk_whole"), catalogue))
    pea = catalogue.food("pea_protein_isolate").name
    assert "are covered by known doses" in text
    assert f"Off-note hexanal: {pea} brings about" in text
    assert "may contribute, the amount is unknown" in text
    assert "No ingredient is known to bring" in text
    assert "Off-notes reported without an amount" in text


def test_water_is_silent_about_off_notes() -> None:
    lines = aroma_lines(formula_aroma([("water", 1.0)], "milk_whole"), ingredients.load())
    assert len(lines) == 2
    assert "0% are covered" in lines[0]
    assert lines[1].startswith("No ingredient is known to bring")


def test_unknown_target_aroma_is_said() -> None:
    empty = AromaTables((), (), ())
    aroma = formula_aroma([("water", 1.0)], "milk_whole", tables=empty)
    (line,) = aroma_lines(aroma, ingredients.load())
    assert line.startswith("No key odorants of")


def test_plain_data_survives_json() -> None:
    aroma = formula_aroma(PEA_MILK, "milk_whole")
    data = json.loads(json.dumps(aroma_dict(aroma), allow_nan=False))
    assert aroma.coverage is not None
    assert data["coverage"]["missing"] == list(aroma.coverage.missing)
    assert data["coverage"]["terms"][0]["odorant"] == aroma.coverage.terms[0].odorant
    assert data["off_flavour"]["load"] == aroma.off_flavour.load


def test_warnings_are_the_off_notes_above_what_the_target_allows() -> None:
    catalogue = ingredients.load()
    words = off_note_warnings(PEA_MILK, "milk_whole", catalogue)
    assert words
    assert all(w.startswith("Off-note ") for w in words)
    assert off_note_warnings([("water", 1.0)], "milk_whole", catalogue) == ()
    assert off_note_warnings(PEA_MILK, "a table of the user", catalogue) == ()
