"""Keys and categories of the animal foods that formulas imitate."""

from __future__ import annotations

import re

KEYS: dict[str, str] = {
    "01077": "milk_whole", "01211": "milk_whole_unfortified", "01079": "milk_reduced_fat",
    "01082": "milk_lowfat", "01085": "milk_skim", "01106": "milk_goat", "01109": "milk_sheep",
    "01108": "milk_buffalo", "01088": "buttermilk_lowfat", "01230": "buttermilk_whole",
    "01289": "kefir_lowfat", "01053": "cream_heavy_whipping", "01052": "cream_light_whipping",
    "01049": "cream_half_and_half", "01050": "cream_light", "01056": "cream_sour",
    "01054": "cream_whipped_topping", "01116": "yogurt_whole", "01117": "yogurt_lowfat",
    "01118": "yogurt_skim", "01293": "yogurt_greek", "01287": "yogurt_greek_lowfat",
    "01256": "yogurt_greek_nonfat", "01009": "cheddar", "01026": "mozzarella",
    "01027": "mozzarella_low_moisture", "01028": "mozzarella_part_skim",
    "01029": "mozzarella_low_moisture_part_skim", "01022": "gouda", "01018": "edam",
    "01040": "swiss_cheese", "01006": "brie", "01007": "camembert", "01004": "blue_cheese",
    "01033": "parmesan", "01032": "parmesan_grated", "01019": "feta", "01017": "cream_cheese",
    "01031": "neufchatel", "01036": "ricotta", "01037": "ricotta_part_skim",
    "01012": "cottage_cheese", "01159": "goat_cheese_soft", "01023": "gruyere",
    "01025": "monterey_jack", "01035": "provolone", "01042": "american_process_cheese",
    "01145": "butter_unsalted", "01001": "butter_salted", "01002": "butter_whipped",
    "01003": "butter_oil", "19095": "ice_cream_vanilla", "19089": "ice_cream_vanilla_rich",
    "19088": "ice_cream_vanilla_light", "19270": "ice_cream_chocolate",
    "19271": "ice_cream_strawberry", "19293": "frozen_yogurt_vanilla",
    "01095": "condensed_milk_sweetened", "01096": "evaporated_milk", "01090": "milk_powder_whole",
    "01091": "milk_powder_skim", "01115": "whey_powder_sweet", "01225": "dulce_de_leche",
    "04025": "mayonnaise", "04641": "mayonnaise_light", "01123": "egg_whole",
    "01124": "egg_white", "01125": "egg_yolk", "01114": "whey_sweet", "01112": "whey_acid",
    "01228": "queso_fresco", "01229": "queso_blanco",
}  # fmt: skip
"""Readable keys of the targets people ask for."""

MAYONNAISE = ("04025", "04018", "04026", "04145", "04641", "04709", "04708")
"""Mayonnaise and egg-based mayonnaise-type dressings (not the imitations)."""
EGGS = (
    "01123", "01124", "01125", "01126", "01129", "01131", "01133", "01134", "01137", "01138",
    "01139", "01140", "01141", "01171", "01172", "01173",
)  # fmt: skip

_RULES: tuple[tuple[str, str], ...] = (
    (r"sandwich|cone|bar\b|bar,|covered|creamsicle|milk shakes|milkshake mix|breakfast powder|"
     r"hot cocoa|cheese sauce|topping, fat free|with crunch|sherbet|dulce", "dessert"),
    (r"cheez whiz|velveeta|pasteurized process|cheese food|cheese spread|cheese product|american, "
     r"nonfat|singles", "process_cheese"),
    (r"^ice cream|^light ice cream|^fat free ice cream|frozen yogurt|yogurt, frozen", "ice_cream"),
    (r"^butter", "butter"),
    (r"whipping|cream, whipped", "cream_whipping"),
    (r"^(kraft .*)?(sour cream|cream, sour)|breakstone", "cream_sour"),
    (r"^cream, (fluid, )?half|^cream, fluid, light \(", "cream"),
    (r"buttermilk, (fluid|cultured)|kefir", "fermented_drink"),
    (r"yogurt, greek, plain|yogurt, greek", "yogurt_greek"),
    (r"^yogurt", "yogurt"),
    (r"mozzarella", "mozzarella"),
    (r"cheese, (cream|cottage|ricotta|neufchatel|fresh|white, queso|goat, soft)|cheese, mexican, "
     r"queso fresco|feta", "fresh_cheese"),
    (r"parmesan cheese topping", "dessert"),
    (r"cheese", "hard_cheese"),
    (r"\bdry\b|dried|canned|evaporated|condensed", "milk_concentrated"),
    (r"whey", "whey"),
    (r"chocolate", "milk_flavoured"),
    (r"^milk", "milk"),
)  # fmt: skip


def category_of(description: str) -> str:
    """Category of a dairy row: the id that the rules use, or a side category.

    Examples
    --------
    >>> category_of("Milk, whole, 3.25% milkfat, with added vitamin D")
    'milk'
    >>> category_of("Cheese, mozzarella, part skim milk")
    'mozzarella'
    """
    text = description.lower()
    return next(word for pattern, word in _RULES if re.search(pattern, text))
