from __future__ import annotations

import math

import pytest

import ingredients
from formulator.search.rules.materials import (
    dry_starch_share,
    material_of,
    solid_fat,
    soluble_share,
    starch_share,
)
from formulator.search.rules.quantities import quantities, words
from ingredients import UnknownKeyError

CATALOGUE = ingredients.load()


@pytest.mark.parametrize(
    ("key", "material"),
    [
        ("vinegar_cider", "vinegar"),
        ("balsamic_vinegar", "vinegar"),
        ("lime_juice_raw", "lemon_juice"),
        ("lemon_juice", "lemon_juice"),
        ("pineapple_juice_fc", "pineapple_concentrate"),
        ("cocoa_powder", "cocoa_alkalised"),
        ("arrowroot_flour", "corn_starch"),
        ("sunflower_seed_butter", "sunflower_kernels"),
        ("sunflower_oil", "sunflower_oil"),
        ("pea_protein_isolate", "pea_protein_isolate"),
        ("kudzu_starch", "corn_starch"),
        ("osa_starch", "osa_starch"),
        ("tapioca_starch", "tapioca_starch"),
        ("agar_bar_dried", "agar"),
        ("vinegar_rice", "vinegar"),
        ("industrial_oil_soy_fully_hydrogenated", "fh_rapeseed"),
        ("flaxseed_roasted", "flaxseed"),
    ],
)
def test_plant_foods_are_the_materials_that_the_rules_know(key: str, material: str) -> None:
    assert material_of(CATALOGUE.food(key)) == material


@pytest.mark.parametrize(
    ("key", "share"),
    [("soy_protein_isolate", 0.6), ("almonds_raw", 0.4), ("rice_flour", 0.05),
     ("brown_rice_flour", 0.05), ("lupin_protein", 0.4)],
)  # fmt: skip
def test_soluble_share(key: str, share: float) -> None:
    assert soluble_share(CATALOGUE.food(key)) == share


@pytest.mark.parametrize(
    ("key", "degrees", "expected"),
    [
        ("coconut_oil_rbd", 10, 80),
        ("coconut_milk", 10, 80),
        ("coconut_milk_canned", 20, 35),
        ("cocoa_powder", 20, 75),
        ("almonds_raw", 10, 0),
        ("soybeans_raw", 35, 0),
        ("walnut_oil", 10, 0),
        ("fh_rapeseed", 35, 88),
        ("industrial_oil_soy_fully_hydrogenated", 35, 88),
    ],
)
def test_melting_of_fats(key: str, degrees: int, expected: float) -> None:
    assert solid_fat(CATALOGUE, CATALOGUE.food(key), degrees) == expected


def test_melting_of_a_saturated_fat_without_a_row_is_unknown() -> None:
    assert math.isnan(solid_fat(CATALOGUE, CATALOGUE.food("ucuhuba_butter_oil"), 20))


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("oat_flour", 0.55, 0.55),
        ("oats_raw", 0.5, 0.65),
        ("rice_white_raw", 0.7, 0.85),
        ("corn_starch", 0, 0),
        ("almond_paste", 0, 0),
        ("soybeans_raw", 0, 0),
        ("coconut_cream", 0, 0),
        ("oat_base_enzymatic", 0, 0),
        ("cabbage", 0, 0),
        ("sucrose", 0, 0),
    ],
)
def test_starch_of_flours_and_grains(key: str, low: float, high: float) -> None:
    assert low <= starch_share(CATALOGUE, CATALOGUE.food(key)) <= high


def test_quantities_of_water_are_its_water_and_traces_of_minerals() -> None:
    table = quantities(CATALOGUE, ("water",))
    traces = {"water", "sodium", "calcium", "salt_equivalent"}
    nonzero = {n for n in table.names if table.low(n)[0] != 0}
    assert nonzero == traces


def test_unknown_values_have_a_ceiling() -> None:
    table = quantities(CATALOGUE, ("sunflower_protein", "sucrose"))
    assert math.isnan(table.row("sugars")[0])
    assert table.low("sugars")[0] == 0
    assert table.high("sugars")[0] == pytest.approx(0.3583)
    assert table.high("sugars")[1] == table.low("sugars")[1] == pytest.approx(0.998)


def test_ceilings_are_never_below_the_known_values() -> None:
    keys = [f.key for f in CATALOGUE.of_kind(ingredients.Kind.INGREDIENT)]
    table = quantities(CATALOGUE, keys)
    for name in table.names:
        assert (table.high(name) >= table.low(name) - 1e-12).all(), name


def test_doses_of_single_materials_are_quantities_too() -> None:
    table = quantities(CATALOGUE, ("vinegar_cider", "water", "balsamic_vinegar"))
    assert table.row("dose:vinegar").tolist() == [1, 0, 1]


def test_unknown_quantities_name_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="sugars"):
        quantities(CATALOGUE, ("water",)).row("sugar")


def test_words_of_a_quantity() -> None:
    assert words("soluble_calcium") == "soluble calcium"


def test_ripe_fruit_and_moist_roots_are_no_flour() -> None:
    catalogue = CATALOGUE
    banana, potato = catalogue.food("banana"), catalogue.food("sweet_potato")
    assert starch_share(catalogue, banana) == 0.0
    assert starch_share(catalogue, potato) > 0.05
    assert dry_starch_share(catalogue, potato) == 0.0
    assert dry_starch_share(catalogue, catalogue.food("oat_flour")) == pytest.approx(0.55)
