"""Structure systems as linear conditions."""

from __future__ import annotations

import numpy as np
import pytest

from formulator.search.roles import Role
from formulator.search.structure import Shelf
from formulator.search.systems import system_limits, systems

SHELVES = (
    Shelf("water", Role.WATER),
    Shelf("potato_starch", Role.STARCH),
    Shelf("pea_protein_isolate", Role.PROTEIN),
    Shelf("carrageenan_kappa", Role.STABILISER),
)
PROTEIN = np.array([0.0, 0.0, 80.0, 0.0])


@pytest.mark.parametrize(
    ("name", "x"),
    [
        ("starch-set", [0.8, 0.2, 0.0, 0.0]),
        ("protein-set", [0.8, 0.0, 0.2, 0.0]),
        ("carrageenan-set", [0.9, 0.09, 0.0, 0.01]),
    ],
)
def test_each_way_to_set_a_cheese_is_met_by_its_own_formula_only(name: str, x: list[float]) -> None:
    met = {
        s.name
        for s in systems("hard_cheese")
        for limit in system_limits(s, SHELVES, lambda _key: PROTEIN)
        if limit.satisfied(np.array([x]))[0]
    }
    assert met == {name}


def test_a_milk_has_one_system_without_conditions() -> None:
    (only,) = systems("milk")
    assert only.name == ""
    assert system_limits(only, SHELVES, lambda _key: PROTEIN) == ()
