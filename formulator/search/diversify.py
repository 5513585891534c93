"""Different answers: what makes two formulas different, and how the next one is asked for.

Ten spellings of one formula help nobody. A formula's signature is its main protein, its main fat
and its structure system; the next formula must differ from each earlier one in that pair and in
at least ``MIN_CHANGED`` ingredients, and no protein or fat carries more than its share of the list.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.search.assemble import Question
from formulator.search.constraints import PRESENT
from formulator.search.roles import Role

Array = npt.NDArray[np.float64]

MIN_CHANGED = 2
"""Ingredients, water not counted, in which two candidates differ at least."""
SHARE = 0.3
"""Largest share of the candidates with the same plant as protein base, or the same main fat."""
SHARE_BESIDE = 0.5
"""Largest share of the candidates that one protein, fat or base may stand in at all."""
SHARE_CHARACTER = 0.1
"""Largest share of the candidates that one plant food without a technical role may stand in."""
LEAST_PROTEIN = 1.2
"""A product with less is not told apart by its protein but by its second fat, [g/100 g]."""
SOURCE = 0.2
"""Share of the protein from which an ingredient is a protein base of a formula, [g/g]."""
SECOND = 0.1
"""Share of the fat from which a second fat is told, [g/g]."""
BASES = (Role.PROTEIN, Role.FAT, Role.BASE)
"""Roles that make the taste and the cost of a formula."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a formula is built on."""

    proteins: tuple[str, ...]
    """Keys of the ingredients that bring a fifth of the protein or more, the largest first; empty
    when the product holds hardly any (a spread)."""
    fat: str
    """Key of the ingredient that brings most fat, empty when none brings a tenth of it."""
    system: str
    """Structure system, empty where the category has only one."""
    support: frozenset[str]
    """Keys of all ingredients but water."""
    bases: frozenset[str]
    """Keys of all proteins, fats and plant bases."""
    second_fat: str = ""
    """Key of the ingredient that brings the second part of the fat; empty below a tenth of it."""

    @property
    def pair(self) -> tuple[str, ...]:
        """Main protein and main fat, or main and second fat; without empty ones."""
        both = (*self.proteins[:1], self.fat, *(() if self.proteins else (self.second_fat,)))
        return tuple(k for k in dict.fromkeys(both) if k)

    @property
    def named(self) -> tuple[str, ...]:
        """All that a formula is named after: protein bases and main fat, or two fats."""
        return tuple(dict.fromkeys((*self.proteins, *self.pair)))


def signature(question: Question, x: Array) -> Signature:
    """Return what a formula is built on.

    Parameters
    ----------
    question : Question
    x : ndarray of shape (n_ingredients,)
        Mass fractions, [g/g].

    Returns
    -------
    Signature
    """
    used = np.flatnonzero(x > PRESENT)
    keys = question.keys
    proteins = _main(question, x, "protein", (Role.PROTEIN, Role.BASE), least=SOURCE)
    fats = _main(question, x, "fat", (Role.FAT, Role.BASE), least=0.1)
    second = _main(question, x, "fat", (Role.FAT, Role.BASE), least=SECOND)[1:2]
    return Signature(
        proteins=tuple(proteins) if _per_100_g(question, x) >= LEAST_PROTEIN else (),
        fat=fats[0] if fats else "",
        second_fat=second[0] if second else "",
        system=question.system.name,
        support=frozenset(keys[i] for i in used if keys[i] != "water"),
        bases=frozenset(keys[i] for i in used if question.pantry.shelves[i].role in BASES),
    )


def _per_100_g(question: Question, x: Array) -> float:
    return float(x @ question.table.mean[:, question.table.column("protein")])


def _main(
    question: Question, x: Array, axis: str, roles: tuple[Role, ...], *, least: float
) -> list[str]:
    """Ingredients of some roles that bring at least a share of an axis, the largest first."""
    brought = x * question.table.mean[:, question.table.column(axis)]
    suited = [i for i in np.flatnonzero(x > PRESENT) if question.pantry.shelves[i].role in roles]
    enough = [i for i in suited if brought[i] > least * brought.sum()]
    return [question.keys[i] for i in sorted(enough, key=lambda i: (-brought[i], i))]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the next formula must not repeat."""

    no_good: tuple[tuple[tuple[int, ...], int], ...]
    """(indices, most of them) pairs as the solver takes them."""
    closed: tuple[int, ...]
    """Ingredients that have had their share."""


def differ_from(
    question: Question, earlier: Sequence[Signature], *, n: int, keep: Sequence[str] = ()
) -> Difference:
    """Return the limits that make the next formula different from earlier ones.

    Parameters
    ----------
    question : Question
    earlier : sequence of Signature
        Candidates already in the list.
    n : int
        Wanted length of the list: it sets the share of one protein or fat.
    keep : sequence of str
        Keys that the brief demands: they never close and do not count as a difference.

    Returns
    -------
    Difference
    """
    column = {k: i for i, k in enumerate(question.keys)}
    demanded = set(keep)
    no_good: list[tuple[tuple[int, ...], int]] = []
    for sig in earlier:
        free = tuple(sorted(column[k] for k in sig.support - demanded if k in column))
        if free:  # a formula of one or two ingredients may change in one only
            no_good.append((free, max(len(free) - MIN_CHANGED, min(1, len(free) - 1))))
        pair = tuple(column[k] for k in sig.pair if k in column)
        is_same_system = sig.system == question.system.name
        if len(pair) == 2 and is_same_system and not demanded.issuperset(sig.pair):
            no_good.append((pair, 1))
    characters = {s.key for s in question.pantry.shelves if s.role is Role.CHARACTER}
    fats = Counter(k for s in earlier for k in {s.fat, s.second_fat if not s.proteins else ""} if k)
    bases = Counter(k for s in earlier for k in s.bases)
    surprises = Counter(k for s in earlier for k in s.support & characters)
    closed = [
        *_full(fats, max(2, math.ceil(SHARE * n))),
        *_full_plants(question, earlier, max(2, math.ceil(SHARE * n)), demanded),
        *_full(bases, max(2, math.ceil(SHARE_BESIDE * n))),
        *_full(surprises, max(1, math.ceil(SHARE_CHARACTER * n))),
    ]
    return Difference(
        no_good=tuple(dict.fromkeys(no_good)),
        closed=tuple(sorted(column[k] for k in set(closed) - demanded if k in column)),
    )


def _full(times: Counter[str], most: int) -> list[str]:
    return [key for key, count in times.items() if count >= most]


def _full_plants(
    question: Question, earlier: Sequence[Signature], most: int, demanded: set[str]
) -> list[str]:
    """Proteins and bases of plants that have been protein base often enough."""
    plants = {
        s.key: _plant(question, s.key)
        for s in question.pantry.shelves
        if s.role in (Role.PROTEIN, Role.BASE)
    }
    times = Counter(p for s in earlier for p in {_plant(question, k) for k in s.proteins})
    full = set(_full(times, most)) - {plants[k] for k in demanded if k in plants}
    return [key for key, plant in plants.items() if plant in full]


def _plant(question: Question, key: str) -> str:
    food = question.catalogue.food(key)
    return food.botanical_name or key


def without(question: Question, closed: Sequence[int]) -> Question:
    """Return the question with some ingredients closed."""
    if not closed:
        return question
    upper = question.doses.upper.copy()
    upper[list(closed)] = 0.0
    doses = type(question.doses)(question.doses.keys, question.doses.lower, upper)
    return question.replace(doses=doses)
