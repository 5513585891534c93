"""Projects, iterations and drafts on SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from formulator.errors import InputError
from formulator.store.errors import ConflictError, NotFoundError
from formulator.store.records import Draft, Iteration, Project
from formulator.store.sealing import ROWS, insert_sealed
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.tables import DRAFTS, ITERATIONS, PROJECTS

MAX_NAME = 200


def clean_name(name: str, *, what: str) -> str:
    """Return a name without surrounding spaces.

    Raises
    ------
    InputError
        If it is empty, too long or holds control characters.
    """
    cleaned = name.strip()
    if not cleaned or len(cleaned) > MAX_NAME or not cleaned.isprintable():
        raise InputError(
            f"a {what} name must be 1 to {MAX_NAME} printable characters, got {name[:50]!r}"
        )
    return cleaned


def _iteration(row: RowMapping) -> Iteration:
    return Iteration(**{**row, "learned_from": tuple(row["learned_from"])})


def next_number(connection: Connection, table: Any, project_id: str) -> int:
    """Return the next number of an iteration or round within its project."""
    query = select(func.max(table.c.number)).where(table.c.project_id == project_id)
    return int(connection.execute(query).scalar() or 0) + 1


class ProjectsPart(SqlPart):
    """Implements the project methods of ``Store``."""

    def create_project(self, name: str, *, actor: str = "", notes: str = "") -> Project:
        """See Store.create_project."""
        project = Project(
            id=new_id(), name=clean_name(name, what="project"), created_at=now(), notes=notes
        )
        values = {"id": project.id, "name": project.name, "notes": notes}
        try:
            with self._transactions.writing() as connection:
                connection.execute(insert(PROJECTS).values(created_at=project.created_at, **values))
                record(connection, "create project", project.id, actor, {"name": project.name})
        except IntegrityError:
            raise ConflictError(f"there is a project {project.name!r} already") from None
        return project

    def projects(self) -> tuple[Project, ...]:
        """See Store.projects."""
        with self._transactions.reading() as connection:
            rows = connection.execute(select(PROJECTS).order_by(PROJECTS.c.name)).mappings()
            return tuple(Project(**row) for row in rows)

    def project(self, name: str) -> Project:
        """See Store.project."""
        with self._transactions.reading() as connection:
            query = select(PROJECTS).where(PROJECTS.c.name == name.strip())
            row = connection.execute(query).mappings().first()
        if row is None:
            known = ", ".join(p.name for p in self.projects()[:10]) or "none yet"
            raise NotFoundError(f"no project {name!r}; there are: {known}")
        return Project(**row)

    def add_iteration(
        self,
        project_id: str,
        brief: Mapping[str, Any],
        proposal: Mapping[str, Any],
        *,
        learned_from: Sequence[str] = (),
        actor: str = "",
        notes: str = "",
    ) -> Iteration:
        """See Store.add_iteration."""
        with self._transactions.writing() as connection:
            row_by_id(connection, PROJECTS, project_id, what="project")
            iteration = Iteration(
                id=new_id(),
                project_id=project_id,
                number=next_number(connection, ITERATIONS, project_id),
                brief=dict(brief),
                proposal=dict(proposal),
                learned_from=tuple(learned_from),
                created_at=now(),
                created_by=actor,
                notes=notes,
            )
            values = {name: getattr(iteration, name) for name in Iteration.__slots__}
            values["learned_from"] = list(iteration.learned_from)
            details = {
                "project": project_id,
                "number": iteration.number,
                ROWS: insert_sealed(connection, ITERATIONS, [values]),
            }
            record(connection, "add iteration", iteration.id, actor, details)
        return iteration

    def iterations(self, project_id: str) -> tuple[Iteration, ...]:
        """See Store.iterations."""
        query = select(ITERATIONS).where(ITERATIONS.c.project_id == project_id)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(ITERATIONS.c.number)).mappings()
            return tuple(_iteration(row) for row in rows)

    def save_draft(
        self,
        project_id: str,
        kind: str,
        name: str,
        data: Mapping[str, Any],
        *,
        expected_version: int,
        actor: str = "",
    ) -> Draft:
        """See Store.save_draft."""
        draft = Draft(
            project_id, kind, clean_name(name, what=kind), dict(data), expected_version + 1, now()
        )
        try:
            with self._transactions.writing() as connection:
                row_by_id(connection, PROJECTS, project_id, what="project")
                self._write_draft(connection, draft)
                details = {"kind": kind, "name": draft.name, "version": draft.version}
                record(connection, "save draft", project_id, actor, details)
        except IntegrityError:
            raise ConflictError(
                f"there is a {kind} {draft.name!r} already; open it first"
            ) from None
        return draft

    @staticmethod
    def _write_draft(connection: Connection, draft: Draft) -> None:
        values = {name: getattr(draft, name) for name in Draft.__slots__}
        if draft.version == 1:
            connection.execute(insert(DRAFTS).values(id=new_id(), **values))
            return
        changed = connection.execute(
            update(DRAFTS)
            .where(
                DRAFTS.c.project_id == draft.project_id,
                DRAFTS.c.kind == draft.kind,
                DRAFTS.c.name == draft.name,
                DRAFTS.c.version == draft.version - 1,
            )
            .values(data=draft.data, version=draft.version, updated_at=draft.updated_at)
        )
        if changed.rowcount != 1:
            raise ConflictError(
                f"{draft.kind} {draft.name!r} was changed by someone else after version "
                f"{draft.version - 1}; load it again, then repeat your change"
            )

    def drafts(self, project_id: str, kind: str) -> tuple[Draft, ...]:
        """See Store.drafts."""
        columns = [DRAFTS.c[name] for name in Draft.__slots__]
        query = select(*columns).where(DRAFTS.c.project_id == project_id, DRAFTS.c.kind == kind)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(DRAFTS.c.name)).mappings()
            return tuple(Draft(**row) for row in rows)
