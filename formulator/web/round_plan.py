"""What a panel leader weighs before a round is opened: formulas on offer, design, its power."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

from formulator.panel import Balance, least_significant_difference, parity_power
from formulator.panel.analysis import TYPICAL_NOISE_SD
from formulator.search.candidate import Candidate
from formulator.store import Iteration
from formulator.store.tasting import TastingPlan, candidates_of, coded_plan
from formulator.web.formulas import base_name

GRAVE = 1.0
"""A difference that matters to a product team, [scale points]; used where none is named."""
Z_BOTH, Z_POWER = 1.96, 0.84
"""Normal quantiles of a two-sided 5 % test and of a power of 80 %."""
MARGINS = (0.5, 1.0)
"""Margins of "as good as" that are strict and lenient (panel handbook), [scale points]."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The formulas that a round may hold."""

    candidates: Mapping[str, Candidate]
    """By id, the newest iteration first."""
    names: Mapping[str, str]
    """Id to the name that people read."""
    advice: Mapping[str, str]
    """Id to why the last panels suggest to taste it."""
    iteration_of: Mapping[str, str]
    """Id to the newest iteration that proposes the formula."""
    order: tuple[str, ...]
    """Ids of the iterations, oldest first."""


def offer(iterations: Sequence[Iteration]) -> Offer:
    """Gather the formulas of all iterations, each once, under its first name."""
    names: dict[str, str] = {}
    origin: dict[str, str] = {}
    found: dict[str, Candidate] = {}
    for iteration in iterations:
        for rank, candidate in enumerate(candidates_of(iteration), start=1):
            if candidate.id not in names:
                names[candidate.id] = f"{iteration.number}.{rank} {base_name(candidate)}"
                found[candidate.id] = candidate
            origin[candidate.id] = iteration.id
    newest = [c.id for c in candidates_of(iterations[-1])] if iterations else []
    order = list(dict.fromkeys([*newest, *reversed(list(found))]))
    # The newest that learned: a formula of one's own may have been put in after it.
    learned: dict[str, Any] = next(
        (d for i in reversed(iterations) if (d := i.proposal.get("learned"))), {}
    )
    advice = {p["id"]: f"{p['label']}, {p['reason']}" for p in learned.get("next_round", [])}
    return Offer(
        candidates={i: found[i] for i in order},
        names=names,
        advice={i: words for i, words in advice.items() if i in found},
        iteration_of=origin,
        order=tuple(i.id for i in iterations),
    )


def newest_of(offered: Offer, ids: Sequence[str]) -> str:
    """Return the newest iteration that proposes one of the formulas; empty without any."""
    named = {offered.iteration_of[i] for i in ids}
    return next((i for i in reversed(offered.order) if i in named), "")


def suggested(offered: Offer, ticked: Sequence[str], *, n: int) -> list[str]:
    """Return what stands in the form at first: what was ticked, else advised, else the first."""
    known = [i for i in ticked if i in offered.candidates]
    return known or list(offered.advice) or list(offered.candidates)[:n]


@dataclass(frozen=True, slots=True)
class Design:
    """What a plan amounts to."""

    n_samples: int
    cups: int
    """Scored cups of a taster."""
    n_servings: int
    per_formula: int
    """Fewest scores that a formula can get."""
    balance: Balance
    least_difference: float
    """Least significant difference of two means, [scale points]."""
    tasters_for_grave: int
    """Tasters who would find a difference of one point in 80 % of rounds."""
    sentences: tuple[str, ...]


def design_of(plan: TastingPlan) -> Design:
    """Work out balance and power of a plan before it is opened.

    The noise of one score is taken as typical of public panels, because this panel has not
    tasted yet.

    Raises
    ------
    InputError
        Where the plan breaks a rule.
    """
    coded = coded_plan(plan)
    orders = [order for _, order in coded.orders]
    n_servings = sum(map(len, orders))
    per_formula = coded.balance.samples[0]
    cups = max(map(len, orders))
    least = least_significant_difference(TYPICAL_NOISE_SD**2, n_tasters=max(per_formula, 1))
    share = cups / len(coded.samples)
    needed = ceil(((Z_BOTH + Z_POWER) * sqrt(2) * TYPICAL_NOISE_SD / GRAVE) ** 2 / share)
    return Design(
        n_samples=len(coded.samples),
        cups=cups,
        n_servings=n_servings,
        per_formula=per_formula,
        balance=coded.balance,
        least_difference=least,
        tasters_for_grave=needed,
        sentences=(
            *_shape(plan, coded.balance, len(coded.samples), cups),
            f"Two formulas must lie {least:.1f} points apart in their means before chance stops "
            f"being an explanation; {needed} tasters would find a difference of {GRAVE:g} point "
            "in four rounds of five.",
            *_parity(plan, per_formula),
        ),
    )


def _shape(plan: TastingPlan, balance: Balance, n_samples: int, cups: int) -> tuple[str, ...]:
    if cups < n_samples:
        kind = f"Incomplete: each of {len(plan.tasters)} tasters gets {cups} of {n_samples} samples"
    else:
        kind = f"Complete: each of {len(plan.tasters)} tasters gets all {n_samples} samples"
    even = "perfectly balanced" if balance.is_perfect else balance.describe()
    warm = " A practice cup comes first." if plan.warm_up else ""
    return (f"{kind}; {even}.{warm}",)


def _parity(plan: TastingPlan, per_formula: int) -> tuple[str, ...]:
    """Say how often a truly equal product would pass as being as good as the control."""
    if plan.margin is None or per_formula < 1:
        return ()
    n_claims = len(plan.candidates)
    power = parity_power(plan.margin, sd=TYPICAL_NOISE_SD, n_tasters=per_formula, n_claims=n_claims)
    return (
        f"A formula that is truly as good as the control would pass the test of that claim in "
        f"{power:.0%} of such panels ({n_claims} claims, margin {plan.margin:g}); a failed test "
        "proves nothing.",
    )
