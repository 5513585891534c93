"""Rounding to the scale keeps every limit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.search.constraints import Doses, Linear, Origin, Step, Total
from formulator.search.rounding import round_to_step

KEYS = ("water", "protein", "oil", "sugar", "gum")
LOWER = np.array([0.1, 0.01, 0.01, 0.005, 0.0001])
UPPER = np.array([1.0, 0.2, 0.2, 0.2, 0.001])
DOSES = Doses(KEYS, LOWER, UPPER)


def distance_to(x: np.ndarray):
    return lambda X: ((np.atleast_2d(X) - x) ** 2).sum(axis=1)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4),
    st.sampled_from([0.01, 0.02, 0.05, 0.1]),
)
def test_the_sum_the_step_and_the_doses_hold(shares: list[float], step: float) -> None:
    x = np.zeros(5)
    x[1:] = LOWER[1:] + np.array(shares) * (np.array([0.2, 0.2, 0.2, 0.001]) - LOWER[1:])
    x[0] = 1 - x.sum()
    doses = Doses(KEYS, np.ceil(100 * LOWER / step - 1e-9) * step / 100, UPPER)
    found = round_to_step(x, step=step, doses=doses, limits=(), objective=distance_to(x))
    if found is None:  # 0.1 % cannot be weighed at every step
        assert step > 0.05
        return
    assert Total().satisfied(found[None, :])[0]
    assert Step(step).satisfied(found[None, :])[0]
    assert doses.satisfied(found[None, :])[0]
    assert np.abs(found - x).max() <= 4 * step / 100


def test_a_limit_that_nearest_rounding_breaks_is_repaired() -> None:
    x = np.array([0.90004, 0.05, 0.0, 0.04996, 0.0])
    limit = Linear("s", Origin.BRIEF, "sugars <= 4.996", 100 * np.eye(5)[3], "<=", 4.996)
    found = round_to_step(x, step=0.01, doses=DOSES, limits=(limit,), objective=distance_to(x))
    assert found is not None
    assert found[3] == pytest.approx(0.0499)
    assert limit.satisfied(found[None, :])[0]


def test_limits_that_no_step_can_keep_give_nothing() -> None:
    x = np.array([0.9, 0.05, 0.0, 0.05, 0.0])
    narrow = (
        Linear("low", Origin.BRIEF, "", 100 * np.eye(5)[3], ">=", 4.992),
        Linear("high", Origin.BRIEF, "", 100 * np.eye(5)[3], "<=", 4.998),
    )
    assert round_to_step(x, step=0.01, doses=DOSES, limits=narrow, objective=distance_to(x)) is None


def test_rounding_stays_where_the_distance_is_least() -> None:
    x = np.array([0.89996, 0.05004, 0.0, 0.05, 0.0])
    found = round_to_step(x, step=0.01, doses=DOSES, limits=(), objective=distance_to(x))
    assert found is not None
    assert found.tolist() == pytest.approx([0.9, 0.05, 0.0, 0.05, 0.0])


def test_a_step_that_does_not_divide_the_whole_gives_nothing() -> None:
    x = np.array([0.9, 0.05, 0.0, 0.05, 0.0])
    assert round_to_step(x, step=0.03, doses=DOSES, limits=(), objective=distance_to(x)) is None


def test_limits_too_tight_for_single_steps_are_met_by_the_integer_programme() -> None:
    # sugar stands at its upper dose and two limits lean on each other: no single move repairs
    x = np.array([0.7365, 0.0333, 0.1302, 0.0997, 0.0003])
    upper = np.array([1.0, 0.2, 0.2, 0.0997, 0.001])
    doses = Doses(KEYS, LOWER, upper)
    sweet = np.array([0.0, 0.7, 0.31, 1.0, 0.0])
    level = float(100 * sweet @ x)
    limits = (
        Linear("pod", Origin.RULE, "pod", 100 * sweet, "<=", level + 1e-6),
        Linear("fat", Origin.RULE, "fat", 100 * np.array([0, 0.1, 1, 0, 0.0]), ">=", 13.352),
        Linear("pro", Origin.RULE, "pro", 100 * np.array([0, 0.8, 0.02, 0, 0.0]), ">=", 2.923),
    )
    found = round_to_step(x, step=0.01, doses=doses, limits=limits, objective=distance_to(x))
    assert found is not None
    for limit in limits:
        assert limit.satisfied(found[None, :])[0], limit.name
