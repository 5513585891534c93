from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError, TableError
from formulator.molecules.kernel import exchange_covariance, similarity_kernel
from tests.formulator.molecules.molecule_strategies import FOOD_MOLECULES, lists_of_molecules


@given(smiles=lists_of_molecules, weight=st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_positive_semidefinite_with_unit_diagonal(smiles: list[str], weight: float) -> None:
    kernel = similarity_kernel(smiles, weight_of_descriptors=weight)
    assert np.array_equal(kernel, kernel.T)
    assert (np.diag(kernel) == 1).all()
    assert ((kernel >= 0) & (kernel <= 1 + 1e-12)).all()
    assert np.linalg.eigvalsh(kernel).min() > -1e-9


@given(order=st.permutations(range(len(FOOD_MOLECULES))))
@settings(deadline=None, max_examples=30)
def test_order_of_molecules_does_not_matter(order: list[int]) -> None:
    kernel = similarity_kernel(FOOD_MOLECULES)
    shuffled = similarity_kernel([FOOD_MOLECULES[i] for i in order])
    assert np.allclose(shuffled, kernel[np.ix_(order, order)])


@given(smiles=lists_of_molecules)
@settings(deadline=None, max_examples=30)
def test_a_pair_does_not_depend_on_the_company(smiles: list[str]) -> None:
    pair = similarity_kernel(["CCO", "CC=O"])[0, 1]
    assert similarity_kernel(["CCO", *smiles, "CC=O"])[0, -1] == pytest.approx(pair, abs=1e-12)


def test_spelling_does_not_matter() -> None:
    assert similarity_kernel(["OCC"], ["CCO"])[0, 0] == pytest.approx(1.0)


def test_rectangular_form_is_a_part_of_the_square_one() -> None:
    square = similarity_kernel(FOOD_MOLECULES)
    assert np.allclose(similarity_kernel(FOOD_MOLECULES[:3], FOOD_MOLECULES), square[:3])


def test_design_examples_hold() -> None:
    """Oleic for linoleic is a smaller change than for butyric; lysine for arginine than proline."""
    oleic, linoleic, butyric = (
        "CCCCCCCC/C=C\\CCCCCCCC(=O)O",
        "CCCCC/C=C\\C/C=C\\CCCCCCCC(=O)O",
        "CCCC(=O)O",
    )
    lysine, arginine, proline = (
        "NCCCC[C@H](N)C(=O)O",
        "N[C@@H](CCCNC(N)=N)C(=O)O",
        "OC(=O)[C@@H]1CCCN1",
    )
    fats = similarity_kernel([oleic], [linoleic, butyric])[0]
    acids = similarity_kernel([lysine], [arginine, proline])[0]
    assert fats[0] > fats[1]
    assert acids[0] > acids[1]


def test_empty_and_bad_input() -> None:
    assert similarity_kernel([]).shape == (0, 0)
    with pytest.raises(InputError, match="weight_of_descriptors must be 0 to 1"):
        similarity_kernel(["C"], weight_of_descriptors=1.5)
    with pytest.raises(TableError, match="row 2"):
        similarity_kernel(["C", "nonsense"])


@given(
    smiles=st.lists(st.sampled_from(["", *FOOD_MOLECULES]), min_size=1, max_size=10),
    data=st.data(),
)
@settings(deadline=None, max_examples=40)
def test_exchange_covariance_is_a_covariance(smiles: list[str], data: st.DataObject) -> None:
    variance = np.array(
        data.draw(st.lists(st.floats(0, 1e3), min_size=len(smiles), max_size=len(smiles)))
    )
    covariance = exchange_covariance(smiles, variance)
    size = max(1.0, variance.max())
    assert np.array_equal(covariance, covariance.T)
    assert np.allclose(covariance.sum(axis=0), 0.0, atol=1e-9 * size)
    assert np.linalg.eigvalsh(covariance).min() > -1e-9 * size


def test_axes_without_a_structure_trade_with_none() -> None:
    covariance = exchange_covariance(["CCO", "", "CCO"], np.array([4.0, 1.0, 9.0]))
    assert covariance[0].tolist() == pytest.approx([6.0, 0.0, -6.0])
    assert covariance[1].tolist() == [0.0, 0.0, 0.0]


def test_a_shift_between_like_molecules_is_cheaper() -> None:
    molecules = ["CCCCCCCC/C=C\\CCCCCCCC(=O)O", "CCCCC/C=C\\C/C=C\\CCCCCCCC(=O)O", "CCCC(=O)O"]
    like, unlike = np.array([1.0, -1.0, 0.0]), np.array([1.0, 0.0, -1.0])

    def prices(covariance: np.ndarray) -> tuple[float, float]:
        inverse = np.linalg.inv(covariance)
        return float(like @ inverse @ like), float(unlike @ inverse @ unlike)

    cheap, dear = prices(np.eye(3) + exchange_covariance(molecules, np.ones(3)))
    assert cheap < dear
    # The product form does the contrary, which is why it is not used.
    cheap, dear = prices(similarity_kernel(molecules))
    assert cheap > dear


def test_exchange_refusals() -> None:
    with pytest.raises(InputError, match="each of 2 axes needs one variance"):
        exchange_covariance(["O", "C"], np.ones(3))
    with pytest.raises(InputError, match="sharpness must be > 0"):
        exchange_covariance(["O"], np.ones(1), sharpness=0)
