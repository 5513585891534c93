"""Forty ways in which a name has been taken for another substance, each one tested."""

from __future__ import annotations

import pytest

from ingredients import Catalogue, Food, Kind, load
from ingredients.checks import animal_words


def food(key: str) -> Food:
    return load().food(key)


def value(key: str, prop: str) -> float:
    found = load().value(key, prop)
    assert found is not None, f"{key} has no {prop}"
    return found.value


# key, property, lowest, highest: what the right substance must hold and the wrong one does not
COMPOSITION_TRAPS: list[tuple[str, str, str, float, float]] = [
    ("gellan is not chewing gum", "gellan_ha", "fibre", 60, 100),
    ("gellan is no sugar product", "gellan_la", "sugars", 0, 5),
    ("pea protein is not dry peas", "pea_protein_isolate", "protein", 75, 90),
    ("split peas are not pea protein", "yellow_split_pea", "protein", 18, 28),
    ("coconut water is not water", "coconut_water", "potassium", 150, 350),
    ("coconut cream is not cream of coconut", "coconut_cream", "sugars", 0, 8),
    ("coconut oil is not coconut meat", "coconut_oil_rbd", "fat", 98, 100),
    ("coconut milk is not coconut water", "coconut_milk", "fat", 15, 30),
    ("canola oil is not hardened", "canola_oil", "saturated_fat", 5, 10),
    ("fully hydrogenated fat is no oil", "fh_rapeseed", "saturated_fat", 80, 100),
    ("high-oleic sunflower is not linoleic", "sunflower_oil_ho", "fa_18_2_n6", 0, 10),
    ("linoleic sunflower is not high-oleic", "sunflower_oil", "fa_18_2_n6", 50, 72),
    ("palm kernel oil is not palm oil", "palm_kernel_oil", "fa_12_0", 40, 55),
    ("palm oil is not palm kernel oil", "palm_oil", "fa_12_0", 0, 2),
    ("cocoa butter is not butter", "cocoa_butter_deo", "cholesterol", 0, 0),
    ("glucose syrup is not egg white", "glucose_syrup_42", "protein", 0, 0.5),
    ("dextrose is not dextrin", "dextrose", "sugars", 85, 100),
    ("maltodextrin is not maltose", "maltodextrin_de10", "sugars", 0, 15),
    ("inulin is not sugar", "inulin", "fibre", 80, 100),
    ("oat flour is not oat bran", "oat_flour", "fibre", 3, 10),
    ("oat base is a liquid", "oat_base_enzymatic", "water", 80, 95),
    ("soymilk is not soy flour", "soymilk_base", "water", 85, 95),
    ("soy isolate is not concentrate", "soy_protein_isolate", "protein", 80, 95),
    ("soy concentrate is not isolate", "soy_protein_concentrate", "protein", 55, 72),
    ("washed soy concentrate has little sugar", "soy_protein_concentrate", "sugars", 0, 6),
    ("potato protein is not potato", "potato_protein_isolate", "protein", 75, 95),
    ("potato starch is not potato flour", "potato_starch", "protein", 0, 0.5),
    ("rice protein is not rice flour", "rice_protein", "protein", 70, 90),
    ("wheat gluten is not wheat", "wheat_gluten", "protein", 65, 85),
    ("almond paste is nut butter, not marzipan", "almond_paste", "sugars", 0, 10),
    ("agar is not jelly", "agar", "water", 0, 25),
    ("vanilla extract holds ethanol", "vanilla_extract", "alcohol", 25, 40),
    ("vinegar is no water", "vinegar_distilled", "water", 90, 96),
    ("calcium carbonate is 40 % calcium", "calcium_carbonate", "calcium", 39_000, 41_000),
    ("calcium citrate is not the carbonate", "calcium_citrate", "calcium", 18_000, 25_000),
    ("dipotassium phosphate is no chloride", "dipotassium_phosphate", "potassium", 40_000, 47_000),
    ("salt is sodium chloride", "salt", "sodium", 38_000, 40_000),
    ("pineapple concentrate is not juice", "pineapple_juice_concentrate", "water", 30, 45),
    ("cabbage juice is not cabbage", "cabbage_juice_concentrate", "water", 30, 60),
    ("nutritional yeast is not baker's yeast", "nutritional_yeast", "protein", 40, 60),
]  # fmt: skip


@pytest.mark.parametrize("trap", COMPOSITION_TRAPS, ids=lambda t: t[0].replace(" ", "-"))
def test_identity(trap: tuple[str, str, str, float, float]) -> None:
    _, key, prop, low, high = trap
    assert low <= value(key, prop) <= high


def test_there_are_forty_traps() -> None:
    assert len(COMPOSITION_TRAPS) >= 40
    assert len({t[0] for t in COMPOSITION_TRAPS}) == len(COMPOSITION_TRAPS)


@pytest.mark.parametrize(
    ("key", "source", "number"),
    [
        ("canola_oil", "usda_sr28", "04582"),
        ("coconut_oil_rbd", "usda_sr28", "04047"),
        ("milk_whole", "usda_sr28", "01077"),
        ("oats_raw", "usda_sr28", "20038"),
        ("sucrose", "usda_sr28", "19335"),
    ],
)
def test_aliases_point_at_the_right_row(key: str, source: str, number: str) -> None:
    assert (source, number) in food(key).aliases


