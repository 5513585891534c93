"""The ballot: one model for both faces, the Streamlit view and the light HTML page.

Nothing here knows Streamlit or HTTP, a formula, or another taster's score.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formulator.store.records import Answers
from formulator.web.questionnaire import (
    CHIPS,
    DIFFERENCE,
    QUESTIONS,
    STANDARD,
    Chip,
    Question,
    QuestionKind,
    Questionnaire,
)
from formulator.web.texts import translate

MAX_COMMENT = 500
"""Characters of a comment that are accepted."""
JAR_MIDDLE = 3
"""Number of the answer "just about right" on the form; it is kept as step 0."""
_KEEP = {"\n", "\t"}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One cup in front of one taster."""

    serving_id: str
    code: str
    """Blind three-digit code on the cup."""
    number: int
    """1 for the first cup of this taster."""
    n_cups: int
    is_warm_up: bool
    language: str
    idempotency_key: str
    """Made by the server with the form; the same key again is the same success."""
    questions: tuple[Question, ...] = QUESTIONS
    """With one answer each, in the order of the page."""
    terms: tuple[Chip, ...] = ()
    """Words to tick, in this taster's order; empty when the list is not asked."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps an answer from being accepted, in words for the taster."""

    field: str
    message: str


def next_ballot(
    servings: Sequence[tuple[Any, str, bool]],
    *,
    language: str,
    key: str | None = None,
    asks: Questionnaire = STANDARD,
) -> Ballot | None:
    """Return the first unanswered cup of a seat, or None when all are answered.

    Parameters
    ----------
    servings : sequence of (Serving, blind code, already judged)
        As ``Store.ballot_servings`` returns them, in serving order.
    language : str
        Language of the words.
    key : str, optional
        Idempotency key; a new random one by default.
    asks : Questionnaire
        What the round asks.
    """
    for number, (serving, code, is_judged) in enumerate(servings, start=1):
        if not is_judged:
            return Ballot(
                serving_id=serving.id,
                code=code,
                number=number,
                n_cups=len(servings),
                is_warm_up=serving.position == 0,
                language=language,
                idempotency_key=key or secrets.token_hex(16),
                questions=asks.questions,
                terms=asks.terms(serving.seat_id) if asks.cata else (),
            )
    return None


def read_answers(
    ballot: Ballot, raw: Mapping[str, Any], *, source: str = "app"
) -> Answers | tuple[Problem, ...]:
    """Turn what a form sent into a judgement, or into the list of all its problems.

    A question without an answer stays without one: there is no default.

    Parameters
    ----------
    ballot : Ballot
    raw : mapping
        ``code``, one entry per question key (whole number or its text), ``wishes`` (sequence of
        chip keys), ``cata`` (sequence of term keys) and ``comment``.
    source : str
        ``app``, ``html`` or ``paper``.
    """
    problems = list(_code_problem(ballot, raw.get("code")))
    answered: dict[str, int] = {}
    for question in ballot.questions:
        number, problem = _answer(ballot, question, raw.get(question.key))
        if problem is not None:
            problems.append(problem)
        elif number is not None:
            answered[question.key] = number
    wishes = _ticked(raw.get("wishes"), [chip.key for chip in CHIPS])
    cata = _ticked(raw.get("cata"), [chip.key for chip in ballot.terms])
    for field, ticked in (("wishes", wishes), ("cata", cata)):
        if ticked is None:
            problems.append(_problem(ballot, field, "answer_out_of_range"))
    comment = _comment(raw.get("comment"))
    if len(comment) > MAX_COMMENT:
        problems.append(_problem(ballot, "comment", "comment_too_long", n=MAX_COMMENT))
    if problems:
        return tuple(problems)
    kinds = {q.key: q.kind for q in ballot.questions}
    return Answers(
        scores={k: n for k, n in answered.items() if kinds[k] is QuestionKind.HEDONIC},
        jar={k: n - JAR_MIDDLE for k, n in answered.items() if kinds[k] is QuestionKind.JAR},
        directives=wishes or (),
        cata=tuple(sorted(cata or ())) if ballot.terms else None,
        difference=answered.get(DIFFERENCE.key),
        comment=comment,
        source=source,
    )


def _answer(ballot: Ballot, question: Question, value: object) -> tuple[int | None, Problem | None]:
    """Return the number answered, None without an answer, and what is wrong with it."""
    if value is None or value == "":
        missing = _problem(ballot, question.key, "answer_missing")
        return None, missing if question.is_required else None
    number = _whole_number(value)
    if number is None or number not in question.choices:
        return None, _problem(ballot, question.key, "answer_out_of_range")
    return number, None


def _problem(ballot: Ballot, field: str, text: str, **values: object) -> Problem:
    return Problem(field, translate(text, ballot.language, **values))


def _code_problem(ballot: Ballot, value: object) -> tuple[Problem, ...]:
    typed = str(value or "").strip()
    if typed == ballot.code:
        return ()
    if not typed:
        return (_problem(ballot, "code", "code_missing"),)
    return (_problem(ballot, "code", "code_wrong", code=ballot.code),)


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3:
        return int(value)
    return None


def _ticked(value: object, known: Sequence[str]) -> tuple[str, ...] | None:
    """Return known ticks in the order of the page, or None when one is unknown."""
    if value is None or value == "":
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        return None
    return tuple(k for k in known if k in value) if set(value) <= set(known) else None


def _comment(value: object) -> str:
    """Return the comment without control characters (a database may refuse NUL)."""
    text = value if isinstance(value, str) else ""
    return "".join(c for c in text if c in _KEEP or c.isprintable()).strip()
