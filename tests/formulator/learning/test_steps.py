"""One clear step beyond the candidates, where the panel points."""

import dataclasses

import numpy as np
import pytest

from formulator.errors import InfeasibleError
from formulator.learning import believe, steps
from formulator.learning.preference import axis_slopes
from formulator.learning.steps import SIZE, next_steps, search_steps
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
    limit = found[0].limit
    assert (limit.axis, limit.relation) == ("sugars", "<=")
    assert 4.6 * (1 - SIZE) <= limit.value <= 4.9 * (1 - SIZE)
    assert "less sweet" in found[0].words
    assert {s.axis for s in found[0].stay} == {"fat", "protein"}


def test_a_wish_with_a_candidate_at_hand_needs_no_search():
    candidates = region((4.6, 4.7, 4.8, 2.0))
    judgements = cups(candidates[:3], lambda i: 5.0, step=2)
    assert "sugars" not in {s.limit.axis for s in asked(candidates, judgements)}


def test_liking_points_the_way_too():
    candidates = region()
    up = asked(candidates, cups(candidates, lambda i: 3 + 1.5 * i))
    down = asked(candidates, cups(candidates, lambda i: 8 - 1.5 * i))
    assert {(s.limit.axis, s.limit.relation) for s in up} == {("sugars", ">="), ("fat", ">=")}
    assert {(s.limit.axis, s.limit.relation) for s in down} == {("sugars", "<="), ("fat", "<=")}


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
        if brief.limits[0].axis == "fat":
            raise InfeasibleError("no room", (), ())
        return proposal(2)

    monkeypatch.setattr(steps, "propose", propose)
    made = (
        steps.Step(Limit("sugars", "<=", 3.5), (), "the wish 'less sweet'"),
        steps.Step(Limit("fat", ">=", 4.0), (), "the panel's liking of more fat"),
    )
    found = search_steps(made, Brief("milk_whole"), None, n=2)
    assert [c.id for c in found] == ["c0", "c1"]
    assert all("sugars<=3.5" in c.warnings[-1] for c in found)
    assert [b.limits[0] for b in briefs] == [s.limit for s in made]
    assert briefs[0].time_limit == pytest.approx(2.0)
    assert search_steps(made, Brief("milk_whole", time_limit=1.0), None, n=2) == ()
