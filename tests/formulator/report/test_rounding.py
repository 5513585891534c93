"""Both sides of every boundary of the rounding rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.report import rounding
from formulator.report.rounding import Rounded

Rounder = Callable[[float], Rounded]


@pytest.mark.parametrize(
    ("rounder", "value", "text"),
    [
        (rounding.us_energy, 4.99, "0"),
        (rounding.us_energy, 5.0, "5"),
        (rounding.us_energy, 7.49, "5"),
        (rounding.us_energy, 7.5, "10"),
        (rounding.us_energy, 47.4, "45"),
        (rounding.us_energy, 50.0, "50"),
        (rounding.us_energy, 50.1, "50"),
        (rounding.us_energy, 54.9, "50"),
        (rounding.us_energy, 55.0, "60"),
        (rounding.us_energy, 123.9, "120"),
        (rounding.us_fat, 0.49, "0"),
        (rounding.us_fat, 0.5, "0.5"),
        (rounding.us_fat, 0.74, "0.5"),
        (rounding.us_fat, 0.75, "1"),
        (rounding.us_fat, 4.74, "4.5"),
        (rounding.us_fat, 4.75, "5"),
        (rounding.us_fat, 4.99, "5"),
        (rounding.us_fat, 5.0, "5"),
        (rounding.us_fat, 5.49, "5"),
        (rounding.us_fat, 5.5, "6"),
        (rounding.us_cholesterol, 1.99, "0"),
        (rounding.us_cholesterol, 2.0, "less than 5"),
        (rounding.us_cholesterol, 5.0, "less than 5"),
        (rounding.us_cholesterol, 5.1, "5"),
        (rounding.us_cholesterol, 7.5, "10"),
        (rounding.us_sodium, 4.99, "0"),
        (rounding.us_sodium, 5.0, "5"),
        (rounding.us_sodium, 137.4, "135"),
        (rounding.us_sodium, 137.5, "140"),
        (rounding.us_sodium, 140.0, "140"),
        (rounding.us_sodium, 144.9, "140"),
        (rounding.us_sodium, 145.0, "150"),
        (rounding.us_gram, 0.49, "0"),
        (rounding.us_gram, 0.5, "less than 1"),
        (rounding.us_gram, 0.99, "less than 1"),
        (rounding.us_gram, 1.0, "1"),
        (rounding.us_gram, 1.49, "1"),
        (rounding.us_gram, 1.5, "2"),
        (rounding.us_gram, 2.5, "3"),
        (rounding.us_percent_dv, 1.99, "0"),
        (rounding.us_percent_dv, 2.0, "2"),
        (rounding.us_percent_dv, 2.99, "2"),
        (rounding.us_percent_dv, 3.0, "4"),
        (rounding.us_percent_dv, 10.0, "10"),
        (rounding.us_percent_dv, 12.4, "10"),
        (rounding.us_percent_dv, 12.5, "15"),
        (rounding.us_percent_dv, 50.0, "50"),
        (rounding.us_percent_dv, 54.9, "50"),
        (rounding.us_percent_dv, 55.0, "60"),
        (rounding.percent_dv_of_macronutrient, 9.49, "9"),
        (rounding.percent_dv_of_macronutrient, 9.5, "10"),
        (rounding.eu_energy, 208.5, "209"),
        (rounding.eu_energy, 208.4, "208"),
        (rounding.eu_gram, 0.0, "0"),
        (rounding.eu_gram, 0.5, "<0.5"),
        (rounding.eu_gram, 0.51, "0.5"),
        (rounding.eu_gram, 3.0, "3.0"),
        (rounding.eu_gram, 3.04, "3.0"),
        (rounding.eu_gram, 3.05, "3.1"),
        (rounding.eu_gram, 9.94, "9.9"),
        (rounding.eu_gram, 9.95, "10.0"),
        (rounding.eu_gram, 10.0, "10"),
        (rounding.eu_gram, 10.4, "10"),
        (rounding.eu_gram, 10.5, "11"),
        (rounding.eu_saturates, 0.1, "<0.1"),
        (rounding.eu_saturates, 0.11, "0.1"),
        (rounding.eu_saturates, 0.15, "0.2"),
        (rounding.eu_saturates, 22.5, "23"),
        (rounding.eu_salt, 0.0, "0"),
        (rounding.eu_salt, 0.0125, "<0.01"),
        (rounding.eu_salt, 0.013, "0.01"),
        (rounding.eu_salt, 0.145, "0.15"),
        (rounding.eu_salt, 0.994, "0.99"),
        (rounding.eu_salt, 1.0, "1.0"),
        (rounding.eu_salt, 1.04, "1.0"),
        (rounding.eu_salt, 1.05, "1.1"),
    ],
)
def test_boundaries(rounder: Rounder, value: float, text: str) -> None:
    assert rounder(value).text == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(118.4, 3, "118"), (1184.9, 3, "1180"), (0.7549, 2, "0.75"), (0.755, 2, "0.76"), (0, 2, "0")],
)
def test_significant_digits_of_eu_micronutrients(value: float, digits: int, text: str) -> None:
    assert rounding.eu_micronutrient(value, digits=digits).text == text


@pytest.mark.parametrize(
    ("value", "step", "text"), [(2.04, "0.1", "2"), (2.05, "0.1", "2.1"), (294.9, "10", "290")]
)
def test_us_micronutrients(value: float, step: str, text: str) -> None:
    assert rounding.us_micronutrient(value, step).text == text


@given(value=st.floats(0, 5000), step=st.sampled_from(["0.1", "0.5", "1", "5", "10"]))
def test_nearest_step_is_at_most_half_a_step_away(value: float, step: str) -> None:
    rounded = rounding.to_step(value, step)
    assert abs(rounded - value) <= float(step) / 2 + 1e-8
    assert abs(rounded / float(step) - round(rounded / float(step))) < 1e-9


@given(low=st.floats(0, 2000), more=st.floats(0, 100))
def test_rounding_keeps_order(low: float, more: float) -> None:
    for rounder in (rounding.us_energy, rounding.us_fat, rounding.us_sodium, rounding.us_gram,
                    rounding.eu_gram, rounding.eu_saturates, rounding.eu_salt):  # fmt: skip
        assert rounder(low).value <= rounder(low + more).value + 1e-12
