"""Re-ranking a proposal by what the panel said."""

import dataclasses

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.learning import believe, rerank
from formulator.learning.belief import (
    basic_features,
    candidate_features,
    ingredient_features,
)
from formulator.panel import Judgement
from tests.formulator.learning.examples import candidate, proposal


def judged(utility, names, n_tasters=8, seed=0, **extra):
    rng = np.random.default_rng(seed)
    return [
        Judgement(
            f"t{t}", name, overall=float(np.clip(utility(name) + rng.normal(0, 1.2), 1, 9)), **extra
        )
        for t in range(n_tasters)
        for name in names
    ]


def test_without_judgements_the_order_stays():
    start = proposal(5)
    found = rerank(start, [])
    assert found.proposal == start
    assert found.likings == ()


def test_the_panel_changes_the_order_and_predicts_the_untasted():
    start = proposal(6)  # c0 is nearest to the target, c5 farthest
    found = rerank(start, judged(lambda f: 3.5 + 0.9 * int(f[1]), ["c0", "c1", "c2", "c3"]))
    order = [c.id for c in found.proposal.candidates]
    assert order.index("c3") < order.index("c0")
    assert order.index("c5") < order.index("c1")  # never tasted
    assert all(c.liking is not None for c in found.proposal.candidates)
    by_id = {item.id: item for item in found.likings}
    assert by_id["c5"].high90 - by_id["c5"].low90 > by_id["c2"].high90 - by_id["c2"].low90
    assert by_id["c2"].is_tasted and not by_id["c5"].is_tasted
    assert (found.n_scores, found.n_tasters) == (32, 8)


def test_the_blind_control_is_no_candidate_but_gets_a_liking():
    found = rerank(proposal(4), judged(lambda f: 8.0 if f == "milk" else 4.0, ["c0", "c1", "milk"]))
    assert found.likings[0].id == "milk"
    assert "milk" not in [c.id for c in found.proposal.candidates]


def test_candidates_of_earlier_rounds_teach():
    old = candidate(9, {"water": 80.0, "pea": 17.0, "oil": 3.0}, 0.4)

    def gap(score):
        scores = judged(lambda f: score if f == "c9" else 5.0, ["c9", "c0"])
        found = {i.id: i.mean for i in rerank(proposal(6), scores, earlier=[old]).likings}
        return found["c5"] - found["c0"]

    assert gap(8.5) > 1 + gap(2.0)  # c5 is on the way from c0 to c9


def test_before_any_score_nearer_to_the_target_is_better():
    belief = believe(proposal(4).candidates, [])
    assert list(np.argsort(-belief.blend.mean)) == [0, 1, 2, 3]
    assert belief.best_tasted is None


def test_other_attributes_can_be_asked_for():
    texture = [dataclasses.replace(j, overall=None, texture=j.overall)
               for j in judged(lambda f: 3 + int(f[1]), ["c0", "c3"])]  # fmt: skip
    assert rerank(proposal(4), texture).likings == ()
    assert rerank(proposal(4), texture, attribute="texture").n_scores == 16


def test_missing_axes_are_no_difference_not_zero():
    rows = list(proposal(4).candidates)
    rows[2] = dataclasses.replace(rows[2], profile=())
    features = candidate_features(rows)
    assert np.isfinite(features).all()
    assert features[2, -2] == pytest.approx(0.0, abs=1e-9)  # the last one is nearness


def test_candidates_must_be_there_and_differ():
    with pytest.raises(InputError, match="no candidate"):
        believe([], [])
    one = proposal(1).candidates
    with pytest.raises(InputError, match="more than once"):
        believe([*one, *one], [])


def test_the_plain_description_sees_main_constituents_and_nearness_only():
    rows = list(proposal(4).candidates)
    features = basic_features(rows)
    assert features.shape == (4, 2)  # protein, and nearness
    assert (features**2).sum(axis=1).mean() == pytest.approx(1.0)
    swapped = [
        dataclasses.replace(
            c, parts=tuple(dataclasses.replace(p, key=f"x{p.key}") for p in c.parts)
        )
        for c in rows
    ]
    assert basic_features(swapped) == pytest.approx(features)


def test_the_description_by_ingredients_does_not_see_the_profile():
    rows = list(proposal(4).candidates)
    features = ingredient_features(rows)
    assert (features**2).sum(axis=1).mean() == pytest.approx(1.0)
    blind = [dataclasses.replace(c, profile=()) for c in rows]
    assert ingredient_features(blind) == pytest.approx(features)
    less = [dataclasses.replace(rows[0], parts=rows[1].parts), *rows[1:]]
    assert ingredient_features(less) != pytest.approx(features)


def test_the_scores_weigh_the_descriptions():
    rows = list(proposal(6).candidates)
    rng = np.random.default_rng(0)
    cups = [
        Judgement(f"t{t}", c.id, overall=float(np.clip(3 + i + rng.normal(0, 0.5), 1, 9)))
        for t in range(10)
        for i, c in enumerate(rows)
    ]
    weights = believe(rows, cups).blend.weights
    assert {h.features for h, _ in weights} == {0, 1, 2}
