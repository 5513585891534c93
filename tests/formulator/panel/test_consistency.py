"""Consistency flags."""

import pytest

from formulator.panel import Judgement
from formulator.panel.consistency import consistency_flags, duplicate_pairs, repeatability


def cup(taster, formula, code, overall, **extra):
    return Judgement(taster, formula, code=code, overall=overall, **extra)


def test_repeatability_from_hidden_duplicates():
    cups = [c for i, (a, b) in enumerate([(5, 7), (6, 6), (4, 8)])
            for c in (cup(f"t{i}", "f", "101", a), cup(f"t{i}", "f", "202", b))]  # fmt: skip
    found = repeatability(cups)
    assert found is not None
    assert found.sd == pytest.approx((20 / 6) ** 0.5)
    assert found.limit == pytest.approx(2.77 * found.sd)
    assert found.relative_error == pytest.approx(1 / 6**0.5)
    assert repeatability(cups[:1]) is None


def test_only_two_codes_in_one_sitting_are_a_pair():
    assert duplicate_pairs([cup("t", "f", "101", 5), cup("t", "f", "101", 6)]) == []
    apart = [cup("t", "f", "101", 5, sitting="1"), cup("t", "f", "202", 6, sitting="2")]
    assert duplicate_pairs(apart) == []


def test_each_kind_of_flag():
    cups = [
        cup("a", "f", "101", 1), cup("a", "f", "202", 9),
        *(cup("b", f"f{i}", f"30{i}", 5) for i in range(6)),
        cup("c", "f", "404", 9, directives=("less_sweet", "thicker")),
        cup("d", "f", "505", 5, jar=(("sweetness", 2),), directives=("sweeter",), seconds=2.0),
    ]  # fmt: skip
    flags = consistency_flags(cups, noise_sd=1.6)
    assert [(f.taster, f.kind) for f in flags] == [
        ("a", "duplicate"), ("b", "flat"), ("c", "wishes"), ("d", "jar_wish"), ("d", "quick"),
    ]  # fmt: skip
    assert "said too much of 505 but wished sweeter" in flags[3].text


def test_ordinary_answers_raise_no_flag():
    cups = [
        cup("a", "f", "101", 5), cup("a", "f", "202", 7),
        *(cup("b", f"f{i}", f"30{i}", 5) for i in range(5)),
        cup("c", "f", "404", 9, directives=("less_sweet",), seconds=40.0),
        cup("d", "f", "505", 5, jar=(("sweetness", 2),), directives=("less_sweet",)),
    ]  # fmt: skip
    assert consistency_flags(cups, noise_sd=1.6) == ()
