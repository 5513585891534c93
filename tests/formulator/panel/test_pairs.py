"""Bradley-Terry worths."""

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.panel.pairs import bradley_terry, pairs_from_scores, wins_of
from tests.formulator.panel.reference import yogurt_table


def test_yogurt_reference():
    table = yogurt_table()
    wins, n_ties = pairs_from_scores(table)
    assert (n_ties, wins.sum()) == (92, 2788)
    expected = [-0.1439, -0.8930, 0.5976, -0.0227, 0.4380, -0.1441, -0.6013, 0.7303, 0.0390]
    np.testing.assert_allclose(bradley_terry(wins), expected, atol=5e-5)


def test_two_formulas_give_the_log_odds():
    u = bradley_terry([[0, 30], [10, 0]])
    assert u[0] - u[1] == pytest.approx(np.log(3))


def test_estimates_recover_the_truth():
    rng = np.random.default_rng(0)
    truth = np.array([1.0, 0.2, -0.4, -0.8])
    p = 1 / (1 + np.exp(truth[None] - truth[:, None]))
    upper = np.triu(rng.binomial(4000, p), 1)
    wins = upper + np.tril((4000 - upper).T, -1)
    np.testing.assert_allclose(bradley_terry(wins), truth, atol=0.06)


def test_disconnected_pairs_need_a_prior():
    wins = wins_of([("a", "b"), ("a", "b"), ("b", "c")], ["a", "b", "c"])
    with pytest.raises(InputError, match="prior > 0"):
        bradley_terry(wins)
    u = bradley_terry(wins, prior=0.1)
    assert u[0] > u[1] > u[2]
    assert u.sum() == pytest.approx(0)


def test_missing_scores_make_no_pair():
    wins, n_ties = pairs_from_scores([[1.0, np.nan, 2.0]])
    assert wins.sum() == 1
    assert n_ties == 0
