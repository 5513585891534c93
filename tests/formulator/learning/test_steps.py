"""One clear step beyond the candidates, where the panel points."""

import dataclasses

import numpy as np
import pytest

from formulator.errors import InfeasibleError
from formulator.learning import believe, steps
from formulator.learning.levers import SIZE
from formulator.learning.preference import axis_slopes
from formulator.learning.steps import N_STEPS, TIME_SHARE, next_steps, search_steps
from formulator.learning.wish_prior import wish_prior
from formulator.panel import Judgement
from formulator.search.brief import Brief, Limit
from formulator.search.candidate import AxisValue
from tests.formulator.learning.examples import proposal


def region(sugars=(4.6, 4.7, 4.8, 4.9)):
    """Candidates as sweet as milk, all much the same in protein."""
    return [
        dataclasses.replace(
            c,
            profile=tuple(
                (name, AxisValue(value, 4.8, "g/100 g", 1.0, "measured"))
                for name, value in (("sugars", s), ("fat", 3.0 + 0.1 * i), ("protein", 3.0))
            ),
        )
        for i, (c, s) in enumerate(zip(proposal(len(sugars)).candidates, sugars, strict=True))
    ]


def cups(candidates, liking, *, step=0):
    rng = np.random.default_rng(0)
    return [
        Judgement(
            f"t{t}",
            c.id,
            overall=float(np.clip(round(liking(i) + rng.normal(0, 0.7)), 1, 9)),
            jar=(("sweetness", step),) if step else (),
            sitting="a",
        )
        for t in range(12)
        for i, c in enumerate(candidates)
    ]


def asked(candidates, judgements, n=2):
    wishes = wish_prior(candidates, judgements)
    belief = believe(candidates, judgements, shift=wishes.shift)
    return next_steps(candidates, judgements, wishes=wishes, belief=belief, n=n)


def test_a_wish_that_nothing_answers_is_searched_for():
    candidates = region()
    found = asked(candidates, cups(candidates, lambda i: 5.0, step=2))
    (limit,) = found[0].limits
    assert (limit.axis, limit.relation) == ("sugars", "<=")
    ways = [s - SIZE * max(s, 4.8) for s in (4.6, 4.7, 4.8, 4.9)]
    assert min(abs(limit.value - w) for w in ways) < 1e-9
    assert found[0].words == "the wish 'less sweet'"
    assert [s.axis for s in found[0].stay] == ["sugars", "fat", "fat", "protein", "protein"]


def test_clear_wishes_are_searched_for_together():
    candidates = region()
    judgements = [
        dataclasses.replace(j, jar=(("sweetness", 2), ("creaminess", -1)))
        for j in cups(candidates, lambda i: 5.0)
    ]
    both, alone = asked(candidates, judgements)
    assert [(x.axis, x.relation) for x in both.limits] == [("sugars", "<="), ("fat", ">=")]
    assert both.words.startswith("the wishes ") and "less sweet" in both.words
    assert len(alone.limits) == 1  # the clearest, should there be no room for both


def test_a_wish_with_a_candidate_at_hand_needs_no_search():
    candidates = region((4.6, 4.7, 4.8, 2.0))
    wished = [s for s in asked(candidates, cups(candidates[:3], lambda i: 5.0, step=2))
              if "wish" in s.words]  # fmt: skip
    assert wished  # the fourth is leaner in nothing else, but much drier than one step
    near = region((4.6, 4.7, 4.8, 3.4))
    near[3] = dataclasses.replace(near[3], profile=(near[3].profile[0], *near[0].profile[1:]))
    judgements = cups(near[:3], lambda i: 5.0, step=2)
    assert not any("wish" in s.words for s in asked(near, judgements))


def test_liking_points_the_way_too():
    candidates = region()
    up = asked(candidates, cups(candidates, lambda i: 3 + 1.5 * i), n=1)
    down = asked(candidates, cups(candidates, lambda i: 8 - 1.5 * i), n=1)
    for (step,), relation in ((up, ">="), (down, "<=")):
        assert {x.axis for x in step.limits} & {"sugars", "fat"}
        assert {x.relation for x in step.limits if x.axis != "protein"} == {relation}


def test_what_was_learnt_on_several_levers_is_combined():
    """Less sugar pleased and more fat pleased: the next step has both."""
    candidates = list(region((4.8, 4.8, 3.6, 4.8, 6.0)))
    for i, fat in enumerate((3.2, 3.2, 3.2, 4.0, 3.2)):
        profile = dict(candidates[i].profile)
        profile["fat"] = dataclasses.replace(profile["fat"], value=fat, target=3.2)
        profile["protein"] = dataclasses.replace(profile["protein"], target=3.0)
        candidates[i] = dataclasses.replace(candidates[i], profile=tuple(profile.items()))
    likings = (5.0, 5.0, 6.5, 6.5, 3.5)
    found = asked(candidates, cups(candidates, lambda i: likings[i]), n=3)
    both = [
        s
        for s in found
        if {(x.axis, x.relation) for x in s.limits} >= {("sugars", "<="), ("fat", ">=")}
    ]
    assert both
    assert "liking of less sugars" in both[0].words and "more fat" in both[0].words
    assert not any(x.axis == "fat" and x.relation == "<=" for s in found for x in s.limits)


@pytest.mark.slow
def test_a_panel_that_has_said_enough_ends_the_steps():
    candidates = [
        dataclasses.replace(c, profile=c.profile[:1]) for c in region((2.4, 3.6, 4.8, 6.0, 7.2))
    ]
    few, many = (
        [Judgement(f"t{t}", c.id, overall=4.0 + 2 * (t % 2)) for t in range(n) for c in candidates]
        for n in (2, 200)
    )
    assert asked(candidates, few)
    assert asked(candidates, many) == ()


def test_before_the_first_score_there_is_no_step():
    assert asked(region(), []) == ()


def test_slopes_are_per_unit_and_leave_out_what_does_not_vary():
    candidates = region()
    slopes = axis_slopes(
        candidates, cups(candidates, lambda i: 3 + 1.5 * i), axes=("sugars", "protein", "salt")
    )
    assert set(slopes) == {"sugars"}
    assert slopes["sugars"] > 0
    assert axis_slopes(candidates, [], axes=("salt",)) == {}


def test_a_search_with_the_limits_says_so_on_its_candidates(monkeypatch):
    briefs = []

    def propose(brief, catalogue, **kwargs):
        briefs.append(brief)
        if brief.limits[-1].axis == "fat":
            raise InfeasibleError("no room", (), ())
        return proposal(2)

    monkeypatch.setattr(steps, "propose", propose)
    made = (
        steps.Step((Limit("fat", ">=", 4.0),), (), "a try of more fat"),
        *[
            steps.Step((Limit("sugars", "<=", 3.5 - i),), (), "the wish")
            for i in range(N_STEPS + 1)
        ],
    )
    asked_for = Brief("milk_whole", limits=(Limit("cost", "<=", 2.0),))
    found = search_steps(made, asked_for, None, n=2)
    assert [[c.id for c in brought] for brought in found] == [["c0", "c1"]] * N_STEPS
    assert "a step along the wish" in found[0][0].warnings[-1]
    assert "sugars<=3.5" in found[0][0].warnings[-1]
    assert [b.limits for b in briefs] == [
        (*asked_for.limits, *s.limits) for s in made[: N_STEPS + 1]
    ]  # one had no room, and the last was one too many
    assert briefs[0].time_limit * N_STEPS == pytest.approx(TIME_SHARE * asked_for.time_limit)
    assert search_steps(made, Brief("milk_whole", time_limit=1.0), None, n=2) == ()
