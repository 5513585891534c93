"""Formulas of known judgement: typical reconstructions, not makers' recipes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ingredients
from formulator.search.rules import Severity, check_formula

HERE = Path(__file__).parent
CASES, MORE, BENCH = (
    json.loads((HERE / name).read_text(encoding="utf-8"))
    for name in ("cases.json", "more_cases.json", "bench_cases.json")
)
"""Twenty reference formulas, further ones (one for nearly every rule), and bench formulas on both
sides of the numbers, whose verdicts were reasoned before they were run."""


@pytest.mark.parametrize("case", [*CASES, *MORE, *BENCH], ids=lambda c: c["name"])
def test_known_formula_is_judged_as_expected(case: dict[str, Any]) -> None:
    verdict = check_formula(
        case["parts"],
        ingredients.load(),
        target=case["target"],
        jurisdiction=case["jurisdiction"],
    )
    weighty = [f for f in verdict.findings if f.severity in (Severity.HARD, Severity.SOFT)]
    assert verdict.verdict == case["verdict"], weighty
    if case["rule"]:
        expected = Severity.HARD if case["verdict"] == "reject" else Severity.SOFT
        assert (case["rule"], expected) in {(f.rule, f.severity) for f in weighty}
    else:
        assert weighty == []


def test_the_further_formulas_cover_most_rules() -> None:
    every = (*CASES, *MORE, *BENCH)
    assert len({c["name"] for c in every}) == len(every)
    assert len({c["rule"] for c in (*CASES, *MORE)} - {""}) >= 24
    assert sum(c["verdict"] == "accept" for c in MORE) >= 18


def test_the_twenty_formulas_sum_to_100() -> None:
    assert len(CASES) == 20
    for case in CASES:
        assert sum(case["parts"].values()) == pytest.approx(100, abs=1e-6), case["name"]


def test_every_finding_says_rule_severity_message_and_source() -> None:
    for case in CASES:
        verdict = check_formula(case["parts"], ingredients.load(), target=case["target"])
        for finding in verdict.to_dict()["findings"]:
            assert set(finding) == {"rule", "severity", "message", "source"}
            assert finding["severity"] in {"hard", "soft", "note", "unchecked"}
            assert all(finding.values())
