"""Triangle and A-not-A against the printed tables."""

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.panel.discrimination import (
    a_not_a,
    triangle,
    triangle_critical,
    triangle_dprime,
    triangle_power,
    triangle_share,
)
from tests.formulator.panel.reference import rows

N = (6, 8, 10, 12, 15, 18, 20, 24, 30, 36, 42, 48, 60, 72, 84, 96, 100)
CRITICAL = {  # ISO 4120
    0.05: (5, 6, 7, 8, 9, 10, 11, 13, 15, 18, 20, 22, 27, 32, 36, 41, 42),
    0.01: (6, 7, 8, 9, 10, 12, 13, 15, 17, 20, 22, 25, 30, 34, 39, 44, 46),
    0.001: (7, 8, 9, 10, 12, 13, 14, 16, 19, 22, 25, 27, 33, 38, 43, 48, 49),
}


@pytest.mark.parametrize("alpha", CRITICAL)
def test_critical_numbers(alpha):
    assert tuple(triangle_critical(n, alpha=alpha) for n in N) == CRITICAL[alpha]


@pytest.mark.parametrize(
    ("dprime", "share"),
    [(0, 0.3333), (0.5, 0.3558), (1, 0.4180), (1.5, 0.5065), (2, 0.6048), (2.5, 0.6993),
     (3, 0.7814), (4, 0.8977)],
)  # fmt: skip
def test_share_of_right_answers(dprime, share):
    assert triangle_share(dprime) == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize(
    ("share", "dprime"),
    [(0.4, 0.8791), (0.5, 1.4663), (0.6, 1.9756), (0.7, 2.5037), (0.8, 3.1286), (0.9, 4.0276)],
)
def test_dprime(share, dprime):
    assert triangle_dprime(share) == pytest.approx(dprime, abs=5e-5)


def test_share_agrees_with_simulation():
    rng = np.random.default_rng(0)
    a, b = rng.normal(0, 1, (2, 200_000))
    odd = rng.normal(1.5, 1, 200_000)
    like = np.abs(a - b)
    right = ((like < np.abs(a - odd)) & (like < np.abs(b - odd))).mean()
    assert right == pytest.approx(triangle_share(1.5), abs=0.004)


def test_whole_results():
    half = triangle(15, n=30)
    assert half.p_value == pytest.approx(0.0435, abs=5e-5)
    assert half.distinguishers == pytest.approx(0.25)
    assert half.dprime == pytest.approx(1.466, abs=5e-4)
    assert half.dprime_se == pytest.approx(0.479, abs=5e-4)
    most = triangle(20, n=30)
    assert most.p_value == pytest.approx(0.00019, abs=5e-6)
    assert most.dprime == pytest.approx(2.321, abs=5e-4)
    assert most.dprime_se == pytest.approx(0.460, abs=5e-4)
    assert "differ" in most.verdict()


@pytest.mark.parametrize(
    ("dprime", "n", "power"), [(1, 24, 0.15), (1, 60, 0.35), (1.5, 24, 0.44), (1.5, 60, 0.84),
                               (2, 24, 0.80), (2, 60, 0.99)],
)  # fmt: skip
def test_power(dprime, n, power):
    assert triangle_power(dprime, n=n) == pytest.approx(power, abs=0.006)


def test_guessing_and_certainty_have_no_standard_error():
    assert triangle(4, n=12).dprime == 0.0
    assert triangle(4, n=12).dprime_se is None
    assert "no proof of sameness" in triangle(4, n=12).verdict()
    assert triangle(12, n=12).dprime_se is None
    with pytest.raises(InputError, match="0 to 5"):
        triangle(6, n=5)


def test_a_not_a_of_the_soup_study():
    found = a_not_a(863, 1108, false_alarms=381, n_reference=739)
    assert found == pytest.approx((0.7294, 0.0624), abs=5e-5)
    with pytest.raises(InputError, match="between 0 and 1"):
        a_not_a(10, 10, false_alarms=1, n_reference=10)


@pytest.mark.slow
def test_a_not_a_counts_come_from_the_data():
    data = rows("soup", "anota_sureness.csv")
    sure = [(r["PROD"], int(r["SURENESS"]) > 3) for r in data]
    hits = sum(s for p, s in sure if p == "Test")
    alarms = sum(s for p, s in sure if p == "Ref")
    assert (hits, alarms) == (863, 381)


@pytest.mark.slow
def test_ordered_probit_on_all_sureness_levels():
    """All six levels carry more: d' .6685 (se .0531), log likelihood -2695.03 (handbook)."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    data = rows("soup", "anota_sureness.csv")
    y = np.array([int(r["SURENESS"]) for r in data])
    x = np.array([[float(r["PROD"] == "Test")] for r in data])
    fit = OrderedModel(y, x, distr="probit").fit(method="bfgs", disp=False)
    assert fit.params[0] == pytest.approx(0.6685, abs=1e-3)
    assert fit.bse[0] == pytest.approx(0.0531, abs=1e-3)
    assert fit.llf == pytest.approx(-2695.03, abs=0.01)
