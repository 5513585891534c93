"""From a brief to the mathematical problem: columns, distance, limits, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from formulator.errors import InfeasibleError
from formulator.profiles import ProfileTable
from formulator.search.brief import Brief
from formulator.search.claims import claim_limits
from formulator.search.constraints import (
    Count,
    Doses,
    Linear,
    Locked,
    Origin,
)
from formulator.search.namesake import namesakes
from formulator.search.novelty import is_unexpected
from formulator.search.pantry import CONTAINS, Pantry, opened_plants, stock
from formulator.search.quantities import quantity
from formulator.search.question import Question, arguments, solve
from formulator.search.rule_limits import lawful, rule_counts, rule_limits
from formulator.search.rules.acid import PROTEIN_DEMAND
from formulator.search.rules.linear import dressing_kind
from formulator.search.rules.quantities import quantities
from formulator.search.structure import N_CHARACTER, Slot, structure
from formulator.search.systems import System, system_limits, systems
from formulator.search.units import own_units
from formulator.search.windows import likeness_limits, window_limits
from formulator.similarity import build_target
from ingredients import Catalogue, Kind, UnknownKeyError
from ingredients.food_rules import categories

__all__ = ["Question", "arguments", "ask", "brief_limits", "check_target", "counts", "solve"]

Array = npt.NDArray[np.float64]

SOURED = ("melting", "balance")
"""Traits of categories that are soured to a pH of 4 to 6."""
FREE_ACID = 32.0
"""Most dosed acid beyond what protein and salts bind down to pH 4.5, [mmol/kg]: that of 0.4 % of
lactic acid, customary in a starch-set block that holds next to no protein (general practice)."""
WATERY_TOTAL = 10.0
"""Most of all watery ingredients together, [g/100 g]: potable water is the water."""


def ask(
    brief: Brief, catalogue: Catalogue, table: ProfileTable, *, preferred: bool = True
) -> tuple[Question, ...]:
    """Turn a brief into one question per structure system of the target's category.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    table : ProfileTable
        Profiles of all foods of the catalogue.
    preferred : bool
        Hold the bounds at which no rule warns; False holds those at which a rule rejects.

    Returns
    -------
    tuple of Question

    Raises
    ------
    UnknownKeyError
        For an unknown target, ingredient, allergen, quantity or claim.
    """
    check_target(brief.target, catalogue)
    brief = own_units(brief, catalogue, table)
    target = build_target(catalogue, table, brief.target, weights=brief.weights)
    category = target.category
    place = {"jurisdiction": brief.jurisdiction}
    pantry = stock(brief, catalogue, table, category)
    pantry = lawful(pantry, catalogue, category, step=brief.scale_step, **place)
    _check_demanded(brief, pantry)
    asked = brief_limits(brief, catalogue, table, pantry.keys, category=category)
    pantry, asked = _drop_unknown(pantry, asked)
    _check_demanded(brief, pantry)
    part = table.select(pantry.keys)

    def values(key: str) -> Array:
        return quantity(key, catalogue, table, pantry.keys).values

    common = (
        *asked,
        *_watery(pantry),
        *(_sour(pantry, catalogue, category) if preferred else ()),
        *rule_limits(
            catalogue,
            pantry.keys,
            brief.target,  # its fat tells a light dressing from a full one
            preferred=preferred,
            step=brief.scale_step,
            **place,
        ),
    )
    groups = (
        *counts(
            brief,
            pantry,
            category,
            opened=opened_plants(brief, catalogue),
            more=namesakes(brief.target, catalogue),
        ),
        *rule_counts(catalogue, pantry.keys, category, preferred=preferred),
    )
    questions = []
    for system in _systems(brief.target, category, catalogue):
        windows = [
            limit
            for make in (window_limits, likeness_limits)
            for limit in make(
                category, catalogue, table, pantry.keys, target_key=brief.target, kind=system.kind
            )
        ]
        questions.append(
            Question(
                brief=brief,
                catalogue=catalogue,
                all_foods=table,
                target=target,
                pantry=pantry,
                table=part,
                system=system,
                doses=Doses(pantry.keys, pantry.lower, pantry.upper),
                limits=(
                    *common,
                    *(windows if preferred else ()),
                    *system_limits(system, pantry.shelves, values),
                ),
                counts=groups,
                locks=tuple(Locked(k, pantry.keys.index(k), f) for k, f in brief.locked),
            )
        )
    return tuple(questions)


def _systems(target: str, category: str, catalogue: Catalogue) -> tuple[System, ...]:
    """Return the structure systems of a category; a dressing has that of its fat only."""
    found = systems(category)
    kinds = {s.kind for s in found}
    if "light" not in kinds:
        return found
    return tuple(s for s in found if s.kind == dressing_kind(target, catalogue))


def _check_demanded(brief: Brief, pantry: Pantry) -> None:
    """Refuse a brief that demands what it excludes itself, or what the law forbids."""
    demanded = dict.fromkeys((*brief.require, *(k for k, _ in brief.locked)))
    refused = {k: str(pantry.reason(k)) for k in demanded if k not in pantry.keys}
    if refused:
        key, reason = next(iter(refused.items()))
        ways = [f"{k} not required" for k in refused]
        if reason.startswith(CONTAINS):
            ways.append(f"{reason.removeprefix(CONTAINS)} allowed")
        raise InfeasibleError(
            f"{key} must be used, but it cannot be: {reason}",
            conflicts=tuple(f"{k} must be used, but: {r}" for k, r in refused.items()),
            relaxations=tuple(ways),
        )


def check_target(key: str, catalogue: Catalogue) -> None:
    """Check that a target is known and is an animal food.

    Raises
    ------
    UnknownKeyError
        Naming the nearest known targets.
    """
    known = [f.key for f in catalogue.of_kind(Kind.TARGET)]
    if key not in known:
        raise UnknownKeyError("target", key, known)


def brief_limits(
    brief: Brief,
    catalogue: Catalogue,
    table: ProfileTable,
    keys: Sequence[str],
    *,
    category: str,
) -> tuple[Linear, ...]:
    """Return the limits and claims that a brief states."""
    limits: list[Linear] = []
    for limit in own_units(brief, catalogue, table).limits:
        q = quantity(limit.axis, catalogue, table, keys)
        text = f"{q.name.lower()} {limit.relation} {limit.value:g} {q.unit}"
        limits.append(
            Linear(str(limit), Origin.BRIEF, text, q.values, limit.relation, limit.value, q.unit)
        )
    for claim in brief.claims:
        limits += claim_limits(
            claim, catalogue, table, keys, category=category, jurisdiction=brief.jurisdiction
        )
    return tuple(limits)


def counts(
    brief: Brief,
    pantry: Pantry,
    category: str,
    *,
    opened: frozenset[str] | None = None,
    more: Sequence[Slot] = (),
) -> tuple[Count, ...]:
    """Return the groups: size, required ingredients, structure, unexpected ones.

    ``opened`` are the plants that count as unexpected beside required ones; None for all that no
    known product holds. ``more`` is what the target is named for.
    """
    every = tuple(range(len(pantry.keys)))
    required = tuple(dict.fromkeys(brief.require))
    size = Count(
        f"max_ingredients={brief.max_ingredients}",
        Origin.BRIEF,
        f"at most {brief.max_ingredients} ingredients",
        every,
        0,
        brief.max_ingredients,
    )
    must = tuple(
        Count(f"require={k}", Origin.BRIEF, f"{k} must be used", (pantry.keys.index(k),), 1, 1)
        for k in required
        if k in pantry.keys
    )
    shape = structure(
        category,
        pantry.shelves,
        max_ingredients=brief.max_ingredients,
        n_character=max(N_CHARACTER, brief.n_unexpected),
        required={*required, *(k for k, _ in brief.locked)},
        more=more,
    )
    return (size, *must, *shape, *_unexpected(brief, pantry, category, opened))


def _unexpected(
    brief: Brief, pantry: Pantry, category: str, opened: frozenset[str] | None
) -> tuple[Count, ...]:
    if not brief.n_unexpected:
        return ()
    demanded = {*brief.require, *(k for k, _ in brief.locked)}
    members = tuple(
        i
        for i, s in enumerate(pantry.shelves)
        if is_unexpected(s.key, s.role, category)
        and (opened is None or s.key in opened or s.key in demanded)
    )
    n = brief.n_unexpected
    text = f"at least {n} plants that no known product of the category holds"
    text += "" if opened is None else " and that smell of what the target smells of"
    return (Count(f"n_unexpected={n}", Origin.BRIEF, text, members, n, len(pantry.keys)),)


def _watery(pantry: Pantry) -> tuple[Linear, ...]:
    """Limit all nearly-water ingredients together, so that none stands in for potable water."""
    members = np.array([100.0 if "watery" in s.traits else 0.0 for s in pantry.shelves])
    if not members.any():
        return ()
    text = f"juices and other watery ingredients <= {WATERY_TOTAL:g} g/100 g together"
    return (Linear("watery", Origin.STRUCTURE, text, members, "<=", WATERY_TOTAL, "g"),)


def _sour(pantry: Pantry, catalogue: Catalogue, category: str) -> tuple[Linear, ...]:
    """Limit the acid of cheese and yogurt beyond what its protein and salts bind: pH and taste."""
    if category not in categories() or categories()[category].traits.isdisjoint(SOURED):
        return ()
    table = quantities(catalogue, pantry.keys)
    bound = table.low("acid_demand") + PROTEIN_DEMAND * table.low("protein")
    free = 100 * (table.low("acid_supply") - bound)
    text = f"dosed acid that nothing binds <= {FREE_ACID:g} mmol/kg: not too sour"
    return (Linear("free acid", Origin.STRUCTURE, text, free, "<=", FREE_ACID, "mmol/kg"),)


def _drop_unknown(pantry: Pantry, limits: tuple[Linear, ...]) -> tuple[Pantry, tuple[Linear, ...]]:
    """Leave out ingredients whose value under an upper limit nobody knows.

    An unknown value never helps: it counts nothing towards a minimum, and under a maximum the
    ingredient is not considered at all.
    """
    unknown = np.zeros(len(pantry.keys), dtype=bool)
    names: dict[str, str] = {}
    for limit in limits:
        if limit.relation == "<=":
            missing = ~np.isfinite(limit.coefficients)
            unknown |= missing
            names |= {pantry.keys[i]: limit.name for i in np.flatnonzero(missing)}
    kept = ~unknown
    reasons = {k: f"no value is known for the limit {name}" for k, name in names.items()}
    cut = (replace(c, coefficients=c.coefficients[kept]) for c in limits)
    smaller = pantry.keep([bool(k) for k in kept], reasons=reasons)
    return smaller, tuple(_zero_unknown(c) for c in cut)


def _zero_unknown(limit: Linear) -> Linear:
    return replace(limit, coefficients=np.nan_to_num(limit.coefficients))
