from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.store import Answers, SqlStore
from formulator.web import auth
from formulator.web.accounts import add_user
from formulator.web.auth import OWNER, AccessError, Viewer
from formulator.web.exports import COLUMNS, round_rows
from formulator.web.staff_routes import staff_routes
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything

PASSWORD = "correct horse battery"


def test_a_closed_round_is_exported_row_by_row(store: SqlStore, tasting: OpenTasting) -> None:
    judge_everything(store, tasting)
    closed = store.close_round(tasting.opened.round.id)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in round_rows(store, OWNER, closed)]
    assert len(rows) == 6
    assert {row["Assessor"] for row in rows} == {"T1", "T2"}
    assert {row["Sequence"] for row in rows} == {1, 2, 3}
    assert all(row["jar_thickness"] is None for row in rows)
    assert {row["Product"]: row["overall"] for row in rows} == {
        "F-0aaaaa": 4,
        "F-1aaaaa": 6,
        "F-2aaaaa": 8,
    }


def test_an_open_round_is_sealed_even_for_its_leader(store: SqlStore, tasting: OpenTasting) -> None:
    for viewer in (OWNER, Viewer("lea", "leader"), Viewer("adm", "admin")):
        with pytest.raises(AccessError, match="sealed"):
            round_rows(store, viewer, tasting.opened.round)


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=staff_routes()), base_url="http://localhost") as made:
        yield made


def test_the_file_is_never_kept_by_a_cache(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    round_id = tasting.opened.round.id
    serving = store.servings(round_id)[0]
    answers = Answers(scores={"overall": 5}, comment="=HYPERLINK(1)")
    store.submit(serving.id, answers, idempotency_key="k" * 32)
    assert client.get(f"/export/{round_id}.csv").status_code == 403
    store.close_round(round_id)
    sent = client.get(f"/export/{round_id}.csv")
    assert sent.status_code == 200
    assert sent.headers["cache-control"] == "no-store"
    assert "attachment" in sent.headers["content-disposition"]
    assert "'=HYPERLINK(1)" in sent.text
    assert "export round" in [entry.action for entry in store.audit(subject=round_id)]
    assert client.get("/export/nothing.csv").status_code == 404


def test_the_serving_sheet_tells_no_formula(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    page = client.get(f"/sheet/{tasting.opened.round.id}").text
    assert all(sample.code in page for sample in store.samples(tasting.opened.round.id))
    for canary in ("F-0aaaaa", "protein", "coconut"):
        assert canary not in page


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("product", [200, 403]),
        ("scientist", [200, 403]),
        ("leader", [200, 200]),
        ("admin", [200, 200]),
    ],
)
def test_files_ask_for_the_role(
    store: SqlStore,
    tasting: OpenTasting,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    codes: list[int],
) -> None:
    round_id = store.close_round(tasting.opened.round.id).id
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    add_user(store, "ann", role, PASSWORD)
    paths = (f"/export/{round_id}.csv", f"/sheet/{round_id}")
    with TestClient(Starlette(routes=staff_routes()), base_url="http://localhost") as client:
        assert [client.get(path).status_code for path in paths] == [403, 403]
        client.cookies.set(auth.COOKIE, auth.login_cookie(store, "ann"))
        assert [client.get(path).status_code for path in paths] == codes
