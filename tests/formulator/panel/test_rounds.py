"""Rounds: samples, codes, orders."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.panel import RoundPlan, plan_round
from formulator.panel.rounds import CONTROL, DUPLICATE


def test_a_round_serves_control_and_duplicate_under_own_codes():
    plan = plan_round(["a", "b", "c"], ["t1", "t2"], seed=0, control="milk", duplicate="b")
    roles = {s.role: s for s in plan.samples}
    assert roles[CONTROL].formula == "milk"
    assert roles[DUPLICATE].formula == "b"
    codes = [s.code for s in plan.samples]
    assert len(set(codes)) == 5
    assert sorted(plan.order_of("t1")) == sorted(codes)
    assert plan.formula_of(roles[DUPLICATE].code) == "b"
    assert plan.warm_up == "a"


def test_plain_data_round_trip():
    plan = plan_round(["a", "b", "c"], ["t1", "t2", "t3"], seed=5, per_sitting=2)
    assert RoundPlan.from_dict(plan.to_dict()) == plan


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 7), st.integers(1, 12), st.integers(0, 50))
def test_same_seed_same_plan_and_even_servings(n, n_tasters, seed):
    formulas, tasters = [f"f{i}" for i in range(n)], [f"t{i}" for i in range(n_tasters)]
    plan = plan_round(formulas, tasters, seed=seed)
    assert plan == plan_round(formulas, tasters, seed=seed)
    assert plan.balance.samples == (n_tasters, n_tasters)


def test_short_sittings_keep_control_and_both_duplicates_in_every_block():
    plan = plan_round(
        [f"f{i}" for i in range(6)], [f"t{i}" for i in range(8)],
        seed=2, control="milk", duplicate="f0", per_sitting=5,
    )  # fmt: skip
    for _, order in plan.orders:
        served = [plan.formula_of(code) for code in order]
        assert len(order) == 5
        assert served.count("f0") == 2
        assert "milk" in served


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"formulas": [], "tasters": ["t"]}, "at least one of its formulas"),
        ({"formulas": ["a"], "tasters": []}, "at least one of its tasters"),
        ({"formulas": ["a", "a"], "tasters": ["t"]}, "formulas may stand once"),
        ({"formulas": ["a"], "tasters": ["t", "t"]}, "tasters may stand once"),
        ({"formulas": ["a"], "tasters": ["t"], "control": "a"}, "also among the formulas"),
        ({"formulas": ["a"], "tasters": ["t"], "duplicate": "z"}, "must be one of the formulas"),
    ],
)
def test_impossible_rounds_are_refused(kwargs, message):
    with pytest.raises(InputError, match=message):
        plan_round(**kwargs, seed=0)


def test_unknown_codes_and_tasters_are_named():
    plan = plan_round(["a"], ["t"], seed=0)
    with pytest.raises(InputError, match="no sample of this round"):
        plan.formula_of("000")
    with pytest.raises(InputError, match="'nobody' is not in this round"):
        plan.order_of("nobody")
