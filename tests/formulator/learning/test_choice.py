"""Model choice on the study's own scores."""

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.learning import Rating
from formulator.learning.choice import MODELS, choose_model

FORMULAS = {
    f"f{i}": {"a": a, "b": b, "c": 1.0 - a - b}
    for i, (a, b) in enumerate([(0, 0), (1, 0), (0, 1), (0.5, 0), (0, 0.5), (0.5, 0.5), (0.3, 0.3)])
}


def scores(utility, n_tasters, noise, seed=0):
    rng = np.random.default_rng(seed)
    return [
        Rating(f, f"t{t}", float(np.clip(utility(f, x) + rng.normal(0, noise), 1, 9)))
        for t in range(n_tasters)
        for f, x in FORMULAS.items()
    ]


@pytest.mark.slow
def test_flat_scores_choose_the_flat_model_or_cannot_tell():
    found = choose_model(FORMULAS, scores(lambda f, x: 5.0, 20, 1.5))
    assert found.densities[0][0] == "flat"
    assert "cannot tell" in found.sentence or found.chosen.key == "flat"


def test_linear_mixtures_beat_models_without_composition():
    found = choose_model(FORMULAS, scores(lambda f, x: 3 + 4 * x["a"], 12, 1.0))
    order = [key for key, _ in found.densities]
    assert {order[0], order[1]} == {"linear", "mixture"}
    assert order[-1] == "flat"


def test_lawless_formulas_are_recognised():
    likes = dict(zip(FORMULAS, (2, 8, 7, 1, 8, 2, 8), strict=True))
    found = choose_model(FORMULAS, scores(lambda f, x: likes[f], 30, 0.8))
    assert found.densities[0][0] == "formulas"
    assert found.chosen.key == "formulas"
    assert "whatever it is made of" in found.sentence


@pytest.mark.slow
def test_same_seed_same_choice_and_all_models_are_listed():
    data = scores(lambda f, x: 3 + 4 * x["a"], 4, 1.5)
    assert choose_model(FORMULAS, data) == choose_model(FORMULAS, data)
    assert {k for k, _ in choose_model(FORMULAS, data).densities} == {m.key for m in MODELS}


def test_too_few_scores_are_refused():
    with pytest.raises(InputError, match="at least 10 scores"):
        choose_model(FORMULAS, scores(lambda f, x: 5.0, 1, 1.0))
