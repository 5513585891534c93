"""Files of rounds and projects: the right content, for the right role, kept by no cache."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.errors import FormulatorError
from formulator.report.read_workbook import read_workbook
from formulator.store import Answers, Project, SqlStore, open_store
from formulator.web import auth
from formulator.web.accounts import add_user
from formulator.web.auth import OWNER, AccessError, Viewer
from formulator.web.exports import COLUMNS, load_file, round_rows
from formulator.web.report_routes import report_routes
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything

PASSWORD = "correct horse battery"


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=report_routes()), base_url="http://localhost") as made:
        yield made


@pytest.mark.parametrize("sheet", ["serving", "kitchen", "ballots"])
def test_sheets_are_pdf_and_kept_by_no_cache(
    client: TestClient, tasting: OpenTasting, sheet: str
) -> None:
    sent = client.get(f"/round/{tasting.opened.round.id}/{sheet}.pdf")
    assert sent.status_code == 200
    assert sent.content.startswith(b"%PDF")
    assert sent.headers["cache-control"] == "no-store"
    assert "attachment" in sent.headers["content-disposition"]


@pytest.mark.parametrize("grams", ["0", "-1", "x", "nan", "1e9", "inf"])
def test_an_impossible_filling_is_refused(
    client: TestClient, tasting: OpenTasting, grams: str
) -> None:
    path = f"/round/{tasting.opened.round.id}/kitchen.pdf?grams={grams}"
    assert client.get(path).status_code == 400


def test_what_does_not_exist_is_not_found(client: TestClient, tasting: OpenTasting) -> None:
    for path in ("/round/none/serving.pdf", "/export/none.xlsx", "/project/none/project.json"):
        assert client.get(path).status_code == 404


def test_the_workbook_holds_what_the_csv_holds(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    round_id = tasting.opened.round.id
    judge_everything(store, tasting)
    assert client.get(f"/export/{round_id}.xlsx").status_code == 403
    closed = store.close_round(round_id)
    data = client.get(f"/export/{round_id}.xlsx").content
    header, *rows = read_workbook(data, sheet="Judgements")
    assert header == COLUMNS
    for row, wanted in zip(rows, round_rows(store, OWNER, closed), strict=True):
        padded = [*row, *[None] * (len(wanted) - len(row))]
        assert padded == [None if cell == "" else cell for cell in wanted]
    products = read_workbook(data, sheet="Products")
    assert sum(float(row[4]) for row in products[1:]) == pytest.approx(300, abs=0.1)
    assert len(read_workbook(data, sheet="Serving")) == 1 + 6


def test_a_comment_never_becomes_a_formula(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    round_id = tasting.opened.round.id
    answers = Answers(scores={"overall": 5}, comment="=HYPERLINK(1)")
    store.submit(store.servings(round_id)[0].id, answers, idempotency_key="k" * 32)
    store.close_round(round_id)
    rows = read_workbook(client.get(f"/export/{round_id}.xlsx").content)
    assert "=HYPERLINK(1)" in rows[1]


def test_a_project_leaves_and_comes_back_as_one_file(
    client: TestClient, store: SqlStore, project: Project, tasting: OpenTasting, tmp_path: object
) -> None:
    path = f"/project/{project.id}/project.json"
    judge_everything(store, tasting)
    assert client.get(path).status_code == 403  # sealed while a round is open
    store.close_round(tasting.opened.round.id)
    sent = client.get(path)
    assert sent.status_code == 200
    assert "export project" in [entry.action for entry in store.audit(subject=project.id)]
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    loaded = load_file(other, OWNER, sent.content)
    assert loaded == project
    assert json.loads(sent.content) == other.dump_project(project.id)
    with pytest.raises(FormulatorError):
        load_file(other, OWNER, sent.content)  # it is here already
    other.close()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[1]", b"{", b"{}", b"[" * 100_000])
def test_what_is_no_project_file_is_refused_in_words(store: SqlStore, content: bytes) -> None:
    with pytest.raises(FormulatorError, match="project file"):
        load_file(store, OWNER, content)
    assert store.projects() == ()


def test_only_who_designs_loads_a_project(store: SqlStore) -> None:
    with pytest.raises(AccessError):
        load_file(store, Viewer("lea", "leader"), b"{}")


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("product", [403, 403, 403, 200, 403]),
        ("scientist", [403, 403, 403, 200, 200]),
        ("leader", [200, 200, 200, 200, 403]),
        ("admin", [200, 200, 200, 200, 200]),
    ],
)
def test_files_ask_for_the_role(
    store: SqlStore,
    project: Project,
    tasting: OpenTasting,
    monkeypatch: pytest.MonkeyPatch,
    *,
    role: str,
    codes: list[int],
) -> None:
    round_id = store.close_round(tasting.opened.round.id).id
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    add_user(store, "ann", role, PASSWORD)
    paths = (
        f"/round/{round_id}/serving.pdf",
        f"/round/{round_id}/kitchen.pdf",
        f"/round/{round_id}/ballots.pdf",
        f"/export/{round_id}.xlsx",
        f"/project/{project.id}/project.json",
    )
    with TestClient(Starlette(routes=report_routes()), base_url="http://localhost") as client:
        assert [client.get(path).status_code for path in paths] == [403] * 5
        client.cookies.set(auth.COOKIE, auth.login_cookie(store, "ann"))
        assert [client.get(path).status_code for path in paths] == codes
