"""A database of each released schema is upgraded, and everything in it is still there.

``0001`` was written by the first release: a project with an iteration, a closed round of two
tasters, four judgements of which one is voided, a draft and an account.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from formulator.store import RoundStatus, SchemaError, SqlStore, open_store

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"


def looks_as_before(store: SqlStore) -> None:
    (project,) = store.projects()
    assert (project.name, project.notes) == ("Oat drink", "first try")
    (iteration,) = store.iterations(project.id)
    assert iteration.created_by == "ann"
    assert [c["id"] for c in iteration.proposal["candidates"]] == ["F1", "F2"]
    (round_,) = store.rounds(project.id)
    assert round_.status is RoundStatus.CLOSED
    kept = store.judgements(round_id=round_.id)
    assert [j.scores["overall"] for j in kept] == [5, 6, 7, 8]
    assert [j.voided for j in kept] == ["wrong cup", "", "", ""]
    assert {j.comment for j in kept} == {"Größe 맛 ok"}
    assert (kept[0].cata, kept[1].cata, kept[1].difference) == (None, ("beany",), 1)
    assert store.drafts(project.id, "brief")[0].version == 2
    assert [u.name for u in store.users()] == ["ann"]
    actions = [entry.action for entry in store.audit()]
    assert actions[-1] == "seal earlier record"
    assert len(actions) == 14
    assert store.verify().problems == ()
    assert store.verify().n_rows == 1 + 2 + 1 + 4 + 1  # iteration, samples, plan, scores, void


@pytest.fixture
def old_sqlite(tmp_path: Path) -> str:
    path = tmp_path / "old.db"
    shutil.copy(SCHEMAS / "0001.sqlite", path)
    return f"sqlite:///{path}"


@pytest.fixture
def old_postgresql(postgres_database: str) -> str:
    engine = create_engine(postgres_database)
    script = (SCHEMAS / "0001_postgresql.sql").read_text(encoding="utf-8")
    with engine.begin() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute(script)  # type: ignore[attr-defined]  # psycopg runs a whole script
    engine.dispose()
    return postgres_database


def test_the_first_schema_on_sqlite(old_sqlite: str) -> None:
    store = open_store(old_sqlite)
    looks_as_before(store)
    store.close()


@pytest.mark.postgres
def test_the_first_schema_on_postgresql(old_postgresql: str) -> None:
    with pytest.raises(SchemaError, match=r"schema 0001.*formulator db upgrade"):
        open_store(old_postgresql)
    store = open_store(old_postgresql, migrate=True)
    looks_as_before(store)
    store.close()


def test_an_upgraded_database_is_like_a_new_one(old_sqlite: str, tmp_path: Path) -> None:
    open_store(old_sqlite).close()
    open_store(f"sqlite:///{tmp_path / 'new.db'}").close()

    def shape(url: str) -> dict[str, list[str]]:
        engine = create_engine(url)
        found = inspect(engine)
        tables = {
            t: sorted(c["name"] for c in found.get_columns(t)) for t in found.get_table_names()
        }
        engine.dispose()
        return tables

    assert shape(old_sqlite) == shape(f"sqlite:///{tmp_path / 'new.db'}")


def test_an_old_project_file_is_read(tmp_path: Path, old_sqlite: str) -> None:
    store = open_store(old_sqlite)
    dump = store.dump_project(store.projects()[0].id)
    store.close()
    for new in ("formula_versions", "measurements", "measurement_voids"):
        del dump["tables"][new]
    dump["format"] = "plant-formulator project 1"
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    assert other.load_project(dump).name == "Oat drink"
    assert len(other.judgements()) == 4
    assert other.verify().problems == ()
    other.close()
