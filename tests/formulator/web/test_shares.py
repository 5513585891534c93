"""A shared link shows one report and nothing else, until it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.errors import InputError
from formulator.store import Project, SqlStore
from formulator.web import shares
from formulator.web.auth import NOBODY, OWNER, AccessError
from formulator.web.limiter import TRIES
from formulator.web.report_routes import report_routes
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything, page


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=report_routes()), base_url="http://localhost") as made:
        yield made


def path_of(store: SqlStore, project: Project) -> str:
    return shares.make_link(store, OWNER, project, days=7, base="")


def test_the_holder_reads_the_report_and_no_sealed_result(
    client: TestClient, store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    path = path_of(store, project)
    judge_everything(store, tasting)
    sealed = client.get(path)
    assert sealed.status_code == 200 and "First round" not in sealed.text
    store.close_round(tasting.opened.round.id)
    shown = client.get(path)
    assert "First round" in shown.text and "beany" not in shown.text
    assert "<script" not in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in shown.headers["content-security-policy"]


def test_a_closed_or_expired_link_opens_nothing(
    client: TestClient, store: SqlStore, project: Project
) -> None:
    path = path_of(store, project)
    (row,) = shares.share_rows(store, OWNER, project)
    shares.revoke(store, OWNER, row["id"])
    assert client.get(path).status_code == 404
    assert shares.share_rows(store, OWNER, project) == []
    past = datetime.now(UTC) - timedelta(seconds=1)
    store.create_share(project.id, token="x" * 22, expires_at=past)
    assert client.get(f"/r/{'x' * 22}").status_code == 404
    assert shares.share_rows(store, OWNER, project) == []


def test_guessing_is_stopped(client: TestClient, store: SqlStore, project: Project) -> None:
    path = path_of(store, project)
    answers = [client.get(f"/r/guess{i}").status_code for i in range(TRIES + 1)]
    assert answers == [404] * TRIES + [429]
    assert client.get(path).status_code == 429


def test_the_token_is_not_kept_and_the_making_is_logged(store: SqlStore, project: Project) -> None:
    token = path_of(store, project).rsplit("/", 1)[1]
    assert len(token) == 22
    assert token not in str(store.shares(project.id)) and token not in str(store.audit())
    assert "create share" in [entry.action for entry in store.audit()]


def test_only_who_reads_results_shares(store: SqlStore, project: Project) -> None:
    for ask in (
        lambda: shares.make_link(store, NOBODY, project, days=7, base=""),
        lambda: shares.share_rows(store, NOBODY, project),
        lambda: shares.revoke(store, NOBODY, "x"),
    ):
        with pytest.raises(AccessError):
            ask()
    with pytest.raises(InputError, match="7, 30, 90 days"):
        shares.make_link(store, OWNER, project, days=3650, base="")


def test_a_link_is_made_and_closed_by_the_page(store: SqlStore, project: Project) -> None:
    app = page("compare")
    app.button_group(key="compare_part").set_value("Files").run()
    app.button(key="share_make").click().run()
    assert not app.exception
    assert any("/r/" in code.value for code in app.code)
    app.button(key="share_revoke").click().run()
    assert not app.exception
    assert store.shares(project.id)[0].revoked_at is not None
