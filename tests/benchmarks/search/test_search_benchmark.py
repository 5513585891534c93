"""Smoke test of the benchmark's instances: built as documented, and solved with proof."""

from __future__ import annotations

import numpy as np
import pytest

from formulator.search import solve_sparse_mixture
from tests.benchmarks.search.instances import N_AXES, READINGS, instance, shared_data
from tests.benchmarks.search.rival import PRODUCTS, exact_optimum, task

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not (shared_data() / "usda_sr28").exists(), reason="no SR28 files here"),
]


@pytest.mark.slow
@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("scaling", ["std", "rel"])
def test_a_hundred_foods_are_solved_with_proof(scaling: str, reading: str) -> None:
    F, target = instance(100, scaling, reading=reading)
    assert F.shape == (N_AXES, 100)
    assert np.isfinite(F).all()
    if scaling == "rel" and reading == "filled":
        assert target == pytest.approx(1.0)
    answer = solve_sparse_mixture(
        F, target, max_ingredients=8, upper=0.9, gap=1e-4, time_limit=60.0
    )
    assert answer.status == "optimal"
    assert answer.gap <= 1e-4


@pytest.mark.parametrize("product", PRODUCTS)
def test_nutrient_matching_reaches_the_exact_optimum(product: str) -> None:
    F, target = task(product)
    assert F.shape == (8, 90)
    answer = solve_sparse_mixture(F, target, max_ingredients=9, gap=1e-4)
    best = exact_optimum(F, target)
    assert best * (1 - 1e-6) <= answer.objective <= best * 1.001
    assert answer.bound <= best * (1 + 1e-6)
