"""Bench measurements: append-only, whole or not at all, voidable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from formulator.errors import TableError
from formulator.store import ConflictError, NewMeasurement, NotFoundError, Receipt, SqlStore
from formulator.store.sql_bench import QUANTITIES

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def measured(quantity: str, value: float, iteration_id: str = "") -> NewMeasurement:
    unit = QUANTITIES[quantity][0]
    return NewMeasurement("F1", quantity, value, unit, AT, iteration_id, "probe A, 20 °C")


@pytest.fixture
def place(store: SqlStore) -> tuple[str, str]:
    """A project and its iteration."""
    project = store.create_project("Milk")
    return project.id, store.add_iteration(project.id, {}, {}).id


def test_values_are_kept_with_all_that_belongs_to_them(
    store: SqlStore, place: tuple[str, str]
) -> None:
    project, iteration = place
    entries = [measured("pH", 6.63, iteration), measured("viscosity", 3.1, iteration)]
    assert store.add_measurements(project, entries, key="k1", actor="ann") is Receipt.STORED
    first, second = store.measurements(project)
    assert (first.quantity, first.value, first.unit) == ("pH", 6.63, "")
    assert (second.value, second.unit, second.method) == (3.1, "mPa s", "probe A, 20 °C")
    assert (first.measured_by, first.measured_at) == ("ann", AT)
    assert store.measurements(project, iteration_id=iteration, candidate_id="F1") == (first, second)
    assert store.measurements(project, candidate_id="F2") == ()


def test_the_same_sheet_twice_is_kept_once(store: SqlStore, place: tuple[str, str]) -> None:
    project, iteration = place
    twice_the_same_value = [measured("pH", 6.6, iteration)] * 2
    assert store.add_measurements(project, twice_the_same_value, key="k") is Receipt.STORED
    assert store.add_measurements(project, twice_the_same_value, key="k") is Receipt.SAME
    assert len(store.measurements(project)) == 2


def test_own_formulas_are_measured_too(store: SqlStore, place: tuple[str, str]) -> None:
    project, _ = place
    own = store.save_formula(project, "mine", [("water", 100.0)], expected_version=0)
    entry = replace(measured("brix", 11.5), candidate_id=own.id)
    store.add_measurements(project, [entry], key="k")
    assert store.measurements(project, candidate_id=own.id)[0].value == 11.5


def test_all_bad_rows_are_named_and_nothing_is_kept(
    store: SqlStore, place: tuple[str, str]
) -> None:
    project, iteration = place
    good = measured("pH", 6.6, iteration)
    bad = [
        good,
        replace(good, value=15.0),
        replace(good, value=float("nan")),
        replace(good, quantity="viscosity", unit="Pa s"),
        replace(good, quantity=""),
        replace(good, measured_at=AT.replace(tzinfo=None)),
        replace(good, method="x" * 501),
    ]
    with pytest.raises(TableError, match="not saved") as caught:
        store.add_measurements(project, bad, key="k")
    assert [p.split(":")[0] for p in caught.value.problems] == [f"entry {n}" for n in range(2, 8)]
    with pytest.raises(TableError, match="1 to"):
        store.add_measurements(project, [], key="k")
    with pytest.raises(NotFoundError, match="no iteration or own formula nowhere"):
        store.add_measurements(project, [replace(good, iteration_id="nowhere")], key="k")
    assert store.measurements(project) == ()


def test_a_voided_value_stays_visible(store: SqlStore, place: tuple[str, str]) -> None:
    project, iteration = place
    store.add_measurements(project, [measured("pH", 6.6, iteration)], key="k")
    (kept,) = store.measurements(project)
    with pytest.raises(TableError, match="reason"):
        store.void_measurement(kept.id, reason=" ")
    store.void_measurement(kept.id, reason="probe was dry", actor="lee")
    (voided,) = store.measurements(project)
    assert (voided.value, voided.voided, voided.voided_by) == (6.6, "probe was dry", "lee")
    assert voided.voided_at is not None
    with pytest.raises(ConflictError, match="already"):
        store.void_measurement(kept.id, reason="again")
    with pytest.raises(NotFoundError):
        store.void_measurement("nothing", reason="x")
