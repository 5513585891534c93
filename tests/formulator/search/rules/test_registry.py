from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import ingredients
from formulator.search.rules import RULES, check_formula
from formulator.search.rules.linear import LIMITS
from tests.formulator.search.rules.judging import CASES

HERE = Path(__file__).parent


def test_all_rules_are_listed_in_their_order() -> None:
    assert list(RULES) == [f"F{i:02}" for i in range(1, 27)] + [f"L0{i}" for i in range(1, 8)]
    for rule in RULES.values():
        assert rule.severities
        assert rule.basis
        importlib.import_module(rule.home)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_test_of_its_own(rule: str) -> None:
    tests = [p for p in HERE.glob("test_*.py") if p.name not in {"test_registry.py"}]
    assert any(f'"{rule}"' in p.read_text(encoding="utf-8") for p in tests)


def test_limits_belong_to_listed_rules_and_weights() -> None:
    for limit in LIMITS:
        severities = {s.value for s in RULES[limit.rule].severities}
        assert limit.hard is None or "hard" in severities, limit.name
        assert limit.soft is None or "soft" in severities, limit.name


def test_findings_keep_to_what_the_list_says() -> None:
    targets = ("milk", "milk_barista", "yogurt", "hard_cheese", "butter", "ice_cream", "mayonnaise")
    for parts in CASES.values():
        for target in targets:
            for finding in check_formula(parts, ingredients.load(), target=target).findings:
                assert finding.severity in RULES[finding.rule].severities, finding
