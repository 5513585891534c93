"""The task style of nutrient-matching tools: 8 nutrients, 90 plant ingredients, 10 dairy products.

Distance: sum of squared relative differences of the eight nutrients, fractions summing to 1. With
as many as nine ingredients the count costs nothing (Caratheodory: a point of the hull of points in
eight dimensions is a mixture of nine of them), so the exact optimum is a least-squares problem with
non-negative fractions that scipy solves independently of our search.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from tests.benchmarks.search.instances import chosen_foods, composition

NUTRIENTS = ("203", "204", "205", "606", "269", "301", "306", "307")
"""Protein, fat, carbohydrate, saturated fat, sugars, Ca, K, Na."""
PRODUCTS = {
    "01077": "whole milk",
    "01079": "milk 2 %",
    "01053": "heavy whipping cream",
    "01049": "half and half",
    "01116": "plain whole-milk yogurt",
    "01001": "salted butter",
    "01009": "cheddar",
    "01026": "mozzarella",
    "01017": "cream cheese",
    "19095": "vanilla ice cream",
}
N_INGREDIENTS = 90
SUM_WEIGHT = 1e4
"""Weight of the row that makes fractions sum to 1 in the least-squares problem."""


def task(product: str, *, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Relative composition of 90 core plant foods and of the product (all ones).

    Foods that do not report all eight nutrients are passed over.
    """
    values, _, _ = composition()
    pool = chosen_foods(1000, seed, in_tiers=True)
    foods = [f for f in pool if all(n in values[f] for n in NUTRIENTS)][:N_INGREDIENTS]
    target = np.array([values[product][n] for n in NUTRIENTS])
    table = np.array([[values[food][n] for n in NUTRIENTS] for food in foods])
    scale = np.where(target > 0, target, 1.0)
    return (table / scale).T.copy(), target / scale


def exact_optimum(F: np.ndarray, target: np.ndarray) -> float:
    """Smallest distance of any mixture, however many ingredients it has."""
    rows = np.vstack([F, np.full(F.shape[1], SUM_WEIGHT)])
    x, _ = nnls(rows, np.append(target, SUM_WEIGHT))
    gap = F @ (x / x.sum()) - target
    return float(gap @ gap)
