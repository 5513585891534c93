"""Forgetting who the tasters were: one by request, all of them after some time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from formulator.store.errors import NotFoundError
from formulator.store.sql_base import SqlPart, new_id, now, record
from formulator.store.sql_sittings import token_hash
from formulator.store.tables import DRAFTS, ROUNDS, SEATS

ERASED = "erased-"
"""What the names of forgotten tasters begin with."""
TRIANGLE = "triangle"
"""What the kinds of drafts begin with that hold triangle tests, their links and answers."""


def new_name() -> str:
    """Return a name that leads back to nobody."""
    return f"{ERASED}{new_id()[:8]}"


def _erase(connection: Connection, seats: Sequence[str], name: str) -> None:
    """Give the seats of one taster one new name; their links are dead from then on."""
    # One name for all of them, so that repeated judgements still belong together.
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
            name = new_name()
            n_tests = _erase_in_triangles(connection, project_id, {taster.strip(): name})
            if not seats and not n_tests:
                raise NotFoundError(f"no taster {taster!r} in this project")
            _erase(connection, seats, name)
            details = {"seats": len(seats), "triangle tests": n_tests}
            record(connection, "erase taster", project_id, actor, details)
        return len(seats) + n_tests

    def old_seats(self, before: datetime) -> int:
        """See Store.old_seats."""
        with self._transactions.reading() as connection:
            n_tests = sum(len(trials) for trials in _old_triangles(connection, before).values())
            return n_tests + sum(len(seats) for seats in self._old(connection, before).values())

    def forget_tasters(self, before: datetime, *, actor: str = "") -> int:
        """See Store.forget_tasters."""
        with self._transactions.writing() as connection:
            old = self._old(connection, before)
            for seats in old.values():
                _erase(connection, seats, new_name())
            n_seats = sum(len(seats) for seats in old.values())
            tests = _old_triangles(connection, before)
            for (project, test), tasters in tests.items():
                names = {taster: new_name() for taster in tasters}
                _erase_in_triangles(connection, project, names, test=test)
            n_trials = sum(len(tasters) for tasters in tests.values())
            if n_seats or n_trials:
                details = {"closed before": before.isoformat(), "seats": n_seats}
                record(connection, "forget tasters", "", actor, {**details, "triangles": n_trials})
        return n_seats + n_trials

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


def _erase_in_triangles(
    connection: Connection, project: str, names: Mapping[str, str], *, test: str = ""
) -> int:
    """Give tasters of triangle tests new names, end their links; return the tests they were in."""
    query = select(DRAFTS).where(
        DRAFTS.c.project_id == project, DRAFTS.c.kind.startswith(TRIANGLE, autoescape=True)
    )
    n_tests = 0
    for draft in connection.execute(query).all():
        if test and test not in (draft.name, draft.data.get("test")):
            continue
        data = _renamed(draft.data, names)
        if data == draft.data:
            continue
        n_tests += draft.kind == TRIANGLE
        connection.execute(
            update(DRAFTS)
            .where(DRAFTS.c.id == draft.id)
            .values(data=data, version=draft.version + 1)
        )
    return n_tests


def _renamed(data: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Give tasters their new names in a test, an answer, or a table of links, which lose theirs."""
    renamed = dict(data)
    if "taster" in data:
        renamed["taster"] = names.get(data["taster"], data["taster"])
    if "trials" in data:
        renamed["trials"] = [_renamed(trial, names) for trial in data["trials"]]
    if "fingerprints" in data:
        links = data["fingerprints"].items()
        renamed["fingerprints"] = {link: who for link, who in links if who not in names}
    return renamed


def _old_triangles(connection: Connection, before: datetime) -> dict[tuple[str, str], list[str]]:
    """Return the named tasters of triangle tests untouched since a time, by project and test."""
    query = select(DRAFTS).where(DRAFTS.c.kind.startswith(TRIANGLE, autoescape=True))
    drafts = connection.execute(query).all()
    touched = {(d.project_id, d.data.get("test", d.name)) for d in drafts if d.updated_at >= before}
    found = {
        (d.project_id, d.name): [
            t["taster"] for t in d.data["trials"] if not t["taster"].startswith(ERASED)
        ]
        for d in drafts
        if d.kind == TRIANGLE and (d.project_id, d.name) not in touched
    }
    return {key: tasters for key, tasters in found.items() if tasters}
