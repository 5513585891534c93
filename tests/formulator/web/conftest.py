"""A store in a file, a round in it, and caches that do not outlive a test."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from formulator.store import Project, SqlStore, open_store
from formulator.store.tasting import OpenedRound, TastingPlan, open_round
from formulator.web import auth
from formulator.web.jobs import Job
from tests.formulator.web.examples import candidate, proposal

with warnings.catch_warnings():
    # Newer Starlette would rather have another HTTP client; both drive its TestClient.
    warnings.simplefilter("ignore")
    import starlette.testclient  # noqa: F401


@pytest.fixture(autouse=True)
def clean_caches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(auth.TEAM_VARIABLE, "0")
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def store(
    new_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SqlStore]:
    url = f"sqlite:///{shutil.copy(new_database, tmp_path / 'formulator.db')}"
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", url)
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def project(store: SqlStore) -> Project:
    made = store.create_project("Oat drink")
    answer = proposal()
    store.add_iteration(made.id, answer.brief.to_dict(), answer.to_dict())
    return made


@dataclass(frozen=True)
class OpenTasting:
    """A round of three formulas and two tasters."""

    opened: OpenedRound
    tokens: dict[str, str]
    short_codes: dict[str, str]


@pytest.fixture
def tasting(store: SqlStore, project: Project) -> OpenTasting:
    opened = open_round(
        store,
        project.id,
        TastingPlan(
            name="First round",
            candidates=tuple(candidate(n) for n in range(3)),
            tasters=("T1", "T2"),
            iteration_id=store.iterations(project.id)[-1].id,
        ),
    )
    return OpenTasting(opened, dict(opened.tokens), dict(opened.short_codes))


class NoQuickJobs:
    """A second worker that never comes to an answer; no process is started."""

    def latest(self, owner: str) -> Job | None:
        return None

    def start(self, owner: str, kind: str, payload: Mapping[str, Any]) -> Job:
        return Job("1", owner, kind, payload)


@pytest.fixture(autouse=True)
def no_second_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formulator.web.cached.quick_jobs", NoQuickJobs)
    monkeypatch.setattr("formulator.web.quick.PATIENCE", 0.0)
