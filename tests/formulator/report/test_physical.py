"""What is computed from composition: total solids, density, refractometer reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.report.physical import computed, density, soluble_solids, total_solids
from formulator.search.candidate import AxisValue

TABLE = profile_table(ingredients.load())


def profile(food: str) -> dict[str, AxisValue]:
    row = TABLE.mean[TABLE.index(food)]
    return {
        axis.key: AxisValue(float(value), 0.0, axis.unit, 1.0, "measured")
        for axis, value in zip(TABLE.axes, row, strict=True)
    }


@pytest.mark.parametrize(
    ("food", "known"),
    [("milk_whole", 1.030), ("milk_skim", 1.035), ("cream_heavy_whipping", 0.994)],
)
def test_the_density_of_milk_lies_in_its_interval(food: str, known: float) -> None:
    found = density(profile(food))
    assert found is not None
    assert found.low <= known <= found.high
    assert found.high - found.low < 0.03


def test_milk_reads_about_ten_on_the_refractometer() -> None:
    found = soluble_solids(profile("milk_whole"))
    assert found is not None
    assert found.low < 10.0 < found.high


def test_sugar_in_water_reads_its_own_percent() -> None:
    amounts = {"water": 90.0, "carbohydrate": 10.0, "sugars": 10.0}
    syrup = {k: AxisValue(v, 0.0, "g/100 g", 1.0, "measured") for k, v in amounts.items()}
    found = soluble_solids(syrup)
    assert found is not None
    assert (found.low, found.value, found.high) == pytest.approx((10.0, 10.0, 10.0))


def test_doubt_about_the_water_is_doubt_about_the_solids() -> None:
    sure = profile("milk_whole")
    doubtful = {**sure, "water": replace(sure["water"], low=87.0, high=89.0)}
    found = total_solids(doubtful)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((found.value - 1, found.value + 1))
    narrow, wide = density(sure), density(doubtful)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low > narrow.high - narrow.low


def test_what_is_not_known_is_not_computed() -> None:
    assert computed({}) == ()
    butter = profile("butter_unsalted")
    assert [c.key for c in computed(butter)] == ["solids", "density"]
    partly = {k: v for k, v in profile("milk_whole").items() if k in ("fat", "water")}
    assert density(partly) is None
