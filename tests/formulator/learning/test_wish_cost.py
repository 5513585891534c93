"""The price of a wish."""

import numpy as np
import pytest

from formulator.learning.wish_cost import wish_costs
from formulator.learning.wish_prior import GAIN
from formulator.panel import Judgement
from tests.formulator.learning.test_wish_prior import sugary


def cups(likes, step):
    rng = np.random.default_rng(0)
    return [
        Judgement(
            f"t{t}",
            name,
            overall=float(np.clip(like + rng.normal(0, 1), 1, 9)),
            jar=(("sweetness", step),),
        )
        for t in range(10)
        for name, like in likes.items()
    ]


def test_obeying_an_unloved_wish_costs_points_and_says_so():
    found = wish_costs(sugary(), cups({"c2": 4.0, "c4": 7.0}, 2))
    first = found[0]
    assert first.candidate == "c0" and first.wish == "less sweet" and first.best == "c4"
    assert first.points > 1
    # two levels of sugar were tasted: the likings speak, the wish hardly counts any more
    assert abs(first.liking_with - first.liking_without) < GAIN * 8
    assert first.distance < first.best_distance  # nearer to the target, though
    assert "costs" in first.describe() and "less sweet" in first.describe()


@pytest.mark.slow
def test_an_untried_direction_gets_the_benefit_of_the_wish():
    first = wish_costs(sugary(), cups({"c5": 5.0}, 2))[0]
    assert 0 < first.liking_with - first.liking_without <= GAIN * 8


def test_without_a_wish_or_a_score_there_is_no_price():
    assert wish_costs(sugary(), cups({"c2": 5.0}, 0)) == ()
    only_votes = [Judgement(f"t{t}", "c2", jar=(("sweetness", 2),)) for t in range(10)]
    assert wish_costs(sugary(), only_votes) == ()


@pytest.mark.slow
def test_the_number_of_prices_is_limited():
    assert len(wish_costs(sugary(), cups({"c5": 5.0}, 2), n=2)) == 2
    assert wish_costs(sugary(), cups({"c5": 5.0}, 2))[0].points == pytest.approx(
        wish_costs(sugary(), cups({"c5": 5.0}, 2), n=1)[0].points
    )
