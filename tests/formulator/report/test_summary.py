from __future__ import annotations

import json

import pytest

import ingredients
from formulator.errors import InputError
from formulator.profiles import profile_table
from formulator.report import product_report
from tests.formulator.report.formulas import CASES, known, of

CATALOGUE = ingredients.load()


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_known_formula_can_be_reported_as_strict_json(name: str) -> None:
    table = profile_table(CATALOGUE)
    for jurisdiction in ("US", "EU", "Codex"):
        report = product_report(
            known(name), CATALOGUE, target=CASES[name]["target"], jurisdiction=jurisdiction,
            batch_kg=10, table=table,
        )  # fmt: skip
        data = json.loads(json.dumps(report.to_dict(), allow_nan=False))
        assert data["bench"]["verdict"]["verdict"] in {"accept", "warn", "reject"}
        assert [p["jurisdiction"] for p in data["panels"]] == (
            ["US", "EU"] if jurisdiction == "Codex" else [jurisdiction]
        )


def test_parts_agree_with_each_other() -> None:
    report = product_report(known("soy_yogurt"), CATALOGUE, target="yogurt", batch_kg=10)
    assert [line.allergen for line in report.allergens.present] == ["soy"]
    (panel,) = report.panels
    assert panel.line("protein").percent_dv  # corrected by the score of the same report
    assert report.bench.verdict.verdict == "accept"
    assert report.cost is not None
    assert 0 < report.cost[0] < report.cost[1]


def test_a_formula_without_protein_can_be_reported() -> None:
    report = product_report(of(water=90, sucrose=10), CATALOGUE, target="milk")
    assert report.to_dict()["protein"]["pdcaas"] is None
    assert report.panels[0].line("protein").percent_dv == ""


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(InputError, match="unknown target"):
        product_report(of(water=1), CATALOGUE, target="mlik")
    with pytest.raises(InputError, match="US, EU or Codex"):
        product_report(of(water=1), CATALOGUE, target="milk", jurisdiction="CH")
