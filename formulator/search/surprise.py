"""Unexpected ingredients that can be explained: plants that smell of what the target smells of.

A plant is a candidate when it was reported to hold key odorants of the target. Each shared odorant
counts by its rarity, ``log(foods with any report / foods with this odorant)``: that something
holds hexanal says nothing, that it holds delta-decalactone does. Off-notes of plant bases count
nothing, for of them a plant formula has enough. Presence is no amount: whether the dose is smelt
must be smelt, and what is not reported is unknown, not absent.
"""

from __future__ import annotations

import functools
import math
from collections import Counter, defaultdict
from dataclasses import dataclass

from formulator.profiles import genus
from formulator.search.novelty import is_unexpected, products_of
from formulator.search.roles import Role, role_of
from formulator.search.suitability import misfit
from formulator.similarity.odorants import Odorant, Presence, by_key
from formulator.similarity.shipped_aroma import shipped_aroma, stand_ins
from ingredients import Catalogue, Food, Kind

LEAST_SHARED = 2
"""Key odorants that a surprise shares with the target; one may be chance."""
FEW = 8
"""Where fewer plants share so many, those with one shared odorant fill the list up to this."""
MOST = 24
"""Plants that are considered as surprises, those with the rarest shared odorants first."""
COMMON = 2
"""Known products of the category from which a plant in any form is no surprise any more."""
FORMS = ("concentrate", "juice", "puree", "powder", "dried", "flour", "raw")
"""Forms of one plant in the order in which a factory would rather take them, by word of the key."""


_Rank = tuple[bool, float, int, str]


@dataclass(frozen=True, slots=True)
class Shared:
    """One key odorant of a target that an ingredient was reported to hold."""

    odorant: str
    name: str
    activity: tuple[float, float] | None
    """Odour activity values of the undiluted ingredient, [1]; None when the amount is unknown."""

    def words(self, fraction: float) -> str:
        """Say what is known of it at a dose [g/g]."""
        if self.activity is None:
            return f"{self.name} (amount unknown)"
        low, high = (fraction * a for a in self.activity)
        return f"{self.name} (about {low:.1g} to {high:.1g} times its threshold at this dose)"


def surprises(catalogue: Catalogue, target: str, *, low_sugar: bool = False) -> tuple[str, ...]:
    """Plants that no known product of the category holds and that smell of the target.

    Parameters
    ----------
    catalogue : Catalogue
    target : str
        Key of the target.
    low_sugar : bool
        As for ``misfit``.

    Returns
    -------
    tuple of str
        Keys, the rarest shared odorants first, one form of each plant, at most ``MOST``; empty
        when no key odorants of the target or its category are known.
    """
    category = catalogue.food(target).category
    best: dict[str, _Rank] = {}
    common = _common(catalogue, category)
    for food in catalogue.of_kind(Kind.INGREDIENT):
        if not is_unexpected(food.key, role_of(food), category):
            continue
        shared = shared_odorants(food.key, target)
        if not shared or misfit(food, category, is_open=True, low_sugar=low_sugar) is not None:
            continue
        rarity = sum(_rarity(s.odorant) for s in shared)
        rank = (len(shared) < LEAST_SHARED, -rarity, _form(food), food.key)
        plant = _plant(food)
        if plant in common:
            continue
        best[plant] = min(rank, best.get(plant, rank))
    ranked = sorted(best.values())
    n_sure = sum(not is_chance for is_chance, *_ in ranked)
    return tuple(key for *_, key in ranked[: min(MOST, max(FEW, n_sure))])


def shared_odorants(food: str, target: str) -> tuple[Shared, ...]:
    """Key odorants of a target that were reported in a food, the rarest first.

    Parameters
    ----------
    food, target : str
        Keys.

    Returns
    -------
    tuple of Shared
        Without those that are off-notes of plant bases.
    """
    known, odorants = _wanted(target), _odorants()
    reports: dict[str, list[Presence]] = defaultdict(list)
    for presence in _by_food().get(food, ()):
        if presence.odorant in known:
            reports[presence.odorant].append(presence)
    return tuple(
        Shared(key, odorants[key].name, _activity(reports[key], odorants[key]))
        for key in sorted(reports, key=lambda k: (-_rarity(k), k))
    )


def _activity(reports: list[Presence], odorant: Odorant) -> tuple[float, float] | None:
    """Odour activity of the pure ingredient, against the highest threshold: it is a wanted note."""
    lows = [p.low for p in reports if p.low is not None]
    highs = [p.high for p in reports if p.high is not None]
    if odorant.threshold_high is None or not lows:
        return None
    return min(lows) / odorant.threshold_high, max(highs) / odorant.threshold_high


def _common(catalogue: Catalogue, category: str) -> frozenset[str]:
    """Plants that several known products hold in some form, or that bases of the trade are of."""
    of_the_trade = frozenset(
        _plant(f)
        for f in catalogue.of_kind(Kind.INGREDIENT)
        if f.source == "functional" and role_of(f) in (Role.BASE, Role.PROTEIN, Role.FAT)
    )
    times = Counter(
        plant
        for product in products_of(category)
        for plant in {_plant(catalogue.food(k)) for k in product.ingredients if k in catalogue}
    )
    return of_the_trade | frozenset(plant for plant, n in times.items() if n >= COMMON)


def _form(food: Food) -> int:
    return next((i for i, word in enumerate(FORMS) if word in food.key), len(FORMS))


def _plant(food: Food) -> str:
    """Genus and species, so that red and white cabbage are one surprise; else the key."""
    words = food.botanical_name.split()
    return " ".join(words[:2]).casefold() or genus(food) or food.key


@functools.cache
def _wanted(target: str) -> frozenset[str]:
    keys = shipped_aroma().wanted(stand_ins(target))
    off = {o.key for o in shipped_aroma().odorants if o.is_off_note}
    return frozenset(k.odorant for k in keys) - off


@functools.cache
def _odorants() -> dict[str, Odorant]:
    return by_key(shipped_aroma().odorants)


@functools.cache
def _by_food() -> dict[str, tuple[Presence, ...]]:
    found: dict[str, list[Presence]] = defaultdict(list)
    for presence in shipped_aroma().presences:
        found[presence.food].append(presence)
    return {food: tuple(rows) for food, rows in found.items()}


@functools.cache
def _rarity(odorant: str) -> float:
    holders = sum(any(p.odorant == odorant for p in rows) for rows in _by_food().values())
    return math.log(len(_by_food()) / max(holders, 1))
