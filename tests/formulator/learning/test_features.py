"""Features and kernels."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formulator.learning.components import PRIOR
from formulator.learning.features import Kernel, distances, matern52, scaled_columns

C = PRIOR.for_scale(1, 9)
TABLES = arrays(float, st.tuples(st.integers(1, 8), st.integers(0, 5)), elements=st.floats(0, 1))


@given(TABLES)
@example(np.array([[0.0], [1.3e-160]]))
def test_mean_of_zz_is_one_or_nothing_varies(table):
    z = scaled_columns(table)
    size = (z * z).sum(axis=1).mean() if len(z) else 0
    assert np.isclose(size, 1) or z.shape[1] == 0


@given(TABLES)
def test_covariance_is_positive_semidefinite(table):
    k = Kernel.of(table, length=1.0).covariance(C)
    assert np.linalg.eigvalsh(k).min() > -1e-8


def test_constant_columns_drop_out():
    assert scaled_columns([[1, 5.0], [2, 5.0]]).shape == (2, 1)


def test_matern_at_known_points():
    np.testing.assert_allclose(matern52(np.array([0.0, 1.0])), [1.0, 0.52399411], atol=1e-8)


def test_distances_are_euclidean():
    np.testing.assert_allclose(distances(np.array([[0.0, 0], [3, 4]])), [[0, 5], [5, 0]])


def test_strangers_share_only_the_level():
    k = Kernel.of(np.eye(3), length=1.0).with_strangers(2)
    cov = k.covariance(C)
    assert k.n_formulas == 5
    np.testing.assert_allclose(cov[3, [0, 1, 2, 4]], C.level)
    assert cov[3, 3] == C.level + C.linear + C.smooth + C.own


def test_a_part_keeps_its_entries():
    k = Kernel.of(np.arange(8.0).reshape(4, 2), length=1.0)
    rows = np.array([2, 0])
    np.testing.assert_allclose(k.among(rows).covariance(C), k.covariance(C)[np.ix_(rows, rows)])
