from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.similarity.aroma import CAP, AromaCoverage, KeyOdorant, aroma_coverage
from formulator.similarity.odorants import Odorant, Presence, odorant_doses

DIACETYL = Odorant("diacetyl", "diacetyl", "CC(=O)C(C)=O", 2.9, 5.0)
PENTANEDIONE = Odorant("pentanedione", "2,3-pentanedione", "CCC(=O)C(C)=O", 30.0, 30.0)
LACTONE = Odorant("lactone", "delta-decalactone", "CCCCCC1CCCC(=O)O1", 51.0, 51.0)
ACETOIN = Odorant("acetoin", "acetoin", "CC(=O)C(C)O")
HEXANAL = Odorant("hexanal", "hexanal", "CCCCCC=O", 4.5, 10.0, is_off_note=True)
HEPTANAL = Odorant("heptanal", "heptanal", "CCCCCCC=O", 2.8, 2.8)
ODORANTS = (DIACETYL, PENTANEDIONE, LACTONE, ACETOIN, HEXANAL, HEPTANAL)
WANTED = (KeyOdorant("diacetyl"), KeyOdorant("lactone"))


def coverage(reports: list[Presence], wanted=WANTED, **options) -> AromaCoverage:
    doses = odorant_doses([(r.food, 1.0) for r in reports], reports)
    return aroma_coverage(wanted, doses, ODORANTS, **options)


def test_full_dose_of_one_of_two_covers_half() -> None:
    result = coverage([Presence("flavour", "diacetyl", 15.0, 15.0)])
    assert (result.score, result.low, result.high) == (0.5, 0.5, 0.5)
    first, second = result.terms
    assert (first.odorant, first.covered, first.by, first.similarity) == (
        "diacetyl",
        1.0,
        "diacetyl",
        1.0,
    )
    assert first.ingredients == ("flavour",)
    assert first.activity == pytest.approx(15 / 5)
    assert (second.odorant, second.covered, second.by) == ("lactone", 0.0, "")
    assert result.missing == ("lactone",)


def test_half_the_capped_dose_covers_half_and_uses_the_highest_threshold() -> None:
    result = coverage([Presence("flavour", "diacetyl", 7.5, 7.5)])
    assert result.terms[0].covered == pytest.approx(7.5 / 5.0 / CAP)


def test_the_target_own_activity_sets_what_is_needed_within_one_and_the_cap() -> None:
    report = [Presence("flavour", "diacetyl", 10.0, 10.0)]
    needed_two = coverage(report, (KeyOdorant("diacetyl", activity=2.0),))
    needed_cap = coverage(report, (KeyOdorant("diacetyl", activity=500.0),))
    needed_one = coverage(report, (KeyOdorant("diacetyl", activity=0.01),))
    assert needed_two.score == pytest.approx(1.0)
    assert needed_cap.score == pytest.approx(2 / 3)
    assert needed_one.score == 1.0


def test_presence_without_amount_adds_nothing_but_is_named_and_widens_the_range() -> None:
    result = coverage([Presence("butterfruit", "diacetyl")])
    assert (result.score, result.low, result.high) == (0.0, 0.0, 0.5)
    term = next(t for t in result.terms if t.odorant == "diacetyl")
    assert term.may_contribute == ("butterfruit",)
    assert term.ingredients == ()


def test_a_known_amount_without_threshold_proves_nothing() -> None:
    result = coverage([Presence("ferment", "acetoin", 1e6, 1e6)], (KeyOdorant("acetoin"),))
    assert (result.score, result.high, result.assessable) == (0.0, 1.0, 0.0)
    assert result.terms[0].may_contribute == ("ferment",)


def test_a_close_odorant_stands_in_at_a_discount() -> None:
    result = coverage([Presence("ferment", "pentanedione", 300.0, 300.0)])
    term = result.terms[0]
    assert (term.odorant, term.by) == ("diacetyl", "pentanedione")
    assert 0 < term.covered < 1
    assert term.covered == pytest.approx(term.similarity)


def test_an_off_note_never_stands_in_and_covers_itself_only_in_traces() -> None:
    def hexanal(low: float, high: float, wanted: str = "hexanal") -> tuple[float, float, float]:
        result = coverage([Presence("pea", "hexanal", low, high)], (KeyOdorant(wanted),))
        return result.low, result.score, result.high

    assert hexanal(20.0, 20.0, "heptanal") == (0.0, 0.0, 0.0)
    assert hexanal(20.0, 20.0) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert hexanal(100.0, 100.0) == (0.0, 0.0, 0.0)
    assert hexanal(10.0, 40.0) == pytest.approx((0.0, 2 / 3, 1.0))


def test_unlike_odorants_do_not_stand_in() -> None:
    report = [Presence("pea", "heptanal", 100.0, 100.0)]
    assert coverage(report, (KeyOdorant("diacetyl"), KeyOdorant("lactone"))).high == 0.0


@given(
    amounts=st.lists(
        st.tuples(st.sampled_from(ODORANTS), st.floats(0, 1e4), st.floats(1, 10)),
        max_size=6,
        unique_by=lambda x: x[0].key,
    ),
    cap=st.floats(1, 3),
    weight=st.floats(0.1, 10),
)
def test_bounded_ordered_and_never_worse_with_more(amounts, cap: float, weight: float) -> None:
    reports = [Presence("a", o.key, low, low * wide) for o, low, wide in amounts]
    wanted = (KeyOdorant("diacetyl", weight), KeyOdorant("lactone"), KeyOdorant("hexanal"))
    result = coverage(reports, wanted, cap=cap)
    no_faults = wanted[:2]
    assert 0 <= result.low <= result.score + 1e-12
    assert result.score <= result.high + 1e-12 <= 1 + 2e-12
    doubled = [replace(r, low=2 * (r.low or 0), high=2 * (r.high or 0)) for r in reports]
    before = coverage(reports, no_faults, cap=cap).score
    assert coverage(doubled, no_faults, cap=cap).score >= before - 1e-12


def test_weights_move_the_mean() -> None:
    wanted = (KeyOdorant("diacetyl", weight=3.0), KeyOdorant("lactone"))
    assert coverage([Presence("f", "diacetyl", 15.0, 15.0)], wanted).score == 0.75


def test_nothing_known_covers_nothing() -> None:
    result = aroma_coverage(WANTED, (), ODORANTS)
    assert (result.score, result.high) == (0.0, 0.0)
    assert result.missing == ("diacetyl", "lactone")


def test_refusals() -> None:
    with pytest.raises(InputError, match="must be 1 to 3, got 5"):
        aroma_coverage(WANTED, (), ODORANTS, cap=5)
    with pytest.raises(InputError, match="at least one key odorant"):
        aroma_coverage((), (), ODORANTS)
    with pytest.raises(InputError, match="without a description: ghost"):
        aroma_coverage((KeyOdorant("ghost"),), (), ODORANTS)
    with pytest.raises(InputError, match="weight and activity must be > 0"):
        KeyOdorant("diacetyl", weight=0.0)
