"""Means with letters, against two-way analysis of variance and REML."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import studentized_range

from formulator.errors import InputError
from formulator.panel.letters import letter_groups
from formulator.panel.means import Scored, formula_means
from formulator.panel.reliability import (
    least_significant_difference,
    reliability,
    tasters_needed,
    two_way,
)
from tests.formulator.panel.reference import rows, yogurt_table


def scored(table):
    return [
        Scored("ABCDEFGHIJ"[j], f"t{i}", float(v))
        for i, row in enumerate(table)
        for j, v in enumerate(row)
        if np.isfinite(v)
    ]


@pytest.fixture(scope="module")
def yogurt():
    return yogurt_table()


def test_yogurt_reference(yogurt):
    a = two_way(yogurt)
    assert (a.ms_formula, a.ms_taster) == pytest.approx((120.483, 53.986), abs=5e-4)
    assert a.ms_error == pytest.approx(10.4131, abs=5e-5)
    assert a.df_error == 632
    assert a.f_value == pytest.approx(11.570, abs=5e-4)
    assert a.p_value == pytest.approx(2.1e-15, rel=0.03)
    assert a.taster_variance == pytest.approx(4.8415, abs=2e-4)
    assert a.friedman == pytest.approx(97.155, abs=5e-4)
    assert a.icc(agreement=True) == pytest.approx(0.0827, abs=5e-5)
    assert a.icc(n_tasters=80, agreement=True) == pytest.approx(0.8783, abs=5e-5)
    assert a.icc() == pytest.approx(0.1167, abs=5e-5)
    assert a.icc(n_tasters=80) == pytest.approx(0.9136, abs=5e-5)


def test_yogurt_means_and_letters(yogurt):
    report = formula_means(scored(yogurt))
    assert report.f_value == pytest.approx(11.570, abs=5e-4)
    assert report.noise == pytest.approx(10.4131, abs=5e-4)
    assert report.taster == pytest.approx(4.8415, abs=5e-4)
    assert report.df == 632
    hsd = studentized_range.ppf(0.95, 9, 632) * np.sqrt(report.noise / 80)
    assert hsd == pytest.approx(1.5881, abs=5e-5)
    expected = [("H", 9.610, "a"), ("C", 9.236, "a"), ("E", 9.154, "ab"), ("I", 8.096, "abc"),
                ("D", 8.066, "abc"), ("F", 7.594, "bcd"), ("A", 7.534, "cd"), ("G", 6.451, "d"),
                ("B", 6.049, "d")]  # fmt: skip
    for row, (name, mean, letters) in zip(report.rows, expected, strict=True):
        assert (row.formula, row.letters) == (name, letters)
        assert row.mean == pytest.approx(mean, abs=1e-3)
    assert "highest mean: H; not distinguishable from it: C, E, I, D" in report.verdict()


def test_coffee_reference():
    data = rows("coffee_cotter", "cotter_dataset.csv")
    judges, brews = sorted({r["Judge"] for r in data}), sorted({r["Brew"] for r in data})
    table = np.full((118, 27), np.nan)
    for r in data:
        table[judges.index(r["Judge"]), brews.index(r["Brew"])] = float(r["Liking"])
    a = two_way(table)
    assert a.ms_formula == pytest.approx(8.061, abs=5e-4)
    assert a.ms_error == pytest.approx(2.4706, abs=5e-5)
    assert a.f_value == pytest.approx(3.263, abs=5e-4)
    assert a.p_value == pytest.approx(5e-8, rel=0.1)
    assert a.icc(n_tasters=118) == pytest.approx(0.6935, abs=5e-5)
    assert a.friedman == pytest.approx(83.541, abs=5e-4)


@pytest.mark.slow
def test_coffee_first_position():
    """Fixed formula, random taster: the first cup is over-scored."""
    data = rows("coffee_cotter", "cotter_dataset.csv")
    scores = [Scored(r["Brew"], r["Judge"], float(r["Liking"]), r["Position"] == "1") for r in data]
    report = formula_means(scores, with_position=True)
    assert report.first == pytest.approx(0.365, abs=2e-3)
    assert report.first_se == pytest.approx(0.092, abs=5e-4)


def test_incomplete_data_agree_with_statsmodels():
    import warnings

    import pandas as pd
    import statsmodels.formula.api as smf

    rng = np.random.default_rng(4)
    table = rng.normal(5, 1.2, (14, 5)) + rng.normal(0, 1.5, (14, 1)) + np.arange(5) * 0.4
    table[rng.random((14, 5)) < 0.3] = np.nan
    scores = scored(table)
    ours = formula_means(scores)
    frame = pd.DataFrame([(s.formula, s.taster, s.score) for s in scores], columns=["f", "t", "y"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels complains about its own optimiser
        theirs = smf.mixedlm("y ~ 0 + f", frame, groups=frame["t"]).fit(reml=True)
    np.testing.assert_allclose(ours.means, theirs.fe_params.to_numpy(), atol=1e-4)
    assert ours.noise == pytest.approx(theirs.scale, rel=1e-3)
    assert ours.taster == pytest.approx(float(theirs.cov_re.iloc[0, 0]), rel=1e-2)


def test_flat_panels_say_so_and_never_equal():
    rng = np.random.default_rng(1)
    report = formula_means(scored(rng.normal(5, 1.5, (10, 4))))
    assert not report.is_difference_detected
    assert report.verdict().startswith("no difference detected")
    assert "no proof that they are equal" in report.verdict()
    assert {row.letters for row in report.rows} == {"a"}


def test_too_small_panels_are_refused():
    with pytest.raises(InputError, match="at least 2 formulas and 2 tasters"):
        formula_means([Scored("A", "t", 5), Scored("B", "t", 6)])
    with pytest.raises(InputError, match="no error term"):
        formula_means([Scored("A", "t", 5), Scored("B", "u", 6)])
    with pytest.raises(InputError, match="cannot be told"):
        formula_means([Scored(f, t, 5, f == "A") for f in "AB" for t in "xyz"], with_position=True)
    with pytest.raises(InputError, match="no missing score"):
        two_way([[1, 2, np.nan], [1, 2, 3]])


@settings(max_examples=60)
@given(st.integers(1, 7), st.data())
def test_letters_say_exactly_what_differs(n, data):
    apart = np.zeros((n, n), dtype=bool)
    for i in range(n):
        for j in range(i + 1, n):
            apart[i, j] = apart[j, i] = data.draw(st.booleans())
    letters = letter_groups(apart)
    for i in range(n):
        assert letters[i]
        for j in range(n):
            if i != j:
                assert bool(set(letters[i]) & set(letters[j])) != apart[i, j]


def test_reliability_of_the_handbook_sets():
    assert tasters_needed(1.17**2, 3.23**2) == pytest.approx(30, abs=1)
    assert tasters_needed(0.0, 1.0) == np.inf
    n = tasters_needed(0.22**2, 1.57**2)
    assert reliability(0.22**2, 1.57**2, n_tasters=n) == pytest.approx(0.8)
    assert reliability(0.0, 1.0, n_tasters=5) == 0.0
    with pytest.raises(InputError, match="between 0 and 1"):
        tasters_needed(1, 1, wanted=1.0)


@pytest.mark.parametrize(
    ("n", "lsd"),
    [(6, 1.8), (8, 1.6), (10, 1.4), (12, 1.3), (20, 1.0), (30, 0.8), (60, 0.6), (100, 0.4)],
)
def test_least_significant_difference(n, lsd):
    assert least_significant_difference(1.6**2, n_tasters=n) == pytest.approx(lsd, abs=0.05)
