"""Roles: one each, for every ingredient."""

from __future__ import annotations

import pytest

import ingredients
from formulator.search.roles import Role, role_of


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("water", Role.WATER),
        ("pea_protein_isolate", Role.PROTEIN),
        ("coconut_oil_rbd", Role.FAT),
        ("gellan_ha", Role.STABILISER),
        ("dipotassium_phosphate", Role.BUFFER),
        ("tricalcium_phosphate", Role.CALCIUM),
        ("calcium_chloride", Role.PROCESS),
        ("salt", Role.SALT),
        ("lactic_culture_dvs", Role.CULTURE),
        ("cashew", Role.BASE),
        ("rice_flour", Role.STARCH),
        ("cabbage", Role.CHARACTER),
    ],
)
def test_well_known_materials(key: str, role: Role) -> None:
    assert role_of(ingredients.load().food(key)) is role


def test_only_potable_water_is_water() -> None:
    foods = ingredients.load().of_kind(ingredients.Kind.INGREDIENT)
    assert [f.key for f in foods if role_of(f) is Role.WATER] == ["water"]
