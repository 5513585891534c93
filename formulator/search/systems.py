"""Structure systems: the few ways in which a product of a category can hold together.

A hard cheese sets by starch, by protein or by carrageenan (rule F15): each way is a linear
condition of its own, and the search tries them one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from formulator.search.constraints import Linear, Origin
from formulator.search.roles import Role
from formulator.search.structure import Shelf


@dataclass(frozen=True, slots=True)
class System:
    """One way to hold together, with its conditions."""

    name: str
    kind: str
    """Type of the category's windows, e.g. ``starch type``."""
    needs: tuple[tuple[str, Callable[[Shelf], bool], float], ...] = ()
    """(words, which ingredients, least sum in g/100 g)."""
    quantities: tuple[tuple[str, float], ...] = ()
    """(quantity, least value per 100 g)."""


def _is_starch(shelf: Shelf) -> bool:
    return shelf.role is Role.STARCH


def _is_kappa(shelf: Shelf) -> bool:
    return shelf.key == "carrageenan_kappa"


def _is_gum(shelf: Shelf) -> bool:
    return shelf.role is Role.STABILISER


_FRESH = (
    System("gum-set", "", needs=(("gums", _is_gum, 0.2),)),
    System("starch-set", "", needs=(("starch", _is_starch, 2.0),)),
    System("protein-set", "", quantities=(("protein", 5.0),)),
)
_CHEESE = (
    System("starch-set", "starch type", needs=(("starch", _is_starch, 15.0),)),
    System("protein-set", "protein type", quantities=(("protein", 10.0),)),
    System("carrageenan-set", "starch type", needs=(("kappa-carrageenan", _is_kappa, 0.8),)),
)
_SYSTEMS = {
    "fresh_cheese": _FRESH,
    "hard_cheese": _CHEESE,
    "mozzarella": _CHEESE,
    "process_cheese": _CHEESE,
    "mayonnaise": (System("full fat", "full fat"), System("light", "light")),
}
_DEFAULT = (System("", ""),)


def systems(category: str) -> tuple[System, ...]:
    """Return the structure systems of a category; one without conditions where none are held."""
    return _SYSTEMS.get(category, _DEFAULT)


def system_limits(
    system: System, shelves: Sequence[Shelf], values: Callable[[str], np.ndarray]
) -> tuple[Linear, ...]:
    """Return the conditions of a system as limits.

    Parameters
    ----------
    system : System
    shelves : sequence of Shelf
        The considered ingredients.
    values : callable
        From the key of a quantity to its values per ingredient, shape (n_ingredients,).

    Returns
    -------
    tuple of Linear
    """
    limits = []
    for words, is_member, least in system.needs:
        members = np.array([100.0 if is_member(s) else 0.0 for s in shelves])
        text = f"{words} >= {least:g} g/100 g ({system.name})"
        limits.append(
            Linear(f"{system.name}:{words}", Origin.STRUCTURE, text, members, ">=", least, "g")
        )
    for key, least in system.quantities:
        text = f"{key} >= {least:g} per 100 g ({system.name})"
        limits.append(
            Linear(f"{system.name}:{key}", Origin.STRUCTURE, text, values(key), ">=", least)
        )
    return tuple(limits)
