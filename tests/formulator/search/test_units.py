"""Limits in another unit are refused with what to write, never misread."""

from __future__ import annotations

import pytest

import ingredients
from formulator.errors import TableError
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief, Limit
from formulator.search.units import own_units

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)


def brief(*texts: str) -> Brief:
    return Brief("milk_whole", limits=tuple(Limit.parse(t) for t in texts))


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("sodium<=0.04g", "write sodium<=40"),
        ("sodium<=0.04 g/100 g", "write sodium<=40"),
        ("protein>=0.003 kg", "write protein>=3"),
        ("vitamin_b12>=0.0004 mg", "write vitamin_b12>=0.4"),
        ("cost<=1 EUR/kg", "cost is counted in USD/kg"),
        ("protein>=3 spoons", "protein is counted in g/100 g"),
    ],
)
def test_another_unit_is_refused_with_the_way_out(text: str, way_out: str) -> None:
    with pytest.raises(TableError, match="unit of its axis") as raised:
        ask(brief(text), CATALOGUE, TABLE)
    assert way_out in str(raised.value)


def test_all_wrong_units_are_told_at_once() -> None:
    with pytest.raises(TableError) as raised:
        own_units(brief("sodium<=1 g", "protein>=3", "fat<=100mg"), CATALOGUE, TABLE)
    assert len(raised.value.problems) == 2


@pytest.mark.parametrize(
    "text", ["sugars<=4 g", "sugars<=4%", "sugars<=4 g/100 g", "sodium<=40 mg", "cost<=0.8 USD/kg"]
)
def test_the_unit_of_the_axis_may_stand_there(text: str) -> None:
    limit = Limit.parse(text)
    (kept,) = own_units(brief(text), CATALOGUE, TABLE).limits
    assert (kept.axis, kept.value, kept.unit) == (limit.axis, limit.value, "")
    assert Limit.parse(str(limit)) == limit
