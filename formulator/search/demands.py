"""The single demands of a brief, each of which can be dropped or relaxed.

The category's rules, windows and structure stay; what a brief adds to them is a list of demands:
limits, claims, the number of ingredients, required, locked and excluded ingredients. A question
with some of the demands is a mixed-integer linear feasibility problem.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from formulator.search.assemble import Question, ask
from formulator.search.brief import Brief
from formulator.search.constraints import Linear, Origin
from formulator.search.pantry import allergens
from ingredients import Catalogue

Array = npt.NDArray[np.float64]

INFEASIBLE = 2
"""Status of scipy.optimize.milp: proven infeasible."""
SECONDS = 5.0
"""Time limit of one feasibility problem, [s]; they take hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """One thing a brief asks for."""

    kind: str
    """limit, claim, size, require, lock, exclude, allergen or unexpected."""
    key: str
    text: str
    rows: tuple[Linear, ...] = ()
    """Of a limit or claim."""
    closed: tuple[int, ...] = ()
    """Ingredients that an exclusion forbids."""
    present: int | None = None
    """Ingredient that must be used."""
    fraction: float | None = None
    """Its locked fraction, [g/g]."""
    members: tuple[int, ...] = ()
    """Group of which at least ``count`` must be used."""
    count: int = 0
    """Most ingredients (size) or least members (unexpected)."""


def open_questions(question: Question) -> tuple[Question, ...]:
    """Return the questions of a brief at the bounds where rules reject, exclusions lifted."""
    brief = replace(question.brief, exclude=(), exclude_allergens=())
    return ask(brief, question.catalogue, question.all_foods, preferred=False)


def demands_of(brief: Brief, question: Question) -> tuple[Demand, ...]:
    """List the demands of a brief against an open question.

    Parameters
    ----------
    brief : Brief
        The brief as asked.
    question : Question
        One of ``open_questions``.

    Returns
    -------
    tuple of Demand
    """
    return (
        *_row_demands(question),
        _size(brief),
        *_presence_demands(brief, question),
        *_exclusion_demands(brief, question),
        *(
            Demand("unexpected", c.name, c.text, members=c.indices, count=c.minimum)
            for c in question.counts
            if c.name.startswith("n_unexpected")
        ),
    )


def _presence_demands(brief: Brief, question: Question) -> list[Demand]:
    """List required and locked ingredients; -1 stands for one that is refused in any case."""
    column = {k: i for i, k in enumerate(question.keys)}
    required = [
        Demand("require", key, f"{key} must be used", present=column.get(key, -1))
        for key in dict.fromkeys(brief.require)
    ]
    locked = [
        Demand(
            "lock",
            key,
            f"{key} is locked at {100 * fraction:g} %",
            present=column.get(key, -1),
            fraction=fraction,
        )
        for key, fraction in brief.locked
    ]
    return [*required, *locked]


def _exclusion_demands(brief: Brief, question: Question) -> list[Demand]:
    column = {k: i for i, k in enumerate(question.keys)}
    found = [
        Demand("exclude", key, f"no {key}", closed=(column[key],))
        for key in dict.fromkeys(brief.exclude)
        if key in column
    ]
    for word in dict.fromkeys(brief.exclude_allergens):
        closed = _holding(word, question.catalogue, question.keys)
        if closed:
            found.append(Demand("allergen", word, f"nothing that contains {word}", closed=closed))
    return found


def _size(brief: Brief) -> Demand:
    k = brief.max_ingredients
    return Demand("size", "max_ingredients", f"at most {k} ingredients", count=k)


def _row_demands(question: Question) -> list[Demand]:
    limits = [c for c in question.limits if c.origin is Origin.BRIEF]
    found = [Demand("limit", c.name, c.text, rows=(c,)) for c in limits]
    claims: dict[str, list[Linear]] = {}
    for c in question.limits:
        if c.origin is Origin.CLAIM:
            claims.setdefault(c.name.split(":")[1], []).append(c)
    for key, rows in claims.items():
        text = "; ".join(c.text for c in rows)
        found.append(Demand("claim", key, text, rows=tuple(rows)))
    return found


def _holding(word: str, catalogue: Catalogue, keys: Sequence[str]) -> tuple[int, ...]:
    banned = allergens([word])
    foods = (catalogue.food(k) for k in keys)
    return tuple(i for i, f in enumerate(foods) if banned & {*f.allergens_us, *f.allergens_eu})


