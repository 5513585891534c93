"""Why each ingredient is in a formula, in words with numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from formulator.search.assemble import Question
from formulator.search.candidate import Part
from formulator.search.constraints import PRESENT
from formulator.search.doses import dose_window
from formulator.search.namesake import namesakes
from formulator.search.novelty import is_unexpected, products_of
from formulator.search.roles import Role
from formulator.search.structure import STRUCTURES
from formulator.search.surprise import shared_odorants

Array = npt.NDArray[np.float64]

SHOWN_AXES = (
    "protein", "fat", "carbohydrate", "fibre", "sugars", "saturated_fat", "calcium", "sodium",
    "potassium", "phosphorus", "riboflavin", "vitamin_b12", "lysine",
)  # fmt: skip
"""Axes a reason may name."""
MAIN_SHARE = 0.25
"""An ingredient that brings at least this share of an axis is named for it."""
MOST_ODORANTS = 4
"""Odorants that a reason names, the rarest first."""
NOTABLE = 0.1
"""An axis of which the formula holds less than this share of the target's value is not named."""


def parts_of(question: Question, x: Array) -> tuple[Part, ...]:
    """Describe the parts of a formula, largest first.

    Parameters
    ----------
    question : Question
    x : ndarray of shape (n_ingredients,)
        Rounded mass fractions, [g/g].

    Returns
    -------
    tuple of Part
    """
    used = sorted(np.flatnonzero(x > PRESENT), key=lambda i: (-x[i], question.keys[i]))
    digits = max(2, len(f"{question.brief.scale_step:.10f}".rstrip("0").partition(".")[2]))
    return tuple(
        Part(
            key=question.keys[i],
            name=question.catalogue.food(question.keys[i]).name,
            percent=round(100 * float(x[i]), digits),
            role=str(question.pantry.shelves[i].role),
            reasons=_reasons(question, x, int(i)),
        )
        for i in used
    )


def _reasons(question: Question, x: Array, i: int) -> tuple[str, ...]:
    found = [
        *_demanded(question, i),
        *_structural(question, i),
        *_shared(question, x, i),
        *_brought(question, x, i),
        *_missed(question, x, i),
        *_dosed(question, x, i),
        *_known(question, i),
    ]
    return tuple(found)


def _demanded(question: Question, i: int) -> list[str]:
    key = question.keys[i]
    if key in dict(question.brief.locked):
        return ["locked by the brief"]
    return ["required by the brief"] if key in question.brief.require else []


def _structural(question: Question, i: int) -> list[str]:
    shelf = question.pantry.shelves[i]
    named = namesakes(question.brief.target, question.catalogue)
    for slot in (*STRUCTURES.get(question.target.category, ()), *named):
        is_member = shelf.key in slot.keys if slot.keys else shelf.role in slot.roles
        if slot.minimum and slot.why and is_member:
            return [slot.why]
    return []


def _shared(question: Question, x: Array, i: int) -> list[str]:
    """Name the key odorants of the target that a plant with a taste of its own may bring."""
    shelf = question.pantry.shelves[i]
    if not is_unexpected(shelf.key, shelf.role, question.target.category):
        return []
    shared = shared_odorants(question.keys[i], question.brief.target)[:MOST_ODORANTS]
    if not shared:
        return []
    target = question.target.name
    names = ", ".join(s.words(float(x[i])) for s in shared)
    return [f"smells of what {target} smells of: it was reported to hold {names}; smell it"]


def _brought(question: Question, x: Array, i: int) -> list[str]:
    """Name the axes of which the ingredient brings a large share."""
    shares = []
    for key in SHOWN_AXES:
        if key not in {a.key for a in question.table.axes}:
            continue
        column = question.table.column(key)
        brought = x * question.table.mean[:, column]
        total = float(brought.sum())
        matters = total > NOTABLE * float(question.target.mean[column])
        if matters and brought[i] >= MAIN_SHARE * total:
            shares.append((float(brought[i]) / total, question.table.axes[column].name))
    if not shares or question.pantry.shelves[i].role is Role.WATER:
        return []
    shares.sort(reverse=True)
    words = ", ".join(f"{100 * share:.0f} % of the {name.lower()}" for share, name in shares[:4])
    return [f"brings {words}"]


def _missed(question: Question, x: Array, i: int) -> list[str]:
    """Say what happens to the distance when water takes the ingredient's place."""
    if question.keys[i] == "water" or "water" not in question.keys:
        return []
    without = x.copy()
    without[question.index("water")] += without[i]
    without[i] = 0.0
    now, then = (float(d) for d in question.distances(np.array([x, without])))
    if then - now < 0.005 * max(now, 1e-9):
        return ["hardly moves the distance: it is there for its function"]
    return [f"without it (water instead) the distance rises from {now:.3g} to {then:.3g}"]


def _dosed(question: Question, x: Array, i: int) -> list[str]:
    food = question.catalogue.food(question.keys[i])
    dose = dose_window(food, question.target.category)
    if dose is None or food.key == "water":
        return []
    return [
        f"{100 * x[i]:.3g} % lies in its window of {dose.minimum:g}-{dose.maximum:g} % "
        f"({dose.basis})"
    ]


def _known(question: Question, i: int) -> list[str]:
    key = question.keys[i]
    products = products_of(question.target.category)
    if key == "water" or not products:
        return []
    n = sum(key in p.ingredients for p in products)
    return [f"in {n} of {len(products)} known products of this kind"]


def base_in_words(question: Question, keys: Sequence[str]) -> str:
    """Say what a formula is built on, e.g. ``pea protein + coconut oil``.

    Parameters
    ----------
    question : Question
    keys : sequence of str
        What it is built on, empty when there is nothing.

    Returns
    -------
    str
    """
    foods = [question.catalogue.food(key) for key in keys]
    names = [(f.declaration_name or f.name).partition(" (")[0] for f in foods]
    words = " + ".join(dict.fromkeys(names)) or "no protein or fat base"
    return f"{words}, {question.system.name}" if question.system.name else words
