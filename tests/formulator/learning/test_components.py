"""The frozen prior."""

import dataclasses

import pytest

from formulator.errors import InputError
from formulator.learning.components import PRIOR


def test_components_scale_with_the_squared_range():
    small, large = PRIOR.for_scale(0, 1), PRIOR.for_scale(-5, 5)
    for name in (
        "level",
        "linear",
        "smooth",
        "own",
        "taster",
        "personal",
        "noise",
        "panel",
        "first",
    ):
        assert getattr(large, name) == pytest.approx(100 * getattr(small, name))
    assert large.first_mean == pytest.approx(10 * small.first_mean)
    assert large.length == small.length


def test_pooled_shares_are_the_geometric_means_of_seven_sets():
    """Standard deviations as shares of the range: bread, yogurt, carrots, beer, ham, coffee,
    chocolates."""
    import math

    def pooled(shares):
        return math.exp(2 * sum(math.log(s) for s in shares) / len(shares))

    taster = pooled([0.09, 0.15, 0.09, 0.10, 0.08, 0.09, 0.10])
    noise = pooled([0.17, 0.22, 0.17, 0.27, 0.25, 0.20, 0.21])
    assert PRIOR.shares.taster == pytest.approx(taster, rel=0.02)
    assert PRIOR.shares.noise + PRIOR.shares.personal == pytest.approx(noise, rel=0.02)


@pytest.mark.parametrize("ends", [(1, 1), (9, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_scale_runs_upwards(ends):
    with pytest.raises(InputError, match="low to high"):
        PRIOR.for_scale(*ends)


@pytest.mark.parametrize("change", [{"linear": -1.0}, {"taster": float("nan")}, {"noise": 0.0}])
def test_impossible_components_are_refused(change):
    with pytest.raises(InputError, match="must be"):
        dataclasses.replace(PRIOR.shares, **change)
