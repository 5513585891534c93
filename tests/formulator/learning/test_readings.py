"""Readings of the bench foretold from other formulas: honest intervals, nothing from too few."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formulator.errors import InputError
from formulator.learning.readings import LEAST_FORMULAS, SCATTERS, forecast, n_measured

FORMULAS = {
    str(n): {"water": 94.0 - n, "pea": 2.0 + n, "oil": 3.0 + 0.2 * (n % 3)} for n in range(9)
}
PH = SCATTERS["pH"]


def test_nothing_is_foretold_from_too_few_formulas() -> None:
    three = [(str(n), 6.8) for n in range(LEAST_FORMULAS - 1)]
    assert forecast(FORMULAS, three * 5, "8", scatter=PH) is None
    four = [*three, ("3", 6.9)]
    found = forecast(FORMULAS, four, "8", scatter=PH)
    assert found is not None
    assert found.n_formulas == LEAST_FORMULAS


def test_a_formulas_own_reading_does_not_foretell_itself() -> None:
    others = [(str(n), 6.8 + 0.05 * n) for n in range(5)]
    without = forecast(FORMULAS, others, "8", scatter=PH)
    assert forecast(FORMULAS, [*others, ("8", 3.0)], "8", scatter=PH) == without
    twin = {**FORMULAS, "twin": {k: 2 * v for k, v in FORMULAS["8"].items()}}
    found = forecast(twin, [*others, ("twin", 3.0)], "8", scatter=PH)
    assert found is not None
    assert without is not None
    assert found.value == pytest.approx(without.value)
    assert n_measured(twin, [*others, ("twin", 3.0)], "8") == 5


def test_more_readings_near_by_narrow_the_interval() -> None:
    few = forecast(FORMULAS, [(str(n), 6.5 + 0.1 * n) for n in range(4)], "5", scatter=PH)
    many = forecast(
        FORMULAS, [(str(n), 6.5 + 0.1 * n) for n in (0, 1, 2, 3, 4, 6, 7)], "5", scatter=PH
    )
    assert few is not None
    assert many is not None
    assert many.high90 - many.low90 < few.high90 - few.low90
    assert many.value == pytest.approx(7.0, abs=0.1)


def test_viscosity_is_learned_on_its_logarithm() -> None:
    readings = [(str(n), 2.0 * 1.5**n) for n in (0, 1, 2, 3, 4, 6)]
    found = forecast(FORMULAS, readings, "5", scatter=SCATTERS["viscosity"])
    assert found is not None
    assert found.low90 > 0
    assert found.value == pytest.approx(2.0 * 1.5**5, rel=0.3)
    assert found.value == pytest.approx(math.sqrt(found.low90 * found.high90))


@pytest.mark.slow
def test_nine_in_ten_new_readings_fall_into_the_interval() -> None:
    rng = np.random.default_rng(5)
    hits, n_told = 0, 0
    for _ in range(60):
        dry = 10 * rng.dirichlet(np.full(6, 0.7), size=10)
        true = dry @ rng.normal(size=6)
        true = 6.8 + (true - true.mean()) / true.std() * rng.choice([0.1, 0.3, 0.6])
        formulas = {
            str(i): {"water": 90.0, **{f"part {j}": float(v) for j, v in enumerate(row)}}
            for i, row in enumerate(dry)
        }
        readings = [(str(i), float(true[i] + rng.normal(0, 0.05))) for i in range(6)]
        for i in (8, 9):
            found = forecast(formulas, readings, str(i), scatter=PH)
            assert found is not None
            hits += found.low90 <= true[i] + rng.normal(0, 0.05) <= found.high90
            n_told += 1
    assert 0.83 <= hits / n_told <= 0.99


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="no composition is given of 99"):
        forecast(FORMULAS, [("99", 7.0)], "1", scatter=PH)
    with pytest.raises(InputError, match="must be a finite number > 0"):
        forecast(FORMULAS, [("1", 0.0)], "2", scatter=SCATTERS["viscosity"])
    with pytest.raises(InputError, match="must hold something"):
        forecast({**FORMULAS, "0": {"water": 0.0}}, [], "1", scatter=PH)
