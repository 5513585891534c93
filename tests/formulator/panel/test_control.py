"""Difference from the blind control."""

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.panel import Judgement
from formulator.panel.control import difference_from_control


def rated(means, n_tasters=20, seed=0):
    rng = np.random.default_rng(seed)
    return [
        Judgement(
            f"t{t}", name, difference=float(np.clip(mean + level + rng.normal(0, 0.8), 0, 10))
        )
        for t, level in enumerate(rng.normal(0, 1.0, n_tasters))
        for name, mean in means.items()
    ]


def test_formulas_are_compared_with_the_blind_control_not_with_zero():
    found = {c.formula: c for c in difference_from_control(
        rated({"milk": 3.0, "near": 3.1, "far": 6.0}), "milk"
    )}  # fmt: skip
    assert found["far"].difference == pytest.approx(3.0, abs=0.5)
    assert found["far"].holm < 0.001
    assert found["near"].holm > 0.05
    assert found["far"].holm >= found["far"].p_value


def test_taster_levels_cancel():
    """Paired within tasters, the contrast is the mean of the tasters' own differences."""
    cups = rated({"milk": 3.0, "x": 4.0}, n_tasters=8, seed=2)
    own = [b.difference - a.difference for a, b in zip(cups[::2], cups[1::2], strict=True)]
    contrast = difference_from_control(cups, "milk")[0]
    assert contrast.difference == pytest.approx(np.mean(own), abs=1e-6)
    assert contrast.se == pytest.approx(np.std(own, ddof=1) / np.sqrt(8), rel=1e-3)


def test_the_blind_control_must_have_been_rated():
    with pytest.raises(InputError, match="was not scored"):
        difference_from_control(rated({"a": 2.0, "b": 3.0}), "milk")
