"""Tasters of rounds closed long ago are forgotten; scores and newer rounds are not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from formulator.store import NotFoundError, SqlStore
from formulator.store.sql_base import now
from tests.formulator.store.plans import small_round
from tests.formulator.store.test_contract import LIKED


def test_old_closed_rounds_forget_their_tasters(store: SqlStore) -> None:
    project = store.create_project("Milk")
    plan, tokens = small_round(2)
    old = store.create_round(project.id, plan)
    new = store.create_round(project.id, small_round(2)[0])
    seat = store.seat_by_token(tokens[0])
    serving = store.ballot_servings(seat.id)[0][0]
    store.submit(serving.id, LIKED, idempotency_key="k" * 32)
    store.close_round(old.id)
    later = now() + timedelta(seconds=1)
    assert store.old_seats(now() - timedelta(days=1)) == 0
    n_old = len(store.seats(old.id))
    names = {s.taster for s in store.seats(new.id)}
    assert store.old_seats(later) == n_old
    assert store.forget_tasters(later, actor="cron") == n_old
    assert all(s.taster.startswith("erased-") for s in store.seats(old.id))
    assert len({s.taster for s in store.seats(old.id)}) == n_old
    assert {s.taster for s in store.seats(new.id)} == names
    assert len(store.judgements(round_id=old.id)) == 1
    assert store.old_seats(later) == 0
    assert store.forget_tasters(later) == 0
    assert [e.action for e in store.audit()].count("forget tasters") == 1
    # Whole words: the name T1 is no part of the time 2026-11-22T10:00.
    told = {word for e in store.audit() for word in re.findall(r"\w+", str(e.details))}
    assert not told & names
    with pytest.raises(NotFoundError):
        store.seat_by_token(tokens[0])
    assert store.verify().problems == ()
