from __future__ import annotations

import pytest

from formulator.search.rules.acid import acid_demand, acid_supply, cimscee, fermentable_sugars
from tests.formulator.search.rules.judging import (
    CASES,
    changed,
    findings,
    level,
    product,
    with_water,
)


def soured(ratio: float) -> dict[str, float]:
    """Soy base whose lactic acid supplies a share of the demand."""
    base = {"soy_protein_isolate": 4.0, "calcium_citrate": 0.3}
    demand = acid_demand(product(base, "yogurt"))
    return with_water({**base, "lactic_acid_88": ratio * demand / 79})


@pytest.mark.parametrize(
    ("ratio", "expected"), [(0.79, "hard"), (0.81, "soft"), (0.99, "soft"), (1.01, "ok")]
)
@pytest.mark.parametrize("target", ["yogurt", "yogurt_greek", "fresh_cheese"])
def test_acid_balance(ratio: float, expected: str, target: str) -> None:
    assert level(soured(ratio), target, "F08") == expected


def test_no_acid_at_all_is_hard() -> None:
    assert level(with_water({"canola_oil": 3.0}), "yogurt", "F08") == "hard"
    assert level(soured(0), "milk", "F08") == "ok"


@pytest.mark.parametrize(("sugars", "supply"), [(0.5, 55.5), (0.9, 99.9), (1.0, 110), (5.0, 110)])
def test_culture_makes_acid_of_sugar_up_to_110(sugars: float, supply: float) -> None:
    # 40 % of the culture powder's own 20 % sugars is negligible
    parts = with_water({"sucrose": sugars / 0.998, "lactic_culture_dvs": 0.01})
    assert acid_supply(product(parts, "yogurt")) == pytest.approx(supply, rel=0.005)


def test_amylase_feeds_the_culture_from_flour() -> None:
    oats = {"oat_flour": 10.0, "lactic_culture_dvs": 0.01}
    assert fermentable_sugars(product(oats, "yogurt")) < 0.2
    with_enzyme = product({**oats, "alpha_amylase": 0.03}, "yogurt")
    assert fermentable_sugars(with_enzyme) == pytest.approx(0.08 + 0.4 * 5.5, abs=0.05)


@pytest.mark.parametrize(("dose", "expected"), [(0.1, "ok"), (0.11, "soft")])
def test_carbonate_in_acid_foods(dose: float, expected: str) -> None:
    assert (
        level(changed("soy_yogurt", calcium_carbonate=dose), "yogurt", "F08", word="CO2")
        == expected
    )
    milk = changed("pea_milk_concentrates", calcium_carbonate=dose)
    assert level(milk, "milk", "F08") == "ok"


@pytest.mark.parametrize(("net", "expected"), [(0.29, "ok"), (0.31, "hard")])
@pytest.mark.parametrize(
    ("key", "each"),
    [
        ("lactic_acid_88", 98),
        ("citric_acid", 156),
        ("malic_acid", 149),
        ("gdl", 56),
        ("vinegar_distilled", 9),
        ("vinegar_cider", 9),
        ("lemon_juice", 9),
        ("pineapple_juice_concentrate", 5),
        ("pineapple_juice_fc", 5),
    ],
)
def test_acid_in_a_neutral_drink(net: float, expected: str, key: str, each: float) -> None:
    protein = 2.0  # 20 g/kg
    dose = net * 20 / each
    # juices carry a trace of protein themselves
    parts = with_water({"pea_protein_isolate": protein / 0.8, key: dose})
    assert level(parts, "milk", "F09") == expected


