"""What a rule says about a formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs."""

    HARD = "hard"
    """The formula is rejected."""
    SOFT = "soft"
    """The formula is kept with a warning."""
    NOTE = "note"
    """Shown only."""
    UNCHECKED = "unchecked"
    """A fact is missing, so that nobody can say; shown, never taken for a pass."""


_ORDER = {s: i for i, s in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found."""

    rule: str
    """Rule id: F01-F26 or L01-L07."""
    severity: Severity
    message: str
    source: str
    """Where the rule's numbers come from, with their confidence (H, M, L)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of all rules on one formula."""

    verdict: str
    """accept, warn or reject."""
    findings: tuple[Finding, ...]
    """Hard first, then soft, unchecked and notes, each by rule id."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Verdict:
        """Sum up findings: any hard rejects, else any soft warns, else accept."""
        ordered = tuple(
            sorted(set(findings), key=lambda f: (_ORDER[f.severity], f.rule, f.message))
        )
        worst = {f.severity for f in ordered}
        word = "accept"
        if Severity.HARD in worst:
            word = "reject"
        elif Severity.SOFT in worst:
            word = "warn"
        return cls(verdict=word, findings=ordered)

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(f for f in self.findings if f.severity is severity)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form that ``formulator check --json`` prints."""
        return {
            "verdict": self.verdict,
            "findings": [{**asdict(f), "severity": f.severity.value} for f in self.findings],
        }
