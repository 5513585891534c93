from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import TableError
from formulator.similarity.odorants import Odorant, Presence, by_key, odorant_doses

REPORTS = (
    Presence("pea", "hexanal", 400, 1600, source="x2020"),
    Presence("pea", "nonanal"),
    Presence("cabbage", "hexanal"),
    Presence("oat", "hexanal", 100, 100, source="y2021"),
    Presence("oat", "hexanal", 50, 900, source="x2020"),
)


def test_doses_by_hand() -> None:
    hexanal, nonanal = odorant_doses([("pea", 0.5), ("oat", 0.5), ("cabbage", 0.0)], REPORTS)
    assert (hexanal.odorant, hexanal.low, hexanal.high) == ("hexanal", 225.0, 1250.0)
    assert hexanal.typical == pytest.approx((225 * 1250) ** 0.5)
    assert hexanal.measured_in == ("oat", "pea")
    assert hexanal.present_in == ()
    assert hexanal.sources == ("x2020", "y2021")
    assert (nonanal.low, nonanal.high, nonanal.present_in) == (0.0, 0.0, ("pea",))


def test_presence_without_amount_is_kept_apart_from_known_doses() -> None:
    (hexanal,) = odorant_doses([("cabbage", 1.0)], REPORTS)
    assert (hexanal.low, hexanal.high, hexanal.typical) == (0, 0, 0)
    assert hexanal.present_in == ("cabbage",)


def test_ingredients_without_reports_bring_nothing() -> None:
    assert odorant_doses([("water", 1.0)], REPORTS) == ()


@given(share=st.floats(0.01, 0.99))
def test_doses_are_linear_in_the_fractions(share: float) -> None:
    mixed = {d.odorant: d for d in odorant_doses([("pea", share), ("oat", 1 - share)], REPORTS)}
    pea, oat = (odorant_doses([(food, 1.0)], REPORTS)[0] for food in ("pea", "oat"))
    assert mixed["hexanal"].low == pytest.approx(share * pea.low + (1 - share) * oat.low)
    assert mixed["hexanal"].high == pytest.approx(share * pea.high + (1 - share) * oat.high)


def test_typical_of_a_range_from_zero_is_its_mean() -> None:
    (dose,) = odorant_doses([("pea", 1.0)], [Presence("pea", "nonanal", 0.0, 10.0)])
    assert dose.typical == 5.0


@pytest.mark.parametrize(
    ("low", "high"), [(2.0, 1.0), (-1.0, 1.0), (1.0, None), (1.0, float("inf"))]
)
def test_ranges_are_checked(low: float, high: float | None) -> None:
    with pytest.raises(TableError, match="hexanal in pea"):
        Presence("pea", "hexanal", low, high)
    with pytest.raises(TableError, match="a threshold range must hold 0 < low"):
        Odorant("hexanal", "hexanal", "CCCCCC=O", low, high)


def test_a_threshold_cannot_be_zero() -> None:
    with pytest.raises(TableError, match=r"hexanal: 0\.0 to 1\.0"):
        Odorant("hexanal", "hexanal", "CCCCCC=O", 0.0, 1.0)


def test_keys_are_unique() -> None:
    odorant = Odorant("hexanal", "hexanal", "CCCCCC=O")
    assert by_key([odorant]) == {"hexanal": odorant}
    with pytest.raises(TableError, match="unique"):
        by_key([odorant, odorant])
