"""The quick answer must never contradict the search."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.errors import InfeasibleError
from formulator.profiles import profile_table
from formulator.search.brief import Brief, Limit
from formulator.search.propose import propose
from formulator.search.prospect import Outlook, prospect
from ingredients import UnknownKeyError

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)
BUTTER = Brief("butter_unsalted", max_ingredients=6, time_limit=4)


def limited(*texts: str) -> Brief:
    return replace(BUTTER, limits=tuple(map(Limit.parse, texts)))


def test_a_brief_that_can_be_met_is_met_by_the_search() -> None:
    found = prospect(BUTTER, CATALOGUE, table=TABLE)
    assert found.outlook is Outlook.CAN
    assert found.n_considered > 10
    assert propose(BUTTER, CATALOGUE, n=1, table=TABLE).candidates


@pytest.mark.slow
def test_a_brief_that_cannot_be_met_says_why_as_the_search_does() -> None:
    brief = limited("protein>=60")
    found = prospect(brief, CATALOGUE, table=TABLE)
    assert found.outlook is Outlook.CANNOT
    with pytest.raises(InfeasibleError) as caught:
        propose(brief, CATALOGUE, n=1, table=TABLE)
    assert found.reason == caught.value.message
    assert found.conflicts == caught.value.conflicts
    assert found.relaxations == caught.value.relaxations


def test_following_the_advice_makes_the_brief_possible() -> None:
    found = prospect(limited("cost<=0.01"), CATALOGUE, table=TABLE)
    assert found.outlook is Outlook.CANNOT
    advice = found.relaxations[0].split(" USD")[0].replace(" ", "")
    assert prospect(limited(advice), CATALOGUE, table=TABLE).outlook is not Outlook.CANNOT


def test_a_refused_demand_is_an_answer_not_an_error() -> None:
    brief = Brief("milk_whole", require=("soybeans_raw",), exclude_allergens=("soy",))
    found = prospect(brief, CATALOGUE, table=TABLE)
    assert found.outlook is Outlook.CANNOT
    assert "contains soy" in found.reason


def test_a_brief_that_only_a_warned_formula_meets_says_so() -> None:
    brief = Brief("milk_whole", limits=(Limit.parse("fat<=1"),))
    assert prospect(brief, CATALOGUE, table=TABLE).outlook is Outlook.WARNED


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(UnknownKeyError):
        prospect(limited("no_such_axis<=1"), CATALOGUE, table=TABLE)
