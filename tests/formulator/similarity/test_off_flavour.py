from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.similarity.odorants import Odorant, Presence, odorant_doses
from formulator.similarity.off_flavour import off_flavour

HEXANAL = Odorant("hexanal", "hexanal", "CCCCCC=O", 4.5, 10.0, is_off_note=True, note="cut grass")
HEXANOL = Odorant("hexanol", "1-hexanol", "CCCCCCO", 500.0, 2500.0, is_off_note=True)
NO_THRESHOLD = Odorant("x", "x", "CCCCCCCCC=O", is_off_note=True)
DIACETYL = Odorant("diacetyl", "diacetyl", "CC(=O)C(C)=O", 2.9, 2.9)
ODORANTS = (HEXANAL, HEXANOL, NO_THRESHOLD, DIACETYL)


def load(*reports: Presence, parts=None, **options):
    shares = parts or [(r.food, 1.0) for r in reports]
    return off_flavour(odorant_doses(shares, reports), ODORANTS, **options)


def test_handbook_example() -> None:
    """Isolate with 1 mg/kg hexanal at 4 % gives 40 ug/kg, an activity of 4 to 9."""
    result = load(Presence("isolate", "hexanal", 1000.0, 1000.0), parts=[("isolate", 0.04)])
    (note,) = result.notes
    assert note.activity == pytest.approx(40 / 4.5)
    assert result.load == pytest.approx(math.log10(40 / 4.5))
    assert (note.note, note.ingredients) == ("cut grass", ("isolate",))


def test_below_threshold_is_no_penalty() -> None:
    result = load(Presence("a", "hexanol", 499.0, 499.0))
    assert result.load == 0.0
    assert result.notes[0].activity < 1


def test_wanted_odorants_do_not_count() -> None:
    result = load(Presence("a", "diacetyl", 1e6, 1e6))
    assert (result.load, result.notes, result.may_contribute) == (0.0, (), ())


def test_what_the_target_holds_itself_is_allowed() -> None:
    report = Presence("a", "hexanal", 45.0, 45.0)
    assert load(report).load == pytest.approx(1.0)
    assert load(report, allowed={"hexanal": 10.0}).load == 0.0
    assert load(report, allowed={"hexanal": 0.1}).load == pytest.approx(1.0)


def test_unknown_amounts_and_thresholds_are_listed_not_counted() -> None:
    result = load(Presence("pea", "hexanal"), Presence("oat", "x", 5.0, 5.0))
    assert result.load == 0.0
    assert result.may_contribute == (("hexanal", ("pea",)), ("x", ("oat",)))


@given(low=st.floats(0, 1e4), wide=st.floats(1, 100), factor=st.floats(1, 100))
def test_range_holds_the_load_and_more_is_never_better(
    low: float, wide: float, factor: float
) -> None:
    result = load(Presence("a", "hexanal", low, low * wide))
    more = load(Presence("a", "hexanal", low * factor, low * wide * factor))
    assert result.low <= result.load + 1e-9
    assert result.load <= result.high + 1e-9
    assert more.load >= result.load - 1e-9


def test_strongest_first_and_sum() -> None:
    result = load(Presence("a", "hexanol", 5000.0, 5000.0), Presence("b", "hexanal", 450.0, 450.0))
    assert [n.odorant for n in result.notes] == ["hexanal", "hexanol"]
    assert result.load == pytest.approx(2.0 + 1.0)


def test_refuses_odorants_without_a_description() -> None:
    doses = odorant_doses([("a", 1.0)], [Presence("a", "ghost", 1.0, 1.0)])
    with pytest.raises(InputError, match="without a description: ghost"):
        off_flavour(doses, ODORANTS)
