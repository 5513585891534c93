"""Blind codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.panel.codes import DISTINCT_CODES, PLAIN_CODES, draw_codes


def test_sets_have_the_handbook_sizes():
    assert len(PLAIN_CODES) == 876
    assert len(DISTINCT_CODES) == 633


@given(st.integers(0, 60), st.integers(0, 2**32 - 1))
def test_codes_differ_in_their_first_two_digits(n, seed):
    codes = draw_codes(n, seed=seed)
    assert len(codes) == n
    assert len({c[:2] for c in codes}) == n
    assert not {"111", "123", "321", "987"} & set(codes)


def test_codes_are_unique_within_a_study():
    used: set[str] = set()
    for session in range(20):
        codes = draw_codes(8, seed=session, used=used)
        assert not used & set(codes)
        used |= set(codes)


def test_same_seed_same_codes():
    assert draw_codes(6, seed=3) == draw_codes(6, seed=3) != draw_codes(6, seed=4)


def test_running_out_says_the_way_out():
    with pytest.raises(InputError, match="split the samples"):
        draw_codes(91, seed=0)
    with pytest.raises(InputError, match="must be >= 0"):
        draw_codes(-1, seed=0)
