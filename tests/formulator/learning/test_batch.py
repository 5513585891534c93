"""The next round and the stop rule."""

import numpy as np
import pytest

from formulator.learning import believe, next_batch
from formulator.learning.batch import composition_steps
from formulator.panel import Judgement
from tests.formulator.learning.examples import candidate, proposal


def judged(utility, names, n_tasters=10, seed=0, noise=1.2):
    rng = np.random.default_rng(seed)
    return [
        Judgement(f"t{t}", f, overall=float(np.clip(utility(f) + rng.normal(0, noise), 1, 9)))
        for t in range(n_tasters)
        for f in names
    ]


def test_the_first_round_spreads_over_the_region():
    candidates = proposal(8).candidates
    batch = next_batch(believe(candidates, []), candidates, n=3)
    assert {p.label for p in batch.picks} == {"first"}
    assert len({p.id for p in batch.picks}) == 3
    assert batch.incumbent is None and not batch.should_stop


def test_the_first_round_holds_the_nearest():
    candidates = proposal(8).candidates
    batch = next_batch(believe(candidates[::-1], []), candidates[::-1], n=3)
    assert batch.picks[0].id == "c0"
    assert "nearest" in batch.picks[0].reason


def test_close_leaders_are_confirmed_when_little_is_left_to_find():
    candidates = proposal(5).candidates
    scores = judged(lambda f: 6.0, ["c0", "c1", "c2", "c3"])
    belief = believe(candidates, scores)
    batch = next_batch(belief, candidates, n=4)
    (again,) = [p for p in batch.picks if p.label == "confirm"]
    assert again.id in {"c0", "c1", "c2", "c3"}
    assert again.expected_gain > 0
    assert "served twice" in again.reason or "serve it twice" in again.reason
    clear = believe(candidates, judged(lambda f: 8.0 if f == "c0" else 3.0, ["c0", "c1"]))
    assert "confirm" not in {p.label for p in next_batch(clear, candidates, n=3).picks}


def test_improvements_carry_their_reasons():
    candidates = proposal(8).candidates
    belief = believe(candidates, judged(lambda f: 3 + 0.8 * int(f[1]), ["c0", "c2", "c4"]))
    batch = next_batch(belief, candidates, n=4)
    by_label = {p.label: p for p in batch.picks}
    assert batch.incumbent == "c4"
    assert "above the best tasted" in by_label["improve"].reason
    assert by_label["improve"].id in {"c5", "c6", "c7"}
    assert len({p.id for p in batch.picks}) == 4
    assert all(p.low90 <= p.mean <= p.high90 for p in batch.picks)
    assert not batch.should_stop and batch.advice.startswith("go on")
    assert sum(p for _, p in batch.best_probability) == pytest.approx(1.0)


def test_explore_is_what_is_uncertain_but_not_ahead():
    candidates = proposal(8).candidates
    belief = believe(candidates, judged(lambda f: 8 - 0.8 * int(f[1]), ["c0", "c1", "c2"]))
    batch = next_batch(belief, candidates, n=3)
    explore = [p for p in batch.picks if p.label == "explore"]
    assert explore and all("uncertain" in p.reason for p in explore)


def test_two_slots_hold_no_confirmation():
    candidates = proposal(6).candidates
    batch = next_batch(believe(candidates, judged(lambda f: 5, ["c0"])), candidates, n=2)
    assert "confirm" not in {p.label for p in batch.picks}


def test_a_wish_gets_one_slot():
    candidates = proposal(8).candidates
    belief = believe(candidates, judged(lambda f: 5.0, ["c0", "c1"]))
    batch = next_batch(belief, candidates, n=4, wished={"c1": "thicker", "c7": "thicker"})
    wish = [p for p in batch.picks if p.label == "directive"]
    assert [p.id for p in wish] == ["c7"]  # c1 has been tasted
    assert "thicker" in wish[0].reason


def test_everything_tasted_stops_and_offers_a_confirmation_of_the_tied():
    candidates = proposal(3).candidates
    belief = believe(candidates, judged(lambda f: 6.0, ["c0", "c1", "c2"]))
    batch = next_batch(belief, candidates, n=4)
    assert batch.should_stop
    assert batch.largest_gain == 0.0
    assert len(batch.tied) == 3
    assert "cannot be separated" in batch.advice and "confirmation round" in batch.advice
    assert [p.label for p in batch.picks] == ["confirm"]


def test_small_expected_gains_stop_the_search():
    candidates = proposal(8).candidates
    flat = judged(lambda f: 5.0, [f"c{i}" for i in range(7)], n_tasters=60, noise=0.8)
    batch = next_batch(believe(candidates, flat), candidates)
    assert batch.should_stop
    assert "expected to gain more than" in batch.advice


def test_near_twins_of_tasted_formulas_are_not_served():
    base = proposal(3).candidates
    twin = candidate(9, {"water": 90.2, "pea": 3.8, "oil": 3.0, "sugar": 3.0}, 0.9)
    candidates = (*base, twin)
    assert composition_steps(candidates)[0, 3] < 0.5
    batch = next_batch(believe(candidates, judged(lambda f: 5, ["c0"])), candidates, n=4)
    assert "c9" not in {p.id for p in batch.picks}


def test_formulas_sought_beyond_the_region_get_at_most_half_of_the_round():
    candidates = proposal(9).candidates
    belief = believe(candidates, judged(lambda f: 7 - 0.5 * int(f[1]), ["c0", "c1", "c2"]))
    sought = (("c2", "c7", "c8"), ("c6",), ("c5",))
    batch = next_batch(belief, candidates, n=4, sought=sought)
    assert [p.id for p in batch.picks[:2]] == ["c7", "c6"]  # c2 has been tasted; one of each
    assert all("a clear step from what was tasted" in p.reason for p in batch.picks[:2])
    assert {p.label for p in batch.picks[:2]} == {"explore"}
    assert len({p.id for p in batch.picks}) == 4
    wished = {"c7": "thicker", "c8": "thicker"}
    both = next_batch(belief, candidates, n=4, sought=sought, wished=wished)
    assert "directive" not in {p.label for p in both.picks}  # c7 follows the wish already


def test_the_search_goes_on_while_something_lies_beyond():
    candidates = proposal(8).candidates
    flat = judged(lambda f: 5.0, [f"c{i}" for i in range(7)], n_tasters=60, noise=0.8)
    batch = next_batch(believe(candidates, flat), candidates, sought=(("c7",),))
    assert not batch.should_stop
    assert "1 lie a clear step from what was tasted" in batch.advice
