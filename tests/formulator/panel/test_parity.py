"""Non-inferiority, equivalence, Holm, power."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from formulator.errors import InputError
from formulator.panel.parity import holm, parity, parity_power, parity_tasters
from tests.formulator.panel.reference import yogurt_table


def test_yogurt_against_e():
    table = yogurt_table()
    claims = {n: table[:, i] for i, n in enumerate("ABCDEFGHI") if n != "E"}
    found = {p.claim: p for p in parity(claims, table[:, 4], margin=1.0)}
    c, h = found["C"], found["H"]
    assert (c.difference, c.se) == pytest.approx((0.0819, 0.4608), abs=5e-5)
    assert (c.p_noninferior, c.p_equivalent) == pytest.approx((0.0107, 0.0249), abs=5e-5)
    assert c.holm_noninferior == pytest.approx(0.0748, abs=5e-5)
    assert not c.is_at_least_as_good
    assert "no claim" in c.verdict()
    assert (h.difference, h.se) == pytest.approx((0.4562, 0.4967), abs=5e-5)
    assert (h.p_noninferior, h.p_equivalent) == pytest.approx((0.0022, 0.1385), abs=5e-5)
    assert h.holm_noninferior == pytest.approx(0.0176, abs=5e-5)
    assert h.is_at_least_as_good and not h.is_equally_liked
    assert "at least as good" in h.verdict()


@pytest.mark.slow
@settings(deadline=None, max_examples=20)  # the peer collects garbage at every call
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_agrees_with_statsmodels(p_values):
    np.testing.assert_allclose(
        holm(p_values), multipletests(p_values, method="holm")[1], atol=1e-12
    )


@pytest.mark.parametrize(
    ("margin", "claims", "n"), [(0.5, 1, 127), (0.5, 5, 206), (1.0, 1, 32), (1.0, 5, 52)]
)
def test_tasters_needed(margin, claims, n):
    assert parity_tasters(margin, sd=1.6, n_claims=claims) == n


@pytest.mark.parametrize(
    ("margin", "n", "power"), [(0.5, 10, 0.16), (1.0, 10, 0.36), (0.5, 20, 0.25), (1.0, 20, 0.60)]
)
def test_power_of_small_panels(margin, n, power):
    """The handbook's figures use the t distribution; the normal one is at most .05 higher."""
    assert power - 0.01 <= parity_power(margin, sd=1.6, n_tasters=n) <= power + 0.05


def test_equal_products_pass_as_often_as_the_power_says():
    rng = np.random.default_rng(0)
    passed = 0
    for _ in range(400):
        scores = rng.normal(5, 1.6, (2, 40))
        passed += parity({"x": scores[0]}, scores[1], margin=1.0)[0].is_at_least_as_good
    assert passed / 400 == pytest.approx(parity_power(1.0, sd=1.6, n_tasters=40), abs=0.06)


def test_worse_products_seldom_pass():
    rng = np.random.default_rng(1)
    passed = sum(
        parity({"x": rng.normal(4, 1.6, 40)}, rng.normal(5, 1.6, 40), margin=1.0)[
            0
        ].is_at_least_as_good
        for _ in range(400)
    )
    assert passed / 400 < 0.08


def test_missing_partners_are_left_out():
    found = parity({"x": [5, 6, np.nan, 7]}, [5, np.nan, 4, 6], margin=0.5)[0]
    assert found.n == 2


@pytest.mark.parametrize(
    ("scores", "margin", "message"),
    [([5, 6], 0.0, "margin must be > 0"), ([np.nan, 6], 1.0, "at least two tasters")],
)
def test_impossible_claims_are_refused(scores, margin, message):
    with pytest.raises(InputError, match=message):
        parity({"x": scores}, [4, 4], margin=margin)
