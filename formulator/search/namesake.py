"""What a target is named for and must taste of: chocolate, salt.

Flavours are dosed for taste, which no distance of composition can decide; but a chocolate milk
without cocoa or a salted butter without salt is another product (general knowledge). Vanilla is
left to the brief: a small formula needs its places for what holds the product together.
"""

from __future__ import annotations

import re

from formulator.search.roles import Role
from formulator.search.structure import Slot
from ingredients import Catalogue

COCOA = ("cocoa_alkalised", "cocoa_powder")
"""The first is considered without being asked for; the others serve when required."""
FLAVOURS = ((re.compile(r"chocolate"), "cocoa", COCOA),)
"""(pattern of the target's key, what it tastes of, ingredients that bring it)."""
UNLIKE = re.compile(r"other_than_chocolate|not_chocolate")
"""Targets that name a flavour to say that they lack it."""
SALTED = 250.0
"""Sodium from which a food tastes of added salt, [mg/100 g]: half a percent of salt and more."""
LEAST_SIZE = 6
"""Smaller formulas are excused."""


def namesakes(target: str, catalogue: Catalogue) -> tuple[Slot, ...]:
    """Return what a formula for a target must hold for its name's sake.

    Parameters
    ----------
    target : str
        Key of the target.
    catalogue : Catalogue

    Returns
    -------
    tuple of Slot
        Slots with keys of their own; empty for a plain target.
    """
    found = [
        Slot(f"{name} for its name", (), 1, 2, f"the target tastes of {name}", keys, (), LEAST_SIZE)
        for pattern, name, keys in FLAVOURS
        if pattern.search(target) and not UNLIKE.search(target)
    ]
    sodium = float(catalogue.values[catalogue.index(target), catalogue.column("sodium")])
    if sodium >= SALTED:
        why = "the target tastes of salt"
        found.append(Slot("salt for its name", (Role.SALT,), 1, 2, why, from_size=LEAST_SIZE))
    return tuple(found)


def namesake_keys(target: str, catalogue: Catalogue) -> frozenset[str]:
    """Return ingredients that are considered because the target is named for them."""
    return frozenset(slot.keys[0] for slot in namesakes(target, catalogue) if slot.keys)
