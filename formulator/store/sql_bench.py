"""Bench measurements on SQL: append-only, a whole sheet or nothing, safe to send twice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from formulator.errors import TableError
from formulator.store.errors import ConflictError, NotFoundError
from formulator.store.records import Measurement, NewMeasurement, Receipt
from formulator.store.sealing import ROWS, insert_sealed
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.tables import (
    FORMULA_VERSIONS,
    ITERATIONS,
    MEASUREMENT_VOIDS,
    MEASUREMENTS,
    PROJECTS,
)

QUANTITIES: Mapping[str, tuple[str, float, float]] = {
    "pH": ("", 0.0, 14.0),
    "brix": ("°Bx", 0.0, 100.0),
    "viscosity": ("mPa s", 0.0, 1e9),
    "L*": ("", 0.0, 100.0),
    "a*": ("", -128.0, 128.0),
    "b*": ("", -128.0, 128.0),
    "dry_matter": ("g/100 g", 0.0, 100.0),
    "density": ("g/mL", 0.1, 3.0),
    "temperature": ("°C", -80.0, 200.0),
}
"""Unit, smallest and largest value of the quantities that are compared with predictions. Others
may be kept under any name and unit."""
MAX_ROWS = 5_000


def _problems(entry: NewMeasurement) -> list[str]:
    unit, low, high = QUANTITIES.get(entry.quantity, (entry.unit, -math.inf, math.inf))
    found = []
    if not math.isfinite(entry.value) or not low <= entry.value <= high:
        found.append(f"{entry.quantity} must be {low:g} to {high:g}, got {entry.value!r}")
    if entry.unit != unit:
        found.append(f"{entry.quantity} is kept in {unit or 'no unit'}, got {entry.unit!r}")
    if not entry.quantity.strip() or not entry.quantity.isprintable() or len(entry.quantity) > 50:
        found.append(f"a quantity needs a name of 1 to 50 characters, got {entry.quantity[:60]!r}")
    if len(entry.unit) > 30 or len(entry.method) > 500:
        found.append("a unit may have 30 and a method 500 characters")
    if entry.measured_at.tzinfo is None:
        found.append("the time of measuring needs a time zone")
    return found


def check_measurements(entries: Sequence[NewMeasurement]) -> None:
    """Check measured values before anything is written.

    Raises
    ------
    TableError
        Listing every entry that breaks its rule, with its number from 1.
    """
    problems = [
        f"entry {number}: {problem}"
        for number, entry in enumerate(entries, start=1)
        for problem in _problems(entry)
    ]
    if not 1 <= len(entries) <= MAX_ROWS:
        problems.append(f"1 to {MAX_ROWS} measurements at a time, got {len(entries)}")
    if problems:
        raise TableError("the measurements were not saved", problems)


def _measurement(row: RowMapping) -> Measurement:
    values = {name: row[name] for name in Measurement.__slots__}
    for name in ("voided", "voided_by"):
        values[name] = values[name] or ""
    return Measurement(**values)


class BenchPart(SqlPart):
    """Implements the measurement methods of ``Store``."""

    def add_measurements(
        self, project_id: str, entries: Sequence[NewMeasurement], *, key: str, actor: str = ""
    ) -> Receipt:
        """See Store.add_measurements."""
        check_measurements(entries)
        rows = [
            {
                **{name: getattr(entry, name) for name in NewMeasurement.__slots__},
                "value": float(entry.value),
                "id": new_id(),
                "project_id": project_id,
                "measured_by": actor,
                "batch_key": key,
                "position": position,
                "created_at": now(),
            }
            for position, entry in enumerate(entries, start=1)
        ]
        try:
            with self._transactions.writing() as connection:
                row_by_id(connection, PROJECTS, project_id, what="project")
                if _batch(connection, project_id, key):
                    return Receipt.SAME
                _check_owners(connection, project_id, entries)
                details = {
                    "n": len(rows),
                    ROWS: insert_sealed(connection, MEASUREMENTS, rows),
                }
                record(connection, "add measurements", project_id, actor, details)
        except IntegrityError:
            return Receipt.SAME  # the same sheet was sent twice at once; the other one is kept
        return Receipt.STORED

    def void_measurement(self, measurement_id: str, *, reason: str, actor: str = "") -> None:
        """See Store.void_measurement."""
        if not reason.strip():
            raise TableError("voiding a measurement needs a reason")
        void = {
            "id": new_id(),
            "measurement_id": measurement_id,
            "reason": reason.strip(),
            "actor": actor,
            "created_at": now(),
        }
        try:
            with self._transactions.writing() as connection:
                row_by_id(connection, MEASUREMENTS, measurement_id, what="measurement")
                sealed = insert_sealed(connection, MEASUREMENT_VOIDS, [void])
                details = {"reason": reason.strip(), ROWS: sealed}
                record(connection, "void measurement", measurement_id, actor, details)
        except IntegrityError:
            raise ConflictError("this measurement is voided already") from None

    def measurements(
        self, project_id: str, *, iteration_id: str | None = None, candidate_id: str | None = None
    ) -> tuple[Measurement, ...]:
        """See Store.measurements."""
        query = (
            select(
                MEASUREMENTS,
                MEASUREMENT_VOIDS.c.reason.label("voided"),
                MEASUREMENT_VOIDS.c.actor.label("voided_by"),
                MEASUREMENT_VOIDS.c.created_at.label("voided_at"),
            )
            .outerjoin(MEASUREMENT_VOIDS, MEASUREMENT_VOIDS.c.measurement_id == MEASUREMENTS.c.id)
            .where(MEASUREMENTS.c.project_id == project_id)
            .order_by(MEASUREMENTS.c.measured_at, MEASUREMENTS.c.batch_key, MEASUREMENTS.c.position)
        )
        if iteration_id is not None:
            query = query.where(MEASUREMENTS.c.iteration_id == iteration_id)
        if candidate_id is not None:
            query = query.where(MEASUREMENTS.c.candidate_id == candidate_id)
        with self._transactions.reading() as connection:
            return tuple(_measurement(row) for row in connection.execute(query).mappings())


def _batch(connection: Connection, project_id: str, key: str) -> bool:
    query = select(MEASUREMENTS.c.id).where(
        MEASUREMENTS.c.project_id == project_id, MEASUREMENTS.c.batch_key == key
    )
    return connection.execute(query.limit(1)).first() is not None


def _check_owners(
    connection: Connection, project_id: str, entries: Sequence[NewMeasurement]
) -> None:
    """Refuse values of iterations and own formulas that this project does not have."""

    def known(table: Any) -> set[str]:
        query = select(table.c.id).where(table.c.project_id == project_id)
        return set(connection.execute(query).scalars())

    named = {e.iteration_id for e in entries if e.iteration_id}
    own = {e.candidate_id for e in entries if not e.iteration_id}
    missing = sorted((named - known(ITERATIONS)) | (own - known(FORMULA_VERSIONS)))
    if missing:
        raise NotFoundError(f"this project has no iteration or own formula {', '.join(missing)}")
