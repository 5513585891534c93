"""What a few cups taught steers the search, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief
from formulator.search.question import Question
from formulator.search.steering import N_STEERING, STEER_SHARE, moderated, prices, weighed

CATALOGUE = ingredients.load()
BRIEF = Brief(target="milk_whole")


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(BRIEF, CATALOGUE, profile_table(CATALOGUE))[0]


def test_huge_prices_shift_no_formula_by_more_than_the_share(question: Question) -> None:
    rng = np.random.default_rng(0)
    wild = {key: float(rng.normal(0, 1e4)) for key in question.keys}
    kept = moderated(wild, question, 8.0)
    effects = np.sort(
        [abs(kept[k]) * u for k, u in zip(question.keys, question.pantry.upper, strict=True)]
    )
    assert effects[-N_STEERING:].sum() == pytest.approx(STEER_SHARE * 8.0)
    assert np.sign(kept["sucrose"]) == np.sign(wild["sucrose"] - wild["water"])
    assert kept["water"] == 0


def test_small_prices_stay_as_they_are(question: Question) -> None:
    kept = moderated({"water": 1.0, "sucrose": 1.5}, question, 8.0)
    assert kept == {"water": 0.0, "sucrose": 0.5}


def test_without_a_preference_there_are_no_prices(question: Question) -> None:
    assert prices(question, {}) is None
    column = prices(question, {"sucrose": 2.0})
    assert column is not None
    assert column[question.index("sucrose")] == 2.0
    assert column.sum() == 2.0


def test_emphasis_stays_within_its_range() -> None:
    table = profile_table(CATALOGUE)
    far, edge = (weighed(BRIEF, CATALOGUE, table, {"sugars": factor}) for factor in (1000.0, 2.0))
    np.testing.assert_array_equal(far.factor, edge.factor)
