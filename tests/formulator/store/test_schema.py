"""The schema comes from migrations only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from formulator.store import SchemaError, SqlStore, StoreError, open_store, schema
from formulator.store.engine import URL_VARIABLE, default_url, make_engine
from formulator.store.tables import METADATA


def test_migrations_and_tables_agree(store: SqlStore) -> None:
    with store._transactions.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_the_newest_revision_is_the_one_that_is_named() -> None:
    with as_file(files("formulator.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        assert ScriptDirectory.from_config(config).get_current_head() == schema.head()


def test_two_that_start_at_once_do_not_race(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'formulator.db'}"
    with ThreadPoolExecutor(4) as pool:
        for opened in list(pool.map(lambda _: open_store(url), range(4))):
            opened.close()


def test_an_old_schema_names_the_command(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'formulator.db'}"
    with pytest.raises(SchemaError, match="formulator db upgrade"):
        open_store(url, migrate=False)


def test_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'formulator.db'}"
    open_store(url).close()
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SchemaError, match="newer version"):
        open_store(url)


def test_work_survives_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'formulator.db'}"
    first = open_store(url)
    first.create_project("Milk")
    first.close()
    again = open_store(url)
    assert [p.name for p in again.projects()] == ["Milk"]
    again.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError, match="exists already"):
        again.backup(tmp_path / "copy.db")
    again.close()
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert [p.name for p in copy.projects()] == ["Milk"]
    copy.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://u@h/db"])
def test_other_databases_are_refused_in_words(url: str) -> None:
    with pytest.raises(StoreError, match=r"SQLite or PostgreSQL|cannot be read"):
        make_engine(url)


def test_the_environment_names_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "sqlite:///x.db")
    assert default_url() == "sqlite:///x.db"
    (tmp_path / "url").write_text("sqlite:///y.db\n")
    monkeypatch.setenv(f"{URL_VARIABLE}_FILE", str(tmp_path / "url"))
    assert default_url() == "sqlite:///y.db"
    monkeypatch.delenv(f"{URL_VARIABLE}_FILE")
    monkeypatch.delenv(URL_VARIABLE)
    assert default_url().endswith("formulator.db")
