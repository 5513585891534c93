"""Doubts on the taste of proteins whose off-notes nobody has measured."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from formulator.similarity.odorants import by_key
from formulator.similarity.shipped_aroma import shipped_aroma
from ingredients import Catalogue


def unsmelt_warnings(proteins: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Say that nothing is known of the smell of some protein bases.

    Parameters
    ----------
    proteins : sequence of str
        Keys of the ingredients that bring much of a formula's protein.
    catalogue : Catalogue

    Returns
    -------
    tuple of str
        One line, or none where amounts of off-notes are known of each of them.
    """
    unknown = [
        catalogue.food(k).name
        for k in proteins
        if catalogue.food(k).category == "protein" and k not in _measured()
    ]
    if not unknown:
        return ()
    names = " and ".join(unknown)
    return (
        f"Off-notes of {names}: no amounts are known; smell and taste it in water first "
        "(plant proteins are often beany, bitter or cardboard-like)",
    )


@functools.cache
def _measured() -> frozenset[str]:
    """Foods of which an amount of an off-note is known."""
    odorants = by_key(shipped_aroma().odorants)
    return frozenset(
        p.food
        for p in shipped_aroma().presences
        if p.low is not None and p.odorant in odorants and odorants[p.odorant].is_off_note
    )
