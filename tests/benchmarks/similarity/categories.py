"""Categories of SR28 foods by the words of their names, fixed before any fitting."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tests.benchmarks.similarity.sr28_foods import Foods

DAIRY = ("0100",)


@dataclass(frozen=True, slots=True)
class Category:
    """Foods whose name holds one pattern and not the other, in some SR28 groups."""

    name: str
    pattern: str
    without: str = r"$^"
    groups: tuple[str, ...] = ()

    def rows(self, foods: Foods) -> npt.NDArray[np.intp]:
        """Rows of its members."""
        found = [
            i
            for i, (text, group) in enumerate(zip(foods.names, foods.groups, strict=True))
            if re.search(self.pattern, text, re.IGNORECASE)
            and not re.search(self.without, text, re.IGNORECASE)
            and (not self.groups or group in self.groups)
        ]
        return np.array(found, dtype=np.intp)


DAIRY_CATEGORIES = (
    Category(
        "milk",
        r"^Milk, ",
        r"dry|canned|dried|chocolate|shake|substitute|imitation|buttermilk|human|filled"
        r"|evaporated|dessert|condensed",
        DAIRY,
    ),
    Category("cream", r"^(Cream, |Sour cream|.*BREAKSTONE.*Sour Cream)", r"subst|imit", DAIRY),
    Category("yogurt", r"^Yogurt, ", r"frozen", DAIRY),
    Category(
        "fresh cheese",
        r"^Cheese, (cottage|cream|ricotta|neufchatel|fresh|white, queso blanco|goat, soft)",
        groups=DAIRY,
    ),
    Category(
        "hard cheese",
        r"^(Cheese, |USDA Commodity, cheese)",
        r"cottage|cream|ricotta|neufchatel|fresh|white|goat, soft|processed|pasteurized|substitute"
        r"|imitation|mozzarella|sauce|dry|gjetost|American, nonfat|brie|camembert|blue",
        DAIRY,
    ),
    Category("mozzarella", r"^Cheese, mozz", groups=DAIRY),
    Category("butter", r"^Butter(,| oil)", groups=DAIRY),
    Category(
        "ice cream",
        r"^(Ice creams?,|Light ice cream|Fat free ice|Frozen yog)",
        r"cone|sandwich|sundae|bar |novelt",
    ),
)
"""The eight dairy categories of the dairy-likeness measure."""

OTHER_CATEGORIES = (
    Category(
        "mayonnaise",
        r"^(Salad dressing, mayonnaise|Mayonnaise|Salad dressing, KRAFT Mayo)",
        r"imitation|tofu|fat.?free|-like",
        ("0400",),
    ),
    Category("egg", r"^Egg, whole", r"dried", DAIRY),
    Category("ground beef", r"^Beef, ground", groups=("1300",)),
    Category("chicken breast", r"^Chicken,.*breast", groups=("0500",)),
    Category("fish", r"^Fish, ", r"roe|oil|smoked", ("1500",)),
    Category("sausage", r"sausage|frankfurter", groups=("0700",)),
    Category("ham", r"ham", groups=("0700", "1000")),
)
"""Categories that no constant was chosen on."""

PLANT_GROUPS = frozenset(
    "0200 0300 0400 0600 0800 0900 1100 1200 1400 1600 1800 1900 2000 2100 2200 2500 3600".split()
)
"""SR28 groups of plant-derived and mixed foods."""
SUBSTITUTES = Category(
    "substitutes", r"substitute|imitation|non-?dairy|topping|Dessert topping", groups=DAIRY
)
"""Imitations that SR28 keeps among dairy; they belong to the pool of analogues."""

ANALOGUES = {
    "milk": (
        "01077",
        Category(
            "plant milk",
            r"soymilk|almond milk|rice milk|^Beverages, coconut milk|Milk substitutes, fluid"
            r"|Milk, imitation",
            r"chocolate|chai|mocha|coffee|nog|dry|powder",
        ),
    ),
    "butter": (
        "01145",
        Category(
            "margarine",
            r"^Margarine",
            r"fat.?free|20% fat|37%|light|industrial|butter-margarine|margarine-butter"
            r"|vegetable oil-butter|yogurt|SMART BE|40%|squeeze|48%",
            ("0400",),
        ),
    ),
    "yogurt": ("01116", Category("plant yogurt", r"soy yogurt|tofu yogurt")),
}
"""Dairy category -> (NDB number of its plain member, its finished analogues)."""

OTHER_ANALOGUES = {
    "cream": (
        "01053",
        Category(
            "plant cream",
            r"^(Cream substitute, (liquid|flav.*liquid)|Sour cream, imitation|SILK .*Creamer)",
        ),
    ),
    "hard cheese": (
        "01009",
        Category(
            "plant cheese",
            r"^(Cheese substitute|Imitation cheese|Cheese, american cheddar, imit"
            r"|.*American, imitation)",
        ),
    ),
    "mayonnaise": (
        "04025",
        Category(
            "egg-free dressing",
            r"^(Mayonnaise, made with tofu|Salad dressing, mayonnaise, imitation"
            r"|Mayonnaise dressing, no cholesterol|Salad dressing, mayonnaise-like)",
        ),
    ),
    "sausage": (
        "",
        Category(
            "plant sausage",
            r"sausage, meatless|frankfurter, meatless|veggie dog|Veggie Sausage Patt",
            groups=("1600",),
        ),
    ),
    "ground beef": (
        "",
        Category(
            "plant burger",
            r"Veggie burgers|Grillers|Vegetarian Burger|Vegetarian meatloaf|Meatballs, meatless"
            r"|Spicy Indian Veggie Burger|GARDENBURGER",
        ),
    ),
}
"""As ``ANALOGUES``, for categories that no constant was chosen on."""
