"""Bench sheets leave by routes with a role check; nothing else does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.formula import Formula
from formulator.search.candidate import Proposal
from formulator.store import Project, SqlStore
from formulator.store.tasting import candidates_of
from formulator.web import auth, own_store
from formulator.web.accounts import add_user
from formulator.web.staff_routes import staff_routes
from tests.formulator.web.examples import proposal

PASSWORD = "correct horse battery"
PARTS = {"water": 90.0, "pea_protein_isolate": 4.0, "sucrose": 6.0}


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=staff_routes()), base_url="http://localhost") as made:
        yield made


@pytest.fixture
def own(store: SqlStore, project: Project) -> dict[str, str]:
    formula = Formula.from_grams(PARTS)
    own_store.save_version(
        store, auth.OWNER, project, "=cmd()", formula, target="milk_whole", expected=0
    )
    return {"project": project.id, "own": "=cmd()", "version": "1", "batch": "2", "step": "0.5"}


def test_a_proposal_s_sheet_is_a_pdf(client: TestClient, store: SqlStore, project: Project) -> None:
    answer: Proposal = proposal()
    query = {"project": project.id, "iteration": "1", "formula": answer.candidates[0].id}
    sent = client.get("/export/bench.pdf", params=query)
    assert sent.status_code == 200
    assert sent.content.startswith(b"%PDF")
    assert sent.headers["cache-control"] == "no-store"
    assert "attachment" in sent.headers["content-disposition"]
    assert "export bench sheet" in [e.action for e in store.audit(subject=project.id)]


def test_an_own_formula_s_sheet_is_a_workbook(client: TestClient, own: dict[str, str]) -> None:
    sent = client.get("/export/bench.xlsx", params=own)
    assert sent.status_code == 200
    assert sent.content.startswith(b"PK")
    assert '"' not in sent.headers["content-disposition"].split("filename=")[1].strip('"')


@pytest.fixture
def team(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    """The same store, with accounts."""
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    return store


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"project": "nothing"}, 404),
        ({"own": "../../etc/passwd"}, 404),
        ({"version": "2"}, 404),
        ({"batch": "nan"}, 400),
        ({"batch": "-1"}, 400),
        ({"batch": "1e9"}, 400),
        ({"step": "much"}, 400),
        ({"step": "0.3"}, 400),
    ],
)
def test_what_is_not_kept_or_not_possible_is_refused(
    client: TestClient, own: dict[str, str], change: dict[str, str], code: int
) -> None:
    assert client.get("/export/bench.pdf", params=own | change).status_code == code


def test_a_formula_of_another_project_is_not_found(
    client: TestClient, store: SqlStore, project: Project
) -> None:
    other = store.create_project("Other")
    (iteration,) = store.iterations(project.id)
    query = {"iteration": "1", "formula": candidates_of(iteration)[0].id, "project": other.id}
    assert client.get("/export/bench.pdf", params=query).status_code == 404


@pytest.mark.parametrize(
    ("role", "code"), [("product", 403), ("leader", 403), ("scientist", 200), ("admin", 200)]
)
def test_files_ask_for_the_role(
    client: TestClient, team: SqlStore, own: dict[str, str], role: str, code: int
) -> None:
    add_user(team, "ann", role, PASSWORD)
    assert client.get("/export/bench.pdf", params=own).status_code == 403
    client.cookies.set(auth.COOKIE, auth.login_cookie(team, "ann"))
    assert client.get("/export/bench.pdf", params=own).status_code == code
