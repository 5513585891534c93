from __future__ import annotations

import pickle

import pytest

from formulator.search.rules import Finding, Severity, Verdict


def finding(severity: Severity, rule: str = "F03") -> Finding:
    return Finding(rule, severity, f"{severity} message", "test")


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], "accept"),
        ([Severity.NOTE, Severity.UNCHECKED], "accept"),
        ([Severity.SOFT, Severity.NOTE], "warn"),
        ([Severity.SOFT, Severity.HARD], "reject"),
    ],
)
def test_worst_severity_decides(severities: list[Severity], expected: str) -> None:
    assert Verdict.of([finding(s) for s in severities]).verdict == expected


def test_findings_are_sorted_and_not_repeated() -> None:
    verdict = Verdict.of(
        [finding(Severity.NOTE), finding(Severity.HARD, "F12"), finding(Severity.HARD, "F02")] * 2
    )
    assert [(f.rule, f.severity.value) for f in verdict.findings] == [
        ("F02", "hard"), ("F12", "hard"), ("F03", "note")
    ]  # fmt: skip
    assert len(verdict.of_severity(Severity.HARD)) == 2


def test_json_form_and_pickle() -> None:
    verdict = Verdict.of([finding(Severity.SOFT)])
    assert verdict.to_dict() == {
        "verdict": "warn",
        "findings": [
            {"rule": "F03", "severity": "soft", "message": "soft message", "source": "test"}
        ],
    }
    assert pickle.loads(pickle.dumps(verdict)) == verdict  # noqa: S301 - our own bytes
