from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from formulator.store import Answers, Serving
from formulator.web.ballot import MAX_COMMENT, Ballot, next_ballot, read_answers
from formulator.web.questionnaire import CHIPS, QUESTIONS, QuestionKind

BALLOT = Ballot("s1", "473", 2, 6, False, "en", "k" * 32)
FULL: dict[str, Any] = {
    "code": "473",
    "overall": 7,
    "taste": 6,
    "texture": 5,
    "appearance": 8,
    "sweetness": 4,
    "wishes": ["creamier", "less_sweet"],
    "comment": " a bit beany ",
}


def test_a_full_form_becomes_answers() -> None:
    answers = read_answers(BALLOT, FULL, source="html")
    assert answers == Answers(
        scores={"overall": 7, "taste": 6, "texture": 5, "appearance": 8},
        jar={"sweetness": 1},
        directives=("less_sweet", "creamier"),
        comment="a bit beany",
        source="html",
    )


def test_numbers_and_their_texts_mean_the_same() -> None:
    texts = {k: str(v) if isinstance(v, int) else v for k, v in FULL.items()}
    assert read_answers(BALLOT, texts) == read_answers(BALLOT, FULL)


def test_just_about_right_is_step_zero() -> None:
    answers = read_answers(BALLOT, {**FULL, "sweetness": 3, "thickness": 1})
    assert isinstance(answers, Answers)
    assert answers.jar == {"sweetness": 0, "thickness": -2}


@pytest.mark.parametrize("value", [0, 10, -1, 5.5, True, "x", "NaN", "٣", "007", [7]])
def test_answers_off_the_scale_are_refused(value: object) -> None:
    problems = read_answers(BALLOT, {**FULL, "overall": value})
    assert isinstance(problems, tuple)
    assert [p.field for p in problems] == ["overall"]


def test_every_missing_answer_is_named_at_once_and_none_gets_a_default() -> None:
    problems = read_answers(BALLOT, {})
    assert isinstance(problems, tuple)
    required = [q.key for q in QUESTIONS if q.is_required]
    assert [p.field for p in problems] == ["code", *required]


def test_another_cup_is_refused() -> None:
    problems = read_answers(BALLOT, {**FULL, "code": "374"})
    assert isinstance(problems, tuple)
    assert problems[0].message == "That is another cup. Please take the cup marked 473."


@pytest.mark.parametrize("wishes", [["fame"], "creamier", [1]])
def test_unknown_wishes_are_refused(wishes: object) -> None:
    problems = read_answers(BALLOT, {**FULL, "wishes": wishes})
    assert isinstance(problems, tuple)
    assert [p.field for p in problems] == ["wishes"]


def test_a_comment_has_a_limit() -> None:
    assert isinstance(read_answers(BALLOT, {**FULL, "comment": "x" * MAX_COMMENT}), Answers)
    assert isinstance(read_answers(BALLOT, {**FULL, "comment": "x" * (MAX_COMMENT + 1)}), tuple)


@given(comment=some.text(max_size=MAX_COMMENT))
def test_comments_never_hold_control_characters(comment: str) -> None:
    answers = read_answers(BALLOT, {**FULL, "comment": comment})
    assert isinstance(answers, Answers)
    assert all(c.isprintable() or c in "\n\t" for c in answers.comment)


@given(
    raw=some.dictionaries(
        some.sampled_from(sorted(FULL)),
        some.one_of(
            some.none(), some.integers(), some.text(max_size=5), some.lists(some.text(max_size=9))
        ),
    )
)
def test_whatever_is_sent_is_either_in_range_or_refused(raw: dict[str, Any]) -> None:
    answers = read_answers(BALLOT, raw)
    if isinstance(answers, Answers):
        assert all(1 <= n <= 9 for n in answers.scores.values())
        assert all(-2 <= n <= 2 for n in answers.jar.values())
    else:
        assert answers


def serving(number: int) -> Serving:
    return Serving(f"s{number}", "r", "seat", number, f"sample{number}")


def test_the_first_unanswered_cup_comes_next() -> None:
    rows = [(serving(1), "111", True), (serving(2), "222", False), (serving(3), "333", False)]
    ballot = next_ballot(rows, language="en")
    assert ballot is not None
    assert (ballot.code, ballot.number, ballot.n_cups) == ("222", 2, 3)


def test_nothing_comes_after_the_last_cup() -> None:
    assert next_ballot([(serving(1), "111", True)], language="en") is None


def test_each_form_gets_a_key_of_its_own() -> None:
    rows = [(serving(1), "111", False)]
    keys = {b.idempotency_key for b in (next_ballot(rows, language="en") for _ in range(9)) if b}
    assert len(keys) == 9


def test_hedonic_scales_have_nine_words_and_jar_five_in_both_languages() -> None:
    for question in QUESTIONS:
        n = 9 if question.kind is QuestionKind.HEDONIC else 5
        assert len(question.anchors) == n
        for words in (question.text, *question.anchors, *(chip.text for chip in CHIPS)):
            assert set(words) == {"en", "ko"}
            assert all(words.values())
