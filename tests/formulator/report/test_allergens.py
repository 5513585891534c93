from __future__ import annotations

import json

import pytest

import ingredients
from formulator.errors import InputError
from formulator.report import allergens
from formulator.report.allergens import EU_FOURTEEN, US_NINE
from tests.formulator.report.formulas import known, of

CATALOGUE = ingredients.load()


def present(formula: object, jurisdiction: str) -> set[str]:
    report = allergens(formula, CATALOGUE, jurisdiction=jurisdiction)  # type: ignore[arg-type]
    return {line.allergen for line in report.present}


@pytest.mark.parametrize(
    ("key", "us", "eu"),
    [
        ("soy_protein_isolate", {"soy"}, {"soy"}),
        ("oat_flour", set(), {"gluten"}),
        ("wheat_gluten", {"wheat"}, {"gluten"}),
        ("cashew", {"tree_nuts"}, {"tree_nuts"}),
        ("sesame_tahini", {"sesame"}, {"sesame"}),
        ("mustard_flour", set(), {"mustard"}),
        ("lupin_protein", set(), {"lupin"}),
        ("coconut_oil_rbd", set(), set()),
        ("pea_protein_isolate", set(), set()),
        ("miso", {"soy"}, {"soy"}),
    ],
)
def test_law_decides(key: str, us: set[str], eu: set[str]) -> None:
    formula = of(water=90, **{key: 10})
    assert present(formula, "US") == us
    assert present(formula, "EU") == eu


def test_the_reason_is_the_ingredient() -> None:
    report = allergens(known("cashew_cream_cheese"), CATALOGUE)
    (line,) = report.present
    assert (line.keys, line.words) == (("cashew",), "tree nuts")
    assert report.statement == "Contains: tree nuts (cashews)."
    assert "soy" in report.absent
    json.dumps(report.to_dict())


def test_cross_reactions_are_told_apart() -> None:
    report = allergens(known("pea_milk_concentrates"), CATALOGUE)
    assert report.present == ()
    assert report.statement == "No listed allergen among the ingredients."
    pairs = {(c.key, c.to) for c in report.cross_reactions}
    assert {("pea_protein_isolate", "peanut"), ("canola_oil", "mustard")} <= pairs


def test_a_present_allergen_is_no_cross_reaction() -> None:
    report = allergens(known("full_fat_dressing"), CATALOGUE, jurisdiction="EU")
    assert "mustard" in {line.allergen for line in report.present}
    assert "mustard" not in {c.to for c in report.cross_reactions}


def test_lists_have_nine_and_fourteen() -> None:
    assert len(set(US_NINE)) == 9
    assert len(set(EU_FOURTEEN)) == 14


def test_unknown_jurisdiction() -> None:
    with pytest.raises(InputError, match="US, EU or Codex"):
        allergens(of(water=1), CATALOGUE, jurisdiction="JP")
