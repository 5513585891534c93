"""Own formulas on SQL: versions that are only ever added to."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from formulator.errors import TableError
from formulator.store.errors import ConflictError, NotFoundError
from formulator.store.records import FormulaVersion
from formulator.store.sealing import ROWS, insert_sealed
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.sql_projects import clean_name
from formulator.store.tables import FORMULA_VERSIONS, PROJECTS

SUM_TOLERANCE = 0.05
"""How far the parts' sum may be from 100 because of rounding, [g/100 g]."""
MAX_PARTS = 200

Parts = Sequence[tuple[str, float]]


def check_parts(parts: Parts) -> None:
    """Check a formula's parts.

    Raises
    ------
    TableError
        Listing every part that breaks its rule.
    """
    keys = [key for key, _ in parts]
    problems = [f"{key!r} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    problems += [
        f"{key!r} must have more than 0 and at most 100 %, got {percent!r}"
        for key, percent in parts
        if not (math.isfinite(percent) and 0 < percent <= 100 + SUM_TOLERANCE)
    ]
    if any(not key.strip() for key in keys):
        problems.append("a part has no ingredient")
    if not 1 <= len(keys) <= MAX_PARTS:
        problems.append(f"a formula has 1 to {MAX_PARTS} parts, got {len(keys)}")
    total = math.fsum(percent for _, percent in parts)
    if not problems and abs(total - 100) > SUM_TOLERANCE:
        problems.append(f"the parts must sum to 100 %, got {total:.2f} %")
    if problems:
        raise TableError("the formula was not saved", problems)


def _version(row: RowMapping) -> FormulaVersion:
    parts = tuple((str(key), float(percent)) for key, percent in row["parts"])
    return FormulaVersion(**{**row, "parts": parts})


class FormulasPart(SqlPart):
    """Implements the formula methods of ``Store``."""

    def save_formula(
        self,
        project_id: str,
        name: str,
        parts: Parts,
        *,
        expected_version: int,
        note: str = "",
        data: Mapping[str, Any] | None = None,
        actor: str = "",
    ) -> FormulaVersion:
        """See Store.save_formula."""
        parts = tuple((key, float(percent)) for key, percent in parts)
        check_parts(parts)
        version = FormulaVersion(
            id=new_id(),
            project_id=project_id,
            name=clean_name(name, what="formula"),
            version=expected_version + 1,
            parts=parts,
            parent=expected_version or None,
            author=actor,
            note=note.strip(),
            created_at=now(),
            data=dict(data or {}),
        )
        return self._add(version)

    def undo_formula(
        self, project_id: str, name: str, *, expected_version: int, actor: str = ""
    ) -> FormulaVersion:
        """See Store.undo_formula."""
        versions = {v.version: v for v in self.formula_versions(project_id, name)}
        if expected_version not in versions:
            raise NotFoundError(f"formula {name!r} has no version {expected_version}")
        parent = versions[expected_version].parent
        if parent is None:
            raise ConflictError(f"formula {name!r} has nothing earlier to go back to")
        earlier = versions[parent]
        # Undoing twice goes back two steps: the new version's parent is that of the old one.
        return self._add(
            replace(
                earlier,
                id=new_id(),
                version=expected_version + 1,
                author=actor,
                note=f"back to version {parent}",
                created_at=now(),
            )
        )

    def _add(self, version: FormulaVersion) -> FormulaVersion:
        values = {name: getattr(version, name) for name in FormulaVersion.__slots__}
        values["parts"] = [list(part) for part in version.parts]
        try:
            with self._transactions.writing() as connection:
                row_by_id(connection, PROJECTS, version.project_id, what="project")
                _check_newest(connection, version)
                details = {
                    "project": version.project_id,
                    "name": version.name,
                    "version": version.version,
                    ROWS: insert_sealed(connection, FORMULA_VERSIONS, [values]),
                }
                record(connection, "save formula", version.id, version.author, details)
        except IntegrityError:
            # Two at once: whoever committed first has taken the number.
            raise _changed(version, None) from None
        return version

    def formulas(self, project_id: str) -> tuple[FormulaVersion, ...]:
        """See Store.formulas."""
        newest = {v.name: v for v in self._versions(project_id)}
        return tuple(newest[name] for name in sorted(newest))

    def formula_versions(self, project_id: str, name: str) -> tuple[FormulaVersion, ...]:
        """See Store.formula_versions."""
        return self._versions(project_id, FORMULA_VERSIONS.c.name == name.strip())

    def _versions(self, project_id: str, *conditions: Any) -> tuple[FormulaVersion, ...]:
        query = (
            select(FORMULA_VERSIONS)
            .where(FORMULA_VERSIONS.c.project_id == project_id, *conditions)
            .order_by(FORMULA_VERSIONS.c.version)
        )
        with self._transactions.reading() as connection:
            return tuple(_version(row) for row in connection.execute(query).mappings())


def _check_newest(connection: Connection, version: FormulaVersion) -> None:
    """Refuse a version that was not made from the newest one."""
    query = (
        select(FORMULA_VERSIONS)
        .where(
            FORMULA_VERSIONS.c.project_id == version.project_id,
            FORMULA_VERSIONS.c.name == version.name,
        )
        .order_by(FORMULA_VERSIONS.c.version.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    if (row["version"] if row else 0) != version.version - 1:
        raise _changed(version, row)


def _changed(version: FormulaVersion, row: RowMapping | None) -> ConflictError:
    started = version.version - 1
    if started == 0:
        return ConflictError(f"there is a formula {version.name!r} already; open it first")
    now_at = f" (now version {row['version']} by {row['author'] or 'owner'})" if row else ""
    return ConflictError(
        f"formula {version.name!r} was changed by someone else after version {started}{now_at}; "
        "load it again, then repeat your change"
    )
