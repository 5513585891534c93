"""Fixtures that several areas share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formulator.store import open_store
from tests.services import postgres_server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema and nothing in it; copying it is quicker."""
    path = tmp_path_factory.mktemp("new_database") / "formulator.db"
    open_store(f"sqlite:///{path}").close()
    return path
