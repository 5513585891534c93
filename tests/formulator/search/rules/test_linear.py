"""The rows of the search and the judgement of formulas speak of the same rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingredients
from formulator.search.rules import (
    Severity,
    check_formula,
    dose_bounds,
    group_rules,
    linear_rules,
    quantities,
    set_system_rows,
)
from formulator.search.rules.linear import LIMITS
from tests.formulator.search.rules.judging import CASES, with_water

CATEGORIES = (
    "milk", "milk_barista", "cream_cooking", "cream_whipping", "yogurt", "yogurt_greek",
    "fresh_cheese", "hard_cheese", "mozzarella", "butter", "ice_cream", "mayonnaise",
)  # fmt: skip
KEYS = tuple(sorted({k for parts in CASES.values() for k in parts} | {"alpha_amylase", "konjac"}))
LINEAR = {"F03", "F04", "F07", "F09", "F12", "F13", "F14", "F16", "F19", "F20", "F21"}
"""Rules whose hard findings the rows alone must exclude (F06, F18 likewise where they apply)."""


def fractions(parts: dict[str, float]) -> np.ndarray:
    return np.array([parts.get(k, 0.0) for k in KEYS]) / 100


@pytest.mark.parametrize("case", ["pea_milk_concentrates", "oat_barista", "soy_yogurt",
                                  "starch_cheddar", "cashew_cream_cheese", "coconut_shea_butter",
                                  "coconut_pea_ice_cream", "full_fat_dressing"])  # fmt: skip
@pytest.mark.parametrize("soft", [False, True])
def test_accepted_formulas_satisfy_all_rows(case: str, soft: bool) -> None:
    targets = {"pea_milk_concentrates": "milk", "oat_barista": "milk_barista",
               "soy_yogurt": "yogurt", "starch_cheddar": "hard_cheese",
               "cashew_cream_cheese": "fresh_cheese", "coconut_shea_butter": "butter",
               "coconut_pea_ice_cream": "ice_cream", "full_fat_dressing": "mayonnaise"}  # fmt: skip
    rows = linear_rules(ingredients.load(), KEYS, targets[case], soft=soft)
    excess = rows.A_ub @ fractions(CASES[case]) - rows.b_ub
    broken = [n for n, e in zip(rows.names, excess, strict=True) if e > 1e-9]
    expected = {
        "oat_barista": ["F10 suspension (lead)"],  # the oat base itself carries the particles
        "cashew_cream_cheese": ["F17 sugars for the culture"],  # dosed above the search's dose
    }
    assert broken == (expected.get(case, []) if soft else [])


@pytest.mark.parametrize(
    ("case", "target", "rule"),
    [
        ("barista_without_buffer", "milk_barista", "F06"),
        ("calcium_lactate_milk", "milk", "F07"),
        ("sucralose_ice_cream", "ice_cream", "F13"),
        ("sunflower_butter", "butter", "F12"),
        ("oat_flour_drink", "milk", "F16"),
        ("carbonate_yogurt", "yogurt", "F08"),
        ("hardened_fat_milk", "milk", "F12"),
    ],
)
def test_rejected_formulas_break_the_row_of_their_rule(case: str, target: str, rule: str) -> None:
    rows = linear_rules(ingredients.load(), KEYS, target)
    excess = rows.A_ub @ fractions(CASES[case]) - rows.b_ub
    assert rule in {n[:3] for n, e in zip(rows.names, excess, strict=True) if e > 1e-9}


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data(), category=st.sampled_from(CATEGORIES))
def test_formulas_inside_the_hard_rows_have_no_hard_linear_finding(
    data: st.DataObject, category: str
) -> None:
    names = [n for n in CASES if n not in {"agar_cheese"}]
    base = CASES[data.draw(st.sampled_from(names))]
    changes = data.draw(
        st.dictionaries(st.sampled_from(KEYS), st.floats(0, 20), min_size=0, max_size=3)
    )
    grams = {**base, **changes}
    total = sum(grams.values())
    parts = {k: 100 * v / total for k, v in grams.items() if v > 0}
    rows = linear_rules(ingredients.load(), KEYS, category)
    excess = rows.A_ub @ fractions(parts) - rows.b_ub
    verdict = check_formula(parts, ingredients.load(), target=category)
    broken_rows = {n[:3] for n, e in zip(rows.names, excess, strict=True) if e > -1e-7}
    hard = {f.rule for f in verdict.of_severity(Severity.HARD)}
    assert (hard & LINEAR) - broken_rows == set()


def test_every_row_has_its_own_name() -> None:
    for category in CATEGORIES:
        for soft in (False, True):
            names = linear_rules(ingredients.load(), KEYS, category, soft=soft).names
            assert len(set(names)) == len(names), category


def test_limits_have_a_source_and_a_bound() -> None:
    for limit in LIMITS:
        assert limit.source
        assert limit.hard is not None or limit.soft is not None
        assert limit.relation in ("<=", ">=")
        assert "{value}" in limit.says


def test_rows_of_all_usable_ingredients_are_finite() -> None:
    catalogue = ingredients.load()
    keys = [f.key for f in catalogue.of_kind(ingredients.Kind.INGREDIENT)]
    table = quantities(catalogue, keys)
    for category in CATEGORIES:
        rows = linear_rules(catalogue, keys, category, table=table)
        assert np.isfinite(rows.A_ub).all()
        assert np.isfinite(rows.b_ub).all()
        assert rows.A_ub.shape == (len(rows.names), len(keys))


def test_doses_of_the_table_and_the_law() -> None:
    keys = ("agar", "kokum_butter", "milk_whole", "gellan_ha", "water", "lactic_culture_dvs")
    bounds = dose_bounds(ingredients.load(), keys, "yogurt")
    assert bounds.upper_hard == pytest.approx([0.0025, 0, 0, 0.001, 1.0, 0.0001])
    assert bounds.upper_soft == pytest.approx([0.0025, 0, 0, 0.0005, 1.0, 0.0001])
    assert (bounds.lower <= bounds.upper_soft).all()
    eu = dose_bounds(ingredients.load(), ("mung_protein_isolate",), "milk", jurisdiction="EU")
    assert eu.upper_hard == pytest.approx([0])


@pytest.mark.parametrize(
    ("category", "rules"),
    [("butter", {"F05"}), ("yogurt", {"F08"}), ("mayonnaise", {"F18"}), ("milk", {"F11"}),
     ("ice_cream", set())],
)  # fmt: skip
def test_groups(category: str, rules: set[str]) -> None:
    groups = group_rules(ingredients.load(), KEYS, category)
    assert {g.why[:3] for g in groups} == rules
    for group in groups:
        assert 0 <= group.min_count <= group.max_count <= len(group.indices)


def test_set_systems_lead_to_formulas_that_set() -> None:
    ways = dict(set_system_rows(ingredients.load(), KEYS, "hard_cheese"))
    assert "starch" in ways
    rows = ways["starch"]
    assert (rows.A_ub @ fractions(CASES["starch_cheddar"]) <= rows.b_ub).all()
    weak = with_water({"mod_starch_ha_cheese": 11.9})
    assert (rows.A_ub @ fractions(weak) > rows.b_ub).any()
    assert set_system_rows(ingredients.load(), KEYS, "milk") == ()
    assert [n for n, _ in set_system_rows(ingredients.load(), ("water", "agar"), "yogurt")] == [
        "protein", "gums"
    ]  # fmt: skip


def test_shared_limits_become_a_row() -> None:
    rows = linear_rules(ingredients.load(), KEYS, "milk", jurisdiction="Codex")
    i = rows.names.index("L06 phosphates (Codex)")
    parts = {"dipotassium_phosphate": 0.6, "tricalcium_phosphate": 0.25}
    assert rows.A_ub[i] @ fractions(parts) > rows.b_ub[i]
