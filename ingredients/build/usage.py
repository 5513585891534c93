"""Default doses for foods without a row of their own: by category and form, general knowledge.

The maximum keeps a food from doing what it is not for: no spice is a fifth of a product, and no
vinegar, brewed coffee, juice or cooking liquor stands in for water.
"""

from __future__ import annotations

import re

Dose = tuple[float, float, float]

BASIS = "default of category and form"

# (pattern on the lower-case description, dose); tested first, in this order
SPECIAL: tuple[tuple[str, Dose], ...] = (
    (r"\bwater, (bottled|tap)", (0.0, 85.0, 95.0)),
    (r"vinegar", (0.3, 2.0, 6.0)),
    (r"soy sauce|\bmiso\b|doubanjiang|mirin|\bwine\b|^sake\b|sake lees", (0.2, 1.0, 4.0)),
    (r"(kabosu|sudachi|yuzu|shikuwasa|daidai).*(juice|daidai)|sour orange juice", (0.1, 0.5, 4.0)),
    (r"matcha|tea leaves", (0.05, 0.4, 2.0)),
    (r"liquid from|cooking liquid|broth", (0.2, 1.0, 3.0)),
    (r"brewed", (0.5, 2.0, 5.0)),
    (r"(lemon|lime) juice", (0.2, 1.0, 5.0)),
    (r"saffron", (0.001, 0.01, 0.05)),
    (r"pepper, (black|white|red or cayenne)|peppers, (hot|jalap|serrano|ancho|pasilla)|hot chil",
     (0.01, 0.1, 1.0)),
    (r"horseradish|wasabi", (0.02, 0.2, 1.0)),
    (r"garlic|ginger root|shallot|chives|leeks|onion", (0.05, 0.5, 4.0)),
    (r"aspartame|sucralose|saccharin|stevia", (0.002, 0.02, 0.1)),
    (r"nutmeg butter|ucuhuba", (0.05, 0.3, 2.0)),
    (r"mustard oil|oil, mustard", (0.05, 0.3, 2.0)),
    (r"yeast, baker", (0.1, 0.5, 2.0)),
    (r"baking powder|baking soda|cream of tartar", (0.01, 0.1, 0.5)),
    (r"agar.*dried", (0.05, 0.2, 0.5)),
    (r"peel, raw", (0.02, 0.2, 1.0)),
    (r"molasses|malt syrup|syrups, malt", (0.1, 1.0, 5.0)),
    (r"psyllium|chia", (0.2, 1.0, 5.0)),
)  # fmt: skip

BY_CATEGORY_AND_FORM: dict[tuple[str, str], Dose] = {
    ("spice", "raw"): (0.05, 0.5, 2.0),
    ("fruit", "raw"): (0.5, 5.0, 25.0),
    ("fruit", "frozen"): (0.5, 5.0, 25.0),
    ("fruit", "dried"): (0.5, 3.0, 10.0),
    ("fruit", "powder"): (0.1, 1.0, 4.0),
    ("fruit", "juice"): (0.5, 3.0, 12.0),
    ("fruit", "concentrate"): (0.05, 0.5, 3.0),
    ("fruit", "canned"): (0.5, 5.0, 20.0),
    ("fruit", "cooked"): (0.5, 5.0, 20.0),
    ("vegetable", "raw"): (0.5, 3.0, 20.0),
    ("vegetable", "cooked"): (0.5, 3.0, 20.0),
    ("vegetable", "dried"): (0.05, 0.5, 3.0),
    ("vegetable", "powder"): (0.05, 0.5, 3.0),
    ("vegetable", "juice"): (0.5, 2.0, 10.0),
    ("vegetable", "pickled"): (0.2, 1.0, 5.0),
    ("vegetable", "flour"): (0.5, 3.0, 10.0),
    ("mushroom", "dried"): (0.1, 0.5, 2.0),
    ("seaweed", "raw"): (0.1, 0.5, 3.0),
    ("legume", "paste"): (1.0, 4.0, 15.0),
    ("legume", "cooked"): (1.0, 8.0, 30.0),
    ("legume", "canned"): (1.0, 8.0, 30.0),
    ("nut_seed", "juice"): (1.0, 10.0, 40.0),
    ("nut_seed", "flour"): (0.5, 3.0, 10.0),
    ("nut_seed", "paste"): (1.0, 4.0, 25.0),
    ("grain", "bran"): (0.3, 2.0, 6.0),
    ("grain", "germ"): (0.3, 2.0, 6.0),
    ("grain", "cooked"): (1.0, 8.0, 30.0),
    ("sweetener", "syrup"): (0.3, 3.0, 12.0),
    ("beverage", "powder"): (0.05, 0.3, 1.5),
    ("beverage", "juice"): (0.5, 3.0, 10.0),
}

BY_CATEGORY: dict[str, Dose] = {
    "acid": (0.02, 0.2, 1.0),
    "beverage": (0.5, 2.0, 5.0),
    "cocoa": (0.3, 1.5, 6.0),
    "culture_enzyme": (0.1, 0.5, 2.0),
    "emulsifier": (0.05, 0.2, 0.6),
    "fat": (0.5, 3.0, 40.0),
    "fibre": (0.3, 1.0, 5.0),
    "flavour": (0.02, 0.2, 1.0),
    "fruit": (0.5, 4.0, 20.0),
    "grain": (1.0, 6.0, 15.0),
    "hydrocolloid": (0.02, 0.1, 0.5),
    "leavening": (0.01, 0.1, 0.5),
    "legume": (1.0, 5.0, 15.0),
    "mineral": (0.02, 0.1, 0.5),
    "mushroom": (0.5, 3.0, 15.0),
    "nut_seed": (1.0, 5.0, 30.0),
    "protein": (0.5, 3.0, 6.0),
    "seaweed": (0.02, 0.2, 1.0),
    "spice": (0.01, 0.1, 1.0),
    "starch": (0.5, 2.0, 8.0),
    "sweetener": (0.3, 2.5, 15.0),
    "vegetable": (0.5, 3.0, 15.0),
}


def default_dose(category: str, form: str, description: str) -> Dose:
    """Customary dose of a food, [g/100 g product]: minimum, typical, maximum."""
    text = description.lower()
    for pattern, dose in SPECIAL:
        if re.search(pattern, text):
            return dose
    return BY_CATEGORY_AND_FORM.get((category, form), BY_CATEGORY[category])


ROLES: dict[str, tuple[str, ...]] = {
    "acid": ("acidulant", "flavour"),
    "beverage": ("flavour",),
    "cocoa": ("flavour", "colour"),
    "culture_enzyme": ("fermentation",),
    "emulsifier": ("emulsifier",),
    "fat": ("fat", "mouthfeel"),
    "flavour": ("flavour",),
    "fruit": ("flavour", "colour", "sweetness"),
    "grain": ("body", "starch"),
    "hydrocolloid": ("thickener",),
    "leavening": ("leavening",),
    "legume": ("protein", "body"),
    "mineral": ("minerals",),
    "mushroom": ("umami", "flavour"),
    "nut_seed": ("protein", "fat", "body"),
    "protein": ("protein", "body"),
    "seaweed": ("umami", "minerals"),
    "spice": ("flavour",),
    "starch": ("starch", "thickener"),
    "sweetener": ("sweetness", "bulking"),
    "vegetable": ("flavour", "body"),
}
"""Customary roles of a category, for foods without a list of their own; general knowledge."""
