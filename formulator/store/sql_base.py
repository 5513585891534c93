"""What every part of the SQL store shares: transactions, ids, times, audit."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.engine import RowMapping

from formulator.store.engine import Transactions
from formulator.store.errors import NotFoundError
from formulator.store.sealing import START, entry_hash
from formulator.store.tables import AUDIT

clock: Callable[[tzinfo], datetime] = datetime.now
"""Where the present time comes from; tests set it back."""
CHAIN_LOCK = 7032
"""Number of the advisory lock that orders audit entries on PostgreSQL."""


def new_id() -> str:
    """Return a new random id, 32 hexadecimal digits."""
    return uuid.uuid4().hex


def now() -> datetime:
    """Return the present time in UTC."""
    return clock(UTC)


Happening = tuple[str, str, str, Mapping[str, Any]]
"""What an audit entry tells: action, subject, actor, details."""

_LAST_HASH = select(AUDIT.c.hash).order_by(AUDIT.c.number.desc()).limit(1)
_INSERT_AUDIT = insert(AUDIT)


def record(
    connection: Connection, action: str, subject: str, actor: str, details: Mapping[str, Any]
) -> None:
    """Add an audit entry inside the caller's transaction, chained to the one before.

    It is the last thing a transaction does: on PostgreSQL the chain is locked from here to the
    commit, so that two processes cannot both follow the same entry.
    """
    record_all(connection, [(action, subject, actor, details)])


def record_all(connection: Connection, happenings: Sequence[Happening]) -> None:
    """Add several audit entries, each chained to the one before; see ``record``."""
    if not happenings:
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({CHAIN_LOCK})")
    previous = connection.execute(_LAST_HASH).scalar() or START
    entries = []
    for action, subject, actor, details in happenings:
        entry = {
            "at": now(),
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": dict(details),
        }
        previous = entry_hash(previous, entry)
        entries.append({**entry, "hash": previous})
    connection.execute(_INSERT_AUDIT, entries)


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
