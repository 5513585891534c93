from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.similarity.reference import greedy_mixture, remaining_gaps


def test_a_reachable_vector_is_reached() -> None:
    rows = np.eye(4)
    wanted = np.array([0.5, 0.3, 0.2, 0.0])
    assert greedy_mixture(rows, wanted) @ rows == pytest.approx(wanted, abs=1e-5)


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_fractions_are_a_mixture_of_few(seed: int, n_parts: int) -> None:
    rng = np.random.default_rng(seed)
    found = greedy_mixture(rng.random((30, 5)), rng.random(5), n_parts=n_parts)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1, abs=2e-3)
    assert (found > 0).sum() <= n_parts


def test_more_parts_are_never_farther() -> None:
    rng = np.random.default_rng(4)
    rows, wanted = rng.random((40, 12)), rng.random(12)
    left = [
        float(((greedy_mixture(rows, wanted, n_parts=n) @ rows - wanted) ** 2).sum())
        for n in range(1, 7)
    ]
    assert (np.diff(left) <= 1e-9).all()


def test_what_no_ingredient_holds_remains_a_gap() -> None:
    amounts = np.array([[100.0, 0.0], [0.0, 0.0]])
    left = remaining_gaps(
        amounts,
        np.zeros((2, 2)),
        mean=np.array([40.0, 5.0]),
        variance=np.ones(2),
        weights=np.ones(2),
    )
    assert left == pytest.approx([0, 5], abs=1e-3)


def test_doubt_about_the_ingredients_remains_as_well() -> None:
    left = remaining_gaps(
        np.array([[10.0, 1.0]]),
        np.array([[0.0, 2.0]]),
        mean=np.array([10.0, 1.0]),
        variance=np.ones(2),
        weights=np.ones(2),
    )
    assert left == pytest.approx([0, 2])


def test_customary_largest_fractions_hold() -> None:
    rows = np.array([[100.0, 0.0], [95.0, 5.0], [0.0, 100.0]])
    most = np.array([0.9, 0.05, 1.0])
    found = greedy_mixture(rows, np.array([97.0, 3.0]), largest=most)
    assert (found <= most + 1e-9).all()
