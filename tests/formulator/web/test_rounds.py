"""What a panel leader does to a round: links, access, voiding; each logged, each for leaders."""

from __future__ import annotations

import pytest

from formulator.errors import FormulatorError
from formulator.store import NotFoundError, SqlStore
from formulator.store.tasting import panel_judgements
from formulator.web import rounds
from formulator.web.auth import OWNER, AccessError, Viewer
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything, page

SCIENTIST = Viewer("sam", "scientist")


def test_a_new_link_ends_the_old_one(store: SqlStore, tasting: OpenTasting) -> None:
    seats = store.seats(tasting.opened.round.id)
    made = rounds.new_links(store, OWNER, seats, "http://10.0.0.2")
    assert [link.taster for link in made] == ["T1", "T2"]
    for link in made:
        token = link.url.rsplit("/", 1)[1]
        assert store.seat_by_token(token).taster == link.taster
        with pytest.raises(NotFoundError):
            store.seat_by_token(tasting.tokens[link.taster])
    old = rounds.links(tasting.tokens.items(), tasting.short_codes.items(), "http://10.0.0.2")
    assert rounds.merged(old, made[:1]) == (made[0], old[1])
    assert rounds.dropped(old, "T1") == (old[1],)


def test_the_leader_sees_what_was_sent_and_no_score(store: SqlStore, tasting: OpenTasting) -> None:
    judge_everything(store, tasting)
    rows = rounds.sent_rows(store, OWNER, tasting.opened.round)
    assert len(rows) == 6
    assert set(rows[0]) == {"id", "taster", "cup", "code", "sent", "by", "voided"}


def test_a_voided_answer_is_kept_and_counts_no_more(store: SqlStore, tasting: OpenTasting) -> None:
    judge_everything(store, tasting)
    round_id = tasting.opened.round.id
    judgement = store.judgements(round_id=round_id)[0]
    with pytest.raises(FormulatorError, match="reason"):
        rounds.void(store, OWNER, judgement.id, " ")
    rounds.void(store, OWNER, judgement.id, "cups swapped")
    closed = store.close_round(round_id)
    assert len(panel_judgements(store, closed)) == 5
    assert len(store.judgements(round_id=round_id)) == 6
    logged = rounds.log_rows(store, OWNER, closed)
    assert {"void judgement", "close round", "create round"} <= {row["what"] for row in logged}
    assert "cups swapped" in [row["why"] for row in logged]


def test_only_a_leader_does_any_of_it(store: SqlStore, tasting: OpenTasting) -> None:
    round_ = tasting.opened.round
    for ask in (
        lambda: rounds.new_links(store, SCIENTIST, store.seats(round_.id), ""),
        lambda: rounds.sent_rows(store, SCIENTIST, round_),
        lambda: rounds.log_rows(store, SCIENTIST, round_),
        lambda: rounds.void(store, SCIENTIST, "x", "y"),
    ):
        with pytest.raises(AccessError):
            ask()


def test_access_is_taken_away_by_the_page(store: SqlStore, tasting: OpenTasting) -> None:
    round_id = tasting.opened.round.id
    seat = store.seats(round_id)[0]
    app = page("panel")
    app.multiselect(key=f"renew_{round_id}").set_value([seat.id]).run()
    app.button(key=f"revoke_button_{round_id}").click().run()
    assert not app.exception
    with pytest.raises(NotFoundError):
        store.seat_by_token(tasting.tokens[seat.taster])
    with pytest.raises(NotFoundError):
        store.seat_by_short_code(tasting.short_codes[seat.taster])


def test_an_answer_is_voided_by_the_page(store: SqlStore, tasting: OpenTasting) -> None:
    judge_everything(store, tasting)
    round_id = tasting.opened.round.id
    judgement = store.judgements(round_id=round_id)[0]
    app = page("panel")
    app.selectbox(key=f"void_id_{round_id}").set_value(judgement.id)
    app.text_input(key=f"void_reason_{round_id}").set_value("spilt")
    next(b for b in app.button if b.label == "Void").click().run()
    assert not app.exception
    assert [j.voided for j in store.judgements(round_id=round_id) if j.voided] == ["spilt"]
