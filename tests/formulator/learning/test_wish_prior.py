"""Wishes as weak, bounded, expiring priors."""

import dataclasses

import numpy as np
import pytest

from formulator.learning import rerank
from formulator.learning.wish_prior import GAIN, SHRINK, net_votes, wish_prior
from formulator.panel import Judgement
from formulator.search.candidate import AxisValue
from tests.formulator.learning.examples import proposal

BOUND = GAIN * 8


def sugary(n=6):
    """Candidates with 2, 3, 4 ... g sugars."""
    return [
        dataclasses.replace(
            c, profile=(*c.profile, ("sugars", AxisValue(2.0 + i, 4.8, "g/100 g", 1.0, "measured")))
        )
        for i, c in enumerate(proposal(n).candidates)
    ]


def vote(n, step=0, directives=(), formula="c2", **extra):
    jar = (("sweetness", step),) if step is not None else ()
    return [Judgement(f"t{i}", formula, jar=jar, directives=directives, **extra) for i in range(n)]


def test_votes_are_shrunk_and_signed():
    assert net_votes(vote(10, step=2)) == {"sweetness": (pytest.approx(-10 / 15), 10)}
    assert net_votes(vote(5, step=-1))["sweetness"][0] == pytest.approx(5 / (5 + SHRINK))
    mixed = [
        *vote(5, step=1),
        *[dataclasses.replace(j, taster=f"u{j.taster}") for j in vote(5, step=-1)],
    ]
    assert net_votes(mixed)["sweetness"][0] == 0.0


def test_chips_count_over_all_tasters_and_jar_answers_outweigh_them():
    chips = [*vote(2, step=None, directives=("less_sweet",)), *vote(10, step=None)[2:]]
    assert net_votes(chips)["sweetness"][0] == pytest.approx(-2 / 15)
    assert net_votes(vote(4, step=-1, directives=("less_sweet",)))["sweetness"][0] > 0


def test_the_prior_moves_towards_the_wish_and_stays_bounded():
    found = wish_prior(sugary(), vote(12, step=2))
    assert found.wishes[0].words == "less sweet"
    assert found.wishes[0].axis == "sugars"
    assert found.shift[0] > found.shift[1] > 0 > found.shift[3]
    assert np.abs(found.shift).max() <= BOUND
    assert [name for name, _ in found.followers][:2] == ["c0", "c1"]


def test_many_wishes_together_stay_within_the_bound():
    everything = vote(40, step=2, directives=("less_salty", "less_creamy", "thinner"))
    assert np.abs(wish_prior(sugary(), everything).shift).max() <= BOUND + 1e-12


def test_wishes_expire_with_the_next_round():
    old = vote(10, step=2, sitting="1")
    new = vote(10, step=0, sitting="2")
    assert wish_prior(sugary(), old).wishes
    assert wish_prior(sugary(), [*old, *new]).wishes == ()


def test_liking_outweighs_a_wish():
    """All ask for less sugar, but the sweeter cups are liked by far: the sweeter one wins."""
    candidates = sugary()
    rng = np.random.default_rng(0)
    cups = [
        Judgement(f"t{t}", f, overall=float(np.clip(like + rng.normal(0, 1), 1, 9)),
                  jar=(("sweetness", 2),))
        for t in range(10)
        for f, like in (("c1", 3.5), ("c4", 7.0))
    ]  # fmt: skip
    shift = wish_prior(candidates, cups).shift
    assert shift[0] > shift[5]
    from formulator.learning import believe

    mean = believe(candidates, cups, shift=shift).blend.mean
    assert mean[4] > mean[1] + 2
    assert mean[5] > mean[0]


def test_wishes_without_an_axis_change_nothing_but_are_listed():
    found = wish_prior(sugary(), vote(10, step=None, directives=("less_beany",)))
    assert [w.words for w in found.wishes] == ["less beany"]
    assert found.wishes[0].axis == ""
    assert not found.shift.any()


def test_no_wish_no_shift():
    found = wish_prior(sugary(), vote(10, step=0))
    assert found.wishes == () and found.followers == ()
    start = proposal(3)
    assert rerank(start, []).proposal == start
