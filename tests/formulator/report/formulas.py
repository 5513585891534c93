"""Known formulas for the tests of the reports."""

from __future__ import annotations

import json
from pathlib import Path

from formulator.formula import Formula

_CASES = Path(__file__).parents[1] / "search/rules/cases.json"
CASES = {c["name"]: c for c in json.loads(_CASES.read_text(encoding="utf-8"))}


def known(name: str) -> Formula:
    """Return one of the known formulas."""
    return Formula.from_grams(CASES[name]["parts"], name=name)


def of(**grams: float) -> Formula:
    """Return a formula from grams."""
    return Formula.from_grams(grams, name="test")
