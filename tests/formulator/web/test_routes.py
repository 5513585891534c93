"""The light ballot, and the same answers given to both faces."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from formulator.store import Answers, SqlStore
from formulator.web import cached
from formulator.web.ballot import read_answers
from formulator.web.routes import routes
from formulator.web.sitting import current_ballot
from tests.formulator.web.conftest import OpenTasting

SCORES = {"overall": "7", "taste": "6", "texture": "5", "appearance": "8"}


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=routes()), follow_redirects=False) as made:
        yield made


def form_of(page: str) -> dict[str, Any]:
    """Return the hidden fields of a ballot page, with the cup's code typed."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    code = re.search(r"Take the cup marked (\d{3})", page)
    assert code is not None
    return {**hidden, "code": code[1]}


def path(tasting: OpenTasting, taster: str = "T1") -> str:
    return f"/b/{tasting.tokens[taster]}"


def test_a_link_opens_the_first_cup_without_script(
    client: TestClient, tasting: OpenTasting
) -> None:
    answer = client.get(path(tasting))
    assert answer.status_code == 200
    assert "Cup 1 of 3" in answer.text
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_no_answer_is_preset_and_nine_points_stand_in_a_row(
    client: TestClient, tasting: OpenTasting
) -> None:
    page = client.get(path(tasting)).text
    assert " checked" not in page
    assert "<select" not in page
    assert 'type="range"' not in page
    assert len(re.findall(r'name="overall" value="[1-9]"', page)) == 9
    assert "repeat(9, minmax(0, 1fr))" in page


def test_the_page_speaks_korean_with_the_right_lang(
    client: TestClient, tasting: OpenTasting
) -> None:
    page = client.get(path(tasting), headers={"accept-language": "ko-KR,ko;q=0.9"}).text
    assert '<html lang="ko">' in page
    assert "컵을 맛보세요" in page
    assert '<html lang="en">' in client.get(path(tasting), params={"lang": "en"}).text


