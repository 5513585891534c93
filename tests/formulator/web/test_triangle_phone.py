"""A triangle test on a phone: blind, answered once, closed to everybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.errors import InputError
from formulator.store import Project, SqlStore
from formulator.web import triangle, triangle_phone
from formulator.web.auth import OWNER, AccessError, Viewer
from formulator.web.limiter import TRIES
from formulator.web.report_routes import report_routes
from formulator.web.routes import routes
from formulator.web.triangle import TriangleTest
from tests.formulator.web.examples import candidate
from tests.formulator.web.test_paper import SECRETS

A, B = candidate(0).id, candidate(1).id
N = 6


@pytest.fixture
def planned(store: SqlStore, project: Project) -> TriangleTest:
    tasters = [f"T{i}" for i in range(1, N + 1)]
    return triangle.open_test(
        store, OWNER, project, name="Told apart?", samples=(A, B), tasters=tasters, seed=1
    )


@pytest.fixture
def paths(store: SqlStore, project: Project, planned: TriangleTest) -> dict[str, str]:
    links = triangle_phone.make_links(store, OWNER, project, planned, base="http://localhost")
    return {link.taster: urlsplit(link.url).path for link in links}


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    app = Starlette(routes=[*routes(), *report_routes()])
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as made:
        yield made


def now(store: SqlStore, project: Project) -> TriangleTest:
    (kept,) = triangle.tests(store, OWNER, project)
    return kept


def form(client: TestClient, path: str, odd: str) -> dict[str, str]:
    key = re.search(r'name="key" value="(\w{32})"', client.get(path).text)
    assert key is not None
    return {"odd": odd, "comment": "", "key": key[1]}


def test_a_phone_shows_three_codes_and_no_formula(
    client: TestClient, planned: TriangleTest, paths: dict[str, str]
) -> None:
    answer = client.get(paths["T1"])
    assert answer.status_code == 200
    assert re.findall(r'name="odd" value="(\d{3})"', answer.text) == list(planned.trials[0].codes)
    assert not any(secret in answer.text for secret in (*SECRETS, A, B, "T1", "Told apart?"))
    assert "checked" not in answer.text.partition("<body>")[2] and "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.content) < 8_000


def test_the_words_follow_the_language(client: TestClient, paths: dict[str, str]) -> None:
    page = client.get(paths["T1"], params={"lang": "ko"}).text
    assert '<html lang="ko">' in page and "나머지와 다른 컵" in page


def test_an_answer_is_kept_once(
    client: TestClient,
    store: SqlStore,
    project: Project,
    planned: TriangleTest,
    paths: dict[str, str],
) -> None:
    trial = planned.trials[0]
    sent = form(client, paths["T1"], trial.odd)
    other = form(client, paths["T1"], next(c for c in trial.codes if c != trial.odd))
    assert [client.post(paths["T1"], data=sent).status_code for _ in range(3)] == [303] * 3
    assert client.post(paths["T1"], data=other).status_code == 409
    assert "Thank you" in client.get(paths["T1"]).text
    kept = now(store, project)
    assert (kept.trials[0].picked, kept.trials[0].is_sent, kept.n_answered) == (trial.odd, True, 1)
    assert len(store.drafts(project.id, triangle.ANSWER)) == 1


def test_what_was_sent_stands_before_what_is_typed_in(
    client: TestClient,
    store: SqlStore,
    project: Project,
    planned: TriangleTest,
    paths: dict[str, str],
) -> None:
    trial = planned.trials[0]
    client.post(paths["T1"], data=form(client, paths["T1"], trial.odd))
    wrong = next(c for c in trial.codes if c != trial.odd)
    triangle.answer(store, OWNER, project, now(store, project), {"T1": wrong})
    assert now(store, project).trials[0].picked == trial.odd
    second = planned.trials[1]
    sent = form(client, paths["T2"], second.odd)
    triangle.answer(store, OWNER, project, now(store, project), {"T2": second.odd})
    assert client.post(paths["T2"], data=sent).status_code == 409


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"odd": ""}, "Please answer"),
        ({"odd": "000"}, "not on the scale"),
        ({"key": "x"}, "not on the scale"),
        ({"comment": "x" * 501}, "not on the scale"),
    ],
)
def test_a_wrong_form_keeps_nothing(
    client: TestClient,
    store: SqlStore,
    project: Project,
    planned: TriangleTest,
    paths: dict[str, str],
    *,
    change: dict[str, str],
    words: str,
) -> None:
    sent = form(client, paths["T1"], planned.trials[0].odd) | change
    answer = client.post(paths["T1"], data=sent)
    assert answer.status_code == 400 and words in answer.text
    assert now(store, project).n_answered == 0


def test_another_taster_s_code_is_refused(
    client: TestClient, planned: TriangleTest, paths: dict[str, str]
) -> None:
    sent = form(client, paths["T1"], planned.trials[1].odd)
    assert client.post(paths["T1"], data=sent).status_code == 400


def test_renewed_closed_and_expired_links_open_nothing(
    client: TestClient, store: SqlStore, project: Project, paths: dict[str, str]
) -> None:
    sent = form(client, paths["T1"], "123")
    renewed = triangle_phone.make_links(store, OWNER, project, now(store, project), base="")
    assert client.get(paths["T1"]).status_code == 404
    assert client.post(paths["T1"], data=sent).status_code == 404
    path = renewed[0].url
    assert client.get(path).status_code == 200
    sent = form(client, path, now(store, project).trials[0].odd)
    triangle.close(store, OWNER, project, now(store, project))
    assert client.get(path).status_code == 409
    assert client.post(path, data=sent).status_code == 409
    assert now(store, project).n_answered == 0
    (draft,) = store.drafts(project.id, triangle_phone.LINKS)
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    store.save_draft(
        project.id,
        draft.kind,
        draft.name,
        {**draft.data, "expires": past},
        expected_version=draft.version,
    )
    assert client.get(path).status_code == 404


def test_guessing_is_stopped(client: TestClient, paths: dict[str, str]) -> None:
    answers = [client.get(f"/b/t/guess{i}").status_code for i in range(TRIES + 1)]
    assert answers == [404] * TRIES + [429]
    assert client.get(paths["T1"]).status_code == 429


def test_tokens_are_not_kept_and_only_leaders_make_them(
    store: SqlStore, project: Project, planned: TriangleTest, paths: dict[str, str]
) -> None:
    tokens = [path.rsplit("/", 1)[1] for path in paths.values()]
    assert {len(token) for token in tokens} == {22}
    kept = str(store.dump_project(project.id))
    assert not any(token in kept for token in tokens)
    with pytest.raises(AccessError):
        triangle_phone.make_links(store, Viewer("s", "scientist"), project, planned, base="")


def test_nobody_is_asked_again(
    store: SqlStore, project: Project, planned: TriangleTest, paths: dict[str, str]
) -> None:
    first = planned.trials[0]
    begun = triangle.answer(store, OWNER, project, planned, {"T1": first.odd})
    fresh = triangle_phone.make_links(store, OWNER, project, begun, base="")
    assert "T1" not in {link.taster for link in fresh} and len(fresh) == N - 1
    ended = triangle.close(store, OWNER, project, begun)
    with pytest.raises(InputError, match="is over"):
        triangle_phone.make_links(store, OWNER, project, ended, base="")


@pytest.mark.parametrize("way", ["one", "all old ones"])
def test_a_forgotten_taster_keeps_the_answer_and_loses_name_and_link(
    store: SqlStore, project: Project, client: TestClient, paths: dict[str, str], way: str
) -> None:
    for trial in now(store, project).trials[:2]:
        path = paths[trial.taster]
        assert client.post(path, data=form(client, path, trial.odd)).status_code == 303
    later = datetime.now(UTC) + timedelta(seconds=1)
    if way == "one":
        assert store.erase_taster(project.id, "T1") == 1
    else:
        assert store.old_seats(later - timedelta(days=1)) == 0
        assert store.old_seats(later) == store.forget_tasters(later) == N
        assert store.forget_tasters(later) == 0
    test = now(store, project)
    forgotten = [t for t in test.trials if t.taster.startswith("erased-")]
    assert len(forgotten) == (1 if way == "one" else N)
    assert test.n_answered == 2 and forgotten[0].picked
    assert client.get(paths["T1"]).status_code == 404
    triangle_kinds = (triangle.KIND, triangle.ANSWER, triangle_phone.LINKS)
    kept = " ".join(str(d.data) for k in triangle_kinds for d in store.drafts(project.id, k))
    log = " ".join(str(entry.details) for entry in store.audit())
    assert "'T1'" not in kept + log
    assert ("'T2'" in kept) == (way == "one")
