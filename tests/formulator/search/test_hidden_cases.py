"""Formulas on, just below and just above the numbers of the rules, judged before they were run.

``hidden_cases.csv`` holds one formula a row: a base, the parts that differ from it (zero: left
out) and what the rules must say. ``accept|warn`` means that a real product must not be rejected.
Water makes up what the parts leave of 100. The bases are typical reconstructions from usual
doses; cases with other ingredients (rice vinegar, brown rice flour, agar in bars) hold the rules
to look-alikes under other keys.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import ingredients
from formulator.search.rules import Severity, check_formula

BASES = {
    "": "",
    "pea drink": (
        "pea_protein_isolate=3.9 canola_oil=2 sucrose=1.9 inulin=1 coconut_oil_rbd=0.6 "
        "calcium_carbonate=0.28 dipotassium_phosphate=0.2 sunflower_lecithin_fluid=0.1 "
        "salt=0.04 gellan_ha=0.02"
    ),
    "soy drink": (
        "soy_protein_isolate=3.6 canola_oil=2.2 sucrose=2 calcium_carbonate=0.28 "
        "dipotassium_phosphate=0.2 sunflower_lecithin_fluid=0.1 salt=0.06 gellan_ha=0.02"
    ),
    "rice drink": (
        "rice_protein=2 inulin=1.2 sunflower_oil_ho=3.2 sucrose=2 "
        "tricalcium_phosphate=0.28 sunflower_lecithin_fluid=0.15 salt=0.08 gellan_ha=0.02"
    ),
    "oat barista": (
        "oat_base_enzymatic=92 canola_oil=3 dipotassium_phosphate=0.3 "
        "calcium_carbonate=0.2 tricalcium_phosphate=0.1 salt=0.09 vitamin_premix=0.02"
    ),
    "pea barista": (
        "pea_protein_isolate=2.6 canola_oil=3.2 sucrose=2 calcium_carbonate=0.25 "
        "dipotassium_phosphate=0.3 sunflower_lecithin_fluid=0.1 salt=0.06 gellan_ha=0.02"
    ),
    "cooking cream": (
        "canola_oil=10 coconut_oil_rbd=4 pea_protein_isolate=1.5 mod_starch_e1442=1.5 "
        "sucrose=1 dipotassium_phosphate=0.2 sunflower_lecithin_fluid=0.3 guar=0.1 "
        "salt=0.2"
    ),
    "whipping cream": (
        "palm_kernel_oil=27 sucrose=10 soy_protein_isolate=1.2 mono_diglycerides=0.4 "
        "soy_lecithin_fluid=0.3 hpmc=0.3 dipotassium_phosphate=0.1"
    ),
    "cultured yogurt": (
        "sucrose=4.5 soy_protein_isolate=4.2 canola_oil=2.5 mod_starch_e1442=1.4 "
        "calcium_citrate=0.45 pectin_lm=0.3 salt=0.05 lactic_culture_dvs=0.01"
    ),
    "direct-acid yogurt": (
        "sucrose=4.5 soy_protein_isolate=4.2 canola_oil=2.5 mod_starch_e1442=1.4 "
        "calcium_citrate=0.45 pectin_lm=0.3 salt=0.05 lactic_acid_88=0.75"
    ),
    "cashew cream cheese": (
        "cashew=32 coconut_oil_rbd=9 salt=0.9 lactic_acid_88=0.3 locust_bean_gum=0.25 "
        "lactic_culture_dvs=0.02"
    ),
    "coconut cream cheese": (
        "coconut_oil_rbd=25 mod_starch_e1442=4.5 pea_protein_isolate=2.5 salt=0.8 "
        "lactic_acid_88=0.5 locust_bean_gum=0.3"
    ),
    "starch cheese": (
        "coconut_oil_rbd=23 mod_starch_ha_cheese=20 salt=1.8 lactic_acid_88=0.4 "
        "natural_dairy_flavour=0.4 yeast_extract=0.2 beta_carotene=0.02"
    ),
    "carrageenan cheese": (
        "coconut_oil_rbd=23 waxy_corn_starch=10 pea_protein_isolate=8 salt=1.6 "
        "lactic_acid_88=0.4 carrageenan_kappa=1.2"
    ),
    "butter": (
        "canola_oil=34.6 coconut_oil_rbd=25 shea_butter=20 salt=1.2 mono_diglycerides=0.3 "
        "sunflower_lecithin_fluid=0.3 natural_dairy_flavour=0.15 lactic_acid_88=0.1 "
        "beta_carotene=0.01"
    ),
    "ice cream": (
        "sucrose=12.5 coconut_oil_rbd=9 glucose_syrup_42=5 dextrose=4 "
        "pea_protein_isolate=2.2 inulin=2 vanilla_extract=0.3 mono_diglycerides=0.25 "
        "locust_bean_gum=0.15 guar=0.1 salt=0.08"
    ),
    "mayonnaise": (
        "canola_oil=74 vinegar_distilled=6 osa_starch=2.2 sucrose=2 salt=1.1 "
        "pea_protein_isolate=0.8 mustard_flour=0.4 xanthan=0.15 "
        "calcium_disodium_edta=0.006"
    ),
    "half-and-half": (
        "canola_oil=8 coconut_oil_rbd=3 soy_protein_isolate=2 sucrose=4.5 inulin=1 "
        "dipotassium_phosphate=0.25 sunflower_lecithin_fluid=0.3 gellan_ha=0.03 salt=0.1"
    ),
    "sour cream": (
        "canola_oil=10 coconut_oil_rbd=6 soy_protein_isolate=2.5 sucrose=3 "
        "mod_starch_e1442=1.5 locust_bean_gum=0.2 calcium_citrate=0.2 "
        "sunflower_lecithin_fluid=0.3 salt=0.1 lactic_culture_dvs=0.01"
    ),
    "kefir": (
        "soy_protein_isolate=3.2 canola_oil=1.5 sucrose=4.5 pectin_hm=0.3 calcium_citrate=0.2 "
        "sunflower_lecithin_fluid=0.1 salt=0.05 lactic_culture_dvs=0.01"
    ),
    "Greek yogurt": (
        "soy_protein_isolate=9 canola_oil=3 sucrose=4 calcium_citrate=0.3 lactic_culture_dvs=0.01"
    ),
    "evaporated milk": (
        "soy_protein_isolate=6 canola_oil=4 coconut_oil_rbd=3.5 sucrose=9 "
        "dipotassium_phosphate=0.4 carrageenan_iota=0.03 sunflower_lecithin_fluid=0.3 salt=0.1"
    ),
    "chocolate milk": (
        "soy_protein_isolate=3.2 canola_oil=1.6 sucrose=4.5 cocoa_powder=1.2 "
        "dipotassium_phosphate=0.2 gellan_ha=0.03 salt=0.06"
    ),
    "mozzarella": (
        "coconut_oil_rbd=20 mod_starch_ha_cheese=18 potato_starch=3 salt=1.5 lactic_acid_88=0.3 "
        "trisodium_citrate=0.5 natural_dairy_flavour=0.2"
    ),
    "process cheese": (
        "coconut_oil_rbd=20 mod_starch_ha_cheese=19 pea_protein_isolate=2 trisodium_citrate=1.5 "
        "salt=1.3 carrageenan_kappa=0.5 lactic_acid_88=0.3"
    ),
}
CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "hidden_cases.csv").read_text(encoding="utf-8").splitlines()
    )
)


def parts_of(case: dict[str, str]) -> dict[str, float]:
    """Percent by ingredient, water included, [g/100 g]."""
    pairs = f"{BASES[case['base']]} {case['changes']}".split()
    parts = {key: float(percent) for key, percent in (pair.split("=") for pair in pairs)}
    parts = {key: percent for key, percent in parts.items() if percent > 0}
    water = round(100 - sum(parts.values()), 6)
    return {"water": parts.pop("water", 0.0) + max(water, 0.0), **parts}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['base']}-{c['changes']}-{c['target']}")
def test_formula_beside_a_threshold_is_judged_as_reasoned(case: dict[str, str]) -> None:
    verdict = check_formula(
        parts_of(case),
        ingredients.load(),
        target=case["target"],
        jurisdiction=case["jurisdiction"],
    )
    weighty = {f.rule: f for f in verdict.findings if f.severity in (Severity.HARD, Severity.SOFT)}
    assert verdict.verdict in case["verdict"].split("|"), weighty
    if case["rule"]:
        assert case["rule"] in weighty
    elif case["verdict"] == "accept":
        assert not weighty


def test_every_rule_that_a_formula_alone_can_break_is_tried_on_both_sides() -> None:
    tried = {case["rule"] for case in CASES}
    assert {f"F{i:02d}" for i in range(2, 24)} <= tried
    assert {f"L{i:02d}" for i in range(1, 8)} <= tried
    for verdict in ("accept", "warn", "reject"):
        assert {case["target"] for case in CASES if case["verdict"] == verdict} >= {
            "milk", "milk_barista", "cream_cooking", "cream_whipping", "yogurt", "fresh_cheese",
            "hard_cheese", "butter", "ice_cream", "mayonnaise",
        }  # fmt: skip
