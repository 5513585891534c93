"""F01: the parts sum to 100 %, are known, are not negative and come from no animal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity
from ingredients import Catalogue, Food, Kind, UnknownKeyError

SUM_TOLERANCE = 0.05
"""Largest distance of the sum from 100, [g/100 g]."""
SOURCE = "definition of a plant formula, H"
CARRIERS = {
    "lactic_culture_dvs": "the culture's medium may hold milk",
    "transglutaminase": "some grades are carried on caseinate",
    "vitamin_premix": "vitamin D3 may come from lanolin",
    "mono_diglycerides": "the fat may be of animal origin",
    "yeast_bakers_active_dry": "it is fungal",
}
"""Materials whose carrier or origin must be confirmed with the supplier."""


def check_amounts(percents: Mapping[str, float], catalogue: Catalogue) -> Iterator[Finding]:
    """Judge the amounts as they were given, before any look-up."""
    total = math.fsum(percents.values())
    if not abs(total - 100) <= SUM_TOLERANCE + 1e-9:
        message = f"the parts sum to {total:.6g} %, not 100 (+-{SUM_TOLERANCE:g})"
        if abs(total - 1) <= SUM_TOLERANCE / 100:
            message += "; these look like fractions: multiply them by 100"
        yield Finding("F01", Severity.HARD, message, SOURCE)
    for key, percent in percents.items():
        if not percent >= 0:
            yield Finding("F01", Severity.HARD, f"{key} has the amount {percent:g} %", SOURCE)
        if key not in catalogue:
            yield _unknown(key, catalogue)


def _unknown(key: str, catalogue: Catalogue) -> Finding:
    usable = (f.key for f in catalogue.foods if f.kind is Kind.INGREDIENT)
    error = UnknownKeyError("ingredient", key, usable)
    return Finding("F01", Severity.HARD, str(error), SOURCE)


def check(product: Product) -> Iterator[Finding]:
    """Judge where the ingredients come from."""
    for food in product.foods:
        yield from _origin(food)


def _origin(food: Food) -> Iterator[Finding]:
    if food.kind is Kind.TARGET:
        yield Finding("F01", Severity.HARD, f"{food.key} is an animal food", SOURCE)
    elif food.kind is Kind.REFERENCE:
        message = (
            f"{food.key} is a reference food (finished product, dish or second spelling): what "
            "went into it is not known"
        )
        yield Finding("F01", Severity.HARD, message, SOURCE)
    elif food.key in CARRIERS:
        message = f"{food.key}: {CARRIERS[food.key]}; ask the supplier for a vegan statement"
        yield Finding("F01", Severity.NOTE, message, SOURCE)
