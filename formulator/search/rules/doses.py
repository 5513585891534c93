"""F02: each ingredient inside its customary dose for the product."""

from __future__ import annotations

from collections.abc import Iterator

from formulator.search.rules.customary import own_window
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity
from ingredients import Food

WORDS: dict[str, tuple[str, ...]] = {
    "milk": ("milk",),
    "milk_barista": ("barista", "milk"),
    "milk_flavoured": ("milk",),
    "fermented_drink": ("yogurt drink", "acid drink", "milk"),
    "cream": ("cooking cream", "cream"),
    "cream_cooking": ("cooking cream", "cream"),
    "cream_whipping": ("whipping cream", "cream"),
    "cream_sour": ("sour cream", "cream"),
    "yogurt": ("yogurt",),
    "yogurt_greek": ("yogurt",),
    "fresh_cheese": ("fresh cheese", "cream cheese", "cheese"),
    "hard_cheese": ("hard cheese", "cheese", "cheese melt"),
    "mozzarella": ("mozzarella", "cheese", "cheese melt"),
    "process_cheese": ("cheese melt", "cheese"),
    "butter": ("butter", "spread"),
    "ice_cream": ("ice cream",),
    "mayonnaise": ("mayo", "dressing"),
}
"""Words of the use table for each category, the most specific first."""
LIGHT_DRESSING = ("mayo-light", "mayo", "dressing")
BASES = frozenset({"base", "nut_seed", "legume", "grain", "vegetable", "fruit"})
"""Foods that make up the body of a product: an unusual dose warns, it does not reject."""
DEFAULT_BASIS = "default of category and form"
SOURCE = "use table: customary doses, general practice, M-L"


def dose_window(
    food: Food, category: str, *, light: bool = False, cocoa: bool = False
) -> tuple[float, float, float] | None:
    """Customary dose of an ingredient in a product.

    Parameters
    ----------
    food : Food
    category : str
        Category key.
    light : bool
        Light dressing instead of a full-fat one.
    cocoa : bool
        Whether the drink is a chocolate drink.

    Returns
    -------
    tuple of (minimum, maximum, largest maximum of any use) or None
        [g/100 g]; None where no dose is held.
    """
    usage = food.usage
    if usage is None:
        return None
    own = own_window(food, category)
    if own is not None:
        return *own, max(own[1], usage.maximum)
    words = LIGHT_DRESSING if light and category == "mayonnaise" else WORDS.get(category, ())
    if cocoa and "milk" in words:
        words = (*words, "chocolate milk")
    by_product = {w: (low, high) for w, low, high in usage.by_product}
    for word in words:
        if word in by_product:
            low, high = by_product[word]
            return low, high, usage.maximum
    return usage.minimum, usage.maximum, usage.maximum


def check(product: Product) -> Iterator[Finding]:
    """Judge every dose."""
    light = product.low("fat") < 57.5
    for food, percent in zip(product.foods, product.percents, strict=True):
        if food.key == "water":
            continue  # the solvent is judged by its window, F03
        window = dose_window(food, product.category.key, light=light, cocoa=True)
        if window is None:
            yield Finding("F02", Severity.UNCHECKED, f"no dose is held for {food.key}", SOURCE)
        else:
            yield from _judge(food, percent, window)


def _judge(food: Food, percent: float, window: tuple[float, float, float]) -> Iterator[Finding]:
    low, high, largest = window
    said = f"{food.key} {percent:g} %"
    if percent > high + 1e-9:
        is_hard = percent > 2 * largest + 1e-9 and food.category not in BASES
        severity = Severity.HARD if is_hard else Severity.SOFT
        beyond = f"more than twice {largest:g} %" if is_hard else f"above the usual {high:g} %"
        yield Finding("F02", severity, f"{said} is {beyond}", SOURCE)
    elif percent < low - 1e-9 and _is_listed(food):
        yield Finding("F02", Severity.NOTE, f"{said} is too little to act (from {low:g} %)", SOURCE)


def _is_listed(food: Food) -> bool:
    return food.usage is not None and food.usage.basis != DEFAULT_BASIS
