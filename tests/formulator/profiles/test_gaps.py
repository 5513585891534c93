from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formulator.profiles import AXES, Filled, axis, fill_gaps
from formulator.profiles.gaps import BALANCE_SPREAD, Z90, balance_macros, bases

KEYS = ("water", "protein", "fat", "carbohydrate", "ash", "lysine")
SMALL = tuple(axis(k) for k in KEYS)


def legumes(n: int = 60, seed: int = 1) -> tuple[np.ndarray, list[str]]:
    """Beans whose lysine is 7 % of protein and grains whose lysine is 3 %, both with noise."""
    rng = np.random.default_rng(seed)
    protein = rng.uniform(5, 30, n)
    share = np.where(np.arange(n) % 2 == 0, 0.07, 0.03) * rng.normal(1, 0.05, n)
    water = rng.uniform(5, 12, n)
    fat, ash = rng.uniform(1, 4, n), rng.uniform(1, 3, n)
    carbohydrate = 100 - water - protein - fat - ash
    values = np.column_stack([water, protein, fat, carbohydrate, ash, protein * share])
    return values, ["bean dried" if i % 2 == 0 else "grain whole" for i in range(n)]


def fill(values: np.ndarray, names: list[str]) -> Filled:
    return fill_gaps(values, SMALL, names=names)


def test_reported_values_stay_as_they_are() -> None:
    values, names = legumes()
    values[3, 5] = np.nan
    filled = fill(values, names)
    known = np.isfinite(values)
    assert np.array_equal(filled.mean[known], values[known])
    assert (filled.spread[known] == 0).all()
    assert np.array_equal(filled.known, known)


def test_a_missing_amino_acid_follows_the_protein_of_its_relatives() -> None:
    values, names = legumes()
    truth = values[[4, 5], 5].copy()
    values[[4, 5], 5] = np.nan
    filled = fill(values, names)
    assert filled.mean[[4, 5], 5] == pytest.approx(truth, rel=0.2)
    assert (filled.spread[[4, 5], 5] > 0).all()


def test_ninety_percent_intervals_hold_ninety_percent() -> None:
    values, names = legumes(400)
    hidden = np.random.default_rng(2).random(400) < 0.3
    truth = values[hidden, 5].copy()
    values[hidden, 5] = np.nan
    filled = fill(values, names)
    inside = np.abs(filled.mean[hidden, 5] - truth) <= Z90 * filled.spread[hidden, 5]
    assert 0.8 <= inside.mean() <= 0.99


def test_water_has_no_amino_acids_and_no_doubt_about_it() -> None:
    values, names = legumes()
    water = [100.0, 0.0, 0.0, 0.0, 0.0, np.nan]
    filled = fill(np.vstack([values, water]), [*names, "water"])
    assert filled.mean[-1, 5] == 0
    assert filled.spread[-1, 5] == 0


def test_one_missing_macro_comes_from_the_mass_balance() -> None:
    values, names = legumes()
    truth = values[7, 4]
    values[7, 4] = np.nan
    filled = fill(values, names)
    assert filled.mean[7, 4] == pytest.approx(truth)
    assert filled.spread[7, 4] == BALANCE_SPREAD
    assert not filled.known[7, 4]


def test_a_balance_never_goes_below_zero() -> None:
    column = {k: j for j, k in enumerate(KEYS)}
    out = balance_macros(np.array([[60.0, 30, 15, 2, np.nan, 1]]), column)
    assert out[0, 4] == 0


def test_an_axis_nobody_reports_is_zero_and_known_nowhere() -> None:
    values, names = legumes()
    values[:, 5] = np.nan
    filled = fill(values, names)
    assert (filled.mean[:, 5] == 0).all()
    assert not filled.known[:, 5].any()


def test_bases_are_what_their_axes_are_shares_of() -> None:
    values, _ = legumes(4)
    found = bases(values, SMALL)
    assert found[:, 5] == pytest.approx(values[:, 1])
    assert found[:, 4] == pytest.approx(100 - values[:, 0])
    assert (found[:, 0] == 100).all()


cells = st.one_of(st.just(np.nan), st.floats(0, 100, allow_subnormal=False))


@settings(max_examples=40, deadline=None)
@given(arrays(np.float64, (6, len(AXES)), elements=cells))
def test_any_table_fills_to_finite_values(values: np.ndarray) -> None:
    filled = fill_gaps(values, AXES, names=["oat", "pea", "", "oat milk", "x", "pea milk"])
    assert np.isfinite(filled.mean).all()
    assert np.isfinite(filled.spread).all()
    assert (filled.mean >= 0).all()
    assert (filled.spread >= 0).all()


def test_order_of_foods_does_not_matter() -> None:
    values, names = legumes()
    values[::7, 5] = np.nan
    turned = fill(values[::-1], names[::-1])
    assert turned.mean[::-1] == pytest.approx(fill(values, names).mean, rel=1e-4)


def test_grams_beyond_their_base_are_not_lent() -> None:
    values, names = legumes()
    vinegar = [94.0, 0.01, 0.0, 0.04, 0.0, 5.0]  # "lysine" five hundred times its protein
    values[4, 5] = np.nan
    filled = fill(np.vstack([values, vinegar]), [*names, "bean vinegar"])
    assert filled.mean[4, 5] < 0.1 * values[4, 1]
