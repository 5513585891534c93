"""Which ingredients nobody has to ask for: what suits a category without a special wish.

Composition tables list whatever was analysed once: beaked hazelnuts, ucuhuba butter, microwaved
corn. A bench orders almonds by the pallet, not those, and no distance of composition can tell
that onion does not belong into milk. The lists are general knowledge. An ingredient that does not
suit is not hidden: its reason is kept, and a brief that requires it gets it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from formulator.search.doses import dose_window
from formulator.search.novelty import products_of
from formulator.search.roles import Role, role_of
from formulator.search.rules.treatment import caution, must_be_treated
from formulator.search.structure import STRUCTURES
from ingredients import Food

_NOTHING = r"^$"
_TRADED: Mapping[str, str] = {
    "fat": _NOTHING,
    "nut_seed": (
        r"^almonds_(blanched|raw)|^brazil_nuts|^chia|^coconut_meat_(raw|dried_creamed)|"
        r"^hazelnuts_(or|raw)|^macadamia_nuts$|^pecans$|^pine_nuts_dried|^pistachios_raw|"
        r"^sesame_seed_kernels_dried|^walnuts_raw|^watermelon_seed"
    ),
    "sweetener": _NOTHING,
    "protein": _NOTHING,
    "hydrocolloid": _NOTHING,
    "starch": _NOTHING,
    "acid": _NOTHING,
    "emulsifier": _NOTHING,
}
"""Keys of plant foods of the composition tables that are traded as materials, by category;
categories not named are open. Their bulk prices are not known: they are considered when a brief
asks for unexpected ingredients."""

TASTE_ONLY = (
    "spice", "beverage", "seaweed", "mushroom", "leavening", "cocoa", "flavour", "culture_enzyme",
    "preservative_vitamin",
)  # fmt: skip
"""Categories dosed for taste, colour or a process, which no distance of composition can decide:
they enter a formula only when the brief requires them or the structure of the category does."""
WHOLE_CROPS = ("grain", "legume")
"""Categories of whole dry crops: what stays behind as bran or okara is not in the product, so
the composition of the crop is not what it would bring."""
PUNGENT = re.compile(r"onion|garlic|leek|shallot|chive|pepper|chil[ie]|horseradish|wasabi|ginger")
"""Plant foods whose taste no mild product hides, by key."""
STAINING = re.compile(
    r"^red_|purple|berr(y|ies)|cherr|beet|carrot|currant|plum|grape|raisin|prune|spinach|kale|parsley|chard|"
    r"roselle|basil|cress|leaves|greens|tomato|paprika|pimento|cocoa|pumpkin|sweet_potato|"
    r"squash|watermelon|papaya|persimmon|tamarind|asparagus|rose_hips|^figs?_|^dates?_"
)
"""Plant foods whose colour shows in a white product, by key."""
COLOURFUL = ("ice_cream", "milk_flavoured", "hard_cheese", "process_cheese", "mayonnaise", "egg")
"""Categories that bear colour."""
PROCESSED = re.compile(r"canned|microwaved|cooked|boiled|broiled|fried|baked|roasted|toasted")
"""Kitchen forms; a factory takes the raw, dried or juiced material."""
SAVOURY = ("hard_cheese", "mozzarella", "process_cheese", "fresh_cheese", "mayonnaise", "egg")
"""Categories that bear pungent plant foods."""
DARK = re.compile(
    r"molasses|_dark|malt_syrup|maple|agave|date_paste|brown_sugar|balsamic|red_wine|"
    r"pumpkin_kernels|pumpkin_seed_protein|hemp_protein"
)
"""Technical materials that stain a white product brown or green, by key."""
LISTED_ROLES = (
    Role.PROTEIN, Role.STABILISER, Role.STARCH, Role.FIBRE, Role.CALCIUM, Role.ACID,
    Role.BASE, Role.CULTURE, Role.FAT, Role.EMULSIFIER,
    Role.SWEETENER,
)  # fmt: skip
"""Roles whose use lists decide; salts serve every product."""
UNASKED = (
    "a plant food without a technical role is considered when the brief asks for unexpected "
    "ingredients",
    "it is not traded as a material for this purpose, as far as we know",
)
"""Reasons that fall where a brief asks for unexpected ingredients and the plant is one."""
FORTIFYING = "omega-3"
"""Role of oils that fortify: a choice of the brief, not of a distance."""
FUNGAL = ("yeast_protein",)
"""Bases that are no plants; vegan, but not what a plant-based label promises."""
SUGAR_REPLACERS = (
    "allulose", "erythritol", "monk_fruit", "steviol_reb_m", "sucralose", "stevia_leaf_extract",
)  # fmt: skip
"""Sweet without sugar: a choice of the product, not of a distance."""


def is_traded(food: Food, *, is_open: bool) -> bool:
    """Tell whether an ingredient is a material of trade for this purpose.

    Parameters
    ----------
    food : Food
    is_open : bool
        Whether the brief asks for unexpected ingredients.

    Returns
    -------
    bool
        True for every ingredient with a bulk price, and for those on the lists.
    """
    pattern = _TRADED.get(food.category)
    if food.price is not None or pattern is None:
        return True
    return is_open and re.search(pattern, food.key) is not None


def misfit(
    food: Food, category: str, *, is_open: bool = False, low_sugar: bool = False
) -> str | None:
    """Return why an ingredient that nobody asked for does not suit a category.

    Parameters
    ----------
    food : Food
    category : str
        Category of the target.
    is_open : bool
        Whether the brief asks for unexpected ingredients: plant foods without a technical role
        are considered then.
    low_sugar : bool
        Whether the brief asks for much less sugar than the target has: sugar replacers are
        considered then.

    Returns
    -------
    str or None
        None when it suits.
    """
    role = role_of(food)
    slots = [s for s in STRUCTURES.get(category, ()) if role in s.roles and not s.keys]
    dose = dose_window(food, category)
    is_listed = dose is None or dose.is_customary or role not in LISTED_ROLES
    is_listed = is_listed or any(food.key in p.ingredients for p in products_of(category))
    checks = (
        (
            _is_left_to_the_brief(food, role),
            f"{role} is dosed for taste, health or a process, which the distance does not know",
        ),
        (
            food.key in SUGAR_REPLACERS and not low_sugar,
            "a sugar replacer is considered when the brief asks for much less sugar",
        ),
        (
            bool(slots) and all(s.maximum == 0 for s in slots),
            f"{role} has no place in this category",
        ),
        (
            food.category in WHOLE_CROPS,
            f"a whole {food.category} reaches such products as flour, isolate, oil or extract, "
            "which are ingredients of their own",
        ),
        (
            not is_traded(food, is_open=is_open),
            UNASKED[1],
        ),
        (
            food.key in FUNGAL,
            "it is fungal, not a plant: a choice of the brief",
        ),
        (DARK.search(food.key) is not None, "it stains a white or yellow product"),
        (not is_listed, "its customary uses do not name this category"),
        *_character(food, category, is_open=is_open),
    )
    return next((reason for holds, reason in checks if holds), None)


def _is_left_to_the_brief(food: Food, role: Role) -> bool:
    if role is Role.CULTURE:
        return False  # where a product is cultured the structure asks for it
    return food.category in TASTE_ONLY or role is Role.PROCESS or FORTIFYING in food.roles


def _character(food: Food, category: str, *, is_open: bool) -> tuple[tuple[bool, str], ...]:
    """Reasons that concern plant foods without a technical role only."""
    if role_of(food) is not Role.CHARACTER:
        return ()
    return (
        (must_be_treated(food), f"untreated: {caution(food)}"),
        (
            not is_open,
            UNASKED[0],
        ),
        (PROCESSED.search(food.key) is not None, "a kitchen form; the raw food is listed too"),
        (
            category not in SAVOURY and PUNGENT.search(food.key) is not None,
            "its pungent taste does not suit a mild product",
        ),
        (
            category not in COLOURFUL and STAINING.search(food.key) is not None,
            "its colour shows in a white product",
        ),
    )
