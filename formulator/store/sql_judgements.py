"""Judgements on SQL: append-only, one per serving, safe to send twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping

from formulator.errors import TableError
from formulator.panel import DIFFERENCE_RANGE, DIRECTIVES, HEDONIC_RANGE, JAR_RANGE
from formulator.store.errors import ConflictError
from formulator.store.records import Answers, Receipt, RoundStatus, StoredJudgement
from formulator.store.sealing import ROWS, insert_sealed, seals
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.tables import (
    HEDONIC,
    JUDGEMENTS,
    ROUNDS,
    SAMPLES,
    SEATS,
    SERVINGS,
    VOIDS,
)

MAX_COMMENT = 2_000


def check_answers(answers: Answers) -> None:
    """Check ranges once more before anything is written.

    Raises
    ------
    TableError
        Listing every answer that breaks its rule.
    """
    problems = [f"no such scale: {name!r}" for name in sorted(set(answers.scores) - set(HEDONIC))]
    for kind, given, (low, high) in (
        ("score", answers.scores, HEDONIC_RANGE),
        ("just-about-right answer", answers.jar, JAR_RANGE),
    ):
        problems += [
            f"{kind} {name!r} must be a whole number {low} to {high}, got {value!r}"
            for name, value in given.items()
            if type(value) is not int or not low <= value <= high
        ]
    if answers.difference is not None and answers.difference not in range(
        DIFFERENCE_RANGE[0], DIFFERENCE_RANGE[1] + 1
    ):
        problems.append(f"difference must be 0 to 10, got {answers.difference!r}")
    problems += [
        f"unknown directive {key!r}" for key in answers.directives if key not in DIRECTIVES
    ]
    if len(answers.comment) > MAX_COMMENT:
        problems.append(f"a comment may have {MAX_COMMENT} characters, got {len(answers.comment)}")
    if not answers.scores:
        problems.append("a judgement needs at least one score")
    if problems:
        raise TableError("the judgement was not saved", problems)


def _judgement(row: RowMapping) -> StoredJudgement:
    values = {key: row[key] for key in StoredJudgement.__slots__ if key in row}
    values["scores"] = {name: row[name] for name in HEDONIC if row[name] is not None}
    values["directives"] = tuple(row["directives"])
    values["cata"] = None if row["cata"] is None else tuple(row["cata"])
    values["voided"] = row["voided"] or ""
    values["voided_by"] = row["voided_by"] or ""
    return StoredJudgement(**values)


class JudgementsPart(SqlPart):
    """Implements the judgement methods of ``Store``."""

    def submit(self, serving_id: str, answers: Answers, *, idempotency_key: str) -> Receipt:
        """See Store.submit."""
        check_answers(answers)
        with self._transactions.writing() as connection:
            return self._keep_all(connection, [(serving_id, answers, idempotency_key)])[0]

    def submit_all(self, entries: Sequence[tuple[str, Answers, str]]) -> tuple[Receipt, ...]:
        """See Store.submit_all."""
        for _, answers, _ in entries:
            check_answers(answers)
        with self._transactions.writing() as connection:
            return self._keep_all(connection, entries)

    def _keep_all(
        self, connection: Connection, entries: Sequence[tuple[str, Answers, str]]
    ) -> tuple[Receipt, ...]:
        kept = [self._keep(connection, *entry) for entry in entries]
        # After all rows: an audit entry locks the chain, and whoever waits for one of our rows
        # must not hold it.
        for receipt, row in kept:
            if receipt is Receipt.STORED:
                details = {
                    "serving": row["serving_id"],
                    "source": row["source"],
                    ROWS: seals(JUDGEMENTS, [row]),
                }
                record(connection, "submit judgement", row["id"], "", details)
        return tuple(receipt for receipt, _ in kept)

    def _keep(
        self, connection: Connection, serving_id: str, answers: Answers, key: str
    ) -> tuple[Receipt, dict[str, Any]]:
        serving = row_by_id(connection, SERVINGS, serving_id, what="serving")
        # A closed round is looked at under a lock, so that closing and submitting
        # cannot pass each other.
        if self._round_status(connection, serving["round_id"]) is RoundStatus.CLOSED:
            return self._repeated(connection, serving_id, key, closed=True), {}
        values = {
            "id": new_id(),
            "serving_id": serving_id,
            "idempotency_key": key,
            **{name: answers.scores.get(name) for name in HEDONIC},
            "jar": dict(answers.jar),
            "directives": list(answers.directives),
            "cata": None if answers.cata is None else list(answers.cata),
            "difference": answers.difference,
            "seconds": answers.seconds,
            "comment": answers.comment,
            "source": answers.source,
            "created_at": now(),
        }
        if not self._insert(connection, values):
            return self._repeated(connection, serving_id, key, closed=False), {}
        return Receipt.STORED, values

    @staticmethod
    def _round_status(connection: Connection, round_id: str) -> RoundStatus:
        query = select(ROUNDS.c.status).where(ROUNDS.c.id == round_id).with_for_update(read=True)
        return RoundStatus(connection.execute(query).scalar_one())

    @staticmethod
    def _insert(connection: Connection, values: dict[str, Any]) -> bool:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(JUDGEMENTS).values(values).on_conflict_do_nothing()
        returned = connection.execute(statement.returning(JUDGEMENTS.c.id))
        return returned.first() is not None

    @staticmethod
    def _repeated(connection: Connection, serving_id: str, key: str, *, closed: bool) -> Receipt:
        query = select(JUDGEMENTS.c.idempotency_key).where(JUDGEMENTS.c.serving_id == serving_id)
        kept = connection.execute(query).scalar()
        if kept == key:
            return Receipt.SAME
        if closed and kept is None:
            raise ConflictError("this round is closed; the answer was not saved")
        raise ConflictError("this cup has been answered already; the first answer stands")

    def void_judgement(self, judgement_id: str, *, reason: str, actor: str = "") -> None:
        """See Store.void_judgement."""
        if not reason.strip():
            raise TableError("voiding a judgement needs a reason")
        with self._transactions.writing() as connection:
            row_by_id(connection, JUDGEMENTS, judgement_id, what="judgement")
            query = select(VOIDS.c.id).where(VOIDS.c.judgement_id == judgement_id)
            if connection.execute(query).first() is not None:
                raise ConflictError("this judgement is voided already")
            void = {
                "id": new_id(),
                "judgement_id": judgement_id,
                "reason": reason.strip(),
                "actor": actor,
                "created_at": now(),
            }
            details = {"reason": reason.strip(), ROWS: insert_sealed(connection, VOIDS, [void])}
            record(connection, "void judgement", judgement_id, actor, details)

    def judgements(
        self, *, round_id: str | None = None, project_id: str | None = None
    ) -> tuple[StoredJudgement, ...]:
        """See Store.judgements."""
        query: Select[Any] = (
            select(
                JUDGEMENTS,
                SERVINGS.c.round_id,
                SERVINGS.c.seat_id,
                SERVINGS.c.sample_id,
                SERVINGS.c.position,
                SEATS.c.taster,
                SAMPLES.c.code,
                VOIDS.c.reason.label("voided"),
                VOIDS.c.actor.label("voided_by"),
                VOIDS.c.created_at.label("voided_at"),
            )
            .join(SERVINGS, SERVINGS.c.id == JUDGEMENTS.c.serving_id)
            .join(SEATS, SEATS.c.id == SERVINGS.c.seat_id)
            .join(SAMPLES, SAMPLES.c.id == SERVINGS.c.sample_id)
            .outerjoin(VOIDS, VOIDS.c.judgement_id == JUDGEMENTS.c.id)
            .order_by(JUDGEMENTS.c.created_at, JUDGEMENTS.c.id)
        )
        if round_id is not None:
            query = query.where(SERVINGS.c.round_id == round_id)
        if project_id is not None:
            query = query.join(ROUNDS, ROUNDS.c.id == SERVINGS.c.round_id)
            query = query.where(ROUNDS.c.project_id == project_id)
        with self._transactions.reading() as connection:
            return tuple(_judgement(row) for row in connection.execute(query).mappings())