def test_answers_are_kept_and_the_next_cup_comes(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    form = form_of(client.get(path(tasting)).text)
    sent = client.post(path(tasting), data={**form, **SCORES, "wishes": ["creamier", "thicker"]})
    assert sent.status_code == 303
    assert sent.headers["location"].startswith(path(tasting))
    (kept,) = store.judgements(round_id=tasting.opened.round.id)
    assert kept.scores == {name: int(value) for name, value in SCORES.items()}
    assert kept.directives == ("thicker", "creamier")
    assert kept.source == "html"
    assert "Cup 2 of 3" in client.get(path(tasting)).text


@pytest.mark.parametrize("value", ["0", "10", "x", "NaN", "-3", "5.5", "7 "])
def test_answers_off_the_scale_are_refused(
    client: TestClient, store: SqlStore, tasting: OpenTasting, value: str
) -> None:
    form = form_of(client.get(path(tasting)).text)
    sent = client.post(path(tasting), data={**form, **SCORES, "overall": value})
    assert sent.status_code == 400
    assert not store.judgements(round_id=tasting.opened.round.id)


def test_a_form_with_gaps_comes_back_with_what_was_given(
    client: TestClient, tasting: OpenTasting
) -> None:
    form = form_of(client.get(path(tasting)).text)
    sent = client.post(path(tasting), data={**form, "overall": "7", "comment": "<b>thin</b>"})
    assert sent.status_code == 400
    assert sent.text.count("Please answer this one.") == 3
    assert 'name="overall" value="7" checked' in sent.text
    assert "&lt;b&gt;thin&lt;/b&gt;" in sent.text
    assert form_of(sent.text)["key"] == form["key"]


def test_the_same_message_again_is_the_same_success(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    form = {**form_of(client.get(path(tasting)).text), **SCORES}
    assert [client.post(path(tasting), data=form).status_code for _ in range(5)] == [303] * 5
    assert len(store.judgements(round_id=tasting.opened.round.id)) == 1


def test_a_differing_replay_keeps_the_first(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    form = {**form_of(client.get(path(tasting)).text), **SCORES}
    client.post(path(tasting), data=form)
    other = {**form, "overall": "1", "key": secrets.token_hex(16)}
    again = client.post(path(tasting), data=other)
    assert again.status_code == 409
    assert "already sent" in again.text
    (kept,) = store.judgements(round_id=tasting.opened.round.id)
    assert kept.scores["overall"] == 7


def test_fifty_parallel_sends_make_one_row(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    form = {**form_of(client.get(path(tasting)).text), **SCORES}

    def send(number: int) -> int:
        data = {**form, "key": form["key"] if number % 2 else secrets.token_hex(16)}
        return client.post(path(tasting), data=data).status_code

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(send, range(50)))
    assert set(codes) <= {303, 409}
    assert len(store.judgements(round_id=tasting.opened.round.id)) == 1


def test_a_form_of_a_later_cup_is_refused(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    seat = store.seat_by_token(tasting.tokens["T1"])
    later, code, _ = store.ballot_servings(seat.id)[1]
    form = {**form_of(client.get(path(tasting)).text), **SCORES}
    sent = client.post(path(tasting), data={**form, "serving": later.id, "code": code})
    assert sent.status_code == 409
    assert "another cup" in sent.text
    assert not store.judgements(round_id=tasting.opened.round.id)


def test_a_form_of_another_taster_is_refused(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    form = {**form_of(client.get(path(tasting, "T2")).text), **SCORES}
    assert client.post(path(tasting, "T1"), data=form).status_code == 409
    assert not store.judgements(round_id=tasting.opened.round.id)


@pytest.mark.parametrize("key", ["", "short", "x" * 33, "é" * 32, "k" * 31 + "'"])
def test_keys_that_the_server_never_issued_are_refused(
    client: TestClient, store: SqlStore, tasting: OpenTasting, key: str
) -> None:
    form = {**form_of(client.get(path(tasting)).text), **SCORES, "key": key}
    assert client.post(path(tasting), data=form).status_code == 409
    assert not store.judgements(round_id=tasting.opened.round.id)


def test_the_last_cup_ends_with_thanks(client: TestClient, tasting: OpenTasting) -> None:
    for _ in range(3):
        form = form_of(client.get(path(tasting)).text)
        client.post(path(tasting), data={**form, **SCORES})
    assert "All 3 cups are saved" in client.get(path(tasting)).text


def test_every_failure_is_the_same_404(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    token = tasting.tokens["T1"]
    flipped = ("A" if token[0] != "A" else "B") + token[1:]
    store.revoke_seat(store.seat_by_token(tasting.tokens["T2"]).id)
    tries = [flipped, tasting.tokens["T2"], tasting.short_codes["T1"], "x", "%00", token[:-1]]
    answers = [client.get(f"/b/{attempt}") for attempt in tries]
    assert {a.status_code for a in answers} == {404}
    assert len({a.text for a in answers}) == 1


def test_changing_any_place_of_a_token_opens_nothing(
    client: TestClient, tasting: OpenTasting
) -> None:
    token = tasting.tokens["T1"]
    for place, letter in enumerate(token):
        cached.limiter.clear()
        other = "A" if letter != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert client.get(f"/b/{changed}").status_code == 404


def test_the_twenty_first_wrong_link_is_blocked(client: TestClient, tasting: OpenTasting) -> None:
    codes = [client.get(f"/b/{'x' * 20}{n:02d}").status_code for n in range(21)]
    assert codes == [404] * 20 + [429]


def test_a_closed_round_opens_nothing(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    store.close_round(tasting.opened.round.id)
    assert client.get(path(tasting)).status_code == 404


def test_no_formula_reaches_a_taster(
    client: TestClient, store: SqlStore, tasting: OpenTasting
) -> None:
    canaries = ["protein", "coconut", "sucrose", "F-0", "Oat drink", "First round", "milk"]
    first = client.get(path(tasting))
    form = {**form_of(first.text), **SCORES}
    answers = [
        first,
        client.post(path(tasting), data={**form, "overall": ""}),
        client.post(path(tasting), data=form),
        client.get(path(tasting)),
        client.post(path(tasting), data={**form, "key": secrets.token_hex(16)}),
        client.get("/b/nothing"),
    ]
    for answer in answers:
        told = answer.text + str(answer.headers)
        told = told.replace("more milky", "").replace("more_milky", "")  # a wish on the ballot
        assert not [canary for canary in canaries if canary.lower() in told.lower()]


def test_no_raw_token_is_in_the_database(store: SqlStore, tasting: OpenTasting) -> None:
    dump = str(store.dump_project(store.projects()[0].id))
    assert not [token for token in tasting.tokens.values() if token in dump]


BOTH_FACES: tuple[dict[str, Any], ...] = (
    {"overall": 7, "taste": 6, "texture": 5, "appearance": 8},
    {"overall": 1, "taste": 9, "texture": 1, "appearance": 9, "sweetness": 1, "thickness": 5},
    {"overall": 7, "taste": 6, "texture": 5, "appearance": 8, "wishes": ["creamier"]},
    {"overall": 7, "taste": 6, "texture": 5, "appearance": 8, "comment": "  good \n\t"},
    {"overall": 7},
    {"taste": 6, "sweetness": 9},
)


@pytest.mark.parametrize("given", BOTH_FACES, ids=range(len(BOTH_FACES)))
def test_both_faces_read_the_same(
    client: TestClient, store: SqlStore, tasting: OpenTasting, given: dict[str, Any]
) -> None:
    """What the HTML face makes of a form is what the model makes of the other face's answers."""
    ballot = current_ballot(store.sitting_by_token(tasting.tokens["T1"]), language="en")
    assert ballot is not None
    expected = read_answers(ballot, {**given, "code": ballot.code}, source="html")
    form = form_of(client.get(path(tasting)).text)
    sent = client.post(path(tasting), data={**form, **given})
    if isinstance(expected, Answers):
        (kept,) = store.judgements(round_id=tasting.opened.round.id)
        assert sent.status_code == 303
        assert (kept.scores, kept.jar) == (expected.scores, expected.jar)
        assert (kept.directives, kept.comment) == (expected.directives, expected.comment)
    else:
        assert sent.status_code == 400
        assert [p.message in sent.text for p in expected] == [True] * len(expected)
        assert sent.text.count('class="bad"') == len(expected)
