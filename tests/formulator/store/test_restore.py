"""A backup is put back only when it is sound and nobody is using the database."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formulator.cli.main import app
from formulator.store import StoreError, open_store
from formulator.store.restore import restore

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    store = open_store(url_of(tmp_path / "first.db"))
    store.create_project("Milk")
    store.backup(tmp_path / "copy.db")
    store.close()
    return tmp_path / "copy.db"


def projects(path: Path) -> list[str]:
    store = open_store(url_of(path))
    names = [p.name for p in store.projects()]
    assert store.verify().problems == ()
    store.close()
    return names


def test_a_copy_becomes_the_database(copy: Path, tmp_path: Path) -> None:
    place = tmp_path / "deep" / "formulator.db"
    assert restore(copy, url_of(place)) is None
    assert projects(place) == ["Milk"]
    assert sorted(p.name for p in place.parent.iterdir()) == ["formulator.db"]


def test_what_stands_there_is_put_aside_only_when_asked(copy: Path, tmp_path: Path) -> None:
    place = tmp_path / "formulator.db"
    store = open_store(url_of(place))
    store.create_project("Yogurt")
    store.close()
    with pytest.raises(StoreError, match="--replace"):
        restore(copy, url_of(place))
    aside = restore(copy, url_of(place), replace=True)
    assert aside is not None
    assert projects(place) == ["Milk"]
    assert projects(aside) == ["Yogurt"]


def test_a_database_in_use_is_not_touched(copy: Path, tmp_path: Path) -> None:
    place = tmp_path / "formulator.db"
    store = open_store(url_of(place))
    store.create_project("Yogurt")
    with pytest.raises(StoreError, match="in use"):
        restore(copy, url_of(place), replace=True)
    assert [p.name for p in store.projects()] == ["Yogurt"]
    store.close()
    assert projects(place) == ["Yogurt"]
    assert not list(tmp_path.glob("*restore*"))


def test_a_changed_copy_is_refused(copy: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(copy)
    connection.execute("DROP TRIGGER IF EXISTS audit_no_update")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE audit SET actor = 'somebody else'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="not sound"):
        restore(copy, url_of(tmp_path / "formulator.db"))
    assert not (tmp_path / "formulator.db").exists()


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    for name in ("notes.txt", "missing.db"):
        with pytest.raises(StoreError, match="not a database"):
            restore(tmp_path / name, url_of(tmp_path / "formulator.db"))


def test_an_old_copy_is_upgraded_and_itself_left_alone(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(SCHEMAS / "0001.sqlite", old)
    before = old.read_bytes()
    restore(old, url_of(tmp_path / "formulator.db"))
    assert projects(tmp_path / "formulator.db") == ["Oat drink"]
    assert old.read_bytes() == before


@pytest.mark.parametrize("url", ["memory://", "postgresql+psycopg://nobody@localhost/none"])
def test_other_databases_are_restored_by_their_own_means(copy: Path, url: str) -> None:
    with pytest.raises(StoreError, match="pg_restore"):
        restore(copy, url)


def test_the_command_restores(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "formulator.db"
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", url_of(place))
    done = CliRunner().invoke(app, ["db", "restore", str(copy)])
    assert done.exit_code == 0, done.output
    assert projects(place) == ["Milk"]
    done = CliRunner().invoke(app, ["db", "restore", str(copy)])
    assert done.exit_code != 0
    done = CliRunner().invoke(app, ["db", "forget-tasters", "--days", "30", "--dry-run"])
    assert done.exit_code == 0, done.output
