"""Forgetting who the tasters were: one by request, all of them after some time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from formulator.store.errors import NotFoundError
from formulator.store.sql_base import SqlPart, new_id, now, record
from formulator.store.sql_sittings import token_hash
from formulator.store.tables import ROUNDS, SEATS

ERASED = "erased-"
"""What the names of forgotten tasters begin with."""


def _erase(connection: Connection, seats: Sequence[str]) -> None:
    """Give the seats of one taster one new name; their links are dead from then on."""
    # One name for all of them, so that repeated judgements still belong together.
    name = f"{ERASED}{new_id()[:8]}"
    for seat in seats:
        erased = {
            "taster": name,
            "token_hash": token_hash(new_id()),
            "short_code": "",
            "revoked_at": now(),
        }
        connection.execute(update(SEATS).where(SEATS.c.id == seat).values(erased))


class RetentionPart(SqlPart):
    """Implements what ``Store`` forgets."""

    def erase_taster(self, project_id: str, taster: str, *, actor: str = "") -> int:
        """See Store.erase_taster."""
        rounds = select(ROUNDS.c.id).where(ROUNDS.c.project_id == project_id)
        with self._transactions.writing() as connection:
            query = select(SEATS.c.id).where(
                SEATS.c.round_id.in_(rounds), SEATS.c.taster == taster.strip()
            )
            seats = connection.execute(query).scalars().all()
            if not seats:
                raise NotFoundError(f"no taster {taster!r} in this project")
            _erase(connection, seats)
            record(connection, "erase taster", project_id, actor, {"seats": len(seats)})
        return len(seats)

    def old_seats(self, before: datetime) -> int:
        """See Store.old_seats."""
        with self._transactions.reading() as connection:
            return sum(len(seats) for seats in self._old(connection, before).values())

    def forget_tasters(self, before: datetime, *, actor: str = "") -> int:
        """See Store.forget_tasters."""
        with self._transactions.writing() as connection:
            old = self._old(connection, before)
            for seats in old.values():
                _erase(connection, seats)
            n_seats = sum(len(seats) for seats in old.values())
            if n_seats:
                details = {"closed before": before.isoformat(), "seats": n_seats}
                record(connection, "forget tasters", "", actor, details)
        return n_seats

    @staticmethod
    def _old(connection: Connection, before: datetime) -> dict[tuple[str, str], list[str]]:
        """Return the seats of rounds closed before a time, by project and taster."""
        query = (
            select(ROUNDS.c.project_id, SEATS.c.taster, SEATS.c.id)
            .join(SEATS, SEATS.c.round_id == ROUNDS.c.id)
            .where(ROUNDS.c.closed_at < before, SEATS.c.taster.not_like(f"{ERASED}%"))
            .order_by(SEATS.c.id)
        )
        found: dict[tuple[str, str], list[str]] = {}
        for project, taster, seat in connection.execute(query):
            found.setdefault((project, taster), []).append(seat)
        return found
