"""Small sizes of the panel benchmarks: they run, and the order of the methods holds."""

import dataclasses

import numpy as np
import pytest

from formulator.search.candidate import AxisValue
from tests.benchmarks.learning import choosers, people, simulated, speed, studies, whole_loop
from tests.benchmarks.learning.few_shot import OURS, few_shot, leave_one_out
from tests.benchmarks.learning.measures import judge, spearman
from tests.formulator.learning.examples import candidate

pytestmark = pytest.mark.benchmark
here = pytest.mark.skipif(studies.shared_data() is None, reason="development data not here")


@pytest.mark.slow
@here
def test_few_shot_on_yogurt_beats_the_mean_and_covers():
    found = few_shot(
        studies.yogurt(), n_tasters=8, n_formulas=5, n_splits=25, peers=("grand mean", "ridge")
    )
    assert found[OURS].rmse < found["grand mean"].rmse
    assert found[OURS].rmse < found["ridge"].rmse
    assert 0.8 < found[OURS].coverage < 0.98


@pytest.mark.slow
@here
def test_leave_one_formula_out_reaches_the_handbook():
    rmse, q2, rank = leave_one_out(studies.yogurt(), 1 / 80)
    assert rmse < 0.65
    assert q2 > 0.7
    assert rank > 0.8


@here
def test_shrunk_taster_levels_are_never_worse_than_none():
    for study in (studies.coffee(), studies.yogurt()):
        found = people.taster_levels(study, n_splits=30)
        assert max(found["model"], found["by the prior"]) < min(found["none"], found["raw"])


@here
@pytest.mark.parametrize("k", [3, 6, 12])
def test_votes_and_likings_together_are_at_least_as_good_as_either(k):
    found = people.directive_slopes(k=k, n_splits=40)
    assert found["both"] >= max(found["votes"], found["likings"]) - 0.01


@here
def test_flat_coffee_shows_no_difference():
    assert people.detected(studies.coffee(), n_tasters=8, n_formulas=6, n_panels=60) <= 0.1


def test_a_simulated_panel_finds_the_best_of_a_line():
    candidates = [
        candidate(i, {"water": 95.0 - 3 * i, "pea": 2.0 + 3 * i, "oil": 3.0}, 0.9 - 0.03 * i)
        for i in range(14)
    ]
    utility = 5 + 0.25 * np.arange(14.0)  # away from the target
    regrets = simulated.play(candidates, utility, choosers.ours, seed=0)
    assert regrets[1] < 0.6
    assert simulated.rounds_to(regrets, 0.3) <= 4
    assert simulated.rounds_to([2.0, 1.0], 0.5) == 3


@pytest.mark.slow
def test_the_whole_loop_runs_and_the_best_served_never_falls():
    course = whole_loop.learnt(whole_loop.SEEN[2], 0, n_rounds=2)
    assert len(course.best) == len(course.winner) == 2
    assert course.best[1] >= course.best[0]
    assert course.stepped > 0
    assert all(w <= b for w, b in zip(course.winner, course.best, strict=True))


def test_a_hidden_utility_is_highest_at_its_ideal():
    hidden = whole_loop.Hidden("x", "milk_whole", (("protein", 1.5),))
    at = [candidate(i, {"pea": p}, 0.9) for i, p in enumerate((3.3, 4.95, 6.6))]
    at = [
        dataclasses.replace(
            c, profile=(("protein", AxisValue(p, 3.3, "g/100 g", 1.0, "measured")),)
        )
        for c, p in zip(at, (3.3, 4.95, 6.6), strict=True)
    ]
    likings = [hidden.liking(c) for c in at]
    assert likings == pytest.approx([5.5, 7.5, 5.5])


def test_figures_of_a_known_case():
    truth = np.array([1.0, 2.0, 3.0])
    found = judge(truth + 1, truth, truth + 2, truth, truth[::-1])
    assert (found.rmse, found.rank, found.regret, found.coverage) == (1.0, 1.0, 2.0, 1.0)
    assert spearman([1, 1, 1], truth) == 0.0


def test_speed_examples_are_of_the_stated_size():
    x, scores = speed.example()
    assert x.shape == (500, 8)
    assert len(scores.score) == 1000
