"""Wishes since the last search, in words."""

from __future__ import annotations

from dataclasses import replace

from formulator.search.brief import Brief
from formulator.web.steering import wishes_since

NAMES = {"sucrose": "Sugar", "inulin": "Inulin", "xanthan": "Xanthan"}
ASKED = Brief("milk_whole", require=("inulin",), locked=(("xanthan", 0.002),))


def test_every_wish_is_said_with_names_and_doses() -> None:
    brief = replace(ASKED, exclude=("sucrose",), locked=(("inulin", 0.0342),), require=())
    assert wishes_since(ASKED, brief, NAMES) == [
        "need not hold Inulin",
        "without Sugar",
        "Inulin 3.42 % locked",
        "Xanthan 0.2 % unlocked",
    ]


def test_taking_an_exclusion_back_is_said() -> None:
    assert wishes_since(replace(ASKED, exclude=("sucrose",)), ASKED, NAMES) == [
        "Sugar allowed again"
    ]


def test_other_changes_of_a_brief_are_no_wishes() -> None:
    assert wishes_since(ASKED, replace(ASKED, max_ingredients=5, seed=3), NAMES) == []
