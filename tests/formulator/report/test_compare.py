from __future__ import annotations

import json

import pytest

import ingredients
from formulator.report import compare, cost_range
from formulator.report.compare import without_same
from ingredients import Kind
from tests.formulator.report.formulas import known, of

CATALOGUE = ingredients.load()


def test_a_formula_is_the_same_as_itself() -> None:
    same = compare(known("soy_yogurt"), known("soy_yogurt"), CATALOGUE, target="yogurt")
    assert {p.change for p in same.parts} == {"same"}
    assert without_same(same.parts) == ()
    assert not same.findings_gained
    assert not same.findings_lost
    assert all(v.before == v.after for v in (*same.nutrients, *same.functions, *same.cost))


def test_what_was_changed_and_what_that_changes() -> None:
    before = of(water=92, pea_protein_isolate=4, canola_oil=3, sucrose=1)
    after = of(water=91.9, pea_protein_isolate=4, coconut_oil_rbd=3, sucrose=1.1)
    found = compare(before, after, CATALOGUE, target="milk")
    changes = {p.key: p.change for p in found.parts}
    assert changes == {
        "canola_oil": "removed", "coconut_oil_rbd": "added", "sucrose": "more", "water": "less",
        "pea_protein_isolate": "same",
    }  # fmt: skip
    assert [p.key for p in found.parts[:2]] == ["canola_oil", "coconut_oil_rbd"]
    values = {v.key: v for v in (*found.nutrients, *found.functions)}
    assert values["saturated_fat"].after > values["saturated_fat"].before
    assert values["sfc_10"].after > values["sfc_10"].before
    json.dumps(found.to_dict())


def test_findings_that_came_and_went() -> None:
    found = compare(
        known("settling_pea_milk"), known("pea_milk_concentrates"), CATALOGUE, target="milk"
    )
    assert (found.verdict_before, found.verdict_after) == ("warn", "accept")
    assert {f.rule for f in found.findings_lost} == {"F10"}
    assert not found.findings_gained
    back = compare(
        known("pea_milk_concentrates"), known("settling_pea_milk"), CATALOGUE, target="milk"
    )
    assert back.findings_gained == found.findings_lost


def test_cost_is_a_range() -> None:
    low, high = cost_range(of(sucrose=1), CATALOGUE) or (0, 0)
    assert (low, high) == pytest.approx((0.6, 1.3))
    unpriced = [f.key for f in CATALOGUE.of_kind(Kind.INGREDIENT) if f.price is None]
    for key in unpriced[:1]:
        assert cost_range(of(sucrose=1, **{key: 1}), CATALOGUE) is None
