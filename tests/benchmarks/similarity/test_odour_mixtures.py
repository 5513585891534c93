"""The shipped odour similarity against human ratings (CC BY fixture, Snitz et al. 2013)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.similarity.odour_mixtures import (
    SIMPLE,
    chosen_without,
    methods,
    options,
    row,
    stimulus_folds,
)
from tests.benchmarks.similarity.snitz_2013 import rated_pairs

pytestmark = pytest.mark.benchmark


def test_fixture_is_complete() -> None:
    data = rated_pairs()
    assert (len(data.rating), len(data.smiles), data.is_identical.sum()) == (360, 86, 48)
    assert np.bincount(data.experiment).tolist() == [0, 191, 95, 74]
    assert data.rating.sum() == pytest.approx(16676.76, abs=0.1)


def test_shipped_method_meets_the_target_and_beats_every_simple_one() -> None:
    data = rated_pairs()
    figures = {name: row(data, value) for name, value in methods(data).items()}
    on_all, on_others = list(figures.values())[-1][:2]
    assert on_all >= 0.80
    assert on_others > max(figures[name][1] for name in SIMPLE)


@pytest.mark.slow
def test_choosing_without_the_pairs_judged_gives_nearly_the_same() -> None:
    data = rated_pairs()
    value, _ = chosen_without(data, stimulus_folds(data), options(data))
    assert row(data, value)[0] >= 0.80
