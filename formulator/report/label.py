"""Nutrition panels: United States and European Union, unrounded and rounded side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.report import rounding
from formulator.report.nutrients import (
    EU_KCAL,
    EU_KJ,
    SALT_PER_SODIUM,
    US_KCAL,
    Amount,
    added_sugars,
    amounts,
    energy,
)
from formulator.report.rounding import Rounded
from ingredients import Catalogue

DAILY_VALUES: dict[str, float] = {
    "fat": 78, "saturated_fat": 20, "cholesterol": 300, "sodium": 2300, "carbohydrate": 275,
    "fibre": 28, "added_sugars": 50, "protein": 50, "vitamin_d": 20, "calcium": 1300, "iron": 18,
    "potassium": 4700,
}  # fmt: skip
"""US daily values, [g], minerals and cholesterol [mg], vitamin D [ug] (21 CFR 101.9(c)(8)-(9))."""
SERVINGS: dict[str, tuple[float, str]] = {
    "milk": (247, "1 cup (240 mL)"),
    "milk_barista": (247, "1 cup (240 mL)"),
    "milk_flavoured": (247, "1 cup (240 mL)"),
    "fermented_drink": (247, "1 cup (240 mL)"),
    "cream": (15, "1 Tbsp (15 mL)"),
    "cream_cooking": (15, "1 Tbsp (15 mL)"),
    "cream_whipping": (15, "1 Tbsp (15 mL)"),
    "cream_sour": (30, "2 Tbsp (30 g)"),
    "yogurt": (170, "3/4 cup (170 g)"),
    "yogurt_greek": (170, "3/4 cup (170 g)"),
    "fresh_cheese": (30, "2 Tbsp (30 g)"),
    "hard_cheese": (30, "1 oz (30 g)"),
    "mozzarella": (30, "1 oz (30 g)"),
    "process_cheese": (30, "1 slice (30 g)"),
    "butter": (14, "1 Tbsp (14 g)"),
    "ice_cream": (88, "2/3 cup (88 g)"),
    "mayonnaise": (15, "1 Tbsp (15 g)"),
}
"""US serving by category, [g] and words (21 CFR 101.12, general knowledge; density 1.03)."""

Rounder = Callable[[float], Rounded]


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line of a panel."""

    key: str
    name: str
    unrounded: float
    """In ``unit`` per basis of the panel."""
    unit: str
    rounded: str
    """As printed, without the unit."""
    percent_dv: str = ""
    """As printed, without the sign; empty where the law asks for none."""
    rule: str = ""
    missing: tuple[str, ...] = ()
    """Ingredients without a value: the number is a lower bound."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A nutrition panel."""

    jurisdiction: str
    basis: str
    """``1 cup (240 mL)`` or ``100 g``."""
    basis_g: float
    """[g]."""
    lines: tuple[LabelLine, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether no line lacks data."""
        return all(not line.missing for line in self.lines)

    def line(self, key: str) -> LabelLine:
        """Return one line (InputError when the panel has none of this key)."""
        for line in self.lines:
            if line.key == key:
                return line
        raise InputError(f"the panel has no line {key!r}; it has {[x.key for x in self.lines]}")

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {**asdict(self), "is_complete": self.is_complete}


US_LINES: tuple[tuple[str, str, Rounder, str], ...] = (
    ("fat", "Total Fat", rounding.us_fat, "101.9(c)(2)"),
    ("saturated_fat", "Saturated Fat", rounding.us_fat, "101.9(c)(2)(i)"),
    ("trans_fat", "Trans Fat", rounding.us_fat, "101.9(c)(2)(ii)"),
    ("cholesterol", "Cholesterol", rounding.us_cholesterol, "101.9(c)(3)"),
    ("sodium", "Sodium", rounding.us_sodium, "101.9(c)(4)"),
    ("carbohydrate", "Total Carbohydrate", rounding.us_gram, "101.9(c)(6)"),
    ("fibre", "Dietary Fiber", rounding.us_gram, "101.9(c)(6)(i)"),
    ("sugars", "Total Sugars", rounding.us_gram, "101.9(c)(6)(ii)"),
    ("added_sugars", "Added Sugars", rounding.us_gram, "101.9(c)(6)(iii)"),
    ("protein", "Protein", rounding.us_gram, "101.9(c)(7)"),
)
US_MICRO: tuple[tuple[str, str, str], ...] = (
    ("vitamin_d", "Vitamin D", "0.1"),
    ("calcium", "Calcium", "10"),
    ("iron", "Iron", "0.1"),
    ("potassium", "Potassium", "10"),
)
NO_DAILY_VALUE = frozenset({"trans_fat", "sugars", "protein"})
"""Trans fat and total sugars have none; protein shows one only when it is corrected."""


def us_panel(
    formula: Formula,
    catalogue: Catalogue,
    *,
    category: str = "",
    serving_g: float | None = None,
    corrected_protein: float | None = None,
) -> Panel:
    """Nutrition facts of the United States, per serving.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    category : str
        Category of the product: its customary serving; 100 g where none is held.
    serving_g : float, optional
        Serving size, [g]; replaces that of the category.
    corrected_protein : float, optional
        PDCAAS of the blend, 0-1; gives protein its percent daily value.

    Returns
    -------
    Panel

    Raises
    ------
    InputError
        If the serving is not positive.
    """
    grams, words = SERVINGS.get(category, (100.0, "100 g"))
    if serving_g is not None:
        grams, words = serving_g, f"{serving_g:g} g"
    if not grams > 0:
        raise InputError(f"a serving must be more than 0 g, got {grams!r}")
    share = grams / 100
    keys = [row[0] for row in US_LINES] + [micro[0] for micro in US_MICRO]
    found = _found(formula, catalogue, keys)
    kcal = energy(formula, catalogue, US_KCAL)
    lines = [
        LabelLine("energy", "Calories", kcal.value * share, "kcal",
                  rounding.us_energy(kcal.value * share).text, "", "21 CFR 101.9(c)(1)")
    ]  # fmt: skip
    for row in US_LINES:
        line = _us_line(found[row[0]], row, share=share, corrected=corrected_protein)
        lines.append(line)
    for key, name, step in US_MICRO:
        lines.append(_us_micro(found[key], name, share, step))
    return Panel("US", words, grams, tuple(lines), _notes(lines))


def _found(formula: Formula, catalogue: Catalogue, keys: list[str]) -> dict[str, Amount]:
    found = amounts(formula, catalogue, [k for k in keys if k != "added_sugars"])
    return {**found, "added_sugars": added_sugars(formula, catalogue)}


def _us_line(
    amount: Amount, row: tuple[str, str, Rounder, str], *, share: float, corrected: float | None
) -> LabelLine:
    _, name, rounder, rule = row
    value = amount.value * share
    percent = ""
    if amount.key not in NO_DAILY_VALUE:
        percent = _percent(value, amount.key)
    elif amount.key == "protein" and corrected is not None:
        percent = _percent(value * corrected, "protein")
    return LabelLine(
        amount.key, name, value, amount.unit, rounder(value).text, percent, f"21 CFR {rule}",
        amount.missing,
    )  # fmt: skip


def _percent(value: float, key: str) -> str:
    return rounding.percent_dv_of_macronutrient(100 * value / DAILY_VALUES[key]).text


def _us_micro(amount: Amount, name: str, share: float, step: str) -> LabelLine:
    value = amount.value * share
    percent = rounding.us_percent_dv(100 * value / DAILY_VALUES[amount.key]).text
    return LabelLine(
        amount.key, name, value, amount.unit, rounding.us_micronutrient(value, step).text, percent,
        "21 CFR 101.9(c)(8)", amount.missing,
    )  # fmt: skip


def eu_panel(formula: Formula, catalogue: Catalogue) -> Panel:
    """Nutrition declaration of the European Union, per 100 g.

    Carbohydrate is what is left without fibre; salt is sodium x 2.5.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue

    Returns
    -------
    Panel
    """
    found = amounts(
        formula, catalogue, ("fat", "saturated_fat", "carbohydrate", "fibre", "sugars", "protein",
                             "sodium")
    )  # fmt: skip
    fibre = found["fibre"]
    available = Amount(
        "carbohydrate", max(0.0, found["carbohydrate"].value - fibre.value), "g", fibre.missing
    )
    sodium = found["sodium"]
    salt = Amount("salt", SALT_PER_SODIUM * sodium.value, "g", sodium.missing)
    rows: list[tuple[Amount, str, Rounder]] = [
        (energy(formula, catalogue, EU_KJ), "Energy", rounding.eu_energy),
        (energy(formula, catalogue, EU_KCAL), "Energy", rounding.eu_energy),
        (found["fat"], "Fat", rounding.eu_gram),
        (found["saturated_fat"], "of which saturates", rounding.eu_saturates),
        (available, "Carbohydrate", rounding.eu_gram),
        (found["sugars"], "of which sugars", rounding.eu_gram),
        (fibre, "Fibre", rounding.eu_gram),
        (found["protein"], "Protein", rounding.eu_gram),
        (salt, "Salt", rounding.eu_salt),
    ]
    lines = [
        LabelLine(
            f"energy_{a.unit.lower()}" if a.key == "energy" else a.key, name, a.value, a.unit,
            rounder(a.value).text, "", "Regulation (EU) 1169/2011", a.missing,
        )
        for a, name, rounder in rows
    ]  # fmt: skip
    return Panel("EU", "100 g", 100.0, tuple(lines), _notes(lines))


def _notes(lines: list[LabelLine]) -> tuple[str, ...]:
    """Say which lines are lower bounds, and for want of which data."""
    notes = [
        f"{line.name}: no value for {', '.join(line.missing)}; the number is a lower bound"
        for line in lines
        if line.missing
    ]
    return (*notes, "energy from general factors; analysis may differ")
