"""Late and missing tasters."""

import pytest

from formulator.errors import InputError
from formulator.panel import plan_round
from formulator.panel.attendance import with_attendance

PLAN = plan_round(["a", "b", "c", "d"], [f"t{i}" for i in range(8)], seed=1)


def test_a_late_taster_takes_over_the_order_of_an_absent_one():
    found = with_attendance(PLAN, absent=["t3"], late=["x"])
    assert found.order_of("x") == PLAN.order_of("t3")
    assert "t3" not in dict(found.orders)
    assert found.balance == PLAN.balance


def test_nobody_who_is_seated_changes():
    found = with_attendance(PLAN, absent=["t0"], late=["x", "y", "z"])
    for taster in ("t1", "t2", "t7"):
        assert found.order_of(taster) == PLAN.order_of(taster)
    assert len(found.orders) == 10


def test_further_tasters_keep_the_balance():
    found = with_attendance(PLAN, late=["x"])
    low, high = found.balance.positions
    assert high - low <= 1
    low, high = found.balance.neighbours
    assert high - low <= 1


def test_missing_tasters_alone_are_taken_out():
    found = with_attendance(PLAN, absent=["t0", "t1"])
    assert len(found.orders) == 6
    assert found.balance.samples == (6, 6)


def test_short_sittings_stay_short():
    plan = plan_round(["a", "b", "c", "d", "e"], ["t", "u", "v"], seed=0, per_sitting=3)
    assert len(with_attendance(plan, late=["w"]).order_of("w")) == 3


@pytest.mark.parametrize("change", [{"absent": ["nobody"]}, {"late": ["t1"]}, {"late": ["x", "x"]}])
def test_impossible_changes_are_refused(change):
    with pytest.raises(InputError, match="absent tasters must be in the round"):
        with_attendance(PLAN, **change)
