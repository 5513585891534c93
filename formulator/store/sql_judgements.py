"""Judgements on SQL: append-only, one per serving, safe to send twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import RowMapping
from sqlalchemy.sql.dml import ReturningInsert

from formulator.errors import TableError
from formulator.panel import DIFFERENCE_RANGE, DIRECTIVES, HEDONIC_RANGE, JAR_RANGE
from formulator.store.engine import Transactions
from formulator.store.errors import ConflictError, NotFoundError, UnavailableError
from formulator.store.group import Group
from formulator.store.records import Answers, Receipt, RoundStatus, StoredJudgement
from formulator.store.sealing import ROWS, insert_sealed, seals
from formulator.store.sql_base import SqlPart, new_id, now, record, record_all, row_by_id
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

Entry = tuple[str, Answers, str]
"""One judgement to keep: serving id, answers, idempotency key."""

# Made once: putting a statement together takes longer than running it.
_SERVED = (
    select(ROUNDS.c.status)
    .join(SERVINGS, SERVINGS.c.round_id == ROUNDS.c.id)
    .where(SERVINGS.c.id == bindparam("serving"))
    .with_for_update(read=True, of=ROUNDS)
)
_KEPT_KEY = select(JUDGEMENTS.c.idempotency_key).where(
    JUDGEMENTS.c.serving_id == bindparam("serving")
)


def _insert_once(dialect: Any) -> ReturningInsert[Any]:
    statement = dialect.insert(JUDGEMENTS).on_conflict_do_nothing()
    made: ReturningInsert[Any] = statement.returning(JUDGEMENTS.c.id)
    return made


_INSERT_ONCE = {"postgresql": _insert_once(postgresql), "sqlite": _insert_once(sqlite)}


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


def _record_kept(connection: Connection, kept: Sequence[tuple[Receipt, Mapping[str, Any]]]) -> None:
    """Add the audit entries of what was kept.

    After all rows: an audit entry locks the chain, and whoever waits for one of our rows must
    not hold it.
    """
    record_all(
        connection,
        [
            (
                "submit judgement",
                row["id"],
                "",
                {
                    "serving": row["serving_id"],
                    "source": row["source"],
                    ROWS: seals(JUDGEMENTS, [row]),
                },
            )
            for receipt, row in kept
            if receipt is Receipt.STORED
        ],
    )


class JudgementsPart(SqlPart):
    """Implements the judgement methods of ``Store``."""

    def __init__(self, transactions: Transactions) -> None:
        super().__init__(transactions)
        self._submits: Group[Entry, Receipt] = Group(self._keep_group)

    def submit(self, serving_id: str, answers: Answers, *, idempotency_key: str) -> Receipt:
        """See Store.submit."""
        check_answers(answers)
        return self._submits.run((serving_id, answers, idempotency_key))

    def submit_all(self, entries: Sequence[Entry]) -> tuple[Receipt, ...]:
        """See Store.submit_all."""
        for _, answers, _ in entries:
            check_answers(answers)
        with self._transactions.writing() as connection:
            kept = []
            for number, entry in enumerate(entries):
                try:
                    kept.append(self._keep(connection, *entry))
                except ConflictError as error:
                    error.entry = number
                    raise
            _record_kept(connection, kept)
        return tuple(receipt for receipt, _ in kept)

    def _keep_group(self, entries: Sequence[Entry]) -> Sequence[Receipt | BaseException]:
        """Keep what several tasters sent at once; one that is refused keeps no other back."""
        try:
            return self._keep_together(entries)
        except UnavailableError:
            raise
        except Exception:
            if len(entries) == 1:
                raise
            # Nothing was kept: whatever broke the common transaction breaks only its own.
            return [self._keep_alone(entry) for entry in entries]

    def _keep_alone(self, entry: Entry) -> Receipt | BaseException:
        try:
            return self._keep_together([entry])[0]
        except Exception as error:
            return error

    def _keep_together(self, entries: Sequence[Entry]) -> list[Receipt | BaseException]:
        outcomes: dict[int, Receipt | BaseException] = {}
        kept: list[tuple[Receipt, dict[str, Any]]] = []
        # Always in one order: two processes that wait for each other's cups would never end.
        ordered = sorted(range(len(entries)), key=lambda i: entries[i][0])
        with self._transactions.writing() as connection:
            for i in ordered:
                try:
                    kept.append(self._keep(connection, *entries[i]))
                    outcomes[i] = kept[-1][0]
                except (ConflictError, NotFoundError) as error:
                    outcomes[i] = error
            _record_kept(connection, kept)
        return [outcomes[i] for i in range(len(entries))]

    def _keep(
        self, connection: Connection, serving_id: str, answers: Answers, key: str
    ) -> tuple[Receipt, dict[str, Any]]:
        # A closed round is looked at under a lock, so that closing and submitting
        # cannot pass each other.
        status = connection.execute(_SERVED, {"serving": serving_id}).scalar()
        if status is None:
            raise NotFoundError(f"no such serving: {serving_id!r}")
        if status == RoundStatus.CLOSED:
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
        insert_once = _INSERT_ONCE[connection.dialect.name]
        if connection.execute(insert_once, values).first() is None:
            return self._repeated(connection, serving_id, key, closed=False), {}
        return Receipt.STORED, values

    @staticmethod
    def _repeated(connection: Connection, serving_id: str, key: str, *, closed: bool) -> Receipt:
        kept = connection.execute(_KEPT_KEY, {"serving": serving_id}).scalar()
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
