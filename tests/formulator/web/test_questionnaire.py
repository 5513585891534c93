"""What a round asks: complete in both languages, on both faces and on paper, kept as answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from formulator.errors import TableError
from formulator.panel import JAR_NAMES
from formulator.panel.scales import MAX_JAR
from formulator.store import Project, SqlStore
from formulator.store.tasting import OpenedRound, TastingPlan, open_round
from formulator.web import paper
from formulator.web.auth import OWNER
from formulator.web.questionnaire import (
    JAR_QUESTIONS,
    LANGUAGES,
    QUESTIONS,
    TERMS,
    Questionnaire,
)
from formulator.web.routes import routes
from tests.formulator.web.examples import candidate
from tests.formulator.web.test_paper import pages
from tests.formulator.web.test_views import APP

PLAN = TastingPlan(
    name="Asks much",
    candidates=tuple(candidate(n) for n in range(2)),
    tasters=("T1",),
    control="milk_whole",
    jar=("saltiness", "creaminess"),
    cata=("beany", "creamy", "vanilla"),
    difference=True,
)


@pytest.fixture
def opened(store: SqlStore, project: Project) -> OpenedRound:
    return open_round(store, project.id, PLAN)


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes()), base_url="http://localhost") as made:
        yield made


def test_every_attribute_has_a_question_in_every_language() -> None:
    assert set(JAR_QUESTIONS) == set(JAR_NAMES["en"])
    for question in JAR_QUESTIONS.values():
        assert set(question.text) == set(LANGUAGES)
        assert len(question.anchors) == 5
        for words in question.anchors:
            assert set(words) == set(LANGUAGES) and all(words.values())
        assert len({words["ko"] for words in question.anchors}) == 5
    assert all(set(words) == set(LANGUAGES) for words in TERMS.values())


def test_an_older_round_asks_the_standard_questions() -> None:
    assert Questionnaire.of({"control": "milk_whole"}).questions == QUESTIONS
    assert len(QUESTIONS) == 7


def test_overall_liking_comes_first_and_the_words_stand_differently_for_each() -> None:
    asks = Questionnaire(jar=("firmness",), cata=tuple(TERMS), difference=True)
    assert [q.key for q in asks.questions] == [
        "overall", "taste", "texture", "appearance", "difference", "firmness",
    ]  # fmt: skip
    orders = {tuple(c.key for c in asks.terms(f"seat {i}")) for i in range(5)}
    assert len(orders) == 5 and {frozenset(order) for order in orders} == {frozenset(TERMS)}
    assert asks.terms("seat 1") == asks.terms("seat 1")


def test_the_phone_ballot_asks_and_keeps_all_of_it(
    client: TestClient, store: SqlStore, opened: OpenedRound
) -> None:
    path = f"/b/{dict(opened.tokens)['T1']}"
    html = client.get(path).text
    for name in ("difference", "saltiness", "creaminess", "cata", "wishes"):
        assert f'name="{name}"' in html
    assert 'name="sweetness"' not in html
    assert html.count('name="difference"') == 11
    form = {
        **dict(re.findall(r'name="(serving|key)" value="(\w+)"', html)),
        "code": str(re.search(r"marked (\d{3})", html)[1]),  # type: ignore[index]  # it is there
        **dict.fromkeys(("overall", "taste", "texture", "appearance"), "7"),
        "difference": "0",
        "saltiness": "5",
        "cata": ["vanilla", "beany"],
    }
    missing = client.post(path, data={k: v for k, v in form.items() if k != "difference"})
    assert missing.status_code == 400
    assert client.post(path, data=form | {"cata": ["rocket"]}).status_code == 400
    assert client.post(path, data=form | {"difference": "11"}).status_code == 400
    assert store.judgements(round_id=opened.round.id) == ()
    assert client.post(path, data=form, follow_redirects=False).status_code == 303
    (kept,) = store.judgements(round_id=opened.round.id)
    assert (kept.difference, kept.jar, kept.cata) == (0, {"saltiness": 2}, ("beany", "vanilla"))


def test_the_tablet_ballot_asks_the_same(store: SqlStore, opened: OpenedRound) -> None:
    app = AppTest.from_file(APP, default_timeout=30).run()
    app.switch_page("formulator/web/views/taste.py")
    app.query_params["seat"] = dict(opened.short_codes)["T1"]
    app.run()
    seat = store.seats(opened.round.id)[0]
    serving, code, _ = store.ballot_servings(seat.id)[0]
    app.text_input(key=f"{serving.id}-code").set_value(code)
    for name in ("overall", "taste", "texture", "appearance"):
        app.button_group(key=f"{serving.id}-{name}").set_value(6)
    app.button_group(key=f"{serving.id}-difference").set_value(10)
    app.button_group(key=f"{serving.id}-creaminess").set_value(1)
    app.button_group(key=f"{serving.id}-cata").set_value(["creamy"])
    next(b for b in app.button if b.label == "Send").click().run()
    assert not app.exception
    (kept,) = store.judgements(round_id=opened.round.id)
    assert (kept.difference, kept.jar, kept.cata) == (10, {"creaminess": -2}, ("creamy",))


def test_paper_asks_the_same(store: SqlStore, opened: OpenedRound) -> None:
    found = pages(paper.paper_ballots(store, OWNER, opened.round, language="en"))
    assert len(found) == 3  # two formulas and the control, one page each
    for page in found:
        assert "How is the saltiness?" in page and "How is the sweetness?" not in page
        assert "0 1 2 3 4 5 6 7 8 9 10" in page
        assert all(TERMS[term]["en"] in page for term in PLAN.cata)


def test_a_duplicate_is_named_once(store: SqlStore, project: Project) -> None:
    plan = TastingPlan("R", PLAN.candidates, ("T1",), duplicate=candidate(0).id)
    labels = {s.label for s in store.samples(open_round(store, project.id, plan).round.id)}
    assert "F-0aaaaa (duplicate)" in labels


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"jar": tuple(JAR_NAMES["en"])}, f"at most {MAX_JAR}"),
        ({"jar": ("loudness",)}, "loudness"),
        ({"cata": tuple(f"t{i}" for i in range(21))}, "at most 20"),
        ({"difference": True}, "needs a blind control"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], rule: str) -> None:
    with pytest.raises(TableError, match=rule):
        TastingPlan("R", PLAN.candidates, ("T1",), **asked)  # type: ignore[arg-type]  # test values
