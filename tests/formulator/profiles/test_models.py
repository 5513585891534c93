from __future__ import annotations

import json

import pytest

import ingredients
from formulator.profiles import derived_properties


def test_every_property_names_its_model_and_source(catalogue: ingredients.Catalogue) -> None:
    found = derived_properties(catalogue, [("milk_whole", 1.0)])
    assert len({d.key for d in found}) == len(found)
    for d in found:
        assert d.model
        assert d.source
        assert d.unit
        assert d.value is not None or d.note
        json.dumps(d.to_dict())


def test_unknown_foods_are_told(catalogue: ingredients.Catalogue) -> None:
    with pytest.raises(ingredients.UnknownKeyError):
        derived_properties(catalogue, [("nothing_like_it", 1.0)])
