from __future__ import annotations

from pathlib import Path

import pytest

import ingredients
from formulator.errors import InputError
from formulator.similarity import nearest

POOL = (
    "key,name,water,protein,fat,carbohydrate,ash,sugars,calcium\n"
    "pea_drink,Pea drink,90,3.1,3,3,0.8,2.5,120\n"
    "oat_bar,Oat bar,5,9,18,66,2,25,\n"
    "plain_oil,Oil,0,0,100,0,0,0,0\n"
    "doubtful,Doubtful drink,90,,,,,,\n"
)


@pytest.fixture
def pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMULATOR_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "pool.csv"
    path.write_text(POOL, encoding="utf-8")
    return path


def test_plant_milks_are_the_nearest_plant_foods_to_milk(
    catalogue: ingredients.Catalogue,
) -> None:
    found = nearest(catalogue, "milk_whole")
    assert sum("soymilk" in n.key for n in found[:10]) >= 5
    assert [n.rank for n in found] == list(range(1, len(found) + 1))
    kinds = {catalogue.food(n.key).kind for n in found}
    assert kinds == {ingredients.Kind.INGREDIENT, ingredients.Kind.REFERENCE}


@pytest.mark.slow
def test_a_users_pool_is_ranked_and_only_it(catalogue: ingredients.Catalogue, pool: Path) -> None:
    found = nearest(catalogue, "milk_whole", pool_file=pool)
    assert {n.key for n in found} == {"pea_drink", "oat_bar", "plain_oil", "doubtful"}
    place = {n.key: n.rank for n in found}
    assert place["pea_drink"] < min(place["oat_bar"], place["plain_oil"])
    distances = [n.distance for n in found]
    assert distances == sorted(distances)


@pytest.mark.slow
def test_a_target_of_one_row_works_for_a_category_the_catalogue_lacks(
    catalogue: ingredients.Catalogue, pool: Path, tmp_path: Path
) -> None:
    own = tmp_path / "target.csv"
    own.write_text("key,name,water,fat,protein\nbar,Cereal bar,6,17,8\n", encoding="utf-8")
    found = nearest(catalogue, "cereal_bar", target_file=own, pool_file=pool)
    assert found[0].key == "oat_bar"


@pytest.mark.slow
def test_the_members_of_a_target_file_are_nearest_to_their_own_mean(
    catalogue: ingredients.Catalogue, pool: Path
) -> None:
    found = nearest(catalogue, "anything", target_file=pool, pool_file=pool)
    assert all(n.distance >= 0 for n in found)


@pytest.mark.slow
def test_blocks_narrow_the_comparison(catalogue: ingredients.Catalogue, pool: Path) -> None:
    whole = nearest(catalogue, "milk_whole", pool_file=pool)
    macro = nearest(catalogue, "milk_whole", pool_file=pool, blocks=["macro"])
    assert {n.key: n.distance for n in whole} != {n.key: n.distance for n in macro}


def test_unknown_blocks_and_targets_are_told(catalogue: ingredients.Catalogue) -> None:
    with pytest.raises(InputError, match="unknown block 'nose'"):
        nearest(catalogue, "milk_whole", blocks=["nose"])
    with pytest.raises(ingredients.UnknownKeyError, match="milk_whole"):
        nearest(catalogue, "milk_wole")


@pytest.mark.slow
def test_the_same_question_gives_the_same_answer(
    catalogue: ingredients.Catalogue, pool: Path
) -> None:
    first = nearest(catalogue, "cheddar", pool_file=pool)
    assert nearest(catalogue, "cheddar", pool_file=pool) == first
    assert set(first[0].to_dict()) == {"key", "name", "distance", "rank"}
