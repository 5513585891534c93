"""Expected improvement, batches, ties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.learning.acquisition import (
    best_probability,
    better_probability,
    condition,
    confirmation_gain,
    expected_improvement,
    greedy_batch,
    tied_with_best,
)


def covariance(seed, n=5):
    a = np.random.default_rng(seed).normal(size=(n, n))
    return a @ a.T + 0.1 * np.eye(n)


def test_reference_value():
    assert expected_improvement(1.2, 0.7, 1.5) == pytest.approx(0.1545, abs=5e-5)


@given(st.floats(-5, 5), st.floats(0, 3), st.floats(-5, 5))
def test_gain_is_at_least_the_lead_and_never_negative(mean, sd, best):
    gain = float(expected_improvement(mean, sd, best))
    assert gain >= max(mean - best, 0.0) - 1e-12


def test_agrees_with_simulation():
    draws = np.random.default_rng(0).normal(1.0, 0.8, 400_000)
    assert expected_improvement(1.0, 0.8, 1.3) == pytest.approx(
        np.maximum(draws - 1.3, 0).mean(), abs=0.003
    )


def test_conditioning_is_the_textbook_update():
    s = covariance(0)
    noise = 0.3
    k = s[:, [2]]
    np.testing.assert_allclose(
        condition(s, 2, noise=noise), s - k @ np.linalg.inv(s[[2]][:, [2]] + noise) @ k.T
    )


def test_batch_members_differ_and_gains_fall():
    s = covariance(1)
    everything = np.ones((5, 5), dtype=bool)
    picks = greedy_batch(
        np.zeros(5), s, best=0.0, noise=0.2, n=5, allowed=np.ones(5, dtype=bool), apart=everything
    )
    rows = [j for j, _ in picks]
    assert sorted(rows) == list(range(5))
    gains = [g for _, g in picks]
    assert gains == sorted(gains, reverse=True)
    assert rows[0] == int(np.argmax(np.diag(s)))


def test_near_twins_and_forbidden_rows_are_skipped():
    s = np.eye(3)
    apart = np.array([[0, 0, 1], [0, 0, 1], [1, 1, 0]], dtype=bool)
    picks = greedy_batch(
        np.array([1.0, 0.9, 0.0]), s, best=0.0, noise=1.0, n=3,
        allowed=np.array([True, True, True]), apart=apart,
    )  # fmt: skip
    assert [j for j, _ in picks] == [0, 2]


def test_probabilities_of_pairs_and_ties():
    mean, s = np.array([1.0, 0.0, -3.0]), np.diag([0.5, 0.5, 0.1])
    p = better_probability(mean, s)
    assert p[0, 1] == pytest.approx(0.8413, abs=1e-4)
    np.testing.assert_allclose(p + p.T, 1.0)
    assert tied_with_best(mean, s) == [0, 1]
    assert tied_with_best(mean, s, rows=[1, 2]) == [1]
    assert tied_with_best(mean, s, rows=[]) == []


def test_identical_beliefs_are_a_coin_toss():
    s = np.ones((2, 2))
    assert better_probability(np.zeros(2), s)[0, 1] == 0.5


def test_best_probability_counts_joint_draws():
    p = best_probability(np.array([0.0, 0.0, -9.0]), np.diag([1.0, 1.0, 1.0]), seed=1)
    assert p.sum() == pytest.approx(1.0)
    assert p[0] == pytest.approx(0.5, abs=0.03)
    assert p[2] == 0.0


def test_confirmation_gain_of_two_equal_leaders_is_known():
    # tasting one of two independent equals, noise free: E max(0, Z) = 1 / sqrt(2 pi)
    gains = confirmation_gain(np.zeros(2), np.eye(2), rows=np.array([0, 1]), noise=1e-12)
    assert gains == pytest.approx([1 / np.sqrt(2 * np.pi)] * 2, rel=0.03)


def test_confirmation_gains_nothing_where_the_leader_is_clear_or_alone():
    far = confirmation_gain(np.array([0.0, 9.0]), np.eye(2), rows=np.array([0, 1]), noise=1.0)
    assert far == pytest.approx([0, 0], abs=1e-6)
    assert confirmation_gain(np.zeros(2), np.eye(2), rows=np.array([1]), noise=1.0).tolist() == [0]


def test_confirmation_gain_equals_simulation():
    rng = np.random.default_rng(0)
    a = rng.normal(size=(4, 4))
    s, m, noise = a @ a.T / 4, rng.normal(0, 0.3, 4), 0.5
    rows = np.arange(4)
    z = rng.standard_normal(200_000)
    expected = [
        (m[:, None] + s[:, [j]] / np.sqrt(s[j, j] + noise) * z).max(axis=0).mean() - m.max()
        for j in rows
    ]
    found = confirmation_gain(m, s, rows=rows, noise=noise)
    assert found == pytest.approx(expected, abs=0.01)
