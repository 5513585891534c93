"""Searching again with what the panel taught."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from formulator.learning import select, steps
from formulator.learning.select import Lesson, next_iteration
from formulator.panel import Judgement
from formulator.search.brief import Brief, Limit
from tests.formulator.learning.examples import candidate, proposal


def test_a_lesson_says_what_changed():
    lesson = Lesson(
        weights=(("sugars", 2.0), ("macro", 0.8)),
        prices=(),
        liked=(("pea", 0.4), ("oil", 0.0), ("salt", -0.3)),
    )
    assert lesson.describe() == "closer to the target in sugars; more of pea; less of salt"
    assert Lesson((), (), ()).describe() == "nothing yet: the search stays as it was"


@pytest.fixture
def asked(monkeypatch):
    """Answer the search with a fixed proposal and remember what it was asked."""
    calls = []
    fresh = candidate(50, {"water": 70.0, "pea": 25.0, "oil": 5.0}, 0.5)

    def propose(brief, catalogue, **kwargs):
        calls.append((brief, kwargs))
        found = proposal(2)
        return dataclasses.replace(found, candidates=(*found.candidates, fresh))

    monkeypatch.setattr(select, "propose", propose)
    monkeypatch.setattr(steps, "propose", propose)
    return calls


def judged(names):
    rng = np.random.default_rng(0)
    return [
        Judgement(f"t{t}", f, overall=float(np.clip(3 + int(f[1]) + rng.normal(0, 1), 1, 9)))
        for t in range(10)
        for f in names
    ]


def test_the_search_gets_weights_and_prices_and_tasted_formulas_stay(asked):
    import ingredients

    catalogue = ingredients.load()
    earlier = proposal(5).candidates
    found = next_iteration(
        Brief("milk_whole"), catalogue, earlier=earlier, judgements=judged(["c0", "c2", "c4"]),
        n=3, n_round=4,
    )  # fmt: skip
    brief, kwargs = asked[0]
    assert brief.target == "milk_whole"
    assert kwargs["n"] == 3
    assert kwargs["preference"]["pea_protein_isolate"] < kwargs["preference"]["water"]
    assert brief.weights == ()
    ids = {c.id for c in found.proposal.candidates}
    assert ids == {"c0", "c1", "c50", "c2", "c4"}  # c3 was never tasted nor proposed again
    likings = [c.liking[0] for c in found.proposal.candidates]
    assert likings == sorted(likings, reverse=True)
    assert found.batch.incumbent == "c4"
    assert found.proposal.brief == Brief("milk_whole")


def test_a_look_one_step_beyond_joins_the_region(monkeypatch):
    import ingredients

    far = candidate(60, {"water": 70.0, "pea": 25.0, "oil": 5.0}, 0.5)

    def propose(brief, catalogue, **kwargs):
        found = proposal(3)
        return dataclasses.replace(found, candidates=(far,)) if brief.limits else found

    monkeypatch.setattr(select, "propose", propose)
    monkeypatch.setattr(steps, "propose", propose)
    found = next_iteration(
        Brief("milk_whole"), ingredients.load(), earlier=proposal(3).candidates,
        judgements=judged(["c0", "c1", "c2"]),
    )  # fmt: skip
    assert "c60" in found.new
    (beyond,) = [c for c in found.proposal.candidates if c.id == "c60"]
    assert "protein>=" in beyond.warnings[-1]
    assert "c60" in {p.id for p in found.batch.picks}


def test_before_the_first_round_the_search_is_plain(asked):
    import ingredients

    found = next_iteration(Brief("milk_whole"), ingredients.load(), earlier=(), judgements=())
    brief, kwargs = asked[0]
    assert brief.weights == ()
    assert kwargs["preference"] is None
    assert kwargs["emphasis"] is None
    assert {p.label for p in found.batch.picks} == {"first"}
    assert found.lesson.describe().startswith("nothing yet")


@pytest.mark.slow
def test_a_panel_moves_the_real_search():
    """Tasters who like sugar get sweeter formulas; those who dislike it get drier ones."""
    import ingredients
    from formulator.search.propose import propose

    catalogue = ingredients.load()
    brief = Brief("milk_whole", time_limit=20.0)
    # dry and sweet ones, so that however far the search comes in its time, the panel can choose
    first = [
        c
        for limit in (Limit("sugars", "<=", 2.0), Limit("sugars", ">=", 3.5))
        for c in propose(dataclasses.replace(brief, limits=(limit,)), catalogue, n=3).candidates
    ]
    sugars = np.array([dict(c.profile)["sugars"].value for c in first])
    assert np.ptp(sugars) >= 1.5
    z = (sugars - sugars.mean()) / sugars.std()
    means = []
    for sign in (1, -1):
        cups = [
            Judgement(f"t{t}", c.id, overall=float(np.clip(5 + 2 * sign * v, 1, 9)))
            for t in range(10)
            for c, v in zip(first, z, strict=True)
        ]
        found = next_iteration(brief, catalogue, earlier=first, judgements=cups, n=5)
        old = {c.id for c in first}
        new = [c for c in found.proposal.candidates if c.id not in old]
        means.append(np.mean([dict(c.profile)["sugars"].value for c in new or first]))
    assert means[0] > means[1]
