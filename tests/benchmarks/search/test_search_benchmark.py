"""Smoke test of the benchmark's instances: built as documented, and solved with proof."""

from __future__ import annotations

import numpy as np
import pytest

from formulator.search import solve_sparse_mixture
from tests.benchmarks.search.instances import N_AXES, READINGS, instance, shared_data

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not (shared_data() / "usda_sr28").exists(), reason="no SR28 files here"),
]


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
