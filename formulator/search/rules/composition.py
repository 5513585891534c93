"""F03: water, protein, fat, sugars and salt inside the windows of the category."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formulator.search.rules.limit import Limit, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity
from ingredients.food_rules import FoodCategory, Window, windows

WATER_MARGIN = 8.0
"""Water this far outside its window is another product, [g/100 g]. General practice, M."""
LOW_SHARE, HIGH_SHARE = 0.5, 1.5
"""Shares of a window's ends beyond which a formula is rejected. General practice, M."""
MOST_WATER = 97.5
"""Most water of a product whose category has no windows: that of the thinnest nut drinks,
[g/100 g]. General practice, M."""
STARCH_TYPE_PROTEIN = 3.0
"""Most protein of a hard cheese of the starch type, [g/100 g]. General practice, M."""
FULL_FAT = 57.5
"""Half way between light and full-fat dressings, [g/100 g]."""
SALT = "salt"
"""Held against added sodium chloride; in drinks the lower end against all sodium, of which the
little that isolates bring is taste enough. The sodium of citrates makes no product too salty."""


def windows_of(category: FoodCategory, use: str) -> tuple[Window, ...]:
    """Return the windows that apply to a category: rule, advice or bench."""
    return tuple(w for w in windows() if w.category == category.windows_of and w.use == use)


def kinds(product: Product) -> frozenset[str]:
    """Types within the category that a formula may belong to."""
    if product.category.windows_of == "hard_cheese":
        return frozenset({"", _cheese_type(product)})
    if product.category.windows_of == "mayonnaise":
        return frozenset({"", "full fat" if product.low("fat") >= FULL_FAT else "light"})
    return frozenset({""})


def _cheese_type(product: Product) -> str:
    """Starch type up to its protein window; with more the cheese leans on protein."""
    return "starch type" if product.low("protein") <= STARCH_TYPE_PROTEIN else "protein type"


def limits_of(window: Window) -> Iterator[Limit]:
    """Turn one window into its lower and upper limit."""
    below, above = _measures(window)
    name = window.quantity.replace("_", " ")
    source = f"category windows: {window.source}, {window.confidence}"
    kind = f" ({window.kind})" if window.kind else ""
    says = f"{name} {{value}} {window.unit} is {{side}} the {window.category}{kind} window"
    says += f" {window.low or 0:g}-{window.high:g}"
    water = window.quantity == "water"
    if window.low:
        hard = window.low - WATER_MARGIN if water else window.low * LOW_SHARE
        yield Limit(
            "F03", f"{name} low{kind}", ((below, 1.0),), ">=", says.replace("{side}", "below"),
            source, hard=hard, soft=window.low,
        )  # fmt: skip
    if window.high is None:
        return
    hard = window.high + WATER_MARGIN if water else window.high * HIGH_SHARE
    yield Limit(
        "F03", f"{name} high{kind}", ((above, 1.0),), "<=", says.replace("{side}", "above"),
        source, hard=hard, soft=window.high,
    )  # fmt: skip


def _measures(window: Window) -> tuple[str, str]:
    """Quantities that the lower and upper end of a window are held against."""
    if window.quantity != SALT:
        return window.quantity, window.quantity
    return ("salt_equivalent" if window.category.startswith("milk") else "added_salt"), "added_salt"


def check(product: Product) -> Iterator[Finding]:
    """Judge the composition against the windows of the category."""
    held = windows_of(product.category, "rule")
    if not held:
        yield from _without_windows(product)
    for window in held:
        if window.kind in kinds(product):
            limits = (_fitted(limit, window, product) for limit in limits_of(window))
            yield from judge_all((x for x in limits if x is not None), product)
    yield from _advice(product)


def _without_windows(product: Product) -> Iterator[Finding]:
    """Say that nothing is held for the category; water alone is no product of any."""
    water = product.low("water")
    if water > MOST_WATER:
        message = f"{water:.4g} % water: no food of {product.category.name} is nearly water"
        yield Finding("F03", Severity.HARD, message, "general practice, H")
    yield Finding(
        "F03", Severity.UNCHECKED, f"no windows are held for {product.category.name}", "none"
    )


def _fitted(limit: Limit, window: Window, product: Product) -> Limit | None:
    """Adapt a limit to what the product is; None where it has no meaning."""
    low = limit.relation == ">="
    if low and window.quantity == "sugars" and not product.low("culture"):
        return replace(limit, hard=None)  # the lower end is food for the culture
    if low and window.quantity == "protein" and product.dose("osa_starch") > 0:
        return None if product.category.windows_of == "mayonnaise" else limit
    if low and window.quantity == "salt" and product.has("drink"):
        return replace(limit, hard=None)  # unsalted drinks are sold
    if window.kind == "protein type" and low:
        return replace(limit, hard=None)  # mixed starch and protein types exist
    if is_light_nut_drink(product):
        return replace(limit, hard=None)
    return limit


def is_light_nut_drink(product: Product) -> bool:
    """Tell a watery nut or seed drink: a real product, far from milk."""
    nuts = sum(
        p
        for f, p in zip(product.foods, product.percents, strict=True)
        if f.category in {"base", "nut_seed"} and f.key != "water"
    )
    watery = 95 <= product.low("water") <= 97.5
    return product.category.key == "milk" and watery and nuts >= 1 and product.low("protein") >= 0.4


def _advice(product: Product) -> Iterator[Finding]:
    """Note what lies outside the other, advisory columns."""
    for window in windows_of(product.category, "advice"):
        if window.kind not in kinds(product):
            continue
        quantity = window.quantity
        if quantity not in product.table.names:
            quantity = f"dose:{quantity}"
        value = product.low(quantity)
        low, high = window.low or 0.0, window.high if window.high is not None else float("inf")
        if low - 1e-9 <= value <= high + 1e-9:
            continue
        yield Finding(
            "F03",
            Severity.NOTE,
            f"{window.quantity.replace('_', ' ')} {value:.3g} {window.unit} is outside the usual "
            f"{low:g}-{high:g} of {product.category.name}",
            f"category windows: {window.source}, {window.confidence}",
        )
