"""The measured targets of similarity, held as tests where the source tables are at hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.similarity.categories import ANALOGUES, DAIRY_CATEGORIES, OTHER_CATEGORIES
from tests.benchmarks.similarity.gaps import catalogue_scores
from tests.benchmarks.similarity.likeness import (
    likeness_table,
    plant_pool,
    retrieval_table,
    shipped,
)
from tests.benchmarks.similarity.sr28_foods import auroc, foods, shared_data

needs_sr28 = pytest.mark.skipif(shared_data() is None, reason="the SR28 tables are not at hand")
pytestmark = [pytest.mark.slow, pytest.mark.benchmark]


def test_auroc_counts_pairs_and_halves_ties() -> None:
    distances = np.array([1.0, 2.0, 2.0, 3.0])
    assert auroc(distances, np.array([True, True, False, False])) == 3.5 / 4


@needs_sr28
def test_dairy_likeness() -> None:
    assert len(foods()) > 8_700
    found = likeness_table(shipped, DAIRY_CATEGORIES)
    assert min(found.values()) >= 0.99
    assert np.mean(list(found.values())) >= 0.997


@needs_sr28
def test_likeness_of_categories_that_nothing_was_chosen_on() -> None:
    assert np.mean(list(likeness_table(shipped, OTHER_CATEGORIES).values())) >= 0.97


@needs_sr28
@pytest.mark.parametrize("point", [True, False], ids=["plain member", "mean of members"])
def test_analogues_are_found_among_plant_foods(point: bool) -> None:
    assert len(plant_pool()) >= 4_000
    found = retrieval_table(shipped, ANALOGUES, point=point)
    assert np.mean(list(found.values())) >= 0.97


def test_ninety_percent_intervals_of_gap_estimates_hold() -> None:
    scores = catalogue_scores()
    assert {s.block for s in scores} >= {"amino_acids", "fatty_acids", "minerals", "sugars"}
    for s in scores:
        assert 0.85 <= s.coverage <= 0.96, s.block
        assert s.estimate < min(s.mean_share, s.zero), s.block
