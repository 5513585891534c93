"""Which roles a product of each category must and may hold.

A formula that matches nutrients but has no protein source, no emulsifier in a spread or no
culture in a yogurt is no product. These groups are the shape of real products (ingredient
statements of retail products; general practice of each product type, evidence: general
knowledge) and enter the search as cardinalities. Doses and amounts are the business of the
food-science rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from formulator.search.constraints import Count, Origin
from formulator.search.roles import Role
from formulator.search.rules.quantities import PROTECTIVE_GUMS

MANY = 99
"""No upper limit of a group."""


@dataclass(frozen=True, slots=True)
class Slot:
    """How many ingredients of some roles a product of a category holds."""

    name: str
    roles: tuple[Role, ...]
    minimum: int
    maximum: int
    why: str = ""
    keys: tuple[str, ...] = ()
    """Only these ingredients, when given, instead of the roles."""
    traits: tuple[str, ...] = ()
    """Ingredients with one of these traits count too (``protein-rich``, ``fat-rich``)."""
    from_size: int = 0
    """The minimum holds for formulas that may have at least this many ingredients."""


def _at_most(maximum: int, *roles: Role) -> Slot:
    name = " or ".join(roles)
    return Slot(name, roles, 0, maximum)


_W_O = ("sunflower_lecithin_fluid", "soy_lecithin_fluid", "lecithin_deoiled", "mono_diglycerides")

_O_W = (
    "acacia", "aquafaba_powder", "datem", "osa_starch", "polysorbate80", "quillaja",
    "sucrose_esters",
)  # fmt: skip
"""Emulsifiers that hold oil in water and would turn a spread over."""

_PROTEIN = Slot(
    "protein source",
    (Role.PROTEIN,),
    1,
    2,
    "the product is a protein food",
    traits=("protein-rich",),
)
_FAT = Slot(
    "fat source", (Role.FAT,), 1, 2, "fat carries flavour and whiteness", traits=("fat-rich",)
)
_WATER = Slot("potable water", (Role.WATER,), 1, 1, "potable water is the water of the formula")
_SUSPENDING = (
    "gellan_ha", "gellan_la", "mcc_cmc", "xanthan", "carrageenan_iota",
    "locust_bean_gum", "guar", "tara_gum",
)  # fmt: skip
"""Gums that hold calcium salts in a drink (rule F10)."""
_STABILISER = Slot(
    "suspending stabiliser",
    (),
    1,
    2,
    "keeps fat and calcium from separating",
    keys=_SUSPENDING,
    from_size=6,
)
_BUFFER = Slot(
    "buffer salt",
    (Role.BUFFER,),
    1,
    1,
    "keeps the protein from feathering in coffee and helps gums hydrate",
    from_size=7,
)
_NO_SET = _at_most(1, Role.STARCH, Role.FIBRE)
_MINERALS = (_at_most(2, Role.CALCIUM), _at_most(2, Role.SALT))
_SALTS = (*_MINERALS, _at_most(1, Role.BUFFER))
_RARE = (
    _at_most(0, Role.ENZYME),
    _at_most(1, Role.PRESERVATIVE),
    _at_most(1, Role.FLAVOUR),
)

_DRINK = (
    _WATER,
    _PROTEIN,
    _FAT,
    _STABILISER,
    _at_most(2, Role.STABILISER),
    _at_most(1, Role.FIBRE),
    _at_most(0, Role.STARCH),  # without amylase it thickens in the heat step
    *_MINERALS,
    _BUFFER,
    *_RARE,
    _at_most(1, Role.EMULSIFIER),
    _at_most(1, Role.SWEETENER),
    _at_most(0, Role.ACID, Role.CULTURE, Role.COLOUR),
)
_PROTECTIVE = Slot(
    "protective gum",
    (),
    1,
    1,
    "keeps sour protein from turning sandy and settling",
    keys=PROTECTIVE_GUMS,
    from_size=6,
)
"""Gums that bind to protein at its isoelectric point (rule F09)."""
_CULTURE = Slot("culture", (Role.CULTURE,), 1, 1, "a cultured product needs its culture")
_SET = Slot(
    "set system",
    (Role.STABILISER, Role.STARCH),
    1,
    3,
    "holds the water of a gel",
    from_size=6,
)
_SOURING = Slot("acid or culture", (Role.ACID, Role.CULTURE), 1, 2, "brings the pH down")
_CHEESE = (
    _WATER,
    Slot("fat source", (Role.FAT,), 1, 3, "fat gives bite and melt", traits=("fat-rich",)),
    *_SALTS,
    *_RARE,
    _at_most(1, Role.EMULSIFIER),
    _at_most(1, Role.COLOUR),
    _at_most(1, Role.SWEETENER),
    _at_most(1, Role.FIBRE),
)

STRUCTURES: Mapping[str, tuple[Slot, ...]] = {
    "milk": _DRINK,
    "milk_barista": (
        *(s for s in _DRINK if s is not _BUFFER),
        replace(_BUFFER, from_size=0),
    ),
    "cream": _DRINK,
    "cream_cooking": (
        *(s for s in _DRINK if s.roles != (Role.STARCH,)),
        _at_most(1, Role.STARCH),
    ),
    "cream_whipping": (
        *(s for s in _DRINK if s is not _STABILISER and s.roles != (Role.EMULSIFIER,)),
        Slot(
            "foam stabiliser",
            (),
            1,
            2,
            "keeps the whipped foam standing",
            keys=("hpmc", "methylcellulose", "mcc_cmc"),
            from_size=6,
        ),
        Slot("emulsifier", (Role.EMULSIFIER,), 1, 2, "whipping needs a small-molecule emulsifier"),
    ),
    "yogurt": (
        _WATER,
        _PROTEIN,
        _FAT,
        _CULTURE,
        _SET,
        *_SALTS,
        *_RARE,
        _at_most(1, Role.EMULSIFIER, Role.FIBRE),
        _at_most(1, Role.SWEETENER),
        _at_most(1, Role.ACID),
        _at_most(0, Role.COLOUR),
    ),
    "fresh_cheese": (
        *_CHEESE,
        _PROTEIN,
        _SOURING,
        _SET,
    ),
    "hard_cheese": (
        *_CHEESE,
        Slot("set system", (Role.STABILISER, Role.STARCH), 0, 3),
        Slot("protein source", (Role.PROTEIN,), 0, 2, traits=("protein-rich",)),
        Slot(
            "acid or culture", (Role.ACID, Role.CULTURE), 1, 1, "pH 4.8-5.9 and taste", from_size=8
        ),
    ),
    "butter": (
        _WATER,
        Slot("fat source", (Role.FAT,), 2, 4, "a spread needs a hard and a liquid fat"),
        Slot(
            "water-in-oil emulsifier",
            (),
            1,
            2,
            "lecithin or mono- and diglycerides hold the water drops",
            keys=_W_O,
        ),
        _at_most(2, Role.EMULSIFIER),
        Slot("oil-in-water emulsifier", (), 0, 0, keys=_O_W),
        _at_most(1, Role.PROTEIN),
        _at_most(0, Role.BASE),
        _at_most(1, Role.ACID, Role.CULTURE),
        _at_most(1, Role.COLOUR),
        _at_most(2, Role.SALT),
        _at_most(0, Role.CALCIUM, Role.BUFFER),
        _at_most(0, Role.STABILISER, Role.STARCH, Role.FIBRE, Role.SWEETENER, Role.ENZYME),
        _at_most(1, Role.FLAVOUR),
    ),
    "ice_cream": (
        _WATER,
        _PROTEIN,
        _FAT,
        Slot("sweetener", (Role.SWEETENER,), 1, 3, "sets sweetness and freezing point"),
        Slot("stabiliser", (Role.STABILISER,), 1, 2, "keeps ice crystals small"),
        Slot("emulsifier", (Role.EMULSIFIER,), 1, 1, "lets the fat partly coalesce around air"),
        _NO_SET,
        *_SALTS,
        *_RARE,
        _at_most(0, Role.ACID, Role.CULTURE),
        _at_most(1, Role.COLOUR),
    ),
    "mayonnaise": (
        _WATER,
        Slot("oil", (Role.FAT,), 1, 2, "the oil phase"),
        Slot(
            "oil-in-water emulsifier",
            (Role.EMULSIFIER, Role.PROTEIN),
            1,
            3,
            "holds the oil drops",
            keys=(),
        ),
        Slot("acid", (Role.ACID,), 1, 2, "keeps the dressing safe"),
        Slot("salt", (Role.SALT,), 1, 2, "taste and safety"),
        _at_most(2, Role.STABILISER, Role.STARCH),
        _at_most(1, Role.SWEETENER),
        _at_most(2, Role.FLAVOUR),
        _at_most(1, Role.COLOUR),
        _at_most(1, Role.PRESERVATIVE),
        _at_most(0, Role.CULTURE, Role.ENZYME, Role.CALCIUM, Role.BUFFER),
    ),
}
_SCRAMBLE = (
    _WATER,
    _PROTEIN,
    Slot("gel or starch", (Role.STABILISER, Role.STARCH), 0, 2),
    Slot("fat source", (Role.FAT,), 0, 2, traits=("fat-rich",)),
    *_SALTS,
    _at_most(1, Role.EMULSIFIER),
    _at_most(1, Role.SWEETENER),
    _at_most(1, Role.COLOUR),
    _at_most(1, Role.FLAVOUR),
    _at_most(0, Role.ACID, Role.CULTURE, Role.ENZYME),
)
_SWEET_DRINK = (
    *(s for s in _DRINK if s.roles != (Role.SWEETENER,)),
    _at_most(2, Role.SWEETENER),
)
_WHEY = (_WATER, _PROTEIN, *_SALTS, *_RARE, _at_most(2, Role.SWEETENER))
STRUCTURES = {
    **STRUCTURES,
    "egg": _SCRAMBLE,
    "whey": _WHEY,
    "yogurt_greek": STRUCTURES["yogurt"],
    "fermented_drink": (
        *(s for s in STRUCTURES["yogurt"] if s is not _SET),
        _PROTECTIVE,
        _at_most(0, Role.STARCH),  # a drink, not a pudding
        _at_most(2, Role.STABILISER),
    ),
    "cream_sour": STRUCTURES["yogurt"],
    "milk_concentrated": _SWEET_DRINK,
    "milk_flavoured": _SWEET_DRINK,
    "mozzarella": STRUCTURES["hard_cheese"],
    "process_cheese": STRUCTURES["hard_cheese"],
}
_ANY = (_WATER, *_RARE)
"""Categories without a structure of their own."""

N_CHARACTER = 1
"""Whole plant foods without a technical role that a formula holds at most, beside those that
the brief requires or asks for as unexpected."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One considered ingredient as the structure sees it."""

    key: str
    role: Role
    traits: tuple[str, ...] = ()


