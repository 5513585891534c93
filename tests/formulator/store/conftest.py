"""Every storage backend, opened fresh for each test."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from formulator.store import SqlStore, open_store

TEMPLATE = "newest_schema"


def make_database(server_url: str, name: str, *, template: str = "template1") -> str:
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return server_url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture
def postgres_database(postgres_url: str) -> str:
    """Make a database without any table."""
    return make_database(postgres_url, f"test_{uuid.uuid4().hex}")


@pytest.fixture(scope="session")
def template(postgres_url: str) -> str:
    """Name a database with the newest schema and nothing in it; copying it is quicker."""
    open_store(make_database(postgres_url, TEMPLATE), migrate=True).close()
    return TEMPLATE


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    url = "memory://"
    if request.param == "sqlite":
        new = request.getfixturevalue("new_database")
        url = f"sqlite:///{shutil.copy(new, tmp_path / 'formulator.db')}"
    elif request.param == "postgres":
        server, template = map(request.getfixturevalue, ("postgres_url", "template"))
        url = make_database(server, f"test_{uuid.uuid4().hex}", template=template)
    opened = open_store(url)
    yield opened
    opened.close()
