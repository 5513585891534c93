"""What each limit costs, and which ingredient waits at the door.

At the best formula, on its own support, the distance is a smooth convex function of the
fractions. The multipliers of the limits that bind there are their shadow prices: how fast the
distance falls when the limit is eased by one unit (Karush-Kuhn-Tucker conditions; Boyd and
Vandenberghe, Convex Optimization, 2004, section 5.6). The same multipliers price every ingredient
outside: its reduced cost is the change of the distance per fraction of it.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from formulator.errors import InfeasibleError
from formulator.profiles import profile_table
from formulator.search.assemble import Question, ask, solve
from formulator.search.brief import Brief
from formulator.search.constraints import PRESENT
from ingredients import Catalogue

Array = npt.NDArray[np.float64]

BINDING = 1e-6
"""A limit binds when less than this share of its largest coefficient is left."""
N_ENTERING = 10
"""Ingredients shown at the door."""
MIN_PRICE = 1e-6
"""Smaller shadow prices are rounding."""


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What one binding limit costs."""

    name: str
    text: str
    price: float
    """Fall of the distance per unit by which the limit is eased."""
    unit: str


@dataclass(frozen=True, slots=True)
class Entering:
    """An ingredient outside the best formula."""

    key: str
    change: float
    """Change of the distance per percent of it, with the rest rebalanced; negative ones would
    improve the formula if one more ingredient were allowed."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Prices at the best formula of a brief."""

    distance: float
    parts: tuple[tuple[str, float], ...]
    """(key, percent)."""
    limits: tuple[ShadowPrice, ...]
    entering: tuple[Entering, ...]
    distance_with_one_more: float | None
    """Distance of the best formula found with one ingredient more."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def sensitivity(brief: Brief, catalogue: Catalogue) -> Sensitivity:
    """Price the limits of a brief at its best formula.

    Parameters
    ----------
    brief : Brief
        Its time limit is shared by the two searches.
    catalogue : Catalogue

    Returns
    -------
    Sensitivity

    Raises
    ------
    InfeasibleError
        If no formula was found.
    """
    question, x = _best(brief, catalogue)
    prices, reduced = multipliers(question, x)
    outside = [i for i in range(len(x)) if x[i] <= PRESENT and question.doses.upper[i] > 0]
    waiting = sorted(outside, key=lambda i: reduced[i])[:N_ENTERING]
    more = replace(brief, max_ingredients=min(30, brief.max_ingredients + 1))
    one_more, larger = _best(more, catalogue)
    return Sensitivity(
        distance=float(question.distances(x)[0]),
        parts=tuple(
            (question.keys[i], round(100 * float(x[i]), 4))
            for i in sorted(np.flatnonzero(x > PRESENT), key=lambda i: -x[i])
        ),
        limits=prices,
        entering=tuple(Entering(question.keys[i], float(reduced[i]) / 100) for i in waiting),
        distance_with_one_more=float(one_more.distances(larger)[0]),
    )


def _best(brief: Brief, catalogue: Catalogue) -> tuple[Question, Array]:
    questions = ask(brief, catalogue, profile_table(catalogue))
    share = brief.time_limit / 2 / len(questions)
    solved = [(solve(q, time_limit=share), q) for q in questions]
    mixture, question = min(solved, key=lambda pair: pair[0].objective)
    if not math.isfinite(mixture.objective):
        raise InfeasibleError("the brief has no formula; run propose to see why")
    return question, mixture.fractions


def multipliers(question: Question, x: Array) -> tuple[tuple[ShadowPrice, ...], Array]:
    """Return shadow prices of the binding limits and reduced costs of all ingredients.

    Parameters
    ----------
    question : Question
    x : ndarray of shape (n_ingredients,)
        Optimal fractions on their support, [g/g].

    Returns
    -------
    tuple of ShadowPrice, ndarray of shape (n_ingredients,)
        Dearest limit first; reduced costs in distance per fraction.
    """
    gradient = 2 * question.matrix.T @ (question.matrix @ x - question.image)
    rows = [(c, *c.row()) for c in question.limits]
    binding = [(c, a) for c, a, b in rows if b - a @ x <= BINDING * max(np.abs(a).max(), 1e-12)]
    free = _inside(question, x)
    # stationarity on the free part: gradient + sum(price * row) + level = 0, prices >= 0
    columns = [a[free] for _, a in binding]
    ones = np.ones(int(free.sum()))
    system = np.array([*columns, ones, -ones]).T
    solution, _ = nnls(system, -gradient[free])
    level = solution[-2] - solution[-1]
    reduced = gradient + level
    prices = []
    for (limit, row), price in zip(binding, solution, strict=False):
        reduced = reduced + price * row
        if price > MIN_PRICE:
            prices.append(ShadowPrice(limit.name, limit.describe(), float(price), limit.unit))
    return tuple(sorted(prices, key=lambda p: -p.price)), reduced


def _inside(question: Question, x: Array) -> npt.NDArray[np.bool_]:
    """Tell which parts stand strictly inside their doses."""
    return (x > question.doses.lower + 1e-7) & (x < question.doses.upper - 1e-7)
