from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError, TableError
from formulator.molecules.mixtures import (
    covered,
    mixture_similarity,
    odorant_similarity,
    pooled,
)
from tests.formulator.molecules.molecule_strategies import FOOD_MOLECULES, lists_of_molecules

HEXANAL, HEPTANAL, DIACETYL, DMTS = "CCCCCC=O", "CCCCCCC=O", "CC(=O)C(C)=O", "CSSSC"
poolings = st.sampled_from(["worse", "mean"])
activity = st.floats(0.01, 100)
weighted = st.lists(
    st.tuples(st.sampled_from(FOOD_MOLECULES), activity),
    min_size=1,
    max_size=8,
    unique_by=lambda x: x[0],
)


@given(a=lists_of_molecules, b=lists_of_molecules, pooling=poolings)
@settings(deadline=None, max_examples=60)
def test_bounded_symmetric_and_one_for_itself(a: list[str], b: list[str], pooling: str) -> None:
    value = mixture_similarity(a, b, pooling=pooling)  # type: ignore[arg-type]  # drawn text
    assert 0 <= value <= 1
    assert value == pytest.approx(mixture_similarity(b, a, pooling=pooling))  # type: ignore[arg-type]  # drawn text
    assert mixture_similarity(a, a) == pytest.approx(1.0)


@given(a=weighted, b=weighted, data=st.data())
@settings(deadline=None, max_examples=60)
def test_order_of_odorants_does_not_matter(a: list, b: list, data: st.DataObject) -> None:
    def value(one: list, other: list) -> float:
        return mixture_similarity(
            [s for s, _ in one],
            [s for s, _ in other],
            activity_a=[w for _, w in one],
            activity_b=[w for _, w in other],
        )

    shuffled = data.draw(st.permutations(a))
    assert value(shuffled, b) == pytest.approx(value(a, b))
    assert value(a, a) == pytest.approx(1.0)


@given(a=weighted, b=weighted, factor=st.floats(0.1, 10))
@settings(deadline=None, max_examples=40)
def test_a_common_factor_and_silent_odorants_change_nothing(
    a: list, b: list, factor: float
) -> None:
    smiles_a, weights_a = [s for s, _ in a], [w for _, w in a]
    smiles_b, weights_b = [s for s, _ in b], [w for _, w in b]
    plain = mixture_similarity(smiles_a, smiles_b, activity_a=weights_a, activity_b=weights_b)
    scaled = mixture_similarity(
        smiles_a,
        smiles_b,
        activity_a=[w * factor for w in weights_a],
        activity_b=[w * factor for w in weights_b],
    )
    silent = mixture_similarity(
        [*smiles_a, DMTS], smiles_b, activity_a=[*weights_a, 0.0], activity_b=weights_b
    )
    assert scaled == pytest.approx(plain)
    assert silent == pytest.approx(plain)


def test_coverage_by_hand() -> None:
    """Two wanted odorants, two at hand: the second reaches a third of what is needed."""
    similarity = np.array([[0.5, 1.0], [0.2, 0.0]])
    result = covered(similarity, np.array([3.0, 1.0]), np.array([3.0, 1.0]))
    assert result == pytest.approx([0.5, 0.2])
    assert covered(np.zeros((2, 0)), np.ones(2), np.zeros(0)).tolist() == [0, 0]


def test_poolings_by_hand() -> None:
    similarity = np.array([[1.0, 0.0, 0.0]])
    ones = np.ones(1), np.ones(3)
    assert pooled(similarity, *ones, pooling="mean") == pytest.approx((1 + 1 / 3) / 2)
    assert pooled(similarity, *ones, pooling="worse") == pytest.approx(1 / 3)


def test_like_odorants_come_closer_than_unlike_ones() -> None:
    near = mixture_similarity([HEXANAL, DIACETYL], [HEPTANAL, DIACETYL])
    far = mixture_similarity([HEXANAL, DIACETYL], [DMTS, DIACETYL])
    assert near > far


def test_too_little_of_an_odorant_covers_little() -> None:
    full = mixture_similarity([HEXANAL], [HEXANAL], activity_a=[3], activity_b=[3])
    weak = mixture_similarity([HEXANAL], [HEXANAL], activity_a=[3], activity_b=[0.3])
    assert (full, weak) == (pytest.approx(1.0), pytest.approx(0.1))


def test_sharpness_is_a_power() -> None:
    plain = odorant_similarity([HEXANAL], [HEPTANAL], sharpness=1)[0, 0]
    assert odorant_similarity([HEXANAL], [HEPTANAL], sharpness=2)[0, 0] == pytest.approx(plain**2)
    assert odorant_similarity([], [HEXANAL]).shape == (0, 1)


def test_refusals() -> None:
    with pytest.raises(InputError, match="no active odorant"):
        mixture_similarity([], [HEXANAL])
    with pytest.raises(InputError, match="no active odorant"):
        mixture_similarity([HEXANAL], [HEXANAL], activity_b=[0])
    with pytest.raises(InputError, match="has 1 odorants but 2 activities"):
        mixture_similarity([HEXANAL], [HEXANAL], activity_a=[1, 2])
    with pytest.raises(InputError, match="finite and >= 0"):
        mixture_similarity([HEXANAL], [HEXANAL], activity_a=[-1])
    with pytest.raises(InputError, match="sharpness must be > 0"):
        odorant_similarity([HEXANAL], [HEXANAL], sharpness=0)
    with pytest.raises(TableError, match="row 2"):
        mixture_similarity([HEXANAL, "C1"], [HEXANAL])
