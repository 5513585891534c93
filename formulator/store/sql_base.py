"""What every part of the SQL store shares: transactions, ids, times, audit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.engine import RowMapping

from formulator.store.engine import Transactions
from formulator.store.errors import NotFoundError
from formulator.store.tables import AUDIT


def new_id() -> str:
    """Return a new random id, 32 hexadecimal digits."""
    return uuid.uuid4().hex


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


def record(
    connection: Connection, action: str, subject: str, actor: str, details: Mapping[str, Any]
) -> None:
    """Add an audit entry inside the caller's transaction."""
    connection.execute(
        insert(AUDIT).values(
            at=now(), actor=actor, action=action, subject=subject, details=dict(details)
        )
    )


def row_by_id(connection: Connection, table: Table, key: str, *, what: str) -> RowMapping:
    """Return one row by its primary key.

    Raises
    ------
    NotFoundError
        Naming what was looked for.
    """
    column = next(iter(table.primary_key.columns))
    row = connection.execute(select(table).where(column == key)).mappings().first()
    if row is None:
        raise NotFoundError(f"no such {what}: {key!r}")
    return row


class SqlPart:
    """One part of the SQL store; all parts share the transactions."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
