from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.profiles import ProfileTable, axis, mix

AXES = (axis("water"), axis("protein"))
TABLE = ProfileTable(
    axes=AXES,
    keys=("a", "b"),
    mean=np.array([[90.0, 1.0], [10.0, 80.0]]),
    spread=np.array([[0.0, 0.3], [1.0, 0.0]]),
    coverage=np.array([[1.0, 0.0], [0.0, 1.0]]),
)


def test_amounts_add_by_mass() -> None:
    assert mix(TABLE, [0.75, 0.25]).mean.tolist() == [[70.0, 20.75]]


def test_independent_spreads_add_as_squares() -> None:
    assert mix(TABLE, [0.5, 0.5]).spread == pytest.approx(np.array([[0.5, 0.15]]))


def test_coverage_is_the_share_of_the_amount_that_is_reported() -> None:
    assert mix(TABLE, [0.5, 0.5]).coverage == pytest.approx(np.array([[0.9, 80 / 81]]))


def test_coverage_of_nothing_is_the_reported_share_of_the_mass() -> None:
    dry = ProfileTable(
        axes=AXES,
        keys=("a", "b"),
        mean=np.zeros((2, 2)),
        spread=np.zeros((2, 2)),
        coverage=np.array([[1.0, 0.0], [0.0, 1.0]]),
    )
    assert mix(dry, [0.3, 0.7]).coverage == pytest.approx(np.array([[0.3, 0.7]]))


def test_wrong_number_of_columns_is_told() -> None:
    with pytest.raises(ValueError, match=r"one column per food of the table \(2\), got 3"):
        mix(TABLE, [0.2, 0.3, 0.5])


@given(st.floats(0, 1), st.floats(0, 1))
def test_mixing_is_linear(x: float, share: float) -> None:
    ends = np.array([[x, 1 - x], [share, 1 - share]])
    middle = mix(TABLE, ends.mean(axis=0)).mean
    assert middle[0] == pytest.approx(mix(TABLE, ends).mean.mean(axis=0))
