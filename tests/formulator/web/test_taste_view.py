from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formulator.store import SqlStore
from formulator.web.questionnaire import QUESTIONS
from tests.formulator.web.conftest import OpenTasting

pytestmark = pytest.mark.slow

APP = Path(__file__).parents[3] / "app.py"
SCORES = {"overall": 7, "taste": 6, "texture": 5, "appearance": 8}


def taste(code: str = "") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=20)
    app.run()
    app.switch_page("formulator/web/views/taste.py")
    if code:
        app.query_params["seat"] = code
    app.run()
    assert not app.exception
    return app


def serving_of(store: SqlStore, tasting: OpenTasting, taster: str, index: int) -> tuple[str, str]:
    seat = store.seat_by_token(tasting.tokens[taster])
    serving, code, _ = store.ballot_servings(seat.id)[index]
    return serving.id, code


def fill(app: AppTest, serving_id: str, code: str, scores: dict[str, int]) -> None:
    app.text_input(key=f"{serving_id}-code").set_value(code)
    for name, value in scores.items():
        app.pills(key=f"{serving_id}-{name}").set_value(value)
    send = next(b for b in app.button if b.label == "Send")
    send.click().run()
    assert not app.exception


def test_a_wrong_code_opens_nothing(tasting: OpenTasting) -> None:
    app = taste()
    app.text_input(key="entry_code").set_value("QQQQQQ")
    app.button[0].click().run()
    assert "opens nothing" in app.error[0].value


@pytest.mark.parametrize("kind", ["tokens", "short_codes"])
def test_a_code_opens_the_first_cup(store: SqlStore, tasting: OpenTasting, kind: str) -> None:
    app = taste()
    app.text_input(key="entry_code").set_value(getattr(tasting, kind)["T1"])
    app.button[0].click().run()
    _, code = serving_of(store, tasting, "T1", 0)
    assert code in app.header[0].value


def test_answers_are_kept_and_the_next_cup_comes(store: SqlStore, tasting: OpenTasting) -> None:
    app = taste(tasting.tokens["T1"])
    serving_id, code = serving_of(store, tasting, "T1", 0)
    fill(app, serving_id, code, SCORES)
    (kept,) = store.judgements(round_id=tasting.opened.round.id)
    assert (kept.serving_id, kept.scores, kept.jar) == (serving_id, SCORES, {})
    assert serving_of(store, tasting, "T1", 1)[1] in app.header[0].value


def test_missing_answers_are_named_and_nothing_is_kept(
    store: SqlStore, tasting: OpenTasting
) -> None:
    app = taste(tasting.tokens["T1"])
    serving_id, code = serving_of(store, tasting, "T1", 0)
    fill(app, serving_id, code, {"overall": 7})
    assert len(app.error) == 3
    assert not store.judgements(round_id=tasting.opened.round.id)
    assert app.pills(key=f"{serving_id}-overall").value == 7


def test_no_question_is_answered_beforehand(store: SqlStore, tasting: OpenTasting) -> None:
    app = taste(tasting.tokens["T1"])
    serving_id, _ = serving_of(store, tasting, "T1", 0)
    assert [app.pills(key=f"{serving_id}-{q.key}").value for q in QUESTIONS] == [None] * 7
    assert not app.slider
    assert not app.select_slider


def test_the_last_cup_ends_with_thanks_and_no_result(store: SqlStore, tasting: OpenTasting) -> None:
    app = taste(tasting.tokens["T1"])
    for index in range(3):
        fill(app, *serving_of(store, tasting, "T1", index), SCORES)
    assert app.title[0].value == "Thank you!"
    again = taste(tasting.tokens["T1"])
    assert again.title[0].value == "Thank you!"


def test_the_page_opens_where_it_stopped(store: SqlStore, tasting: OpenTasting) -> None:
    fill(taste(tasting.tokens["T1"]), *serving_of(store, tasting, "T1", 0), SCORES)
    again = taste(tasting.tokens["T1"])
    assert "Cup 2 of 3" in again.get("progress")[0].proto.text
