"""The clock is set back in the middle of a round: nothing is lost, doubled or reopened."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

import pytest

from formulator.store import Answers, ConflictError, Receipt, SqlStore, sql_base
from tests.formulator.store.plans import small_round


def set_clock(monkeypatch: pytest.MonkeyPatch, *, hours: float) -> None:
    def clock(zone: tzinfo) -> datetime:
        return datetime.now(zone) + timedelta(hours=hours)

    monkeypatch.setattr(sql_base, "clock", clock)


def test_a_clock_set_back_harms_nothing(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    project = store.create_project("Milk")
    plan, tokens = small_round()
    round_ = store.create_round(project.id, plan)
    servings = store.servings(round_.id)
    for number, serving in enumerate(servings[:2]):
        store.submit(serving.id, Answers({"overall": 1 + number}), idempotency_key=f"k{number}")
    set_clock(monkeypatch, hours=-48)
    assert store.seat_by_token(tokens[0]).taster == "T1"
    answers = Answers({"overall": 9})
    assert store.submit(servings[0].id, answers, idempotency_key="k0") is Receipt.SAME
    with pytest.raises(ConflictError, match="first answer stands"):
        store.submit(servings[1].id, answers, idempotency_key="other")
    for number, serving in enumerate(servings[2:], start=2):
        store.submit(serving.id, Answers({"overall": 1 + number}), idempotency_key=f"k{number}")
    kept = store.judgements(round_id=round_.id)
    assert {j.serving_id: j.scores["overall"] for j in kept} == {
        serving.id: 1 + number for number, serving in enumerate(servings)
    }
    closed = store.close_round(round_.id)
    assert closed.closed_at is not None
    set_clock(monkeypatch, hours=-96)
    with pytest.raises(ConflictError, match="closed"):
        store.close_round(round_.id)
    numbers = [entry.number for entry in store.audit()]
    assert numbers == sorted(numbers)
    assert store.verify().problems == ()
