"""The window of one ingredient in one product category, and whether it belongs there at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from formulator.search.rules.customary import own_window
from formulator.search.rules.quantities import PROTECTIVE_GUMS, PROTECTS
from ingredients import Food

PRODUCT_WORDS: Mapping[str, tuple[str, ...]] = {
    "milk": ("milk",),
    "milk_barista": ("barista", "milk", "creamer", "coffee creamer"),
    "milk_concentrated": ("milk",),
    "milk_flavoured": ("milk", "chocolate milk"),
    "fermented_drink": ("yogurt drink", "acid drink", "yogurt", "milk"),
    "cream": ("cream", "creamer", "coffee creamer", "milk"),
    "cream_cooking": ("cream", "creamer", "milk", "sauce"),
    "cream_whipping": ("whipping cream", "cream", "creamer", "milk"),
    "cream_sour": ("yogurt", "fresh cheese", "cream"),
    "yogurt": ("yogurt",),
    "yogurt_greek": ("yogurt",),
    "fresh_cheese": ("cream cheese", "fresh cheese", "cheese"),
    "hard_cheese": ("hard cheese analog", "cheese", "cheese melt"),
    "mozzarella": ("cheese", "cheese melt", "hard cheese analog"),
    "process_cheese": ("cheese melt", "cheese", "hard cheese analog"),
    "butter": ("butter", "spread", "butter/spread", "oils", "all oils"),
    "ice_cream": ("ice cream", "milk"),
    "mayonnaise": ("mayo", "mayo/dressing", "mayo-light", "egg", "oils", "all oils"),
    "egg": ("egg", "egg analog"),
    "whey": ("milk",),
}
"""Words of the use lists that speak of a category, the nearest first (as rule F02 maps them)."""
EFFECTIVE_IN_DRINKS: Mapping[str, float] = {
    "gellan_ha": 0.01,
    "gellan_la": 0.02,
    "mcc_cmc": 0.2,
    "xanthan": 0.03,
    "carrageenan_iota": 0.03,
    "locust_bean_gum": 0.06,
    "guar": 0.06,
    "tara_gum": 0.06,
}
"""Least dose that suspends calcium salts in a drink, [g/100 g] (rule F10)."""
MOST_IN_DRINKS: Mapping[str, float] = {
    "carrageenan_iota": 0.05,
    "gellan_la": 0.05,
    "mcc_cmc": 0.5,
    "tara_gum": 0.15,
}
"""Customary most of a gum in drinks and creams, [g/100 g] (general practice, M)."""
MOST: Mapping[str, float] = {"calcium_lactate": 0.5}
"""Doses above which an ingredient is tasted, [g/100 g] (bitter; rule F19)."""
MOST_IN_YOGURT: Mapping[str, float] = {"rice_flour": 3.8, "oat_flour": 5.4}
"""Flour that brings 3 % of starch, the most of a spoonable yogurt, [g/100 g] (starch 0.78 and
0.55 of the flour; general practice, M)."""
LEAST_GUM = 0.1
"""Least dose of a gum that holds the water of a spoonable cultured product, [g/100 g] (F15)."""
LEAST_STARCH: Mapping[str, float] = {
    "rice_flour": 1.3, "oat_flour": 1.9, "potato_flour": 1.5, "citrus_fibre": 0.3,
}  # fmt: skip
"""The same for flours, [g/100 g]: one percent of starch; other starches 1 %. Citrus fibre 0.3 %."""
SPOONABLE = ("yogurt", "yogurt_greek", "cream_sour")
YOGURTS = ("yogurt", "yogurt_greek", "cream_sour", "fermented_drink")
MILK_SERVES = ("protein", "fat", "oil", "base", "emulsifier")
"""Ingredient categories whose use in milk speaks for creams, yogurts and frozen desserts too."""
LIKE_MILK = (
    "cream", "cream_cooking", "cream_whipping", "cream_sour", "yogurt", "yogurt_greek",
    "fermented_drink", "ice_cream", "milk_barista", "fresh_cheese",
)  # fmt: skip
"""Emulsions of oil in water, like milk."""
OF_MILK = ("milk", "barista", "creamer", "coffee creamer")
RICH = ("cream", "cream_cooking", "cream_whipping")
"""Creams hold several times the fat of a milk: its window of a fat is not theirs."""
DRINKS = (
    "milk", "milk_barista", "milk_flavoured", "milk_concentrated", "fermented_drink", "cream",
    "cream_cooking", "cream_whipping",
)  # fmt: skip
"""Categories in which a gum below its effective dose does nothing."""
TASTED = 0.2
"""Where no least dose is held, this share of the typical dose is the least that is tasted."""
LEAST_WATER = 1.0
"""Least potable water of a formula, [g/100 g]."""
TECHNICAL = ("acid", "emulsifier", "fibre", "hydrocolloid", "mineral")
"""Ingredient categories dosed for an effect: the general maximum belongs to other products."""
ACID_SPAN = 1.0
"""An acid is dosed to a pH, of which the distance knows nothing: the typical dose is its most."""
TECHNICAL_SPAN = 2.0
"""Without a window for the product, these (and sugars outside ice cream, where they set the
freezing point) stay within so many times their typical dose."""
ANYWHERE = ("all", "beverage", "all oils", "oils")
"""Words that speak of every product."""


@dataclass(frozen=True, slots=True)
class Dose:
    """Window of a used ingredient, [g/100 g], and where it comes from."""

    minimum: float
    maximum: float
    is_customary: bool
    """Whether the ingredient's use list names the category, or no list is held."""
    basis: str
    is_specific: bool = False
    """Whether the window is held for this very product."""


