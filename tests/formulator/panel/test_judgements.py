"""Judgements are checked when made."""

import pickle

import pytest

from formulator.errors import InputError, TableError
from formulator.panel import Judgement
from formulator.panel.scales import HEDONIC_WORDS, JAR_WORDS

FULL = Judgement(
    taster="t1",
    formula="F-1",
    code="417",
    position=2,
    overall=7,
    taste=6.5,
    jar=(("sweetness", -1), ("thickness", 2)),
    directives=("less_sweet",),
    cata=("beany",),
    difference=4.0,
    comment="a bit thin",
    seconds=41.0,
)


def test_round_trip_through_plain_data():
    assert Judgement.from_dict(FULL.to_dict()) == FULL
    assert pickle.loads(pickle.dumps(FULL)) == FULL  # noqa: S301 - our own bytes


def test_what_was_not_answered_is_none():
    empty = Judgement("t1", "F-1")
    assert empty.liking() is None
    assert empty.cata is None
    assert empty.jar_step("sweetness") is None
    assert FULL.jar_step("thickness") == 2


def test_every_broken_answer_is_listed():
    with pytest.raises(TableError) as error:
        Judgement(
            "t1", " ", position=0, overall=10, taste=float("nan"), jar=(("sweetness", 3),),
            directives=("more_magic",), difference=11, seconds=-1,
        )  # fmt: skip
    text = str(error.value)
    for part in (
        "formula must not be empty",
        "position counts from 1",
        "overall must be 1 to 9, got 10",
        "taste must be 1 to 9, got nan",
        "sweetness must be a whole number -2 to 2",
        "unknown directive 'more_magic'",
        "difference must be 0 to 10",
        "seconds must be >= 0",
    ):
        assert part in text


def test_five_jar_items_are_enough():
    with pytest.raises(TableError, match="at most 5 different"):
        Judgement("t", "f", jar=tuple((f"a{i}", 0) for i in range(6)))


def test_unknown_fields_and_attributes_are_named():
    with pytest.raises(InputError, match="no field colour"):
        Judgement.from_dict({"taster": "t", "formula": "f", "colour": 3})
    with pytest.raises(InputError, match="liking is asked for overall"):
        FULL.liking("smell")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_scales_have_words_for_every_step(language):
    assert len(set(HEDONIC_WORDS[language])) == 9
    assert len(set(JAR_WORDS[language])) == 5
