"""Units that a user wrote beside a limit: the axis's own, or an error that says what to write."""

from __future__ import annotations

from dataclasses import replace

from formulator.errors import TableError
from formulator.profiles import ProfileTable
from formulator.search.brief import Brief, Limit
from formulator.search.quantities import quantity
from ingredients import Catalogue

GRAMS = {"kg": 1e3, "g": 1.0, "mg": 1e-3, "ug": 1e-6}
"""Mass units in grams."""


def own_units(brief: Brief, catalogue: Catalogue, table: ProfileTable) -> Brief:
    """Check the units of a brief's limits and leave them out.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    table : ProfileTable
        Profiles of all foods.

    Returns
    -------
    Brief
        With limits in the units of their axes.

    Raises
    ------
    TableError
        Listing every limit with another unit, and how to write it.
    UnknownKeyError
        For an unknown axis.
    """
    if not any(limit.unit for limit in brief.limits):
        return brief
    problems = []
    for limit in brief.limits:
        own = quantity(limit.axis, catalogue, table, ()).unit
        if limit.unit and plain(limit.unit) not in _spellings(own):
            problems.append(
                f"{str(limit)!r}: {limit.axis} is counted in {own}{_way_out(limit, own)}"
            )
    if problems:
        raise TableError("a limit is given in the unit of its axis", problems)
    return replace(brief, limits=tuple(replace(x, unit="") for x in brief.limits))


def plain(unit: str) -> str:
    """Spell a unit the short way.

    Examples
    --------
    >>> plain("g / 100 g"), plain("µg"), plain("USD/kg")
    ('g', 'ug', 'usd/kg')
    """
    short = unit.casefold().replace(" ", "").replace("\N{GREEK SMALL LETTER MU}", "u")
    return short.removesuffix("/100g").removesuffix("per100g")


def _spellings(own: str) -> frozenset[str]:
    return frozenset({plain(own), "%" if plain(own) == "g" else plain(own)})


def _way_out(limit: Limit, own: str) -> str:
    asked, held = GRAMS.get(plain(limit.unit)), GRAMS.get(plain(own))
    if asked is None or held is None:
        return ""
    value = limit.value * asked / held
    return f"; write {limit.axis}{limit.relation}{value:.6g}"
