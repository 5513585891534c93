from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from rdkit import Chem, DataStructs
from rdkit.Chem import rdFingerprintGenerator

from formulator.errors import InputError, TableError
from formulator.molecules.fingerprints import morgan_bits, morgan_counts, tanimoto
from tests.formulator.molecules.molecule_strategies import FOOD_MOLECULES

counts = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 6), st.just(9)), elements=st.integers(0, 4)
)


def test_bit_tanimoto_equals_that_of_rdkit() -> None:
    generator = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=2048)
    theirs = [generator.GetFingerprint(Chem.MolFromSmiles(s)) for s in FOOD_MOLECULES]
    expected = [DataStructs.BulkTanimotoSimilarity(f, theirs) for f in theirs]
    assert np.allclose(tanimoto(morgan_bits(FOOD_MOLECULES)), expected)


def test_count_tanimoto_by_hand() -> None:
    a = np.array([[2.0, 0.0, 1.0]])
    b = np.array([[1.0, 3.0, 1.0]])
    assert tanimoto(a, b)[0, 0] == pytest.approx((1 + 0 + 1) / (2 + 3 + 1))


def test_counts_tell_chain_lengths_apart_where_bits_do_not() -> None:
    acids = ["CCCCCCCCCCCC(=O)O", "CCCCCCCCCCCCCCCC(=O)O"]
    assert tanimoto(morgan_bits(acids))[0, 1] == 1.0
    assert tanimoto(morgan_counts(acids))[0, 1] < 0.9


def test_stereo_is_seen_only_when_asked() -> None:
    oleic, elaidic = "CCCCCCCC/C=C\\CCCCCCCC(=O)O", "CCCCCCCC/C=C/CCCCCCCC(=O)O"
    assert tanimoto(morgan_counts([oleic, elaidic]))[0, 1] == 1.0
    assert tanimoto(morgan_counts([oleic, elaidic], stereo=True))[0, 1] < 1.0


@given(a=counts, b=counts)
@settings(deadline=None)
def test_bounds_symmetry_and_identity(a: np.ndarray, b: np.ndarray) -> None:
    ab = tanimoto(a, b)
    assert ((ab >= 0) & (ab <= 1)).all()
    assert np.allclose(ab, tanimoto(b, a).T)
    assert np.allclose(np.diag(tanimoto(a)), 1.0)
    expected = [
        [np.minimum(x, y).sum() / m if (m := np.maximum(x, y).sum()) else 1.0 for y in b] for x in a
    ]
    assert np.allclose(ab, expected)


@given(a=counts, b=counts, scale=st.floats(0.1, 10))
@settings(deadline=None)
def test_fractions_follow_the_same_rule_as_counts(
    a: np.ndarray, b: np.ndarray, scale: float
) -> None:
    assert np.allclose(tanimoto(a * scale, b * scale), tanimoto(a, b))


@given(a=counts)
@settings(deadline=None)
def test_min_max_kernel_is_positive_semidefinite(a: np.ndarray) -> None:
    assert np.linalg.eigvalsh(tanimoto(a)).min() > -1e-9


def test_refusals() -> None:
    with pytest.raises(InputError, match="one width, got 2 and 3"):
        tanimoto(np.ones((1, 2)), np.ones((1, 3)))
    with pytest.raises(InputError, match="must not be negative"):
        tanimoto(-np.ones((1, 2)))
    with pytest.raises(InputError, match="radius must be >= 0"):
        morgan_counts(["C"], radius=-1)
    with pytest.raises(TableError, match="row 1"):
        morgan_bits(["C1"])


def test_empty_list() -> None:
    assert morgan_counts([]).shape == (0, 2048)
