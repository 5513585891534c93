"""What is said beside a ranking."""

from __future__ import annotations

import numpy as np

from formulator.learning.remarks import remarks, verdict
from formulator.learning.tables import Rating


def panel(effect: float, *, seed: int, servings: int = 1, own: float = 0.0) -> list[Rating]:
    """Ten tasters of five formulas; ``own`` is what a taster has of his own about a formula."""
    rng = np.random.default_rng(seed)
    found = []
    for t in range(10):
        level = rng.normal()
        for f in range(5):
            peculiar = rng.normal(0, own)
            for _ in range(servings):
                score = 5 + effect * (f - 2) + level + peculiar + rng.normal()
                found.append(Rating(f"f{f}", f"t{t}", float(np.clip(score, 1, 9))))
    return found


def test_a_strong_difference_is_told() -> None:
    assert verdict(panel(1.0, seed=0)).startswith("highest mean: f4")


def test_nothing_is_called_nothing_as_often_as_promised() -> None:
    said = [verdict(panel(0.0, seed=s)) for s in range(200)]
    quiet = sum("no difference detected" in v and "no proof" in v for v in said)
    assert 180 <= quiet <= 199


def test_servings_do_not_pass_for_tasters() -> None:
    """Four servings each of formulas that only single tasters tell apart."""
    said = [verdict(panel(0.0, seed=s, servings=4, own=1.0)) for s in range(100)]
    assert sum("no difference detected" in v for v in said) >= 88


def test_too_little_to_compare_is_said() -> None:
    assert "at least 2 formulas" in verdict([Rating("a", "t", 5.0)])


def test_the_first_cup_is_taken_out() -> None:
    """Two thirds begin with the same formula, which is no better than the others."""
    rng = np.random.default_rng(1)
    orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 0, 1], [0, 1, 2], [0, 2, 1]] * 3
    ratings = [
        Rating(f"f{f}", f"t{t}", 4.0 + 3.0 * (place == 1) + float(rng.normal(0, 0.5)), place)
        for t, order in enumerate(orders)
        for place, f in enumerate(order, start=1)
    ]
    assert "no difference detected" in verdict(ratings)
    blind = [Rating(r.formula, r.taster, r.score) for r in ratings]
    assert "highest mean" in verdict(blind)


def test_copies_are_pointed_out() -> None:
    once = panel(1.0, seed=3)
    assert len(remarks(once, scale=(1, 9))) == 1
    (_, told) = remarks(once + once[:7], scale=(1, 9))
    assert told.startswith("7 of 57 scores repeat another one exactly")
    assert "taster 't0', formula 'f0'" in told


def test_servings_that_agree_now_and_then_are_no_copies() -> None:
    whole = [
        Rating(r.formula, r.taster, float(round(r.score))) for r in panel(1.0, seed=4, servings=2)
    ]
    assert len(set(whole)) < len(whole)
    assert len(remarks(whole, scale=(1, 9))) == 1


def test_an_unlikely_scale_is_pointed_out() -> None:
    ratings = [Rating(f"f{i % 4}", f"t{i // 4}", float(1 + i % 5)) for i in range(40)]
    (_, told) = remarks(ratings, scale=(1, 9))
    assert told.startswith("all scores lie between 1 and 5 of the scale 1 to 9")
    assert len(remarks(ratings, scale=(1, 5))) == 1
    assert len(remarks(ratings[:12], scale=(1, 9))) == 1
