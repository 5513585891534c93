"""What a ballot reads, on SQL: its seat, its cups and what the round asks, in one query."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.engine import Row

from formulator.store.engine import Transactions
from formulator.store.errors import NotFoundError
from formulator.store.records import RoundStatus, Seat, Serving, Sitting
from formulator.store.sql_base import SqlPart, now
from formulator.store.tables import JUDGEMENTS, ROUNDS, SAMPLES, SEATS, SERVINGS

MAX_ROUNDS = 500
"""Rounds whose questions are remembered; they never change."""

_SEAT = tuple(SEATS.c[name] for name in Seat.__slots__)
_CUP = (SERVINGS.c.id, SERVINGS.c.position, SERVINGS.c.sample_id, SAMPLES.c.code)
_CUPS = (
    select(*_CUP, JUDGEMENTS.c.id)
    .select_from(SERVINGS)
    .join(SAMPLES, SAMPLES.c.id == SERVINGS.c.sample_id)
    .outerjoin(JUDGEMENTS, JUDGEMENTS.c.serving_id == SERVINGS.c.id)
    .add_columns(SERVINGS.c.round_id)
    .where(SERVINGS.c.seat_id == bindparam("seat"))
    .order_by(SERVINGS.c.position)
)
_SITTING = (
    select(*_SEAT, *_CUP, JUDGEMENTS.c.id)
    .select_from(SEATS)
    .join(ROUNDS, ROUNDS.c.id == SEATS.c.round_id)
    .outerjoin(SERVINGS, SERVINGS.c.seat_id == SEATS.c.id)
    .outerjoin(SAMPLES, SAMPLES.c.id == SERVINGS.c.sample_id)
    .outerjoin(JUDGEMENTS, JUDGEMENTS.c.serving_id == SERVINGS.c.id)
    .where(ROUNDS.c.status == RoundStatus.OPEN.value, SEATS.c.revoked_at.is_(None))
    .order_by(SEATS.c.id, SERVINGS.c.position)
)
# Made once: putting a statement together takes longer than running it.
_BY_TOKEN = _SITTING.where(SEATS.c.token_hash == bindparam("code"))
_BY_SHORT_CODE = _SITTING.where(SEATS.c.short_code == bindparam("code"))
_SETTINGS = select(ROUNDS.c.settings).where(ROUNDS.c.id == bindparam("round"))
_PROGRESS = (
    select(SERVINGS.c.seat_id, func.count(JUDGEMENTS.c.id), func.count(SERVINGS.c.id))
    .outerjoin(JUDGEMENTS, JUDGEMENTS.c.serving_id == SERVINGS.c.id)
    .where(SERVINGS.c.round_id == bindparam("round"))
    .group_by(SERVINGS.c.seat_id)
)


def token_hash(token: str) -> str:
    """Return the SHA-256 under which a link token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _one_seat(rows: Sequence[Row[Any]]) -> Seat:
    seats = {row[0]: Seat(*row[: len(_SEAT)]) for row in rows}
    present = now()
    open_seats = [s for s in seats.values() if s.expires_at is None or s.expires_at > present]
    if len(open_seats) != 1:
        # One message for every failure: it must not tell a guesser how near he was.
        raise NotFoundError("this code does not open a ballot; ask the panel leader")
    return open_seats[0]


class SittingsPart(SqlPart):
    """Implements the ballot's methods of ``Store``."""

    def __init__(self, transactions: Transactions) -> None:
        super().__init__(transactions)
        self._asked: dict[str, Mapping[str, Any]] = {}
        self._asked_lock = threading.Lock()

    def sitting_by_token(self, token: str) -> Sitting:
        """See Store.sitting_by_token."""
        return self._sitting(_BY_TOKEN, token_hash(token))

    def sitting_by_short_code(self, code: str) -> Sitting:
        """See Store.sitting_by_short_code."""
        return self._sitting(_BY_SHORT_CODE, code.strip().upper())

    def seat_by_token(self, token: str) -> Seat:
        """See Store.seat_by_token."""
        return self.sitting_by_token(token).seat

    def seat_by_short_code(self, code: str) -> Seat:
        """See Store.seat_by_short_code."""
        return self.sitting_by_short_code(code).seat

    def _sitting(self, query: Select[Any], code: str) -> Sitting:
        with self._transactions.asking() as connection:
            rows = connection.execute(query, {"code": code}).all()
            seat = _one_seat(rows)
            settings = self._settings(connection, seat.round_id)
        n = len(_SEAT)
        cups = tuple(
            (Serving(row[n], seat.round_id, seat.id, row[n + 1], row[n + 2]), row[n + 3], judged)
            for row in rows
            if row[0] == seat.id and row[n] is not None
            for judged in (row[n + 4] is not None,)
        )
        return Sitting(seat, settings, cups)

    def _settings(self, connection: Connection, round_id: str) -> Mapping[str, Any]:
        """Return what a round was opened with; nothing ever changes it."""
        with self._asked_lock:
            known = self._asked.get(round_id)
        if known is None:
            known = connection.execute(_SETTINGS, {"round": round_id}).scalar_one()
            with self._asked_lock:
                if len(self._asked) >= MAX_ROUNDS:
                    self._asked.pop(next(iter(self._asked)))
                self._asked[round_id] = known
        return known

    def ballot_servings(self, seat_id: str) -> tuple[tuple[Serving, str, bool], ...]:
        """See Store.ballot_servings."""
        with self._transactions.asking() as connection:
            rows = connection.execute(_CUPS, {"seat": seat_id}).all()
        return tuple(
            (Serving(key, round_id, seat_id, position, sample), str(code), judged is not None)
            for key, position, sample, code, judged, round_id in rows
        )

    def answered(self, round_id: str) -> Mapping[str, tuple[int, int]]:
        """See Store.answered."""
        with self._transactions.asking() as connection:
            rows = connection.execute(_PROGRESS, {"round": round_id}).all()
        return {seat: (n_answered, n_cups) for seat, n_answered, n_cups in rows}
