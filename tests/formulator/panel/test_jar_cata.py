"""JAR penalties and CATA terms, against the coffee study."""

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.panel.cata import cochran_q, liking_lift, sign_test
from formulator.panel.jar import net_penalties, penalties
from tests.formulator.panel.reference import rows

COLUMNS = {"flavour": "Flavor.intensity", "acidity": "Acidity", "mouthfeel": "Mouthfeel"}


@pytest.fixture(scope="module")
def coffee():
    return rows("coffee_cotter", "cotter_dataset.csv")


@pytest.fixture(scope="module")
def liking(coffee):
    return np.array([float(r["Liking"]) for r in coffee])


@pytest.fixture(scope="module")
def jar(coffee):
    return {k: np.array([float(r[c]) - 3 for r in coffee]) for k, c in COLUMNS.items()}


REFERENCE = {
    ("flavour", "too little"): (0.3117, 1.2122, -0.901, 0.061),
    ("flavour", "too much"): (0.1623, 1.8554, -1.439, 0.073),
    ("acidity", "too little"): (0.1701, 1.4760, -1.108, 0.071),
    ("acidity", "too much"): (0.2944, 1.3935, -1.068, 0.057),
    ("mouthfeel", "too little"): (0.2718, 0.8071, -0.587, 0.061),
    ("mouthfeel", "too much"): (0.1070, 0.9333, -0.615, 0.083),
}


def test_drops(liking, jar):
    found = {(p.attribute, p.side): p for p in penalties(liking, jar)}
    assert set(found) == set(REFERENCE)
    for key, (share, drop, _, _) in REFERENCE.items():
        assert found[key].share == pytest.approx(share, abs=5e-5)
        assert found[key].drop == pytest.approx(drop, abs=5e-5)
        assert found[key].total == pytest.approx(share * drop, abs=1e-3)
    assert found["flavour", "too little"].t_value == pytest.approx(19.48, abs=0.005)
    assert found["flavour", "too little"].is_listed
    assert not found["flavour", "too much"].is_listed


@pytest.mark.slow
def test_net_penalties(coffee, liking, jar):
    found = net_penalties(
        liking, jar, formula=[r["Brew"] for r in coffee], taster=[r["Judge"] for r in coffee]
    )
    for key, (_, _, net, se) in REFERENCE.items():
        assert found[key] == pytest.approx((net, se), abs=6e-4)


CATA = {
    "Sour": (218.24, 3e-32, -0.770),
    "Bitter": (154.19, 4e-20, -0.581),
    "Citrus": (83.55, 6e-8, 0.395),
    "Fruit": (34.83, 0.115, 0.810),
    "Sweet": (67.04, 2e-5, 1.367),
    "Rubber": (55.32, 7e-4, -1.358),
}


@pytest.mark.parametrize("term", CATA)
def test_cochran_and_lift(coffee, liking, term):
    judges, brews = sorted({r["Judge"] for r in coffee}), sorted({r["Brew"] for r in coffee})
    table = np.zeros((len(judges), len(brews)))
    for r in coffee:
        table[judges.index(r["Judge"]), brews.index(r["Brew"])] = float(r[term])
    test = cochran_q(table)
    q, p, lift = CATA[term]
    assert test.q == pytest.approx(q, abs=0.005)
    assert test.df == 26
    assert test.p_value == pytest.approx(p, rel=0.15)
    ticked = np.array([float(r[term]) for r in coffee])
    assert liking_lift(liking, ticked) == pytest.approx(lift, abs=5e-4)


def test_nobody_tells_anything_apart():
    assert cochran_q(np.ones((5, 3))).p_value == 1.0
    assert sign_test([1, 0, 1], [1, 0, 1]) == 1.0
    assert np.isnan(liking_lift([1, 2], [1, 1]))


def test_sign_test_counts_only_those_who_differ():
    from scipy.stats import binomtest

    one, other = [1] * 8 + [0] * 2 + [1] * 20, [0] * 8 + [1] * 2 + [1] * 20
    assert sign_test(one, other) == pytest.approx(binomtest(8, 10).pvalue)


def test_unanswered_items_are_left_out():
    found = penalties([5, 6, 7, 8, np.nan], {"sweetness": [-1, 0, 0, np.nan, 1]})
    assert len(found) == 1
    assert found[0].share == pytest.approx(1 / 3)
    assert found[0].drop == pytest.approx(1.5)
    assert np.isnan(found[0].t_value)


def test_wrong_steps_are_refused():
    with pytest.raises(InputError, match=r"sweetness needs one step -2\.\.2"):
        penalties([5, 6], {"sweetness": [3, 0]})
    with pytest.raises(InputError, match="2 formulas or more"):
        cochran_q([[1], [0]])
    with pytest.raises(InputError, match="too few cups"):
        net_penalties([5, 6], {"a": [0, 1]}, formula=["x", "y"], taster=["t", "u"])
