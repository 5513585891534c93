"""Slips in words of taste are mended; everyday words are left alone."""

import pytest

from formulator.panel.comments import parse_comment
from formulator.panel.spelling import corrected


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("suggary", "sugary"),
        ("creammy", "creamy"),
        ("bittre", "bitter"),
        ("grittty", "gritty"),
        ("watrey", "watery"),
        ("sweeeet", "sweet"),
        ("thciker", "thicker"),
    ],
)
def test_one_slip_is_mended(slip, right):
    assert corrected(slip) == right


@pytest.mark.parametrize(
    "word", ["better", "think", "thing", "water", "butter", "creamer", "film", "sweat", "thin"]
)
def test_everyday_words_stay(word):
    assert corrected(word) == word


def test_a_slip_becomes_a_wish_and_the_text_is_kept():
    found = parse_comment("too suggary, a purlpe one")
    assert found.directives == ("less_sweet",)
    assert found.text == "too suggary, a purlpe one"
    assert found.unparsed == ("a purlpe one",)