def test_no_source_row_became_two_ingredients() -> None:
    seen: dict[tuple[str, str], str] = {}
    shared = {("usda_sr28", "42281")}  # "seed gums (includes locust bean, guar)": one row, two gums
    for each in load().of_kind(Kind.INGREDIENT):
        for alias in each.aliases:
            assert seen.setdefault(alias, each.key) == each.key or alias in shared


def catalogue() -> Catalogue:
    return load()


def test_no_animal_food_among_the_ingredients() -> None:
    for each in catalogue().of_kind(Kind.INGREDIENT):
        assert animal_words(each) == [], each.key
        if each.category != "seaweed":  # red algae do hold some cholesterol
            assert value_or_zero(each.key, "cholesterol") < 25, each.key
        assert not {"milk", "egg", "fish"} & {*each.allergens_eu, *each.allergens_us}


def value_or_zero(key: str, prop: str) -> float:
    found = load().value(key, prop)
    return found.value if found else 0.0


FINISHED = (
    "soymilk, original", "margarine", "tofu", "tempeh", "hummus", "burger", "frankfurter",
    "potatoes, au gratin", "potatoes, mashed", "succotash", "salad dressing", "v8", "silk ",
    "cookies", "bread, ", "candies", "snacks", "soup", "pudding", "pizza", "sandwich",
)  # fmt: skip


def test_no_finished_dish_among_the_ingredients() -> None:
    dishes = [
        f.key
        for f in catalogue().of_kind(Kind.INGREDIENT)
        if any(word in f.name.lower() for word in FINISHED)
    ]
    assert dishes == []


@pytest.mark.parametrize(
    ("key", "highest"),
    [
        ("vinegar_distilled", 12),
        ("red_wine_vinegar", 6),
        ("coffee_brewed", 5),
        ("tea_black_brewed", 5),
        ("beans_liquid_from_stewed_kidney_beans", 3),
        ("cucumber_peeled_raw", 20),
        ("lime_juice_raw", 5),
        ("cinnamon_ground", 1),
    ],
)
def test_watery_and_strong_foods_cannot_stand_in_for_water(key: str, highest: float) -> None:
    usage = food(key).usage
    assert usage is not None and usage.maximum <= highest


@pytest.mark.slow
def test_only_water_is_water() -> None:
    for each in catalogue().of_kind(Kind.INGREDIENT):
        if each.category == "base" or each.key in ("coconut_water", "soymilk_base"):
            continue
        usage = each.usage
        assert usage is not None
        assert usage.maximum * value_or_zero(each.key, "water") / 100 <= 40, each.key
    assert not [f for f in catalogue().foods if "bottled water" in f.name.lower()]


ALLERGENS = [
    ("oats_raw", set(), {"gluten"}),
    ("wheat_gluten", {"wheat"}, {"gluten"}),
    ("buckwheat", set(), set()),
    ("soy_protein_isolate", {"soy"}, {"soy"}),
    ("peanut_flour_defatted", {"peanut"}, {"peanut"}),
    ("almonds_raw", {"tree_nuts"}, {"tree_nuts"}),
    ("coconut_milk", set(), set()),
    ("sesame_tahini", {"sesame"}, {"sesame"}),
    ("mustard_flour", set(), {"mustard"}),
    ("celeriac_raw", set(), {"celery"}),
    ("lupins_raw", set(), {"lupin"}),
    ("apricots_dried", set(), {"sulphites"}),
    ("waterchestnuts_chinese_raw", set(), set()),
    ("winter_squash_butternut_raw", set(), set()),
    ("barley_malt_flour", set(), {"gluten"}),
    ("soy_sauce_dark_soybeans_and_wheat", {"soy", "wheat"}, {"soy", "gluten"}),
]


@pytest.mark.parametrize("case", ALLERGENS, ids=lambda c: c[0])
def test_allergens(case: tuple[str, set[str], set[str]]) -> None:
    key, us, eu = case
    assert set(food(key).allergens_us) == us
    assert set(food(key).allergens_eu) == eu


def test_cross_reactions_are_flagged() -> None:
    assert "peanut" in food("pea_protein_isolate").cross_reactions
    assert "peanut" in food("lupin_protein").cross_reactions
    assert "mustard" in food("canola_protein_isolate").cross_reactions


ALIKE = {
    frozenset({"alpha_amylase", "glucoamylase"}),
    frozenset({"guar", "locust_bean_gum"}),
    frozenset({"hpmc", "methylcellulose"}),
    frozenset(
        {"fructose_glucose_syrup_55_percent_fructose", "glucose_fructose_syrup_42_percent_fructose"}
    ),
}
"""Different materials whose tables give one composition."""


def test_no_ingredient_is_listed_twice() -> None:
    shipped = load()
    groups: dict[bytes, set[str]] = {}
    for each in shipped.of_kind(Kind.INGREDIENT):
        row = shipped.values[shipped.index(each.key)]
        groups.setdefault(row.tobytes(), set()).add(each.key)
    assert {frozenset(g) for g in groups.values() if len(g) > 1} <= ALIKE


def test_rediluted_juices_and_second_spellings_are_reference_foods() -> None:
    names = [f.notes for f in load().of_kind(Kind.INGREDIENT)]
    assert not [n for n in names if "diluted with 3 volume water" in n and "undiluted" not in n]
    spelled = set(names)
    assert not [n for n in names if n.replace(", enriched", ", unenriched") in spelled - {n}]
