"""What happens between a taster and the store, for both faces of the ballot.

The only queries here are the ballot's own: no formula, no label, no score is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from formulator.store import ConflictError, NotFoundError, Sitting, Store
from formulator.store.tasting import CODE_LENGTH, enter
from formulator.web.ballot import Ballot, Problem, next_ballot, read_answers
from formulator.web.limiter import Limiter
from formulator.web.questionnaire import Questionnaire

KEY_LENGTH = 32
"""Characters of an idempotency key as the server issues it."""


class Outcome(StrEnum):
    """What became of a form that was sent."""

    SAVED = "saved"
    PROBLEMS = "problems"
    WRONG_CUP = "wrong_cup"
    ALREADY_SENT = "already_sent"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answered:
    """Outcome of a sent form, with its problems."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()


def find_sitting(
    store: Store, limiter: Limiter, code: str, *, client: str, link_only: bool = False
) -> Sitting | None:
    """Return the sitting that a token or short code opens; a failure counts against the client.

    Parameters
    ----------
    store : Store
    limiter : Limiter
    code : str
        What was typed, scanned or followed.
    client : str
        Address of whoever asks.
    link_only : bool
        Refuse short codes, which are for typing on the lab's own tablets.
    """
    if limiter.is_blocked(client):
        return None
    is_token = len(code.strip()) != CODE_LENGTH
    try:
        if link_only and not is_token:
            raise NotFoundError("a short code opens no link")
        return enter(store, code)
    except NotFoundError:
        limiter.fail(client)
        return None


def current_ballot(sitting: Sitting, *, language: str, key: str = "") -> Ballot | None:
    """Return the first unanswered cup of a sitting, or None when done."""
    return next_ballot(sitting.cups, language=language, key=key or None, asks=asked_by(sitting))


def asked_by(sitting: Sitting) -> Questionnaire:
    """Return what the round of a sitting asks."""
    return Questionnaire.of(sitting.settings)


def sent_ballot(sitting: Sitting, serving_id: str, *, language: str, key: str) -> Ballot | None:
    """Return the cup that a sent form belongs to, judged or not; None when it is not this seat's.

    A form for a cup that is judged already is still read as that cup's, so that a retry of the
    same message is the same success and another message is refused by the store.
    """
    is_key = len(key) == KEY_LENGTH and key.isascii() and key.isalnum()
    if not is_key or serving_id not in {serving.id for serving, *_ in sitting.cups}:
        return None
    numbered = [(serving, code, serving.id != serving_id) for serving, code, _ in sitting.cups]
    return next_ballot(numbered, language=language, key=key, asks=asked_by(sitting))


def send(
    store: Store, sitting: Sitting, ballot: Ballot, raw: Mapping[str, Any], *, source: str
) -> Answered:
    """Save one cup's answers, once.

    Parameters
    ----------
    store : Store
    sitting : Sitting
        As it was read when the form arrived.
    ballot : Ballot
        The cup that the form was made for, with the idempotency key issued with it.
    raw : mapping
        See ``read_answers``.
    source : str
        ``app``, ``html`` or ``paper``.
    """
    judged = {serving.id: is_judged for serving, _, is_judged in sitting.cups}
    expected = next((serving for serving, is_judged in judged.items() if not is_judged), None)
    if not judged.get(ballot.serving_id, False) and expected != ballot.serving_id:
        return Answered(Outcome.WRONG_CUP)
    answers = read_answers(ballot, raw, source=source)
    if isinstance(answers, tuple):
        return Answered(Outcome.PROBLEMS, answers)
    try:
        store.submit(ballot.serving_id, answers, idempotency_key=ballot.idempotency_key)
    except ConflictError:
        taken = _is_judged(store, sitting, ballot.serving_id)
        return Answered(Outcome.ALREADY_SENT if taken else Outcome.CLOSED)
    return Answered(Outcome.SAVED)


def _is_judged(store: Store, sitting: Sitting, serving_id: str) -> bool:
    rows = store.ballot_servings(sitting.seat.id)
    return any(s.id == serving_id and judged for s, _, judged in rows)
