from __future__ import annotations

import pytest

import ingredients
from formulator.errors import InputError
from formulator.similarity import aroma_distance as module
from formulator.similarity import nearest
from formulator.similarity.aroma_distance import aroma_distance


def test_a_food_without_odorants_on_record_is_last() -> None:
    found = aroma_distance("milk_whole", ["gellan_ha", "vanilla_extract"])
    assert found[0] == 1
    assert 0 <= found[1] < 1


def test_a_presence_without_amount_counts_half_at_most(
    catalogue: ingredients.Catalogue,
) -> None:
    known = module.shipped_aroma()
    amounts = {p.food for p in known.presences if p.has_amount}
    plants = {f.key for f in catalogue.of_kind(ingredients.Kind.INGREDIENT)}
    presence_only = sorted(({p.food for p in known.presences} & plants) - amounts)[:15]
    assert presence_only
    assert (aroma_distance("milk_whole", presence_only) >= 0.5).all()


def test_nearest_ranks_by_aroma(catalogue: ingredients.Catalogue) -> None:
    found = nearest(catalogue, "milk_whole", blocks=["aroma"])
    assert found[0].distance < found[-1].distance == 1


def test_a_target_without_key_odorants_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "stand_ins", lambda _: ())
    with pytest.raises(InputError, match="no key odorants of 'milk_whole'"):
        aroma_distance("milk_whole", ["water"])


def test_tables_of_users_hold_no_odorants(
    catalogue: ingredients.Catalogue, tmp_path: pytest.TempPathFactory
) -> None:
    with pytest.raises(InputError, match="composition tables do not hold"):
        nearest(catalogue, "milk_whole", pool_file=str(tmp_path), blocks=["aroma"])
