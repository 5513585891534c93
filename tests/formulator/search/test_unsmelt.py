"""Doubts on proteins whose off-notes nobody has measured."""

from __future__ import annotations

import ingredients
from formulator.search.unsmelt import unsmelt_warnings

CATALOGUE = ingredients.load()


def test_a_protein_without_amounts_is_told() -> None:
    (line,) = unsmelt_warnings(["lupin_protein", "pea_protein_isolate"], CATALOGUE)
    assert "Lupin" in line
    assert "Pea" not in line
    assert "no amounts are known" in line


def test_nothing_is_said_of_measured_proteins_and_whole_foods() -> None:
    assert unsmelt_warnings(["soy_protein_isolate", "cashew"], CATALOGUE) == ()
    assert unsmelt_warnings([], CATALOGUE) == ()
