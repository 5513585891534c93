from __future__ import annotations

import re

import pytest

import ingredients
from formulator.profiles import AXES, BLOCKS, Axis, axis


def test_keys_are_unique() -> None:
    assert len({a.key for a in AXES}) == len(AXES)


def test_blocks_stand_together_in_the_declared_order() -> None:
    assert tuple(dict.fromkeys(a.block for a in AXES)) == BLOCKS


@pytest.mark.parametrize("declared", AXES, ids=lambda a: a.key)
def test_an_axis_is_complete(declared: Axis) -> None:
    assert re.fullmatch(r"(g|mg|ug)/100 g", declared.unit)
    assert declared.method
    assert declared.name
    assert declared.base in {"", "dry_matter", *(a.key for a in AXES if a.block == "macro")}


def test_every_axis_is_a_property_of_the_catalogue_in_the_same_unit(
    catalogue: ingredients.Catalogue,
) -> None:
    units = {p.key: p.unit for p in catalogue.properties}
    for a in AXES:
        assert f"{units[a.key]}/100 g" == a.unit, a.key


def test_axis_finds_by_key() -> None:
    assert axis("lysine").block == "amino_acids"
    with pytest.raises(KeyError):
        axis("nothing")
