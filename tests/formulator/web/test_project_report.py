"""The report that is passed on: the right numbers, nobody's name, nothing sealed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ingredients
from formulator.report.document import Grid
from formulator.report.html import report_html
from formulator.report.read_workbook import read_workbook
from formulator.store import Project, SqlStore
from formulator.web import auth
from formulator.web.accounts import add_user
from formulator.web.auth import NOBODY, OWNER, AccessError
from formulator.web.project_report import project_report
from formulator.web.project_rows import project_rows
from formulator.web.report_routes import report_routes
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything, page

pytestmark = pytest.mark.slow

CATALOGUE = ingredients.load()


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=report_routes()), base_url="http://localhost") as made:
        yield made


@pytest.fixture
def closed(store: SqlStore, project: Project, tasting: OpenTasting) -> Project:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    return project


def test_the_report_holds_iterations_rounds_and_limits(store: SqlStore, closed: Project) -> None:
    report = project_report(store, OWNER, closed, catalogue=CATALOGUE)
    assert [s.title for s in report.sections] == [
        "Where it stands", "Iteration 1", "First round", "How to read this"
    ]  # fmt: skip
    grids = {b.title: b for s in report.sections for b in s.blocks if isinstance(b, Grid)}
    tasted = grids["Iteration 1: tasted formulas"]
    first = dict(zip(tasted.header, tasted.rows[0], strict=True))
    assert first["formula"] == "1.3 Oats, rolled + coconut oil"
    assert first["panel mean"] == 8.0
    assert "First round: wishes" in grids


def test_no_taster_and_no_comment_is_in_it(store: SqlStore, closed: Project) -> None:
    html = report_html(project_report(store, OWNER, closed, catalogue=CATALOGUE))
    assert "beany" not in html
    assert not re.search(r"\bT[12]\b", html)


def test_an_open_round_stays_sealed(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    html = report_html(project_report(store, OWNER, project, catalogue=CATALOGUE))
    assert "First round" not in html
    (row,) = project_rows(store, OWNER, [project])
    assert (row["rounds"], row["open"], row["liking"]) == (0, 1, None)


def test_it_asks_for_the_right(store: SqlStore, closed: Project) -> None:
    with pytest.raises(AccessError):
        project_report(store, NOBODY, closed, catalogue=CATALOGUE)
    with pytest.raises(AccessError):
        project_rows(store, NOBODY, [closed])


def test_projects_stand_beside_each_other(store: SqlStore, closed: Project) -> None:
    store.create_project("Empty one")
    rows = {row["project"]: row for row in project_rows(store, OWNER, store.projects())}
    assert rows["Empty one"]["best"] == "–"
    assert rows["Oat drink"]["best"] == "1.3 Oats, rolled + coconut oil"
    assert rows["Oat drink"]["low"] < rows["Oat drink"]["liking"] < rows["Oat drink"]["high"]


def test_every_form_of_the_report_is_sent(
    client: TestClient, store: SqlStore, closed: Project
) -> None:
    base = f"/project/{closed.id}"
    html = client.get(f"{base}/report.html")
    assert "script" not in html.text and "1.3 Oats" in html.text
    pdf = client.get(f"{base}/report.pdf")
    words = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Iteration 1" in words and "How to read this" in words
    xlsx = client.get(f"{base}/report.xlsx")
    assert read_workbook(xlsx.content, sheet="Iteration 1  tasted formulas")[0][0] == "formula"
    scores = client.get(f"{base}/scores.csv")
    assert scores.text.count("\n") == 1 + 6
    for sent in (html, pdf, xlsx, scores):
        assert sent.headers["cache-control"] == "no-store"
        assert "attachment" in sent.headers["content-disposition"]
    assert [e.action for e in store.audit(subject=closed.id)].count("export report") == 3
    assert client.get("/project/none/report.html").status_code == 404


def test_whoever_has_no_account_gets_nothing(
    store: SqlStore, closed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    add_user(store, "pat", "product", "correct horse battery")
    with TestClient(Starlette(routes=report_routes()), base_url="http://localhost") as client:
        path = f"/project/{closed.id}/report.html"
        assert client.get(path).status_code == 403
        client.cookies.set(auth.COOKIE, auth.login_cookie(store, "pat"))
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "part", ["Iterations", "Rounds", "Next formulas", "Side by side", "Projects", "Files"]
)
def test_every_part_of_the_page_opens(store: SqlStore, closed: Project, part: str) -> None:
    app = page("compare")
    app.button_group(key="compare_part").set_value(part).run()
    assert not app.exception, app.exception[0].message


def test_statistics_open_on_demand(store: SqlStore, closed: Project, tasting: OpenTasting) -> None:
    app = page("compare")
    app.button_group(key="compare_part").set_value("Rounds").run()
    app.toggle(key=f"statistics_{tasting.opened.round.id}").set_value(True).run()
    assert not app.exception, app.exception[0].message
    assert "Reliability" in [m.label for m in app.metric]
