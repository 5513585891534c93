from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.report.amino_acids import ESSENTIAL, pattern_of
from ingredients import Kind

CATALOGUE = ingredients.load()


def test_reported_amino_acids_are_taken_as_they_are() -> None:
    pattern = pattern_of(CATALOGUE, CATALOGUE.food("soy_protein_isolate"))
    assert pattern.is_reported
    lysine = pattern.grams[ESSENTIAL.index("lysine")]
    assert lysine == pytest.approx(5.327 / 88.32, rel=1e-3)
    assert not pattern.spread.any()


@pytest.mark.parametrize(
    ("key", "relative"),
    [("pea_protein_isolate", "pea"), ("rice_protein", "rice"), ("oat_protein", "oat"),
     ("chickpea_protein_isolate", "chickpea"), ("mung_protein_isolate", "mung")],
)  # fmt: skip
def test_isolates_take_after_their_own_seed(key: str, relative: str) -> None:
    pattern = pattern_of(CATALOGUE, CATALOGUE.food(key))
    assert relative in pattern.basis
    assert (pattern.spread > 0).all()


def test_a_plant_without_relatives_has_a_wide_spread() -> None:
    food = next(
        f
        for f in CATALOGUE.of_kind(Kind.INGREDIENT)
        if pattern_of(CATALOGUE, f).basis == "all plants"
    )
    pattern = pattern_of(CATALOGUE, food)
    assert (pattern.spread / pattern.grams).min() > 0.3


def test_essential_amino_acids_are_a_part_of_the_protein() -> None:
    for food in CATALOGUE.of_kind(Kind.INGREDIENT)[::25]:
        pattern = pattern_of(CATALOGUE, food)
        assert np.isfinite(pattern.grams).all()
        assert 0.1 < pattern.grams.sum() < 0.75, food.key
