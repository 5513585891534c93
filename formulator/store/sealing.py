"""Digests that make a silent change of the record show: rows, and the chain of audit entries.

Each audit entry carries the SHA-256 of itself and of the entry before it, and the digests of
the rows that came with it. Whoever changes, removes or adds a row or an entry behind the
program's back breaks one of them. Cutting off the newest entries together with their rows can
only be seen by comparing the head with one written down elsewhere; ``formulator db verify``
prints it for that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Float, Table, insert
from sqlalchemy.engine import RowMapping

Row = Mapping[str, Any] | RowMapping

ROWS = "rows"
"""Key in an audit entry's details: ``table:id`` (or ``table@round``) to digest."""
START = "0" * 64
"""What stands before the first entry of the chain."""


def _canonical(value: Any) -> str:
    # Through JSON once, so that a value reads the same before and after it was kept.
    plain = json.loads(json.dumps(value))
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _time(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _plain(table: Table, name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return _time(value)
    if value is not None and isinstance(table.c[name].type, Float):
        return float(value)
    return value


def digest(table: Table, row: Row) -> str:
    """Return the SHA-256 of a row, the same for every backend.

    Parameters
    ----------
    table : Table
    row : mapping
        Values by column; a column that is absent counts as empty.
    """
    # Without empty columns, so that a column added later leaves old digests as they are.
    values = {
        c.name: _plain(table, c.name, row[c.name])
        for c in table.columns
        if row.get(c.name) is not None
    }
    return hashlib.sha256(f"{table.name}\n{_canonical(values)}".encode()).hexdigest()


def group_digest(table: Table, rows: Iterable[Row]) -> str:
    """Return the SHA-256 of several rows in any order."""
    joined = "\n".join(sorted(digest(table, row) for row in rows))
    return hashlib.sha256(joined.encode()).hexdigest()


def seals(table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """Return what the audit entry says about rows: ``table:id`` to digest."""
    return {f"{table.name}:{row['id']}": digest(table, row) for row in rows}


def insert_sealed(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[str, str]:
    """Insert rows and return their seals, for the audit entry of the same transaction."""
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])
    return seals(table, rows)


def entry_hash(previous: str, entry: Row) -> str:
    """Return the hash of an audit entry that follows ``previous``."""
    fields = {name: entry[name] for name in ("actor", "action", "subject", "details")}
    text = f"{previous}\n{_time(entry['at'])}\n{_canonical(fields)}"
    return hashlib.sha256(text.encode()).hexdigest()
