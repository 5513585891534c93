from __future__ import annotations

import numpy as np
import pytest

from formulator.errors import InputError, TableError
from formulator.molecules.descriptors import (
    DESCRIPTORS,
    autocorrelation_matrix,
    descriptor_matrix,
    surface_matrix,
)
from tests.formulator.molecules.molecule_strategies import FOOD_MOLECULES

VANILLIN = "COc1cc(C=O)ccc1O"


def test_known_values_of_vanillin() -> None:
    keys = ["mol_weight", "n_donors", "n_acceptors", "n_rings", "n_aromatic", "charge", "tpsa"]
    values = descriptor_matrix([VANILLIN], keys)[0]
    # Molecular weight 152.15 g/mol; TPSA 46.5 A2 is PubChem's computed value for CID 1183.
    assert values == pytest.approx([152.15, 1, 3, 1, 1, 0, 46.53], abs=0.01)


def test_shape_order_and_finiteness() -> None:
    matrix = descriptor_matrix(FOOD_MOLECULES)
    assert matrix.shape == (len(FOOD_MOLECULES), len(DESCRIPTORS))
    assert np.isfinite(matrix).all()
    assert np.array_equal(descriptor_matrix(FOOD_MOLECULES[::-1]), matrix[::-1])


def test_no_molecules_give_an_empty_table() -> None:
    assert descriptor_matrix([]).shape == (0, len(DESCRIPTORS))


def test_spelling_does_not_matter() -> None:
    assert np.allclose(descriptor_matrix(["OCC"]), descriptor_matrix(["CCO"]))


def test_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"unknown descriptors \['logp'\]; known: mol_weight"):
        descriptor_matrix(["C"], ["logp"])


def test_bad_rows_are_listed() -> None:
    with pytest.raises(TableError, match="row 2"):
        descriptor_matrix(["C", "C1"])


def test_every_descriptor_declares_itself() -> None:
    assert len({d.key for d in DESCRIPTORS}) == len(DESCRIPTORS)
    assert all(d.scale > 0 and d.unit and d.name for d in DESCRIPTORS)


def test_surface_ranges_add_up_to_the_whole_surface() -> None:
    """Each of the three splittings of vanillin's Labute surface leaves out implicit hydrogens."""
    parts = surface_matrix([VANILLIN])[0]
    sums = [parts[:14].sum(), parts[14:24].sum(), parts[24:].sum()]
    assert sums == pytest.approx([sums[0]] * 3)
    assert sums[0] == pytest.approx(descriptor_matrix([VANILLIN], ["surface"])[0, 0], rel=0.02)


@pytest.mark.parametrize("matrix", [surface_matrix, autocorrelation_matrix])
def test_predictor_blocks_are_finite_even_for_single_atoms(matrix) -> None:
    values = matrix(["O", "[Ca+2]", "[Na+].[Cl-]", VANILLIN])
    assert np.isfinite(values).all()
    assert matrix([]).shape == (0, values.shape[1])
    with pytest.raises(TableError, match="row 1"):
        matrix(["C1"])
