"""All rules by id: what each one asks, how much it weighs and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from formulator.search.rules.verdict import Severity

HARD, SOFT, NOTE, UNCHECKED = Severity.HARD, Severity.SOFT, Severity.NOTE, Severity.UNCHECKED


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    name: str
    asks: str
    severities: tuple[Severity, ...]
    """Severities that its findings may have."""
    basis: str
    """What its numbers rest on, with confidence H, M or L."""
    home: str
    """Module that judges it."""


def _rule(text: str, *severities: Severity) -> Rule:
    rule_id, name, asks, basis, home = (part.strip() for part in text.split("|"))
    return Rule(rule_id, name, asks, severities, basis, f"formulator.search.rules.{home}")


RULES: dict[str, Rule] = {
    r.id: r
    for r in (
        _rule("F01|identity|sum 100 +-0.05, known keys, no negative amount, nothing of animal "
              "origin|definition, H|identity", HARD, NOTE),
        _rule("F02|dose|each dose inside its window for the product, never above twice its largest "
              "use|use table, general practice, M-L|doses", HARD, SOFT, NOTE, UNCHECKED),
        _rule("F03|composition|water, protein, fat, sugars and salt inside the category's windows|"
              "category windows, general practice, M|composition", HARD, SOFT, NOTE, UNCHECKED),
        _rule("F04|emulsifier|soluble protein and emulsifiers cover the droplets|geometry, H; "
              "surface loads, M|emulsion", HARD, SOFT, UNCHECKED),
        _rule("F05|phase inversion|a dressing holds at most 84 % oil, a spread a W/O emulsifier|"
              "close packing, M|emulsion", HARD, SOFT, UNCHECKED),
        _rule("F06|coffee buffer|phosphate or citrate keep the protein of a barista drink in "
              "solution|pH of coffee; general practice, M|minerals", HARD, SOFT, NOTE),
        _rule("F07|free calcium|soluble calcium stays below what coagulates protein on heating|"
              "stoichiometry, H; soy milk and tofu studies, M|minerals", HARD, SOFT),
        _rule("F08|acid balance|acid or culture bring cultured and fresh products to pH 4.5|"
              "stoichiometry and pKa, H; protein, L|acid", HARD, SOFT),
        _rule("F09|acid in neutral products|no unbuffered acid takes protein through its "
              "isoelectric point; sour drinks hold HM pectin or CMC|general practice, M-L|acid",
              HARD, SOFT, UNCHECKED),
        _rule("F10|suspension|insolubles of a drink are held up|Stokes, M|texture", SOFT, NOTE),
        _rule("F11|gums|a drink neither slimy nor gelled|general practice, M|texture", HARD, SOFT),
        _rule("F12|melting|solid fat at 10, 20 and 35 C fits the product|linear mixing +-10 "
              "points; SFC table, L|emulsion", HARD, SOFT, NOTE, UNCHECKED),
        _rule("F13|freezing|PAC, POD, stabiliser and emulsifier of ice cream|colligative, H; "
              "windows, M|frozen", HARD, SOFT, NOTE, UNCHECKED),
        _rule("F14|heat-setting protein|patatin and rubisco stay low in heated drinks|sets at "
              "65-70 C, M|care", HARD, SOFT),
        _rule("F15|set system|something sets cheese and yogurt, and no amylase cuts it|general "
              "practice, M|texture", HARD, SOFT, NOTE),
        _rule("F16|starch|starch has water to gelatinise; no raw starch thickens a drink|general "
              "practice, M|texture", HARD, SOFT, UNCHECKED),
        _rule("F17|culture|a live culture finds sugar, no sorbate, no later heat|general "
              "practice, H|care", HARD, SOFT, UNCHECKED),
        _rule("F18|acid of dressings|acetic and other acids in the water phase; CIMSCEE sums|"
              "CIMSCEE 1992, H|acid", HARD, SOFT, NOTE, UNCHECKED),
        _rule("F19|mineral taste|phosphate, potassium and calcium lactate below their taste|"
              "general practice, M|minerals", HARD, SOFT, UNCHECKED),
        _rule("F20|sweet drinks|a drink no sweeter than milks are|general practice, M|care",
              HARD, SOFT, UNCHECKED),
        _rule("F21|traces|cabbage and pineapple concentrates and quillaja stay traces|label order "
              "and general practice, L|care", HARD, SOFT),
        _rule("F22|greening|no sunflower with bicarbonate or above pH 7.5|general practice, M|"
              "care", SOFT),
        _rule("F23|oxidation|omega-3 oils come with an antioxidant|general practice, M|care",
              SOFT),
        _rule("F24|process|every gum, starch, enzyme and culture has its step|general practice, "
              "M|process", SOFT),
        _rule("F25|viscosity|a drink flows: below 20 mPa s without its gums|hard-sphere type "
              "viscosity, M-L|texture", SOFT),
        _rule("F26|treatment|what is toxic or bitter raw is cooked, soaked or debittered first|"
              "general knowledge, M|treatment", HARD, SOFT, NOTE),
        _rule("L01|agar|at most 0.25 % in foods of no category of its own (US)|21 CFR 184.1115|"
              "legal", HARD, NOTE),
        _rule("L02|calcium sulfate|at most 0.07 % in dairy analogues (US)|21 CFR 184.1230|legal",
              HARD, NOTE),
        _rule("L03|EDTA|at most 75 ppm in dressings and spreads (US)|21 CFR 172.120|legal",
              HARD, NOTE),
        _rule("L04|mung bean protein|not in dairy analogues (EU)|EFSA Journal 2021;19(10):6846|"
              "legal", HARD),
        _rule("L05|kokum butter|blocked until evidence is entered (US)|status publicly "
              "questioned, M|legal", HARD),
        _rule("L06|group sums|additives that share a limit are summed in the unit of the limit|"
              "Codex GSFA 06.8.1|legal", HARD, NOTE),
        _rule("L07|other limits|every other numeric limit; the status of every line is told|"
              "21 CFR, Codex GSFA|legal", HARD, NOTE, UNCHECKED),
    )
}  # fmt: skip
"""Rules by id, in their order."""
