"""Allergens of a formula: which, why, and what cross-reacts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from formulator.errors import InputError
from formulator.formula import Formula
from ingredients import Catalogue

US_NINE = (
    "milk", "egg", "fish", "crustaceans", "tree_nuts", "wheat", "peanut", "soy", "sesame",
)  # fmt: skip
"""Major food allergens of the United States (FALCPA and FASTER Act, general knowledge)."""
EU_FOURTEEN = (
    "gluten", "crustaceans", "egg", "fish", "peanut", "soy", "milk", "tree_nuts", "celery",
    "mustard", "sesame", "sulphites", "lupin", "molluscs",
)  # fmt: skip
"""Regulation (EU) 1169/2011, Annex II (general knowledge)."""
WORDS = {
    "tree_nuts": "tree nuts",
    "gluten": "cereals containing gluten",
    "soy": "soybeans",
    "sulphites": "sulphur dioxide and sulphites",
    "crustaceans": "crustacean shellfish",
}
REMARKS = {
    "soybean_oil": "highly refined soybean oil is exempt; confirm the degree of refining",
    "oat_flour": "oats count as a gluten cereal in the EU, not as wheat in the US",
    "coconut_oil_rbd": "coconut left the FDA list of tree nuts in 2025 (general knowledge)",
    "lactic_culture_dvs": "confirm a milk-free culture medium",
    "transglutaminase": "confirm a milk-free carrier",
}


@dataclass(frozen=True, slots=True)
class AllergenLine:
    """One allergen with the ingredients that bring it."""

    allergen: str
    words: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    """Names of these ingredients: the species that the law asks for."""


@dataclass(frozen=True, slots=True)
class CrossReaction:
    """People who react to ``to`` may react to the ingredient."""

    key: str
    name: str
    to: str


@dataclass(frozen=True, slots=True)
class AllergenReport:
    """Allergens of a formula under one law."""

    jurisdiction: str
    present: tuple[AllergenLine, ...]
    absent: tuple[str, ...]
    """Listed allergens that no ingredient brings; carry-over in the plant is not known."""
    cross_reactions: tuple[CrossReaction, ...]
    remarks: tuple[str, ...]
    statement: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def allergens(
    formula: Formula, catalogue: Catalogue, *, jurisdiction: str = "US"
) -> AllergenReport:
    """List the allergens of a formula.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    jurisdiction : str
        US (9 allergens) or EU (14; also taken for Codex).

    Returns
    -------
    AllergenReport

    Raises
    ------
    InputError
        If the jurisdiction is not known.
    """
    if jurisdiction not in ("US", "EU", "Codex"):
        raise InputError(f"jurisdiction must be US, EU or Codex, got {jurisdiction!r}")
    is_us = jurisdiction == "US"
    foods = [catalogue.food(k) for k in formula.keys]
    brings: dict[str, list[int]] = {}
    for i, food in enumerate(foods):
        for allergen in food.allergens_us if is_us else food.allergens_eu:
            brings.setdefault(allergen, []).append(i)
    listed = US_NINE if is_us else EU_FOURTEEN
    order = [a for a in listed if a in brings] + sorted(set(brings) - set(listed))
    present = tuple(
        AllergenLine(
            a, WORDS.get(a, a), tuple(foods[i].key for i in brings[a]),
            tuple(foods[i].declaration_name or foods[i].name for i in brings[a]),
        )
        for a in order
    )  # fmt: skip
    crossing = tuple(
        CrossReaction(f.key, f.declaration_name or f.name, to)
        for f in foods
        for to in f.cross_reactions
        if to not in brings
    )
    return AllergenReport(
        jurisdiction=jurisdiction,
        present=present,
        absent=tuple(a for a in listed if a not in brings),
        cross_reactions=crossing,
        remarks=tuple(f"{k}: {REMARKS[k]}" for k in formula.keys if k in REMARKS),
        statement=_statement(present, is_us=is_us),
    )


def _statement(present: tuple[AllergenLine, ...], *, is_us: bool) -> str:
    if not present:
        return "No listed allergen among the ingredients."
    words = []
    for line in present:
        named = line.allergen in {"tree_nuts", "gluten"}
        words.append(f"{line.words} ({', '.join(line.names)})" if named else line.words)
    lead = "Contains: " if is_us else "Emphasise in the list: "
    return lead + ", ".join(words) + "."
