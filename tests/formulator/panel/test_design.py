"""Williams squares and incomplete blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.panel.blocks import imbalance
from formulator.panel.design import (
    CYCLIC_BASES,
    balance_of,
    cyclic_blocks,
    incomplete_orders,
    serving_orders,
    williams,
)


@pytest.mark.parametrize("t", range(2, 13))
def test_williams_is_balanced(t):
    rows = williams(t)
    assert len(rows) == (t if t % 2 == 0 else 2 * t)
    balance = balance_of(rows, n_samples=t)
    assert balance.is_perfect
    assert balance.neighbours == ((1, 1) if t % 2 == 0 else (2, 2))


def test_williams_four_reads_as_in_the_handbook():
    assert ["".join(map(str, r)) for r in williams(4)] == ["0312", "1023", "2130", "3201"]


def test_no_sample_is_refused():
    with pytest.raises(InputError, match="at least 1 sample"):
        williams(0)


@given(st.integers(1, 9), st.integers(1, 30), st.integers(0, 1000))
def test_serving_orders_serve_everything_once(n_samples, n_tasters, seed):
    orders = serving_orders(n_samples, n_tasters, seed=seed)
    assert orders.shape == (n_tasters, n_samples)
    assert (np.sort(orders, axis=1) == np.arange(n_samples)).all()
    low, high = balance_of(orders, n_samples=n_samples).positions
    assert high - low <= 2


@pytest.mark.parametrize(
    ("size", "efficiency"),
    [((7, 3), 0.78), ((7, 4), 0.875), ((11, 5), 0.88), ((13, 4), 0.81), ((21, 5), 0.84)],
)
def test_cyclic_designs_are_balanced(size, efficiency):
    t, k = size
    blocks = cyclic_blocks(t, k)
    assert blocks is not None
    balance = balance_of(blocks, n_samples=t)
    assert balance.samples == (k, k)
    assert balance.pairs == (k * (k - 1) // (t - 1),) * 2
    assert balance.positions == (1, 1)
    assert t * (k - 1) / (k * (t - 1)) == pytest.approx(efficiency, abs=0.005)


def test_unlisted_sizes_have_no_cyclic_design():
    assert (6, 4) not in CYCLIC_BASES
    assert cyclic_blocks(6, 4) is None


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(3, 9), st.integers(2, 12), st.integers(0, 99), st.data())
def test_incomplete_blocks_hold_different_samples(n_samples, n_tasters, seed, data):
    size = data.draw(st.integers(2, n_samples))
    orders = incomplete_orders(n_samples, n_tasters, per_sitting=size, seed=seed)
    assert orders.shape == (n_tasters, size)
    assert all(len(set(row)) == size for row in orders.tolist())
    low, high = balance_of(orders, n_samples=n_samples).samples
    assert high - low <= 1


def test_swaps_beat_random_blocks():
    orders = incomplete_orders(10, 12, per_sitting=5, seed=0)
    rng = np.random.default_rng(0)
    by_chance = [
        imbalance(np.array([rng.permutation(10)[:5] for _ in range(12)]), n_samples=10)
        for _ in range(50)
    ]
    assert imbalance(orders, n_samples=10) < 0.6 * min(by_chance)


def test_control_and_duplicate_are_in_every_block():
    orders = incomplete_orders(9, 10, per_sitting=5, seed=1, always=(7, 8))
    assert all({7, 8} <= set(row) for row in orders.tolist())


def test_a_block_too_small_for_its_fixed_samples_is_refused():
    with pytest.raises(InputError, match="must hold 2 fixed"):
        incomplete_orders(6, 4, per_sitting=2, seed=0, always=(0, 1))


def test_cups_that_were_not_served_are_not_counted():
    assert balance_of([[0, 1, -1], [1, 0, 2]], n_samples=3).samples == (1, 2)
