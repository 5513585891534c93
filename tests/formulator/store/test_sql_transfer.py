"""A whole project moves to another store without loss."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formulator.errors import FormulatorError
from formulator.store import Answers, ConflictError, NewMeasurement, SqlStore, open_store
from tests.formulator.store.plans import small_round

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
NUMBER = st.floats(allow_nan=False, allow_infinity=False, width=64)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
RECORD = st.dictionaries(TEXT, PLAIN, max_size=4)
SHARE = st.floats(0.01, 99.0)
ANSWER = st.builds(
    Answers,
    scores=st.dictionaries(
        st.sampled_from(["overall", "taste", "texture", "appearance"]),
        st.integers(1, 9),
        min_size=1,
    ),
    jar=st.dictionaries(st.sampled_from(["sweetness", "thickness"]), st.integers(-2, 2)),
    directives=st.sampled_from([(), ("less_sweet",)]),
    cata=st.none() | st.lists(TEXT, max_size=3).map(tuple),
    difference=st.none() | st.integers(0, 10),
    seconds=st.none() | st.floats(0, 1e6),
    comment=TEXT,
    source=st.sampled_from(["app", "html", "paper"]),
)
VALUE = st.tuples(
    st.floats(0, 14),
    TEXT,
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "notes": draw(TEXT),
        "briefs": draw(st.lists(RECORD, min_size=1, max_size=2)),
        "drafts": draw(st.lists(RECORD, max_size=2)),
        "shares": draw(st.lists(SHARE, max_size=3)),
        "values": draw(st.lists(VALUE, max_size=3)),
        "answers": draw(st.lists(ANSWER, max_size=4)),
        "is_voided": draw(st.booleans()),
    }


def keep(store: SqlStore, made: dict[str, Any]) -> str:
    """Write a made-up project; return its id."""
    project = store.create_project(f"P {secrets.token_hex(4)}", notes=made["notes"], actor="ann")
    for brief in made["briefs"]:
        iteration = store.add_iteration(project.id, brief, brief, learned_from=("r",), notes="n")
    for number, data in enumerate(made["drafts"]):
        store.save_draft(project.id, "brief", f"d{number}", data, expected_version=0)
    for number, share in enumerate(made["shares"]):
        parts = [("oat", share), ("water", 100 - share)]
        data = made["briefs"][0]
        store.save_formula(project.id, "own", parts, expected_version=number, data=data)
    if made["values"]:
        rows = [
            NewMeasurement("F1", "pH", value, "", at, iteration.id, method)
            for value, method, at in made["values"]
        ]
        store.add_measurements(project.id, rows, key="k", actor="bob")
        if made["is_voided"]:
            store.void_measurement(store.measurements(project.id)[0].id, reason="r", actor="lee")
    plan, _ = small_round()
    round_ = store.create_round(project.id, plan, actor="lee")
    servings = store.servings(round_.id)
    for number, answers in enumerate(made["answers"]):
        store.submit(servings[number].id, answers, idempotency_key=f"k{number}")
    if made["answers"] and made["is_voided"]:
        judgement = store.judgements(round_id=round_.id)[0]
        store.void_judgement(judgement.id, reason="spill", actor="lee")
        store.close_round(round_.id)
    token = secrets.token_hex(8)
    store.create_share(project.id, token=token, expires_at=datetime.now(UTC) + timedelta(days=1))
    return project.id


def everything(store: SqlStore, project_id: str) -> list[object]:
    """Return what the store says about a project through its own methods."""
    rounds = store.rounds(project_id)
    return [
        [p for p in store.projects() if p.id == project_id],
        store.iterations(project_id),
        store.drafts(project_id, "brief"),
        store.formulas(project_id),
        store.formula_versions(project_id, "own"),
        store.measurements(project_id),
        rounds,
        [
            (store.samples(r.id), store.seats(r.id), store.servings(r.id), store.judgements())
            for r in rounds
        ],
    ]


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=projects())
def test_nothing_is_lost_on_the_way(made: dict[str, Any]) -> None:
    here, there = open_store("memory://"), open_store("memory://")
    try:
        project_id = keep(here, made)
        file = json.dumps(here.dump_project(project_id), ensure_ascii=False)
        there.load_project(json.loads(file))
        assert everything(there, project_id) == everything(here, project_id)
        assert json.dumps(there.dump_project(project_id), ensure_ascii=False) == file
        assert there.verify().problems == ()
    finally:
        here.close()
        there.close()


FULL = {
    "notes": "n",
    "briefs": [{"target": "milk_whole", "é": [1, 1.0, None]}],
    "drafts": [{"a": 1}],
    "shares": [10.0, 12.5],
    "values": [(6.6, "20 °C", datetime(2026, 3, 1, tzinfo=UTC))],
    "answers": [Answers({"overall": 7}, cata=(), seconds=1.25, comment="맛")] * 2,
    "is_voided": True,
}


def test_between_any_two_kinds_of_store(store: SqlStore) -> None:
    project_id = keep(store, FULL)
    other = open_store("memory://")
    other.load_project(json.loads(json.dumps(store.dump_project(project_id))))
    assert everything(other, project_id) == everything(store, project_id)
    assert store.verify().problems == other.verify().problems == ()
    other.close()


def test_the_links_to_reports_stay_behind(store: SqlStore) -> None:
    """A report's link belongs to the app that made it."""
    project_id = keep(store, FULL)
    assert "shares" not in store.dump_project(project_id)["tables"]


def _drop(dump: dict[str, Any], table: str) -> None:
    del dump["tables"][table]


DAMAGE = {
    "no tables": lambda d: d.pop("tables"),
    "table missing": lambda d: _drop(d, "judgements"),
    "tables no object": lambda d: d.update(tables=[1]),
    "row no object": lambda d: d["tables"]["rounds"].append("x"),
    "two projects": lambda d: d["tables"]["projects"].append(d["tables"]["projects"][0]),
    "no project": lambda d: d["tables"]["projects"].clear(),
    "bad time": lambda d: d["tables"]["rounds"][0].update(created_at="yesterday"),
    "score 11": lambda d: d["tables"]["judgements"][0].update(overall=11),
    "unknown column": lambda d: d["tables"]["rounds"][0].update({"x; DROP TABLE users": 1}),
    "foreign serving": lambda d: d["tables"]["judgements"][0].update(serving_id="x"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_changes_nothing(store: SqlStore, damage: str) -> None:
    source = open_store("memory://")
    dump = source.dump_project(keep(source, FULL))
    source.close()
    DAMAGE[damage](dump)
    with pytest.raises(FormulatorError, match="nothing was changed"):
        store.load_project(dump)
    assert store.projects() == ()
    assert store.audit() == ()


def test_the_same_project_is_not_loaded_twice(store: SqlStore) -> None:
    dump = store.dump_project(keep(store, FULL))
    with pytest.raises(ConflictError, match="may be here already"):
        store.load_project(dump)
