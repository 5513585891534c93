"""An own formula is judged by the same distance, rules and limits as a proposal."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.errors import TableError
from formulator.formula import Formula
from formulator.profiles import profile_table
from formulator.search.appraise import appraise
from formulator.search.brief import Brief, Limit
from formulator.search.propose import propose
from ingredients import UnknownKeyError

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)
BRIEF = Brief("milk_whole")
OWN = Formula.from_grams(
    {"water": 90, "pea_protein_isolate": 3.3, "coconut_oil_rbd": 3.2, "sucrose": 3.5}
)


@pytest.mark.slow
def test_a_proposal_entered_by_hand_is_judged_as_the_search_judged_it() -> None:
    brief = replace(BRIEF, time_limit=4)
    proposed = propose(brief, CATALOGUE, n=1, table=TABLE).candidates[0]
    own = appraise(proposed.formula, brief, CATALOGUE, table=TABLE)
    assert own.candidate.id == proposed.id
    assert own.candidate.distance == pytest.approx(proposed.distance)
    assert own.candidate.similarity == pytest.approx(proposed.similarity)
    assert own.candidate.cost is not None
    assert proposed.cost is not None
    assert own.candidate.cost.high == pytest.approx(proposed.cost.high)
    assert own.breaches == ()
    assert own.verdict.verdict != "reject"


def test_nothing_is_proven_of_an_own_formula() -> None:
    candidate = appraise(OWN, BRIEF, CATALOGUE, table=TABLE).candidate
    assert (candidate.bound, candidate.gap) == (0.0, 1.0)
    assert sum(p.percent for p in candidate.parts) == pytest.approx(100, abs=1e-3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"limits": (Limit.parse("sugars<=2"),)}, "sugars, total <= 2 g/100 g; this formula has"),
        ({"exclude": ("sucrose",)}, "excludes sucrose"),
        ({"require": ("inulin",)}, "requires inulin"),
        ({"locked": (("sucrose", 0.05),)}, "locks sucrose at 5 %; this formula has 3.5 %"),
        ({"max_ingredients": 3}, "allows 3 ingredients; this formula has 4"),
    ],
)
def test_what_the_brief_forbids_is_said(change: dict[str, object], words: str) -> None:
    brief = replace(BRIEF, **change)  # type: ignore[arg-type]  # one field of a brief
    found = appraise(OWN, brief, CATALOGUE, table=TABLE)
    assert len(found.breaches) == 1
    assert words in found.breaches[0]
    assert found.breaches[0] in found.candidate.warnings
    assert appraise(OWN, BRIEF, CATALOGUE, table=TABLE).breaches == ()


def test_an_excluded_allergen_is_named() -> None:
    formula = Formula.from_grams({"water": 95, "soy_protein_isolate": 5})
    found = appraise(formula, replace(BRIEF, exclude_allergens=("soy",)), CATALOGUE, table=TABLE)
    assert any("contains soy" in words for words in found.breaches)


def test_a_rule_that_rejects_is_the_first_warning() -> None:
    found = appraise(Formula((("water", 1.0),)), BRIEF, CATALOGUE, table=TABLE)
    assert found.verdict.verdict == "reject"
    assert " hard: " in found.candidate.warnings[0]


def test_all_parts_that_cannot_be_judged_are_named_at_once() -> None:
    formula = Formula.from_grams({"water": 90, "no_such_thing": 5, "milk_whole": 5})
    with pytest.raises(TableError) as caught:
        appraise(formula, BRIEF, CATALOGUE, table=TABLE)
    assert len(caught.value.problems) == 2


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(UnknownKeyError):
        appraise(OWN, Brief("no_such_food"), CATALOGUE, table=TABLE)
