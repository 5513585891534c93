"""Ingredient statements: descending by mass, with sub-ingredients, classes and quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from formulator.errors import InputError
from formulator.formula import Formula
from ingredients import Catalogue, Food
from ingredients.declarations import declarations

MINOR = 0.02
"""US: ingredients of 2 % or less may follow in any order (21 CFR 101.4(a)(2)), [g/g]."""

Style = Literal["name", "number"]


@dataclass(frozen=True, slots=True)
class StatementItem:
    """One declared ingredient."""

    keys: tuple[str, ...]
    """Ingredients declared under this name."""
    name: str
    text: str
    """As printed: class, name, sub-ingredients, quantity."""
    percent: float
    """[g/100 g]."""
    is_allergen: bool
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """An ingredient statement to be checked and edited by a person."""

    jurisdiction: str
    text: str
    items: tuple[StatementItem, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def ingredient_statement(
    formula: Formula,
    catalogue: Catalogue,
    *,
    jurisdiction: str = "US",
    quantified: Sequence[str] = (),
    additives: Style = "name",
    sub_ingredients: Mapping[str, Sequence[str]] | None = None,
) -> Statement:
    """Write the ingredient statement of a formula.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    jurisdiction : str
        US or EU (Codex is written like the EU).
    quantified : sequence of str
        Ingredient keys whose percent is printed (EU: those that the name or picture stresses).
    additives : str
        EU: additives by ``name`` or by E ``number``.
    sub_ingredients : mapping of str to sequence of str, optional
        Sub-ingredients by key; they replace those of the tables.

    Returns
    -------
    Statement

    Raises
    ------
    InputError
        If a quantified key is not in the formula or the jurisdiction is not known.
    """
    _check(formula, jurisdiction, quantified)
    is_us = jurisdiction == "US"
    subs = dict(sub_ingredients or {})
    groups: dict[str, list[Food]] = {}
    for key in formula.keys:
        food = catalogue.food(key)
        name = _name(food)
        if _parts(key, subs):
            name = name.split(" (")[0]  # the tables and the user know the parts better
        groups.setdefault(name, []).append(food)
    items = [
        _item(name, foods, formula, is_us=is_us, quantified=quantified, additives=additives,
              subs=subs)
        for name, foods in groups.items()
    ]  # fmt: skip
    items.sort(key=lambda i: (-i.percent, i.name))
    text = _us_text(items) if is_us else "Ingredients: " + ", ".join(i.text for i in items) + "."
    return Statement(jurisdiction, text, tuple(items), _notes(formula, catalogue))


def _check(formula: Formula, jurisdiction: str, quantified: Sequence[str]) -> None:
    if jurisdiction not in ("US", "EU", "Codex"):
        raise InputError(f"jurisdiction must be US, EU or Codex, got {jurisdiction!r}")
    absent = sorted(set(quantified) - set(formula.keys))
    if absent:
        raise InputError(f"quantified ingredients must be in the formula, got {absent}")


def _name(food: Food) -> str:
    name = food.declaration_name or food.name
    return "water" if food.key == "water" else name[0].lower() + name[1:]


def _item(
    name: str,
    foods: list[Food],
    formula: Formula,
    *,
    is_us: bool,
    quantified: Sequence[str],
    additives: Style,
    subs: Mapping[str, Sequence[str]],
) -> StatementItem:
    keys = tuple(f.key for f in foods)
    share = sum(formula.fraction(k) for k in keys)
    allergens = {a for f in foods for a in (f.allergens_us if is_us else f.allergens_eu)}
    text = name if is_us else _eu_spelling(name)
    text = text.upper() if allergens and not is_us else text
    text = _with_class(text, keys[0], is_us=is_us, additives=additives)
    parts = [p for k in keys for p in _parts(k, subs)]
    if parts:
        text += f" ({', '.join(dict.fromkeys(parts))})"
    if set(keys) & set(quantified):
        text += f" {100 * share:.1f} %"
    return StatementItem(keys, name, text, 100 * share, bool(allergens), share <= MINOR)


def _parts(key: str, subs: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if key in subs:
        return subs[key]
    known = declarations().get(key)
    return known.sub_ingredients if known else ()


def _eu_spelling(name: str) -> str:
    words = {"flavoring": "flavouring", "flavor": "flavouring", "fiber": "fibre", "color": "colour"}
    return re.sub("|".join(words), lambda match: words[match[0]], name)


def _with_class(text: str, key: str, *, is_us: bool, additives: Style) -> str:
    """EU: functional class before the additive's name or number."""
    known = declarations().get(key)
    if is_us or known is None or not known.eu_class:
        return text
    if additives == "number" and known.e_number:
        text = known.e_number
    return f"{known.eu_class}: {text}" if known.eu_class != text else text


def _us_text(items: Sequence[StatementItem]) -> str:
    major = [i.text for i in items if not i.is_minor]
    minor = [i.text for i in items if i.is_minor]
    text = "Ingredients: " + ", ".join(major)
    if minor:
        joint = ", " if major else ""
        text += f"{joint}contains 2% or less of: {', '.join(minor)}"
    return text + "."


def _notes(formula: Formula, catalogue: Catalogue) -> tuple[str, ...]:
    notes = ["draft from usual names: check names, sub-ingredients and carriers with suppliers"]
    cultures = [k for k in formula.keys if catalogue.food(k).category == "culture_enzyme"]
    if cultures:
        names = ", ".join(catalogue.food(k).declaration_name or catalogue.food(k).name
                          for k in cultures)  # fmt: skip
        notes.append(f"processing aids may not need declaring: {names}")
    return tuple(notes)
