"""Liking at points that no candidate stands at."""

import dataclasses

import numpy as np
import pytest

from formulator.learning.levers import (
    LEAST_LEFT,
    RADIUS,
    REACH,
    SIZE,
    lever_points,
    moves_within,
)
from formulator.panel import Judgement
from formulator.search.candidate import AxisValue
from tests.formulator.learning.examples import proposal


def line(values, *, target=4.0):
    return [
        dataclasses.replace(
            c, profile=(("sugars", AxisValue(v, target, "g/100 g", 1.0, "measured")),)
        )
        for c, v in zip(proposal(len(values)).candidates, values, strict=True)
    ]


def cups(candidates, likings, n=12):
    rng = np.random.default_rng(0)
    return [
        Judgement(f"t{t}", c.id, overall=float(np.clip(round(v + rng.normal(0, 1)), 1, 9)))
        for t in range(n)
        for c, v in zip(candidates, likings, strict=True)
    ]


@pytest.mark.parametrize("n", [1, 2, 4])
def test_moves_are_whole_steps_within_reach_and_the_first_is_none(n):
    moves = moves_within(n)
    assert not moves[0].any()
    assert (moves == np.round(moves)).all()
    assert np.abs(moves).max() == REACH
    assert np.linalg.norm(moves, axis=1).max() <= RADIUS + 1e-9
    assert len(np.unique(moves, axis=0)) == len(moves)
    assert {tuple(-m) for m in moves} == {tuple(m) for m in moves}


def test_a_step_is_a_share_of_the_larger_of_value_and_target_and_never_takes_all():
    low, high = line([0.5, 6.0])
    points = lever_points([low, high], [], best=low)
    assert points.step == pytest.approx([SIZE * 4.0])
    assert points.levels.min() == pytest.approx(LEAST_LEFT * 0.5)
    assert points.levels[points.row([2])] == pytest.approx(0.5 + 2 * SIZE * 4.0)
    assert lever_points([low, high], [], best=high).step == pytest.approx([SIZE * 6.0])


def test_likings_carry_beyond_the_tasted_with_growing_doubt():
    candidates = line([3.0, 4.0, 5.0])
    points = lever_points(candidates, cups(candidates, (3, 5, 7)), best=candidates[2])
    mean, sd = points.blend.mean, points.blend.sd
    at = [points.row([k]) for k in (-2, -1, 0, 1, 2)]
    assert (np.diff(mean[at]) > 0).all()
    assert sd[at[4]] > sd[at[3]] > sd[at[2]]


def test_a_judged_control_places_the_tasters_and_is_no_point():
    candidates = line([3.0, 4.0])
    scores = [
        *cups(candidates, (4, 6)),
        *(Judgement(f"t{t}", "milk", overall=7) for t in range(12)),
    ]
    points = lever_points(candidates, scores, best=candidates[1])
    assert len(points.blend.mean) == points.n + len(candidates) + 1
    assert points.blend.mean[-1] > points.blend.mean[points.n]  # milk above the leaner one


def test_without_a_lever_there_are_no_points():
    bare = [dataclasses.replace(c, profile=()) for c in line([3.0, 4.0])]
    assert lever_points(bare, [], best=bare[0]) is None
    none = line([0.0, 4.0])
    assert lever_points(none, [], best=none[0]) is None
