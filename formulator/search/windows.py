"""Category windows of finished products as linear limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formulator.profiles import ProfileTable
from formulator.search.constraints import Linear, Origin
from formulator.search.quantities import quantity
from ingredients import Catalogue
from ingredients.food_rules import categories, windows

WIDEN_FROM = 0.15
"""A target further outside a window than this share of its end widens it."""
LIKE_TARGET = (("protein", 0.75, 1.25), ("fat", 0.85, 1.15))
"""(quantity, least, largest share of the target's own value): whoever imitates whole milk does not
want half its fat, even where its fatty acids cannot be matched (general practice)."""
LIKE_CONCENTRATE = (*LIKE_TARGET, ("water", 0.92, 1.08), ("sugars", 0.7, 1.2))
"""A concentrated milk has no window: evaporated and sweetened condensed differ fourfold."""
LEAST_PROTEIN = 1.2
"""A product with less (butter) is no protein food: it need hold none, [g/100 g]."""
LEAST_ROOM = 1.0
"""A lean target bears so much fat at least, [g/100 g]: its fat source has a least dose."""


@dataclass(frozen=True, slots=True)
class Range:
    """Window of one quantity, None where a side is open."""

    quantity: str
    low: float | None
    high: float | None
    kind: str
    """Type within the category, empty when the window holds for all types."""


def ranges(category: str) -> tuple[Range, ...]:
    """Return the judged windows of a category.

    Parameters
    ----------
    category : str
        Category of the target.

    Returns
    -------
    tuple of Range
        Empty for a category without windows.
    """
    known = categories()
    source = known[category].windows_of if category in known else category
    return tuple(
        Range(w.quantity, w.low, w.high, w.kind)
        for w in windows()
        if w.category == source and w.use == "rule"
    )


def window_limits(
    category: str,
    catalogue: Catalogue,
    table: ProfileTable,
    keys: Sequence[str],
    *,
    target_key: str,
    kind: str = "",
) -> tuple[Linear, ...]:
    """Return the windows of a category as limits, widened to a target far outside.

    Skimmed milk has less fat than the window of milk-type products: a brief for it asks for
    that, so the window gives way to the target's own value. A target just outside its window
    (cheddar has a little more fat than plant cheeses) moves nothing.

    Parameters
    ----------
    category : str
    catalogue : Catalogue
    table : ProfileTable
        Profiles of all foods.
    keys : sequence of str
        Ingredient keys, in the order of the columns.
    target_key : str
    kind : str
        Type within the category whose windows hold beside the general ones.

    Returns
    -------
    tuple of Linear
    """
    limits: list[Linear] = []
    for window in ranges(category):
        if window.kind not in ("", kind):
            continue
        q = quantity(window.quantity, catalogue, table, keys)
        own = float(quantity(window.quantity, catalogue, table, [target_key]).values[0])
        sides = ((">=", window.low, min), ("<=", window.high, max))
        for relation, bound, widen in sides:
            if bound is None or (relation == ">=" and bound <= 0):
                continue
            # a typed window (starch type, protein type) says what the type is: it stays
            is_far = abs(own - bound) > WIDEN_FROM * bound
            limit = widen(bound, own) if is_far and not window.kind else bound
            name = f"{category}:{window.quantity}{relation}{limit:.4g}"
            text = f"{q.name.lower()} {relation} {limit:.4g} {q.unit} (window of {category})"
            limits.append(Linear(name, Origin.WINDOW, text, q.values, relation, limit, q.unit))
    return tuple(limits)


def likeness_limits(
    category: str,
    catalogue: Catalogue,
    table: ProfileTable,
    keys: Sequence[str],
    *,
    target_key: str,
    kind: str = "",
) -> tuple[Linear, ...]:
    """Return bands around the target's own protein and fat, as far as the windows allow them.

    Parameters
    ----------
    category : str
    catalogue : Catalogue
    table : ProfileTable
        Profiles of all foods.
    keys : sequence of str
        Ingredient keys, in the order of the columns.
    target_key : str
    kind : str
        Type within the category; a typed window (starch type: little protein) wins.

    Returns
    -------
    tuple of Linear
    """
    limits: list[Linear] = []
    like = LIKE_CONCENTRATE if category == "milk_concentrated" else LIKE_TARGET
    for key, least, largest in like:
        held = [w for w in ranges(category) if w.quantity == key and w.kind in ("", kind)]
        if any(w.kind for w in held):
            continue
        q = quantity(key, catalogue, table, keys)
        own = float(quantity(key, catalogue, table, [target_key]).values[0])
        share = 0.0 if key == "protein" and own < LEAST_PROTEIN else least
        low = min([share * own, *(w.high for w in held if w.high is not None)])
        room = LEAST_ROOM if key == "fat" else 0.0
        high = max([largest * own, room, *(w.low for w in held if w.low is not None)])
        for relation, bound in ((">=", low), ("<=", high)):
            text = f"{q.name.lower()} {relation} {bound:.4g} {q.unit} (near {target_key})"
            name = f"like {target_key}:{key}{relation}{bound:.4g}"
            limits.append(Linear(name, Origin.WINDOW, text, q.values, relation, bound, q.unit))
    return tuple(limits)
