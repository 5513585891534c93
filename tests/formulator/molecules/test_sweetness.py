from __future__ import annotations

import time

import pytest

from formulator.errors import TableError
from formulator.molecules.sweetness import relative_sweetness, sweetness_model, sweetness_table

UNLIKE = {
    "caffeine": "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
    "oleic acid": "CCCCCCCC/C=C\\CCCCCCCC(=O)O",
    "hexanal": "CCCCCC=O",
    "salt": "[Na+].[Cl-]",
    "quinine": "COc1ccc2nccc(C(O)C3CC4CCN3CC4C=C)c2c1",
}


def test_every_structure_of_the_table_is_readable_and_fits_in_time() -> None:
    started = time.process_time()
    model = sweetness_model()
    assert time.process_time() - started < 10  # 1 s on a quiet machine
    assert len(model.smiles) == 316


@pytest.mark.parametrize("smiles", UNLIKE.values(), ids=UNLIKE)
def test_unknown_off_the_domain(smiles: str) -> None:
    (answer,) = relative_sweetness([smiles])
    assert answer.value is None


def test_a_measured_molecule_gives_its_measurement() -> None:
    smiles, values = sweetness_table()
    answers = relative_sweetness(smiles)
    assert all(a.is_measured for a in answers)
    assert [a.value for a in answers] == pytest.approx(list(values))


def test_sugar_with_open_anomer_is_near_measured_sugars() -> None:
    (glucose,) = relative_sweetness(["OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O"])
    assert glucose.low is not None and glucose.high is not None
    assert -1.2 < glucose.low < glucose.high < 0.5


def test_bad_smiles_are_listed() -> None:
    with pytest.raises(TableError, match="row 2"):
        relative_sweetness(["OCC(O)CO", "C1"])
