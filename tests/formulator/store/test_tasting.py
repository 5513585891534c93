"""A tasting from plan to results."""

from __future__ import annotations

import pytest

from formulator.errors import InputError
from formulator.store import Answers, ConflictError, NotFoundError, SampleKind, SqlStore
from formulator.store.tasting import (
    OpenedRound,
    TastingPlan,
    choose,
    enter,
    latest_iteration,
    open_round,
    panel_judgements,
    progress,
    renew_link,
)
from tests.formulator.store.candidates import candidate, proposal

TASTERS = tuple(f"T{i}" for i in range(1, 9))


def start(store: SqlStore, **changes: object) -> tuple[str, OpenedRound]:
    project = store.create_project("Milk")
    answer = proposal()
    iteration = store.add_iteration(project.id, answer.brief.to_dict(), answer.to_dict())
    settings = {
        "name": "Round 1",
        "candidates": choose(iteration, [f"F{i}" for i in range(1, 7)]),
        "tasters": TASTERS,
        "iteration_id": iteration.id,
        "seed": 3,
        **changes,
    }
    return project.id, open_round(store, project.id, TastingPlan(**settings))  # type: ignore[arg-type]


def test_every_taster_gets_every_cup_in_a_balanced_order(store: SqlStore) -> None:
    _, opened = start(store)
    assert opened.balance.positions == (1, 2)
    assert all(p.n_cups == 6 for p in progress(store, opened.round.id))
    codes = [s.code for s in store.samples(opened.round.id)]
    assert len(set(codes)) == 6
    assert all(len(c) == 3 and c.isdigit() for c in codes)


def test_control_duplicate_and_warm_up_have_codes_of_their_own(store: SqlStore) -> None:
    _, opened = start(store, control="milk_whole", duplicate="F2", warm_up=True, cups=5)
    kinds = [s.kind for s in store.samples(opened.round.id)]
    assert sorted(kinds).count(SampleKind.FORMULA) == 6
    assert {SampleKind.BLIND_CONTROL, SampleKind.DUPLICATE, SampleKind.WARM_UP} < set(kinds)
    by_seat: dict[str, list[int]] = {}
    for serving in store.servings(opened.round.id):
        by_seat.setdefault(serving.seat_id, []).append(serving.position)
    assert all(positions == [0, 1, 2, 3, 4, 5] for positions in by_seat.values())


def test_codes_never_come_twice_within_a_project(store: SqlStore) -> None:
    project_id, first = start(store)
    plan = TastingPlan(name="Round 2", candidates=(candidate("G1"),), tasters=("T1",), seed=3)
    second = open_round(store, project_id, plan)
    codes = {s.code for s in store.samples(first.round.id)}
    assert not codes & {s.code for s in store.samples(second.round.id)}


def test_links_and_short_codes_open_the_same_seat(store: SqlStore) -> None:
    _, opened = start(store)
    token, short = dict(opened.tokens)["T3"], dict(opened.short_codes)["T3"]
    assert enter(store, token).seat.taster == "T3"
    assert enter(store, f" {short.lower()} ").seat.taster == "T3"
    fresh = renew_link(store, enter(store, token).seat.id, actor="lee")
    assert enter(store, fresh).seat.taster == "T3"
    with pytest.raises(NotFoundError):
        enter(store, token)
    assert token not in repr(store.seats(opened.round.id))


def test_results_are_sealed_until_the_round_is_closed(store: SqlStore) -> None:
    _, opened = start(store, control="milk_whole", duplicate="F2", warm_up=True)
    seat = enter(store, opened.tokens[0][1]).seat
    for number, (serving, _, _) in enumerate(store.ballot_servings(seat.id)):
        store.submit(serving.id, Answers(scores={"overall": 5}), idempotency_key=f"k{number}")
    with pytest.raises(ConflictError, match="sealed"):
        panel_judgements(store, opened.round)
    closed = store.close_round(opened.round.id)
    results = panel_judgements(store, closed)
    assert sorted(j.formula for j in results) == [
        *("F1", "F2", "F2", "F3", "F4", "F5", "F6"),
        "milk_whole",
    ]
    assert all(j.position and j.overall == 5 for j in results)


def test_a_voided_judgement_leaves_the_results(store: SqlStore) -> None:
    _, opened = start(store)
    seat = enter(store, opened.tokens[0][1]).seat
    serving = store.ballot_servings(seat.id)[0][0]
    store.submit(serving.id, Answers(scores={"overall": 5}), idempotency_key="k")
    store.void_judgement(store.judgements(round_id=opened.round.id)[0].id, reason="wrong cup")
    assert panel_judgements(store, store.close_round(opened.round.id)) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"candidates": ()}, "at least one of its formulas"),
        ({"candidates": (candidate("A"), candidate("A"))}, "repeated: A"),
        ({"tasters": ()}, "at least one of its tasters"),
        ({"tasters": ("T1", "T1")}, "repeated: T1"),
        ({"duplicate": "Z"}, "'Z' must be one of the formulas"),
    ],
    ids=["no candidate", "same candidate", "no taster", "same taster", "foreign duplicate"],
)
def test_a_faulty_plan_saves_nothing(
    store: SqlStore, changes: dict[str, object], message: str
) -> None:
    project = store.create_project("Milk")
    sound = {"name": "R", "candidates": (candidate("A"),), "tasters": ("T1",)}
    plan = TastingPlan(**{**sound, **changes})  # type: ignore[arg-type]
    with pytest.raises(InputError, match=message):
        open_round(store, project.id, plan)
    assert store.rounds(project.id) == ()


def test_unknown_candidates_and_empty_projects_are_named(store: SqlStore) -> None:
    project = store.create_project("Milk")
    with pytest.raises(NotFoundError, match="no proposal yet"):
        latest_iteration(store, project.id)
    iteration = store.add_iteration(project.id, {}, proposal(2).to_dict())
    with pytest.raises(InputError, match="no candidate F9; it has F1, F2"):
        choose(iteration, ["F1", "F9"])