def test_buffer_and_stabilisers_allow_acid() -> None:
    sour = {"pea_protein_isolate": 3.9, "citric_acid": 0.1}
    assert level(with_water(sour), "milk", "F09") == "hard"
    assert level(with_water({**sour, "dipotassium_phosphate": 0.2}), "milk", "F09") == "ok"
    for gum in ("pectin_hm", "cmc"):
        assert level(with_water({**sour, gum: 0.2}), "milk", "F09") == "ok"
        assert level(with_water({**sour, gum: 0.19}), "milk", "F09") == "hard"
    thin = {"pea_protein_isolate": 1.2, "citric_acid": 0.1}
    assert level(with_water(thin), "milk", "F09") == "ok"  # protein below 1 %
    assert level(with_water(sour), "yogurt", "F09") == "ok"


def dressing(acetic: float, **other: float) -> dict[str, float]:
    """Half oil, half water phase with a share of acetic acid in the water phase."""
    rest = sum(other.values())
    vinegar = 20 * acetic / 100 * 50  # 5 % acid; the water phase is about 50 g
    return {"canola_oil": 50.0, "vinegar_distilled": vinegar, "water": 50 - vinegar - rest, **other}


@pytest.mark.parametrize(
    ("acetic", "expected"), [(0.68, "soft"), (0.72, "ok"), (2.45, "ok"), (2.55, "soft")]
)
def test_acetic_acid_of_the_water_phase(acetic: float, expected: str) -> None:
    assert level(dressing(acetic), "mayonnaise", "F18") == expected


def test_other_acids_count_for_safety() -> None:
    assert level(dressing(0.2), "mayonnaise", "F18") == "hard"
    # 0.2 acetic + 0.6 x 0.3 citric = 0.38
    assert level(dressing(0.2, citric_acid=0.15), "mayonnaise", "F18") == "soft"


def test_cimscee_sums_are_shown() -> None:
    (found,) = findings(CASES["full_fat_dressing"], "mayonnaise", "F18")
    assert found.severity == "note"
    assert "challenge-test" in found.message
    stability, safety = cimscee(product(CASES["full_fat_dressing"], "mayonnaise"), ph=4.0)
    assert stability == pytest.approx(safety)
    # 15.75 x 0.852 x 1.33 + 3.08 x 4.9 + 0.5 x 9.0
    assert stability == pytest.approx(37.4, abs=1.0)


def test_cimscee_counts_hexose_twice_as_much_as_disaccharide() -> None:
    base = {"water": 90.0}
    sucrose, dextrose = (
        cimscee(product({**base, k: 10.0}, "mayonnaise"), ph=4)[0] for k in ("sucrose", "dextrose")
    )
    assert dextrose == pytest.approx(2 * sucrose, rel=0.12)


@pytest.mark.parametrize(
    ("fruit", "dose"),
    [
        ("tamarinds_raw", 1.2), ("cranberry_juice_unsweetened", 4), ("acerola_raw", 6),
        ("passion_fruit_juice_purple_raw", 3), ("rhubarb_raw", 6), ("yuzu_juice", 2),
        ("orange_juice_frozen_concentrate_unsweetened_undiluted", 3),
    ],
)  # fmt: skip
def test_sour_fruit_is_acid(fruit: str, dose: float) -> None:
    drink = {"soy_protein_isolate": 3.4, "canola_oil": 2.0}
    assert level(with_water({**drink, fruit: dose}), "milk", "F09") == "hard"
    assert level(with_water({**drink, fruit: dose / 4}), "milk", "F09") == "ok"
    buffered = {**drink, fruit: dose, "dipotassium_phosphate": 0.3}
    assert level(with_water(buffered), "milk", "F09") == "ok"


def test_a_sour_protein_drink_asks_for_its_gum() -> None:
    drink = {"soy_protein_isolate": 3.0, "sucrose": 5.0, "lactic_culture_dvs": 0.01}
    assert level(with_water(drink), "fermented_drink", "F09") == "soft"
    for gum in ("pectin_hm", "cmc"):
        assert level(with_water({**drink, gum: 0.2}), "fermented_drink", "F09") == "ok"
        assert level(with_water({**drink, gum: 0.3}), "fermented_drink", "F11") == "ok"
