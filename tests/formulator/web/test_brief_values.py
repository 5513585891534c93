"""Every brief survives the editor's widgets unchanged."""

from __future__ import annotations

import pytest

from formulator.errors import InputError
from formulator.search.brief import Brief, Limit
from formulator.web.brief_values import (
    brief_of,
    brief_words,
    claim_words,
    lock_of,
    lock_text,
    values_of,
    weight_lines,
    with_wish,
)
from formulator.web.presets import PRESETS

FULL = Brief(
    "yogurt_greek",
    max_ingredients=11,
    exclude_allergens=("soy",),
    exclude=("sucrose",),
    require=("inulin",),
    locked=(("pea_protein_isolate", 0.0342),),
    limits=tuple(map(Limit.parse, ("sugars<=4", "protein>=6", "fibre>=1", "sugars<=5"))),
    claims=("low_fat",),
    jurisdiction="EU",
    weights=(("minerals", 0.5), ("vitamins", 0.0)),
    n_unexpected=1,
    scale_step=0.01,
    seed=7,
    time_limit=3.0,
)


@pytest.mark.parametrize("brief", [FULL, *PRESETS.values()], ids=["full", *PRESETS])
def test_a_brief_comes_back_as_it_was(brief: Brief) -> None:
    again = brief_of(values_of(brief))
    assert set(again.limits) == set(brief.limits)
    assert again.to_dict() | {"limits": []} == brief.to_dict() | {"limits": []}


def test_a_brief_is_said_in_one_line_with_all_that_it_asks() -> None:
    told = brief_words(FULL, {"sucrose": "Sugar", "yogurt_greek": "Greek yogurt"})
    assert told == (
        "Greek yogurt · at most 11 ingredients · limits sugars<=4, protein>=6, fibre>=1, "
        "sugars<=5 · free from soy · without Sugar · must hold inulin · locked "
        "pea_protein_isolate 3.42 % · claims low fat · law of EU"
    )
    assert brief_words(Brief("x"), {}) == "x · at most 8 ingredients · law of US"


@pytest.mark.parametrize("percent", [0.01, 3.42, 100.0])
def test_a_lock_is_read_as_it_is_written(percent: float) -> None:
    assert lock_of(lock_text("sucrose", percent)) == ("sucrose", percent)


@pytest.mark.parametrize("text", ["minerals", "minerals=much", "=,"])
def test_a_weight_that_cannot_be_read_is_shown(text: str) -> None:
    with pytest.raises(InputError, match="a weight reads like"):
        weight_lines(text)


@pytest.mark.parametrize("wish", ["require", "exclude", "locked"])
def test_a_wish_replaces_every_earlier_wish_on_the_ingredient(wish: str) -> None:
    values = {"require": ["a", "b"], "exclude": ["b"], "locked": ["b=2", "c=1"]}
    found = with_wish(values, wish, "b", 3.5)
    held = [k for k in found if any(text.partition("=")[0] == "b" for text in found[k])]
    assert held == [wish]
    assert "a" in found["require"]
    assert "c=1" in found["locked"]


def test_a_wish_can_be_taken_back() -> None:
    values = {"require": ["b"], "exclude": ["b"], "locked": ["b=2"]}
    assert with_wish(values, "free", "b") == {"require": [], "exclude": [], "locked": []}


def test_every_claim_says_where_it_holds() -> None:
    assert all("(" in words for words in claim_words().values())
