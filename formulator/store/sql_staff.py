"""Staff and the audit trail on SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from formulator.errors import InputError
from formulator.store.records import AuditEntry, User
from formulator.store.sql_base import SqlPart, record
from formulator.store.tables import (
    AUDIT,
    USERS,
)

ROLES = ("scientist", "leader", "product", "admin")


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
