"""What the Store protocol promises, run against every backend."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from formulator.errors import InputError, TableError
from formulator.store import (
    Answers,
    ConflictError,
    NotFoundError,
    Receipt,
    RoundStatus,
    SqlStore,
    User,
    open_store,
)
from tests.formulator.store.plans import CANARY, small_round

LIKED = Answers(scores={"overall": 7, "taste": 6}, jar={"sweetness": 1}, directives=("less_sweet",))


def open_round(store: SqlStore, n_tasters: int = 2) -> tuple[str, str, list[str]]:
    project = store.create_project("Oat milk")
    plan, tokens = small_round(n_tasters)
    return project.id, store.create_round(project.id, plan).id, tokens


def test_projects_are_kept_and_sorted(store: SqlStore) -> None:
    store.create_project("Yogurt")
    made = store.create_project("  Milk ", notes="first", actor="ada")
    assert [p.name for p in store.projects()] == ["Milk", "Yogurt"]
    assert store.project("Milk") == made


def test_project_names_are_unique_and_printable(store: SqlStore) -> None:
    store.create_project("Milk")
    with pytest.raises(ConflictError, match="already"):
        store.create_project("Milk")
    for bad in ("", "   ", "a\nb", "x" * 201):
        with pytest.raises(InputError, match="printable characters"):
            store.create_project(bad)
    with pytest.raises(NotFoundError, match="there are: Milk"):
        store.project("Malk")


def test_iterations_are_numbered_and_unchanged(store: SqlStore) -> None:
    project = store.create_project("Milk")
    first = store.add_iteration(project.id, {"target": "milk_whole"}, {"candidates": [1.5, "é"]})
    second = store.add_iteration(project.id, {}, {}, learned_from=("r1",))
    assert (first.number, second.number) == (1, 2)
    assert store.iterations(project.id) == (first, second)
    with pytest.raises(NotFoundError, match="project"):
        store.add_iteration("nothing", {}, {})


def test_a_round_is_kept_whole(store: SqlStore) -> None:
    project_id, round_id, _ = open_round(store)
    kept = store.round(round_id)
    assert (kept.number, kept.status) == (1, RoundStatus.OPEN)
    assert [s.code for s in store.samples(round_id)] == ["417", "862"]
    assert store.samples(round_id)[0].formula[0] == (CANARY, 4.0)
    assert [s.taster for s in store.seats(round_id)] == ["T1", "T2"]
    assert len(store.servings(round_id)) == 4
    assert store.rounds(project_id) == (kept,)


def test_a_faulty_round_leaves_nothing(store: SqlStore) -> None:
    project = store.create_project("Milk")
    plan, _ = small_round()
    twice = replace(plan.samples[1], code=plan.samples[0].code)
    with pytest.raises(ConflictError, match="not saved"):
        store.create_round(project.id, replace(plan, samples=(plan.samples[0], twice)))
    assert store.rounds(project.id) == ()
    assert store.create_round(project.id, plan).number == 1


def test_a_ballot_knows_its_next_cup_and_nothing_else(store: SqlStore) -> None:
    _, _, tokens = open_round(store)
    seat = store.seat_by_token(tokens[0])
    assert store.seat_by_short_code(seat.short_code.lower()) == seat
    (first, code, judged), (_, _, later) = store.ballot_servings(seat.id)
    assert first.position == 1
    assert code in {"417", "862"}
    assert not judged
    assert not later
    store.submit(first.id, LIKED, idempotency_key="k1")
    assert [done for *_, done in store.ballot_servings(seat.id)] == [True, False]
    assert CANARY not in repr(store.ballot_servings(seat.id))


def test_every_failed_entry_reads_the_same(store: SqlStore) -> None:
    project = store.create_project("Milk")
    plan, tokens = small_round(3)
    past = datetime.now(UTC) - timedelta(minutes=1)
    expired = replace(plan.seats[0], expires_at=past)
    plan = replace(plan, seats=(expired, *plan.seats[1:]))
    store.create_round(project.id, plan)
    store.revoke_seat(plan.seats[1].id, actor="lee")
    messages = set()
    for token in ("", "guess", tokens[0], tokens[1]):
        with pytest.raises(NotFoundError) as caught:
            store.seat_by_token(token)
        messages.add(str(caught.value))
    assert store.seat_by_token(tokens[2]).taster == "T3"
    store.reissue_seat(plan.seats[2].id, token="fresh", actor="lee")
    assert store.seat_by_token("fresh").taster == "T3"
    with pytest.raises(NotFoundError):
        store.seat_by_token(tokens[2])
    assert len(messages) == 1


def test_the_same_message_twice_is_stored_once(store: SqlStore) -> None:
    _, round_id, _ = open_round(store)
    serving = store.servings(round_id)[0]
    assert store.submit(serving.id, LIKED, idempotency_key="k1") is Receipt.STORED
    changed = Answers(scores={"overall": 1})
    assert store.submit(serving.id, changed, idempotency_key="k1") is Receipt.SAME
    with pytest.raises(ConflictError, match="first answer stands"):
        store.submit(serving.id, changed, idempotency_key="k2")
    (kept,) = store.judgements(round_id=round_id)
    assert kept.scores == {"overall": 7, "taste": 6}
    assert kept.jar == {"sweetness": 1}
    assert kept.directives == ("less_sweet",)


def test_many_taps_at_once_are_one_judgement(store: SqlStore) -> None:
    _, round_id, _ = open_round(store)
    serving = store.servings(round_id)[0]

    def tap(key: str) -> str:
        try:
            return store.submit(serving.id, LIKED, idempotency_key=key)
        except ConflictError:
            return "refused"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(tap, ["same"] * 20 + [f"other{i}" for i in range(20)]))
    assert outcomes.count(Receipt.STORED) == 1
    assert len(store.judgements(round_id=round_id)) == 1


@pytest.mark.parametrize(
    "answers",
    [
        Answers(scores={}),
        Answers(scores={"overall": 0}),
        Answers(scores={"overall": 10}),
        Answers(scores={"overall": True}),
        Answers(scores={"sweetness": 5}),
        Answers(scores={"overall": 5}, jar={"sweetness": 3}),
        Answers(scores={"overall": 5}, difference=11),
        Answers(scores={"overall": 5}, directives=("tastier",)),
        Answers(scores={"overall": 5}, comment="x" * 2001),
    ],
    ids=[
        "no score",
        "0",
        "10",
        "bool",
        "unknown scale",
        "jar 3",
        "difference 11",
        "unknown wish",
        "long comment",
    ],
)
def test_answers_outside_their_scale_store_nothing(store: SqlStore, answers: Answers) -> None:
    _, round_id, _ = open_round(store)
    with pytest.raises(TableError, match="not saved"):
        store.submit(store.servings(round_id)[0].id, answers, idempotency_key="k")
    assert store.judgements(round_id=round_id) == ()


def test_a_closed_round_takes_nothing_more(store: SqlStore) -> None:
    project_id, round_id, tokens = open_round(store)
    first, second = store.servings(round_id)[:2]
    store.submit(first.id, LIKED, idempotency_key="k1")
    closed = store.close_round(round_id, actor="lee")
    assert closed.status is RoundStatus.CLOSED
    assert store.submit(first.id, LIKED, idempotency_key="k1") is Receipt.SAME
    with pytest.raises(ConflictError, match="closed"):
        store.submit(second.id, LIKED, idempotency_key="k2")
    with pytest.raises(ConflictError, match="closed already"):
        store.close_round(round_id)
    with pytest.raises(NotFoundError):
        store.seat_by_token(tokens[0])
    assert len(store.judgements(project_id=project_id)) == 1


def test_voided_judgements_stay_visible(store: SqlStore) -> None:
    _, round_id, _ = open_round(store)
    store.submit(store.servings(round_id)[0].id, LIKED, idempotency_key="k1")
    (kept,) = store.judgements(round_id=round_id)
    with pytest.raises(TableError, match="reason"):
        store.void_judgement(kept.id, reason=" ")
    store.void_judgement(kept.id, reason="wrong cup", actor="lee")
    assert store.judgements(round_id=round_id)[0].voided == "wrong cup"
    with pytest.raises(ConflictError, match="already"):
        store.void_judgement(kept.id, reason="again")


def test_drafts_are_guarded_by_their_version(store: SqlStore) -> None:
    project = store.create_project("Milk")
    first = store.save_draft(project.id, "brief", "barista", {"a": 1}, expected_version=0)
    second = store.save_draft(project.id, "brief", "barista", {"a": 2}, expected_version=1)
    with pytest.raises(ConflictError, match="changed by someone else"):
        store.save_draft(project.id, "brief", "barista", {"a": 3}, expected_version=1)
    with pytest.raises(ConflictError, match="already"):
        store.save_draft(project.id, "brief", "barista", {}, expected_version=0)
    assert (first.version, second.version) == (1, 2)
    assert store.drafts(project.id, "brief") == (second,)


def test_staff_and_audit(store: SqlStore) -> None:
    store.save_user(User("ada", "scientist", "hash"), actor="root")
    store.save_user(User("ada", "leader", "hash2"), actor="root")
    assert store.users() == (User("ada", "leader", "hash2"),)
    with pytest.raises(InputError, match="role must be one of"):
        store.save_user(User("eve", "king", "hash"))
    store.log("unblind early", "round-1", actor="ada", reason="spill")
    actions = [(e.actor, e.action) for e in store.audit()]
    assert actions == [("root", "save user"), ("root", "save user"), ("ada", "unblind early")]
    assert store.audit(subject="round-1")[0].details == {"reason": "spill"}


@pytest.mark.slow
def test_a_project_moves_to_another_store_without_loss(store: SqlStore) -> None:
    project_id, round_id, _ = open_round(store)
    store.add_iteration(project_id, {"target": "milk_whole"}, {"candidates": []})
    store.save_draft(project_id, "brief", "b", {"x": [1, None, "é"]}, expected_version=0)
    store.submit(store.servings(round_id)[0].id, LIKED, idempotency_key="k1")
    store.void_judgement(store.judgements(round_id=round_id)[0].id, reason="spill")
    dump = store.dump_project(project_id)
    other = open_store("memory://")
    other.load_project(dump)
    assert other.dump_project(project_id) == dump
    assert other.judgements(project_id=project_id) == store.judgements(project_id=project_id)
    with pytest.raises(ConflictError, match="nothing was changed"):
        other.load_project(dump)
    with pytest.raises(InputError, match="format"):
        other.load_project({"format": "something"})
    other.close()
