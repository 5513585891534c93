"""A whole round analysed in one call."""

import numpy as np
import pytest

from formulator.panel import Judgement, plan_round
from formulator.panel.analysis import analyse


def judged(like, n_tasters=12, seed=0, noise=1.0):
    plan = plan_round(
        list(like)[:-1], [f"t{i}" for i in range(n_tasters)], seed=seed,
        control=list(like)[-1], duplicate=next(iter(like)),
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    return [
        Judgement(
            taster, plan.formula_of(code), code=code, position=place,
            overall=float(np.clip(like[plan.formula_of(code)] + rng.normal(0, noise), 1, 9)),
            jar=(("sweetness", int(rng.integers(-1, 2))),),
            cata=("beany",) if plan.formula_of(code) == "a" else (),
        )
        for taster, order in plan.orders
        for place, code in enumerate(order, start=1)
    ]  # fmt: skip


def test_differences_are_found_and_told():
    found = analyse(judged({"a": 3, "b": 6, "c": 7, "milk": 7}), control="milk", margin=1.0)
    assert found.means is not None and found.means.is_difference_detected
    assert found.notes[0].startswith("highest mean")
    assert "the first cup" in found.notes[1]
    assert found.reliability > 0.8 and found.tasters_for_80 < 5
    assert found.repeatability.n_pairs == 12
    assert {p.claim for p in found.parity} == {"a", "b", "c"}
    assert not {p.claim: p for p in found.parity}["a"].is_at_least_as_good
    assert dict(found.cata)["beany"].p_value < 1e-4
    assert any("correlational" in note for note in found.notes)
    assert any("truly equal product passes" in note for note in found.notes)


def test_flat_rounds_say_that_nothing_was_detected():
    found = analyse(judged({"a": 5, "b": 5, "milk": 5}, seed=3))
    assert found.notes[0].startswith("no difference detected")
    assert found.parity == ()


def test_same_score_everywhere_is_no_difference():
    same = [Judgement(f"t{t}", f, overall=5) for t in range(5) for f in "abc"]
    found = analyse(same)
    assert found.means.p_value == pytest.approx(1.0)
    assert found.tasters_for_80 == np.inf


def test_what_cannot_be_compared_is_said():
    found = analyse([Judgement("t", "a", overall=5)], control="milk", margin=1.0)
    assert found.means is None and found.reliability is None
    assert "not compared" in found.notes[0]
    assert "parity is not tested" in found.notes[1]
    assert analyse([]).n_scores == 0
