"""Staff, audit trail and whole-project dumps on SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from formulator.errors import InputError
from formulator.store.errors import ConflictError
from formulator.store.records import AuditEntry, Project, User
from formulator.store.sql_base import SqlPart, record, row_by_id
from formulator.store.tables import (
    AUDIT,
    DRAFTS,
    ITERATIONS,
    JUDGEMENTS,
    PROJECTS,
    ROUNDS,
    SAMPLES,
    SEATS,
    SERVINGS,
    USERS,
    VOIDS,
    UtcDateTime,
)

DUMP_FORMAT = "plant-formulator project 1"
ROLES = ("scientist", "leader", "product", "admin")
_DUMPED: tuple[Table, ...] = (
    PROJECTS,
    ITERATIONS,
    DRAFTS,
    ROUNDS,
    SAMPLES,
    SEATS,
    SERVINGS,
    JUDGEMENTS,
    VOIDS,
)
"""In the order in which rows can be inserted."""


def _plain(row: RowMapping) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    times = {c.name for c in table.columns if isinstance(c.type, UtcDateTime)}
    return {
        k: datetime.fromisoformat(v) if k in times and v is not None else v for k, v in row.items()
    }


class StaffPart(SqlPart):
    """Implements the staff, audit and dump methods of ``Store``."""

    def save_user(self, user: User, *, actor: str = "") -> None:
        """See Store.save_user."""
        if user.role not in ROLES:
            raise InputError(f"a role must be one of {', '.join(ROLES)}, got {user.role!r}")
        values = {name: getattr(user, name) for name in User.__slots__}
        with self._transactions.writing() as connection:
            connection.execute(delete(USERS).where(USERS.c.name == user.name))
            connection.execute(insert(USERS).values(values))
            details = {"role": user.role, "active": user.active}
            record(connection, "save user", user.name, actor, details)

    def users(self) -> tuple[User, ...]:
        """See Store.users."""
        with self._transactions.reading() as connection:
            rows = connection.execute(select(USERS).order_by(USERS.c.name)).mappings()
            return tuple(User(**row) for row in rows)

    def audit(self, *, subject: str | None = None) -> tuple[AuditEntry, ...]:
        """See Store.audit."""
        query = select(AUDIT).order_by(AUDIT.c.number)
        if subject is not None:
            query = query.where(AUDIT.c.subject == subject)
        with self._transactions.reading() as connection:
            return tuple(AuditEntry(**row) for row in connection.execute(query).mappings())

    def log(self, action: str, subject: str, *, actor: str = "", **details: Any) -> None:
        """See Store.log."""
        with self._transactions.writing() as connection:
            record(connection, action, subject, actor, details)

    def dump_project(self, project_id: str) -> dict[str, Any]:
        """See Store.dump_project."""
        with self._transactions.reading() as connection:
            row_by_id(connection, PROJECTS, project_id, what="project")
            rows = {t.name: _project_rows(connection, t, project_id) for t in _DUMPED}
        return {"format": DUMP_FORMAT, "tables": rows}

    def load_project(self, data: Mapping[str, Any], *, actor: str = "") -> Project:
        """See Store.load_project."""
        if data.get("format") != DUMP_FORMAT:
            raise InputError(
                f"a project file must say format {DUMP_FORMAT!r}, got {data.get('format')!r}"
            )
        tables = data["tables"]
        try:
            with self._transactions.writing() as connection:
                for table in _DUMPED:
                    rows = [_typed(table, row) for row in tables[table.name]]
                    if rows:
                        connection.execute(insert(table), rows)
                project = tables["projects"][0]
                record(connection, "load project", project["id"], actor, {})
        except (IntegrityError, KeyError, IndexError, TypeError, ValueError) as error:
            raise ConflictError(
                "the project file was not loaded; nothing was changed. Its project may be here "
                f"already, or the file is damaged ({type(error).__name__})"
            ) from None
        return Project(**_typed(PROJECTS, project))


def _project_rows(connection: Connection, table: Table, project_id: str) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c.id)
    if table is PROJECTS:
        query = query.where(table.c.id == project_id)
    elif "project_id" in table.c:
        query = query.where(table.c.project_id == project_id)
    elif "round_id" in table.c:
        rounds = select(ROUNDS.c.id).where(ROUNDS.c.project_id == project_id)
        query = query.where(table.c.round_id.in_(rounds))
    else:
        servings = (
            select(SERVINGS.c.id)
            .join(ROUNDS, ROUNDS.c.id == SERVINGS.c.round_id)
            .where(ROUNDS.c.project_id == project_id)
        )
        if table is JUDGEMENTS:
            query = query.where(table.c.serving_id.in_(servings))
        else:
            judged = select(JUDGEMENTS.c.id).where(JUDGEMENTS.c.serving_id.in_(servings))
            query = query.where(table.c.judgement_id.in_(judged))
    return [_plain(row) for row in connection.execute(query).mappings()]