def structure(
    category: str,
    shelves: Sequence[Shelf],
    *,
    max_ingredients: int,
    n_character: int = N_CHARACTER,
    required: Collection[str] = (),
    more: Sequence[Slot] = (),
) -> tuple[Count, ...]:
    """Return the groups of a category as constraints.

    Parameters
    ----------
    category : str
        Category of the target.
    shelves : sequence of Shelf
        The considered ingredients, in the order of the columns.
    max_ingredients : int
        Most ingredients of a formula; small formulas are excused from the slots whose
        ``from_size`` they do not reach.
    n_character : int
        Most whole plant foods without a technical role.
    required : collection of str
        Keys that the brief demands: a group's maximum gives way to them.
    more : sequence of Slot
        What the target is named for; left out where no considered ingredient brings it.

    Returns
    -------
    tuple of Count
    """
    character = Slot("plant character", (Role.CHARACTER,), 0, n_character)
    held = [slot for slot in more if any(_is_member(slot, s) for s in shelves)]
    slots = (*STRUCTURES.get(category, _ANY), character, *held)
    counts = [_count(slot, shelves, max_ingredients, required) for slot in slots]
    return tuple(c for c in counts if c.minimum > 0 or len(c.indices) > c.maximum)


def _count(
    slot: Slot, shelves: Sequence[Shelf], max_ingredients: int, required: Collection[str]
) -> Count:
    members = tuple(i for i, s in enumerate(shelves) if _is_member(slot, s))
    minimum = slot.minimum if max_ingredients >= slot.from_size else 0
    maximum = max(slot.maximum, sum(shelves[i].key in required for i in members))
    amount = f"at least {minimum} {slot.name}" if minimum else f"at most {maximum} {slot.name}"
    text = f"{amount}: {slot.why}" if slot.why else amount
    return Count(slot.name, Origin.STRUCTURE, text, members, minimum, maximum)


def _is_member(slot: Slot, shelf: Shelf) -> bool:
    if slot.keys:
        return shelf.key in slot.keys
    return shelf.role in slot.roles or bool(set(slot.traits) & set(shelf.traits))