def dose_window(food: Food, category: str) -> Dose | None:
    """Return the customary window of an ingredient in a category, None when none is held.

    Parameters
    ----------
    food : Food
    category : str
        Category of the target.

    Returns
    -------
    Dose or None
    """
    dose = _capped(_customary(food, category), food, category)
    least, acts = _effective(food, category)
    if dose is None or dose.minimum >= least or dose.maximum < least:
        return dose
    return replace(dose, minimum=least, basis=f"{dose.basis}; {acts} from {least:g} %")


def _effective(food: Food, category: str) -> tuple[float, str]:
    """Least dose that acts in a category [g/100 g], 0 where none is held, and what it does."""
    if category == "fermented_drink" and food.key in PROTECTIVE_GUMS:
        return PROTECTS, "protects protein"
    if category in DRINKS:
        return EFFECTIVE_IN_DRINKS.get(food.key, 0.0), "suspends"
    if category in SPOONABLE and food.category == "hydrocolloid":
        return LEAST_STARCH.get(food.key, LEAST_GUM), "holds water"
    if category in SPOONABLE and food.category == "starch":
        return LEAST_STARCH.get(food.key, 1.0), "holds water"
    return LEAST_STARCH.get(food.key, 0.0) if category in SPOONABLE else 0.0, "holds water"


def _capped(dose: Dose | None, food: Food, category: str) -> Dose | None:
    """Keep a window below what is customary or tasted in the category, where that is held."""
    caps = [MOST.get(food.key)]
    caps += [MOST_IN_DRINKS.get(food.key)] if category in DRINKS else []
    caps += [MOST_IN_YOGURT.get(food.key)] if category in YOGURTS else []
    most = min((c for c in caps if c is not None), default=math.inf)
    if dose is None or dose.maximum <= most:
        return dose
    return replace(dose, minimum=min(dose.minimum, most), maximum=most)


def _customary(food: Food, category: str) -> Dose | None:
    usage = food.usage
    if usage is None:
        return None
    words = PRODUCT_WORDS.get(category, (category,))
    specific = _specific(food, category, words)
    if specific is not None:
        word, low, high = specific
        least = low or min(TASTED * usage.typical, high)
        return Dose(least, high, True, f"customary in {word}", is_specific=True)
    if category in LIKE_MILK and food.category in MILK_SERVES:
        words = (*words, "milk")
    if category == "butter" and food.category == "protein" and food.key != "soymilk_base":
        words = (*words, "milk")  # the water drops of a spread are a little milk
    named = not usage.products or any(w in usage.products for w in (*words, *ANYWHERE))
    basis = f"{usage.evidence}: {usage.basis}".strip(": ")
    if food.key == "water":
        return Dose(LEAST_WATER, 100.0, True, basis)
    least = usage.minimum or TASTED * usage.typical
    most = usage.maximum
    is_sugar = food.category == "sweetener" and category != "ice_cream"
    if food.category in TECHNICAL or is_sugar:
        span = ACID_SPAN if food.category == "acid" else TECHNICAL_SPAN
        most = max(least, min(most, span * usage.typical))
    return Dose(least, most, named, basis)


def _specific(food: Food, category: str, words: tuple[str, ...]) -> tuple[str, float, float] | None:
    """Return (product, least, largest) of a window held for this very product."""
    own = own_window(food, category)
    if own is not None:
        return category.replace("_", " "), *own
    windows = {} if food.usage is None else {w: (a, b) for w, a, b in food.usage.by_product}
    for word in words:
        if word in windows and not (word in OF_MILK and _is_rich(food, category)):
            return word, *windows[word]
    return None


def _is_rich(food: Food, category: str) -> bool:
    return category in RICH and food.category == "fat"


def weighable(dose: Dose, step: float) -> tuple[float, float] | None:
    """Shrink a window to whole steps of the scale.

    Parameters
    ----------
    dose : Dose
    step : float
        Smallest weighable step, [g/100 g].

    Returns
    -------
    tuple of (minimum, maximum) or None
        [g/100 g]; None when no whole step lies inside.

    Examples
    --------
    >>> weighable(Dose(0.002, 0.03, True, ""), 0.01)
    (0.01, 0.03)
    >>> weighable(Dose(0.001, 0.004, True, ""), 0.01) is None
    True
    """
    low = max(1, math.ceil(dose.minimum / step - 1e-9)) * step
    high = math.floor(dose.maximum / step + 1e-9) * step
    if high < low - 1e-12:
        return None
    return round(low, 10), round(high, 10)
