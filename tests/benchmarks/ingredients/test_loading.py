from __future__ import annotations

import pytest

from tests.benchmarks.ingredients.__main__ import measure


@pytest.mark.benchmark
def test_loading_can_be_measured() -> None:
    (run,) = measure(1)
    assert run[3] > 3_000
