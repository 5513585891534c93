"""The record cannot be changed, and where someone forces it, that shows.

Threat 30 of the handbook: silent change of the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from formulator.store import Answers, SqlStore
from formulator.store.tables import APPEND_ONLY, AUDIT
from tests.formulator.store.plans import small_round
from tests.formulator.store.test_sql_bench import measured


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """A store with a row in every append-only table."""
    project = store.create_project("Milk")
    iteration = store.add_iteration(project.id, {"target": "milk_whole"}, {"candidates": []})
    store.save_formula(project.id, "mine", [("water", 97.5), ("oat", 2.5)], expected_version=0)
    store.add_measurements(project.id, [measured("pH", 6.6, iteration.id)], key="k")
    store.void_measurement(store.measurements(project.id)[0].id, reason="probe was dry")
    plan, _ = small_round()
    round_ = store.create_round(project.id, plan)
    serving = store.servings(round_.id)[0]
    answers = Answers(scores={"overall": 7}, seconds=12.34, comment="맛")
    store.submit(serving.id, answers, idempotency_key="k1")
    store.void_judgement(store.judgements()[0].id, reason="wrong cup", actor="lee")
    return store


def force(store: SqlStore, *statements: str) -> None:
    """Change the database as someone who owns it can: triggers off first."""
    with store._transactions.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            triggers = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            made = connection.execute(triggers).all()
            for name, _ in made:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = origin"))
        else:
            for _, sql in made:
                connection.exec_driver_sql(sql)


def test_an_untouched_record_is_sound(full: SqlStore) -> None:
    found = full.verify()
    assert found.problems == ()
    assert found.n_entries == len(full.audit()) == 8
    assert found.head == full.audit()[-1].hash


@pytest.mark.parametrize("table", [*APPEND_ONLY, AUDIT], ids=lambda t: t.name)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_the_database_refuses_to_change_rows(full: SqlStore, table: object, verb: str) -> None:
    name = table.name  # type: ignore[attr-defined]
    column = "number" if name == "audit" else "id"
    statement = {
        "UPDATE": f"UPDATE {name} SET {column} = {column}",  # noqa: S608 - our own table names
        "DELETE": f"DELETE FROM {name}",  # noqa: S608 - as above
        "TRUNCATE": f"TRUNCATE {name} CASCADE",
    }[verb]
    transactions = full._transactions
    if verb == "TRUNCATE" and transactions.engine.dialect.name == "sqlite":
        return  # SQLite knows no TRUNCATE
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transactions.writing() as connection,
    ):
        connection.exec_driver_sql(statement)
    assert full.verify().problems == ()


@pytest.mark.parametrize(
    ("statements", "problem"),
    [
        (["UPDATE judgements SET overall = 1"], "judgements:.* was changed"),
        (["UPDATE judgements SET comment = 'x'"], "judgements:.* was changed"),
        (["UPDATE voids SET reason = 'x'"], "voids:.* was changed"),
        (["DELETE FROM voids"], "voids:.* was removed"),
        (["DELETE FROM voids", "DELETE FROM judgements"], "judgements:.* was removed"),
        (["UPDATE servings SET position = position + 10"], "servings@.* was changed"),
        (["UPDATE samples SET label = 'x'"], "samples:.* was changed"),
        (["UPDATE iterations SET notes = 'x'"], "iterations:.* was changed"),
        (["UPDATE measurements SET value = 7"], "measurements:.* was changed"),
        (["UPDATE formula_versions SET author = 'x'"], "formula_versions:.* was changed"),
        (["UPDATE audit SET actor = 'x' WHERE number = 2"], r"audit entry 2 \(add iteration\)"),
        (["DELETE FROM audit WHERE number = 3"], r"audit entry 4"),
        (
            ["DELETE FROM audit WHERE action = 'submit judgement'"],
            "judgements:.* was added without an audit entry",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0][:35],
)
def test_a_forced_change_shows(full: SqlStore, statements: list[str], problem: str) -> None:
    force(full, *statements)
    found = "\n".join(full.verify().problems)
    assert re.search(problem, found), found


def test_a_missing_trigger_shows(full: SqlStore) -> None:
    on = " ON judgements" if full._transactions.engine.dialect.name == "postgresql" else ""
    with full._transactions.writing() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER judgements_no_update{on}")
    assert [p[:42] for p in full.verify().problems] == [
        "the trigger judgements_no_update is missin"
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda s, p: s.add_iteration(p, {}, {}),
        lambda s, p: s.create_round(p, small_round(name="R2")[0]),
        lambda s, p: s.save_draft(p, "brief", "b", {}, expected_version=0),
        lambda s, p: s.save_formula(p, "new", [("water", 100.0)], expected_version=0),
        lambda s, p: s.close_round(s.rounds(p)[0].id),
        lambda s, p: s.revoke_seat(s.seats(s.rounds(p)[0].id)[0].id),
        lambda s, p: s.reissue_seat(s.seats(s.rounds(p)[0].id)[0].id, token="t"),
        lambda s, p: s.log("export round", "r"),
    ],
    ids=["iteration", "round", "draft", "formula", "close", "revoke", "reissue", "log"],
)
def test_every_change_leaves_one_entry(
    full: SqlStore, change: Callable[[SqlStore, str], object]
) -> None:
    before = len(full.audit())
    change(full, full.projects()[0].id)
    assert len(full.audit()) == before + 1
    assert full.verify().problems == ()
