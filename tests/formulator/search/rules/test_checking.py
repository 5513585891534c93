from __future__ import annotations

import pytest

import ingredients
from formulator.formula import Formula
from formulator.search.rules import check_formula
from tests.formulator.search.rules.judging import CASES

CATALOGUE = ingredients.load()


@pytest.mark.parametrize("name", ["pea_milk_concentrates", "settling_pea_milk"])
def test_formulas_and_percents_are_judged_alike(name: str) -> None:
    formula = Formula.from_grams(CASES[name])
    by_formula = check_formula(formula, CATALOGUE, target="milk")
    by_percent = check_formula(CASES[name], CATALOGUE, target="milk")
    assert by_formula.verdict == by_percent.verdict
    assert {(f.rule, f.severity) for f in by_formula.findings} == {
        (f.rule, f.severity) for f in by_percent.findings
    }


def test_unknown_keys_do_not_hide_the_other_findings() -> None:
    parts = {**CASES["barista_without_buffer"], "unobtainium": 0.0}
    verdict = check_formula(parts, CATALOGUE, target="milk_barista")
    hard = {f.rule for f in verdict.findings if f.severity == "hard"}
    assert {"F01", "F06"} <= hard
