"""Any plant food of the catalogue may stand in a formula: nothing may crash or pass silently."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingredients
from formulator.search.rules import check_formula
from ingredients import Kind
from ingredients.food_rules import categories
from tests.formulator.search.rules.judging import findings, level, with_water

CATALOGUE = ingredients.load()
KEYS = [f.key for f in CATALOGUE.of_kind(Kind.INGREDIENT)]
CATEGORIES = sorted(categories())


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(
    grams=st.dictionaries(st.sampled_from(KEYS), st.floats(0.001, 50), min_size=1, max_size=10),
    category=st.sampled_from(CATEGORIES),
    jurisdiction=st.sampled_from(["US", "EU", "Codex"]),
)
def test_any_mixture_gets_a_verdict(
    grams: dict[str, float], category: str, jurisdiction: str
) -> None:
    total = sum(grams.values())
    parts = {k: 100 * g / total for k, g in grams.items()}
    verdict = check_formula(parts, CATALOGUE, target=category, jurisdiction=jurisdiction)
    assert verdict.verdict in {"accept", "warn", "reject"}
    text = json.dumps(verdict.to_dict(), allow_nan=False)
    assert "nan" not in text.split('"')
    for finding in verdict.findings:
        assert finding.message
        assert "{" not in finding.message
        assert "inf " not in finding.message


@settings(max_examples=60, deadline=None)
@given(
    grams=st.dictionaries(st.sampled_from(KEYS), st.floats(0.01, 50), min_size=1, max_size=6),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_ingredients_does_not_matter(grams: dict[str, float], seed: object) -> None:
    total = sum(grams.values())
    parts = {k: 100 * g / total for k, g in grams.items()}
    items = list(parts.items())
    seed.shuffle(items)  # type: ignore[attr-defined]
    one = check_formula(parts, CATALOGUE, target="milk")
    other = check_formula(dict(items), CATALOGUE, target="milk")
    assert one.verdict == other.verdict
    assert {(f.rule, f.severity) for f in one.findings} == {
        (f.rule, f.severity) for f in other.findings
    }


@pytest.mark.parametrize("jurisdiction", ["US", "EU", "Codex"])
def test_every_ingredient_is_legally_spoken_of(jurisdiction: str) -> None:
    for key in KEYS[::20]:
        found = findings({key: 1.0}, "milk", "L0", jurisdiction=jurisdiction)
        assert found == []  # rule ids are whole
        verdict = check_formula({key: 1.0}, CATALOGUE, target="milk", jurisdiction=jurisdiction)
        assert any(key in f.message for f in verdict.findings if f.rule.startswith("L"))


def test_empty_formulas_are_rejected() -> None:
    assert check_formula({}, CATALOGUE, target="milk").verdict == "reject"
    assert check_formula({"water": 100.0}, CATALOGUE, target="milk").verdict == "reject"


@pytest.mark.parametrize(
    ("parts", "target", "rule", "expected"),
    [
        ({"oats_raw": 10.0}, "milk", "F16", "hard"),
        ({"rice_white_raw": 3.5}, "ice_cream", "F16", "hard"),
        ({"cocoa_powder": 1.5}, "milk", "F10", "soft"),
        ({"lime_juice_raw": 5.0, "pea_protein_isolate": 2.5}, "milk", "F09", "hard"),
        ({"red_wine_vinegar": 6.0, "canola_oil": 74.0}, "mayonnaise", "F18", "ok"),
        ({"sunflower_seed_butter": 5.0, "sodium_bicarbonate": 0.1}, "milk", "F22", "soft"),
        ({"milk_whole": 50.0}, "milk", "F01", "hard"),
    ],
)
def test_plant_foods_count_as_what_they_are(
    parts: dict[str, float], target: str, rule: str, expected: str
) -> None:
    assert level(with_water(parts), target, rule) == expected