def background(question: Question) -> tuple[Linear, ...]:
    """Return the limits that are not the brief's own."""
    return tuple(c for c in question.limits if c.origin not in (Origin.BRIEF, Origin.CLAIM))


@dataclass(frozen=True, slots=True)
class Extreme:
    """Answer of a feasibility problem."""

    status: str
    """feasible, infeasible or unknown (time)."""
    value: float = float("nan")
    """Smallest value of the objective, when feasible."""


def smallest(
    question: Question,
    demands: Collection[Demand],
    *,
    objective: Array | None = None,
    count_objective: Array | None = None,
    rows: Sequence[Linear] | None = None,
) -> Extreme:
    """Minimise a linear objective under some demands and the category's background.

    Parameters
    ----------
    question : Question
        An open question: its own size, required and unexpected groups are ignored.
    demands : collection of Demand
    objective : ndarray of shape (n_ingredients,), optional
        Per fraction [1/(g/g)].
    count_objective : ndarray of shape (n_ingredients,), optional
        Per ingredient present.
    rows : sequence of Linear, optional
        Replaces the background limits.

    Returns
    -------
    Extreme
    """
    n = len(question.keys)
    if any(d.present == -1 for d in demands):
        return Extreme("infeasible")
    lower, upper, must = _bounds(question, demands)
    held = [
        *(background(question) if rows is None else rows),
        *(r for d in demands for r in d.rows),
    ]
    constraints = [
        LinearConstraint(np.concatenate([np.ones(n), np.zeros(n)])[None, :], 1.0, 1.0),
        LinearConstraint(
            sparse.hstack([sparse.eye_array(n), -sparse.diags_array(upper)]), -np.inf, 0
        ),
        LinearConstraint(
            sparse.hstack([-sparse.eye_array(n), sparse.diags_array(lower)]), -np.inf, 0
        ),
        *_row_constraints(held, n),
        *_count_constraints(question, demands, n),
    ]
    usable = (upper > 0).astype(float)
    if np.any(must > usable):
        return Extreme("infeasible")
    cost = np.concatenate(
        [
            np.zeros(n) if objective is None else objective,
            np.zeros(n) if count_objective is None else count_objective,
        ]
    )
    answer = milp(
        cost,
        constraints=constraints,
        integrality=np.concatenate([np.zeros(n), np.ones(n)]),
        bounds=Bounds(np.concatenate([np.zeros(n), must]), np.concatenate([upper, usable])),
        options={"time_limit": SECONDS, "mip_rel_gap": 1e-4},
    )
    if answer.x is not None:
        return Extreme("feasible", float(answer.fun))
    return Extreme("infeasible" if answer.status == INFEASIBLE else "unknown")


def _bounds(question: Question, demands: Collection[Demand]) -> tuple[Array, Array, Array]:
    """Doses and presence under some demands."""
    lower, upper = question.doses.lower.copy(), question.doses.upper.copy()
    must = np.zeros(len(lower))
    locked = {d.present for d in demands if d.kind == "lock"}
    for lock in question.locks:
        if lock.index not in locked:  # its lock is dropped: any dose up to the locked one's window
            lower[lock.index], upper[lock.index] = 0.0, 1.0
    for demand in demands:
        upper[list(demand.closed)] = 0.0
        if demand.present is not None:
            must[demand.present] = 1.0
    return lower, upper, must


def _row_constraints(held: Sequence[Linear], n: int) -> list[LinearConstraint]:
    if not held:
        return []
    pairs = [c.row() for c in held]
    matrix = np.array([a for a, _ in pairs])
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-9)
    bounds = np.array([b for _, b in pairs]) / scale
    return [
        LinearConstraint(
            np.hstack([matrix / scale[:, None], np.zeros((len(held), n))]), -np.inf, bounds
        )
    ]


def _count_constraints(
    question: Question, demands: Collection[Demand], n: int
) -> list[LinearConstraint]:
    asked = ("max_ingredients", "require=", "n_unexpected")
    groups = [
        (c.indices, c.minimum, c.maximum) for c in question.counts if not c.name.startswith(asked)
    ]
    for demand in demands:
        if demand.kind == "size":
            groups.append((tuple(range(n)), 0, demand.count))
        elif demand.kind == "unexpected":
            groups.append((demand.members, demand.count, n))
    constraints = []
    for indices, minimum, maximum in groups:
        row = np.zeros((1, 2 * n))
        row[0, [n + i for i in indices]] = 1.0
        constraints.append(LinearConstraint(row, minimum, maximum))
    return constraints
