"""A whole project as plain data, out of one store and into another, loss-free."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError, StatementError

from formulator.errors import InputError
from formulator.store.errors import ConflictError
from formulator.store.records import Project
from formulator.store.sealing import ROWS, group_digest, seals
from formulator.store.sql_base import SqlPart, record, row_by_id
from formulator.store.tables import (
    APPEND_ONLY,
    DRAFTS,
    FORMULA_VERSIONS,
    ITERATIONS,
    JUDGEMENTS,
    MEASUREMENT_VOIDS,
    MEASUREMENTS,
    PROJECTS,
    ROUNDS,
    SAMPLES,
    SEATS,
    SERVINGS,
    VOIDS,
    UtcDateTime,
)

DUMP_FORMAT = "plant-formulator project 2"
_OLDER_FORMATS = ("plant-formulator project 1",)
_DUMPED: tuple[Table, ...] = (
    PROJECTS,
    ITERATIONS,
    FORMULA_VERSIONS,
    MEASUREMENTS,
    MEASUREMENT_VOIDS,
    DRAFTS,
    ROUNDS,
    SAMPLES,
    SEATS,
    SERVINGS,
    JUDGEMENTS,
    VOIDS,
)
"""In the order in which rows can be inserted."""
_NEW_IN_2 = (FORMULA_VERSIONS, MEASUREMENTS, MEASUREMENT_VOIDS)


class TransferPart(SqlPart):
    """Implements the dump methods of ``Store``."""

    def dump_project(self, project_id: str) -> dict[str, Any]:
        """See Store.dump_project."""
        with self._transactions.reading() as connection:
            row_by_id(connection, PROJECTS, project_id, what="project")
            rows = {t.name: _project_rows(connection, t, project_id) for t in _DUMPED}
        return {"format": DUMP_FORMAT, "tables": rows}

    def load_project(self, data: Mapping[str, Any], *, actor: str = "") -> Project:
        """See Store.load_project."""
        if data.get("format") not in (DUMP_FORMAT, *_OLDER_FORMATS):
            raise InputError(
                f"a project file must say format {DUMP_FORMAT!r}, got {data.get('format')!r}"
            )
        try:
            tables = _read_tables(data)
            (project,) = tables[PROJECTS.name]
            with self._transactions.writing() as connection:
                for table in _DUMPED:
                    if tables[table.name]:
                        connection.execute(insert(table), tables[table.name])
                details = {ROWS: _seals(tables)}
                record(connection, "load project", project["id"], actor, details)
        except _DAMAGE as error:
            raise ConflictError(
                "the project file was not loaded; nothing was changed. Its project may be here "
                f"already, or the file is damaged ({type(error).__name__})"
            ) from None
        return Project(**project)


_DAMAGE = (
    IntegrityError,
    StatementError,
    AttributeError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
)
"""What a file may cause that was damaged or made by hand."""


def _plain(row: RowMapping) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    # Left to SQLAlchemy, a column that is not ours would be dropped without a word.
    unknown = row.keys() - table.c.keys()
    if unknown:
        raise KeyError(f"{table.name}: {', '.join(sorted(unknown))}")
    times = {c.name for c in table.columns if isinstance(c.type, UtcDateTime)}
    return {
        k: datetime.fromisoformat(v) if k in times and v is not None else v for k, v in row.items()
    }


def _read_tables(data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    given = data["tables"]
    if data["format"] in _OLDER_FORMATS:
        given = {**{t.name: [] for t in _NEW_IN_2}, **given}
    return {t.name: [_typed(t, row) for row in given[t.name]] for t in _DUMPED}


def _seals(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    sealed: dict[str, str] = {}
    for table in APPEND_ONLY:
        rows = tables[table.name]
        if table is SERVINGS:
            for round_id in sorted({row["round_id"] for row in rows}):
                of_round = [row for row in rows if row["round_id"] == round_id]
                sealed[f"{table.name}@{round_id}"] = group_digest(table, of_round)
        else:
            sealed |= seals(table, rows)
    return sealed


def _of_project(table: Table, project_id: str) -> Select[Any]:
    query = select(table).order_by(table.c.id)
    if table is PROJECTS:
        return query.where(table.c.id == project_id)
    if "project_id" in table.c:
        return query.where(table.c.project_id == project_id)
    rounds = select(ROUNDS.c.id).where(ROUNDS.c.project_id == project_id)
    if "round_id" in table.c:
        return query.where(table.c.round_id.in_(rounds))
    if table is MEASUREMENT_VOIDS:
        values = select(MEASUREMENTS.c.id).where(MEASUREMENTS.c.project_id == project_id)
        return query.where(table.c.measurement_id.in_(values))
    servings = select(SERVINGS.c.id).where(SERVINGS.c.round_id.in_(rounds))
    if table is JUDGEMENTS:
        return query.where(table.c.serving_id.in_(servings))
    judged = select(JUDGEMENTS.c.id).where(JUDGEMENTS.c.serving_id.in_(servings))
    return query.where(table.c.judgement_id.in_(judged))


def _project_rows(connection: Connection, table: Table, project_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(_of_project(table, project_id)).mappings()
    return [_plain(row) for row in rows]
