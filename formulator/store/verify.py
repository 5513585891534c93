"""Finding what was changed behind the program's back.

Compares the audit chain with itself, and every row that may never change with the digest that
its audit entry holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, text

from formulator.store.sealing import ROWS, START, digest, entry_hash, group_digest
from formulator.store.tables import APPEND_ONLY, AUDIT, SERVINGS

MAX_PROBLEMS = 100
"""More than this many are not listed one by one."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look through the record found."""

    n_entries: int
    """Audit entries in the chain."""
    n_rows: int
    """Rows compared with their digests; the servings of a round count as one."""
    head: str
    """Hash of the newest entry; written down elsewhere, it proves that none was cut off."""
    problems: tuple[str, ...]
    """What does not fit, in words; empty when all is well."""


def verify_record(connection: Connection) -> Verification:
    """Compare audit chain, rows and triggers with what they should be."""
    claims: dict[str, str] = {}
    chain = _Chain(claims)
    problems = list(chain.problems(connection))
    n_rows = 0
    for table in APPEND_ONLY:
        found = dict(_digests(connection, table))
        n_rows += len(found)
        claimed = {k: v for k, v in claims.items() if k.split(":")[0].split("@")[0] == table.name}
        problems += _differences(claimed, found)
    problems += _missing_triggers(connection)
    if connection.dialect.name == "sqlite":
        problems += [
            f"database file: {row[0]}"
            for row in connection.execute(text("PRAGMA integrity_check"))
            if row[0] != "ok"
        ]
    if len(problems) > MAX_PROBLEMS:
        more = len(problems) - MAX_PROBLEMS
        problems = [*problems[:MAX_PROBLEMS], f"and {more} more"]
    return Verification(chain.n_entries, n_rows, chain.head, tuple(problems))


class _Chain:
    """Walks the audit entries and collects what they say about rows."""

    def __init__(self, claims: dict[str, str]) -> None:
        self._claims = claims
        self.n_entries = 0
        self.head = START

    def problems(self, connection: Connection) -> Iterator[str]:
        entries = connection.execute(select(AUDIT).order_by(AUDIT.c.number)).mappings()
        for entry in entries:
            if entry_hash(self.head, entry) != entry["hash"]:
                yield (
                    f"audit entry {entry['number']} ({entry['action']}) does not follow from the "
                    "one before: an entry was changed, added or removed here"
                )
            self._claims.update(entry["details"].get(ROWS, {}))
            self.head = entry["hash"]
            self.n_entries += 1


def _digests(connection: Connection, table: Table) -> Iterator[tuple[str, str]]:
    rows = connection.execute(select(table)).mappings()
    if table is not SERVINGS:
        for row in rows:
            yield f"{table.name}:{row['id']}", digest(table, row)
        return
    by_round = defaultdict(list)
    for row in rows:
        by_round[row["round_id"]].append(row)
    for round_id, group in by_round.items():
        yield f"{table.name}@{round_id}", group_digest(table, group)


def _differences(claimed: dict[str, str], found: dict[str, str]) -> list[str]:
    empty = group_digest(SERVINGS, [])
    problems = [f"{key} was changed" for key in found if claimed.get(key, found[key]) != found[key]]
    problems += [f"{key} was added without an audit entry" for key in found if key not in claimed]
    problems += [
        f"{key} was removed" for key in claimed if key not in found and claimed[key] != empty
    ]
    return sorted(problems)


def _missing_triggers(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        query, events = "SELECT name FROM sqlite_master WHERE type = 'trigger'", 2
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        events = 3
    present = set(connection.execute(text(query)).scalars())
    return [
        f"the trigger {name} is missing or off; judgements could be changed unseen"
        for table in (*APPEND_ONLY, AUDIT)
        for event in ("update", "delete", "truncate")[:events]
        if (name := f"{table.name}_no_{event}") not in present
    ]
