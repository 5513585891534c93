"""The front: nobody on it is beaten in every respect, everybody off it is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formulator.search.front import on_front


@given(arrays(float, st.tuples(st.integers(1, 8), st.just(3)), elements=st.integers(0, 4)))
def test_the_front_is_what_nothing_dominates(aims: np.ndarray) -> None:
    found = on_front(aims)
    for i in range(len(aims)):
        beaten = any(
            (aims[j] <= aims[i]).all() and (aims[j] < aims[i]).any() for j in range(len(aims))
        )
        assert found[i] == (not beaten)
    assert found.any()
