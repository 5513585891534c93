from __future__ import annotations

import numpy as np
import pytest

from formulator.profiles.neighbours import (
    CATEGORY_WEIGHT,
    GENUS_WEIGHT,
    KINGDOM_WEIGHT,
    NAME_WEIGHT,
    Neighbourhood,
    features,
    label_vectors,
    name_vectors,
    words,
)


def test_words_lose_the_plural_and_single_letters() -> None:
    assert words("Oats, B 12 & peas") == ["oat", "pea"]


def test_name_vectors_have_length_one_and_like_names_are_near() -> None:
    table = name_vectors(["pea protein isolate", "pea protein concentrate", "coconut oil", "7"])
    near = (table @ table.T).toarray()
    assert np.diag(near)[:3] == pytest.approx(1)
    assert near[3, 3] == 0
    assert near[0, 1] > 0.3 > near[0, 2] == 0


def test_the_first_word_of_a_name_tells_most() -> None:
    table = name_vectors(["cheese white", "cheese dry", "sauce white"])
    near = (table @ table.T).toarray()
    assert near[0, 1] > near[0, 2]


def test_empty_labels_equal_nothing() -> None:
    near = label_vectors(["a", "", "a", ""])
    assert (near @ near.T).toarray().tolist() == [
        [1, 0, 1, 0],
        [0, 0, 0, 0],
        [1, 0, 1, 0],
        [0, 0, 0, 0],
    ]


def test_features_of_water_are_finite_and_missing_ones_are_nan() -> None:
    column = {"water": 0, "protein": 1, "fat": 2}
    found = features(np.array([[100.0, 0.0, 0.0], [90.0, np.nan, 3.0]]), column)
    assert np.isfinite(found[0, :2]).all()
    assert np.isnan(found[1, 0])
    assert np.isnan(found[:, 2]).all()


def test_category_and_genus_add_their_weights_and_no_food_gives_to_itself() -> None:
    same = np.zeros((4, 9), dtype=np.float32)
    near = Neighbourhood(
        same,
        ["a1", "b1", "c1", "d1"],
        categories=["nut", "nut", "oil", ""],
        genera=["Cocos", "", "Cocos", ""],
        kingdoms=[0] * 4,
    )
    row = near.log_weights(np.array([0]))[0]
    assert row[0] == -np.inf
    assert row[1] - row[3] == pytest.approx(CATEGORY_WEIGHT, abs=1e-5)
    assert row[2] - row[3] == pytest.approx(GENUS_WEIGHT, abs=1e-5)


def test_the_same_name_weighs_its_full_weight() -> None:
    near = Neighbourhood(
        np.zeros((3, 9), dtype=np.float32),
        ["oat drink", "oat drink", "rye bread"],
        categories=[""] * 3,
        genera=[""] * 3,
        kingdoms=[0] * 3,
    )
    row = near.log_weights(np.array([0]))[0]
    assert row[1] - row[2] == pytest.approx(NAME_WEIGHT, abs=1e-4)


def test_the_other_kingdom_loses_weight_and_an_unknown_one_does_not() -> None:
    near = Neighbourhood(
        np.zeros((4, 9), dtype=np.float32),
        ["a1", "b1", "c1", "d1"],
        categories=[""] * 4,
        genera=[""] * 4,
        kingdoms=[1, -1, 0, 1],
    )
    row = near.log_weights(np.array([0]))[0]
    assert row[3] - row[1] == pytest.approx(KINGDOM_WEIGHT, abs=1e-5)
    assert row[2] == pytest.approx(row[3])
