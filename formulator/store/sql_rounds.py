"""Rounds, samples, seats and servings on SQL."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from formulator.store.errors import ConflictError
from formulator.store.records import (
    NewRound,
    Round,
    RoundStatus,
    Sample,
    SampleKind,
    Seat,
    Serving,
)
from formulator.store.sealing import ROWS, group_digest, insert_sealed
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.sql_projects import clean_name, next_number
from formulator.store.sql_sittings import token_hash
from formulator.store.tables import PROJECTS, ROUNDS, SAMPLES, SEATS, SERVINGS


def _round(row: RowMapping) -> Round:
    return Round(**{**row, "status": RoundStatus(row["status"])})


def _sample(row: RowMapping) -> Sample:
    formula = tuple((str(k), float(v)) for k, v in row["formula"])
    return Sample(**{**row, "kind": SampleKind(row["kind"]), "formula": formula})


def _values(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in type(item).__slots__}


def _insert_plan(connection: Connection, plan: NewRound, round_id: str) -> dict[str, str]:
    """Insert samples, seats and servings of a round; return the seals of what never changes."""
    samples, seats, servings = (
        [{**_values(item), "round_id": round_id} for item in items]
        for items in (plan.samples, plan.seats, plan.servings)
    )
    sealed = insert_sealed(connection, SAMPLES, samples)
    for table, rows in ((SEATS, seats), (SERVINGS, servings)):
        if rows:
            connection.execute(insert(table), rows)
    # Servings are many and belong together: one digest for all of a round.
    return sealed | {f"{SERVINGS.name}@{round_id}": group_digest(SERVINGS, servings)}


class RoundsPart(SqlPart):
    """Implements the round methods of ``Store``."""

    def create_round(self, project_id: str, plan: NewRound, *, actor: str = "") -> Round:
        """See Store.create_round."""
        name = clean_name(plan.name, what="round")
        try:
            with self._transactions.writing() as connection:
                row_by_id(connection, PROJECTS, project_id, what="project")
                created = Round(
                    id=plan.samples[0].round_id if plan.samples else new_id(),
                    project_id=project_id,
                    number=next_number(connection, ROUNDS, project_id),
                    name=name,
                    status=RoundStatus.OPEN,
                    seed=plan.seed,
                    settings=dict(plan.settings),
                    created_at=now(),
                )
                connection.execute(
                    insert(ROUNDS).values({**_values(created), "status": created.status.value})
                )
                rows = _insert_plan(connection, plan, created.id)
                details = {"project": project_id, "samples": len(plan.samples), ROWS: rows}
                record(connection, "create round", created.id, actor, details)
        except IntegrityError as error:
            raise ConflictError(
                "the round was not saved: codes, tasters and cups must be unique within it "
                f"({error.orig})"
            ) from None
        return created

    def rounds(self, project_id: str) -> tuple[Round, ...]:
        """See Store.rounds."""
        query = select(ROUNDS).where(ROUNDS.c.project_id == project_id)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(ROUNDS.c.number)).mappings()
            return tuple(_round(row) for row in rows)

    def round(self, round_id: str) -> Round:
        """See Store.round."""
        with self._transactions.reading() as connection:
            return _round(row_by_id(connection, ROUNDS, round_id, what="round"))

    def close_round(self, round_id: str, *, actor: str = "") -> Round:
        """See Store.close_round."""
        with self._transactions.writing() as connection:
            found = _round(row_by_id(connection, ROUNDS, round_id, what="round"))
            closed_at = now()
            changed = connection.execute(
                update(ROUNDS)
                .where(ROUNDS.c.id == round_id, ROUNDS.c.status == RoundStatus.OPEN.value)
                .values(status=RoundStatus.CLOSED.value, closed_at=closed_at)
            )
            if changed.rowcount != 1:
                raise ConflictError(f"round {found.name!r} is closed already")
            record(connection, "close round", round_id, actor, {})
        return replace(found, status=RoundStatus.CLOSED, closed_at=closed_at)

    def samples(self, round_id: str) -> tuple[Sample, ...]:
        """See Store.samples."""
        query = select(SAMPLES).where(SAMPLES.c.round_id == round_id).order_by(SAMPLES.c.code)
        with self._transactions.reading() as connection:
            return tuple(_sample(row) for row in connection.execute(query).mappings())

    def seats(self, round_id: str) -> tuple[Seat, ...]:
        """See Store.seats."""
        query = select(SEATS).where(SEATS.c.round_id == round_id).order_by(SEATS.c.taster)
        with self._transactions.reading() as connection:
            return tuple(Seat(**row) for row in connection.execute(query).mappings())

    def revoke_seat(self, seat_id: str, *, actor: str = "") -> Seat:
        """See Store.revoke_seat."""
        with self._transactions.writing() as connection:
            seat = Seat(**row_by_id(connection, SEATS, seat_id, what="seat"))
            revoked = replace(seat, revoked_at=seat.revoked_at or now())
            connection.execute(
                update(SEATS).where(SEATS.c.id == seat_id).values(revoked_at=revoked.revoked_at)
            )
            record(connection, "revoke seat", seat_id, actor, {"round": seat.round_id})
        return revoked

    def reissue_seat(self, seat_id: str, *, token: str, actor: str = "") -> Seat:
        """See Store.reissue_seat."""
        with self._transactions.writing() as connection:
            seat = Seat(**row_by_id(connection, SEATS, seat_id, what="seat"))
            renewed = replace(seat, token_hash=token_hash(token), revoked_at=None)
            connection.execute(
                update(SEATS)
                .where(SEATS.c.id == seat_id)
                .values(token_hash=renewed.token_hash, revoked_at=None)
            )
            record(connection, "reissue seat", seat_id, actor, {"round": seat.round_id})
        return renewed

    def servings(self, round_id: str) -> tuple[Serving, ...]:
        """See Store.servings."""
        query = select(SERVINGS).where(SERVINGS.c.round_id == round_id)
        with self._transactions.reading() as connection:
            rows = connection.execute(
                query.order_by(SERVINGS.c.seat_id, SERVINGS.c.position)
            ).mappings()
            return tuple(Serving(**row) for row in rows)
