"""How tasters use the scale, and panel performance where formulas come twice."""

import numpy as np
import pytest

from formulator.panel import Judgement, panel_performance, taster_uses
from formulator.panel.performance import mixed_assessor_model


def judgements(table, *, code="1", sitting="s"):
    return [
        Judgement(f"t{i}", f"f{j}", code=code, overall=float(score), sitting=sitting)
        for i, row in enumerate(table)
        for j, score in enumerate(row)
        if np.isfinite(score)
    ]


def test_level_is_against_the_others_on_the_same_formulas():
    uses = taster_uses(judgements([[3, 5, 7], [4, 6, 8], [2, 4, 6]]))
    assert [u.level for u in uses] == pytest.approx([0.0, 1.5, -1.5])
    assert [u.agreement for u in uses] == pytest.approx([1.0, 1.0, 1.0])
    assert [u.spread for u in uses] == pytest.approx([2.0, 2.0, 2.0])


def test_a_hard_formula_does_not_make_a_taster_severe():
    n = np.nan
    uses = taster_uses(judgements([[2, n, n], [2, 8, 8], [2, 8, 8]]))
    assert uses[0].level == 0
    assert uses[0].spread is None
    assert uses[0].agreement is None


def test_nobody_else_to_compare_with():
    (use,) = taster_uses(judgements([[3, 5]]))
    assert (use.level, use.agreement, use.n) == (0.0, None, 2)


def test_performance_is_that_of_the_replicated_table():
    rng = np.random.default_rng(0)
    table = np.clip(np.round(5 + np.arange(4)[None, :, None] + rng.normal(0, 1, (5, 4, 2))), 1, 9)
    rows = judgements(table[:, :, 0], sitting="a") + judgements(table[:, :, 1], sitting="b")
    found = panel_performance(rows)
    assert found is not None
    assert found.mixed == mixed_assessor_model(table)
    assert (found.tasters, found.n_replicates) == (("t0", "t1", "t2", "t3", "t4"), 2)


def test_formulas_served_once_are_left_out():
    rng = np.random.default_rng(1)
    table = np.clip(np.round(5 + rng.normal(0, 2, (4, 5, 2))), 1, 9)
    table[:, 4, 1] = np.nan
    rows = judgements(table[:, :, 0]) + judgements(table[:, :, 1])
    found = panel_performance(rows)
    assert found is not None
    assert found.formulas == ("f0", "f1", "f2", "f3")


def test_one_hidden_duplicate_is_no_performance():
    assert panel_performance(judgements([[3, 5, 7], [4, 6, 8]])) is None
    assert panel_performance([]) is None


def test_replicates_without_noise_are_not_judged():
    same = judgements([[3, 5, 7], [4, 6, 8]])
    assert panel_performance(same + same) is None
