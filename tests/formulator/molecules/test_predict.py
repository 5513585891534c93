from __future__ import annotations

import pickle

import numpy as np
import pytest

from formulator.errors import InputError, TableError
from formulator.molecules.descriptors import descriptor_matrix
from formulator.molecules.predict import StructureModel, fit_structure_model

ALCOHOLS = ["C" * n + "O" for n in range(2, 14)]
ACIDS = ["C" * n + "C(=O)O" for n in range(2, 14)]
ESTERS = ["C" * n + "C(=O)OCC" for n in range(2, 14)]
SERIES = ALCOHOLS + ACIDS + ESTERS
HEXANOL, HEXANOL_REVERSED = "CCCCCCO", "OCCCCCC"
CAFFEINE = "Cn1cnc2c1c(=O)n(C)c(=O)n2C"


def log_p(smiles: list[str]) -> np.ndarray:
    return descriptor_matrix(smiles, ["log_p"])[:, 0]


@pytest.fixture(scope="module")
def model() -> StructureModel:
    train = [s for s in SERIES if s != HEXANOL]
    return fit_structure_model(train, log_p(train))


def test_learns_a_smooth_property_of_a_left_out_molecule(model: StructureModel) -> None:
    (answer,) = model.predict([HEXANOL])
    assert answer.is_known
    assert not answer.is_measured
    assert answer.value == pytest.approx(log_p([HEXANOL])[0], abs=0.5)
    assert answer.low is not None and answer.high is not None
    assert answer.low < answer.value < answer.high


def test_says_unknown_far_from_every_measured_molecule(model: StructureModel) -> None:
    (answer,) = model.predict([CAFFEINE])
    assert (answer.value, answer.low, answer.high) == (None, None, None)
    assert not answer.is_known
    assert answer.similarity < 0.5
    assert answer.nearest in SERIES
    forced = model.predict([CAFFEINE], min_similarity=0.0)[0]
    assert forced.is_known


def test_doubt_grows_with_distance(model: StructureModel) -> None:
    near, far = model.predict([HEXANOL, CAFFEINE], min_similarity=0.0)
    assert far.high is not None and far.low is not None
    assert near.high is not None and near.low is not None
    assert far.high - far.low > near.high - near.low


def test_a_measured_molecule_is_answered_as_measured(model: StructureModel) -> None:
    (answer,) = model.predict(["OCCCCC"])
    assert answer.is_measured
    assert answer.value == pytest.approx(log_p(["CCCCCO"])[0])


def test_order_and_spelling_do_not_matter(model: StructureModel) -> None:
    first, second = model.predict([HEXANOL, CAFFEINE]), model.predict([CAFFEINE, HEXANOL_REVERSED])
    assert first[0].value == pytest.approx(second[1].value)
    assert model.predict([]) == ()


def test_same_seed_same_model(model: StructureModel) -> None:
    again = fit_structure_model(model.smiles, model.values)
    assert again.predict([HEXANOL]) == model.predict([HEXANOL])


def test_model_can_be_sent_to_another_process(model: StructureModel) -> None:
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301  # our own object, made a line above
    assert copy.predict([HEXANOL]) == model.predict([HEXANOL])


def test_refusals(model: StructureModel) -> None:
    with pytest.raises(InputError, match="at least 20 molecules, got 2 molecules and 2 values"):
        fit_structure_model(["C", "CC"], [1, 2])
    with pytest.raises(InputError, match="must not all be equal"):
        fit_structure_model(SERIES, np.ones(len(SERIES)))
    with pytest.raises(TableError, match="row 2"):
        model.predict(["C", "C1"])
