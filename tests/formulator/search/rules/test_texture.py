from __future__ import annotations

import pytest

from formulator.search.rules.texture import SET_SYSTEMS, relative_viscosity
from tests.formulator.search.rules.judging import findings, level, product, with_water


@pytest.mark.parametrize(
    ("key", "dose"),
    [
        ("gellan_ha", 0.01),
        ("gellan_la", 0.02),
        ("mcc_cmc", 0.2),
        ("xanthan", 0.03),
        ("carrageenan_iota", 0.03),
        ("locust_bean_gum", 0.06),
        ("guar", 0.06),
        ("tara_gum", 0.06),
    ],
)
def test_suspending_doses(key: str, dose: float) -> None:
    chalk = {"calcium_carbonate": 0.3}
    assert level(with_water({**chalk, key: dose}), "milk", "F10") == "ok"
    assert level(with_water({**chalk, key: 0.9 * dose}), "milk", "F10") == "soft"


def test_galactomannans_add_up_and_kappa_does_not_count() -> None:
    chalk = {"calcium_carbonate": 0.3}
    both = {**chalk, "guar": 0.03, "locust_bean_gum": 0.03}
    assert level(with_water(both), "milk", "F10") == "ok"
    assert level(with_water({**chalk, "carrageenan_kappa": 0.05}), "milk", "F10") == "soft"


@pytest.mark.parametrize(
    "key",
    ["calcium_carbonate", "tricalcium_phosphate", "calcium_citrate", "cocoa_alkalised",
     "cocoa_powder", "rice_protein"],
)  # fmt: skip
def test_insolubles_from_015(key: str) -> None:
    assert level(with_water({key: 0.15}), "milk_barista", "F10") == "soft"
    assert level(with_water({key: 0.14}), "milk_barista", "F10") == "ok"
    assert level(with_water({key: 0.5}), "yogurt", "F10") == "ok"


def test_oat_base_carries_particles() -> None:
    chalk = {"calcium_carbonate": 0.3}
    (found,) = findings(with_water({**chalk, "oat_base_enzymatic": 70.0}), "milk", "F10")
    assert found.severity == "note"
    assert "shake well" in found.message
    assert level(with_water({**chalk, "oat_base_enzymatic": 69.0}), "milk", "F10") == "soft"


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ({"guar": 0.15}, "ok"),
        ({"guar": 0.1, "cmc": 0.06}, "soft"),
        ({"guar": 0.5}, "soft"),
        ({"guar": 0.51}, "hard"),
        ({"mcc_cmc": 0.5, "acacia": 1.0}, "ok"),
        ({"gellan_ha": 0.05}, "ok"),
        ({"gellan_ha": 0.051}, "soft"),
        ({"gellan_ha": 0.101}, "hard"),
        ({"xanthan": 0.10}, "ok"),
        ({"xanthan": 0.101}, "soft"),
        ({"xanthan": 0.251}, "hard"),
        ({"xanthan": 0.05, "locust_bean_gum": 0.049}, "ok"),
        ({"xanthan": 0.05, "locust_bean_gum": 0.05}, "soft"),
        ({"xanthan": 0.07, "konjac": 0.05}, "soft"),
        ({"xanthan": 0.05, "tara_gum": 0.15}, "hard"),
        ({"xanthan": 0.05, "guar": 0.1}, "ok"),
        ({"alginate": 0.1}, "ok"),
        ({"alginate": 0.1, "calcium_lactate": 0.07}, "hard"),
        ({"alginate": 0.09, "calcium_lactate": 0.07}, "ok"),
        ({"pectin_lm": 0.2, "calcium_chloride": 0.03}, "hard"),
        ({"pectin_lm": 0.2, "calcium_chloride": 0.029}, "soft"),
    ],
)
def test_gums_in_drinks(doses: dict[str, float], expected: str) -> None:
    assert level(with_water(doses), "milk", "F11") == expected
    assert level(with_water(doses), "ice_cream", "F11") == "ok"


@pytest.mark.parametrize("category", sorted(SET_SYSTEMS))
def test_each_set_system_holds_at_its_dose_and_not_below(category: str) -> None:
    keys = {
        "set_starch": "potato_starch", "gel_partners": "konjac", "calcium_salts": "calcium_lactate",
        "gums": "locust_bean_gum",
    }  # fmt: skip
    for system in SET_SYSTEMS[category]:
        doses = {
            keys.get(q, q.removeprefix("dose:")): least
            for q, least in system.least
            if q != "protein"
        }
        if ("protein") in dict(system.least):
            doses["soy_protein_isolate"] = dict(system.least)["protein"] / 0.8832 + 1e-6
        assert level(with_water(doses), category, "F15") == "ok", system
        weaker = {k: 0.98 * v for k, v in doses.items()}
        if system.name != "konjac with xanthan":
            assert level(with_water(weaker), category, "F15") == "hard", system


def test_osa_and_maltodextrin_do_not_set_and_flour_does() -> None:
    assert level(with_water({"osa_starch": 6, "maltodextrin_de10": 12}), "yogurt", "F15") == "hard"
    assert level(with_water({"rice_flour": 2.0}), "yogurt", "F15") == "ok"


def test_drinks_and_butter_need_no_set_system() -> None:
    for target in ("milk", "butter", "ice_cream", "mayonnaise"):
        assert level({"water": 100.0}, target, "F15") == "ok"


@pytest.mark.parametrize(("ratio", "expected"), [(1.51, "ok"), (1.49, "soft"), (1.19, "hard")])
def test_starch_needs_water(ratio: float, expected: str) -> None:
    starch = 26.0  # the starch brings 13 % water of its own
    parts = {"mod_starch_ha_cheese": starch, "water": ratio * starch - 0.13 * starch}
    assert level(parts, "hard_cheese", "F16") == expected


@pytest.mark.parametrize(
    ("key", "share"),
    [
        ("oat_flour", 0.55),
        ("rice_flour", 0.78),
        ("chickpea_flour", 0.40),
        ("yellow_split_pea", 0.40),
        ("white_bean_flour", 0.35),
        ("potato_flour", 0.70),
    ],
)
@pytest.mark.parametrize("target", ["milk", "ice_cream"])
def test_flour_without_amylase(key: str, share: float, target: str) -> None:
    for starch, expected in ((1.09, "ok"), (1.11, "soft"), (2.19, "soft"), (2.21, "hard")):
        parts = {key: starch / share}
        assert level(with_water(parts), target, "F16") == expected
        assert level(with_water({**parts, "alpha_amylase": 0.03}), target, "F16") == "ok"
        too_little = {**parts, "alpha_amylase": 0.001}
        assert level(with_water(too_little), target, "F16") == expected


@pytest.mark.parametrize("key", ["oats_raw", "rice_white_raw", "barley_flour_or_meal"])
def test_whole_grains_bring_their_starch(key: str) -> None:
    assert level(with_water({key: 10.0}), "milk", "F16") == "hard"


@pytest.mark.parametrize("key", ["oat_base_enzymatic", "almond_paste", "soybeans_raw", "inulin"])
def test_other_bases_bring_no_raw_starch(key: str) -> None:
    assert level(with_water({key: 30.0}), "milk", "F16") == "ok"


@pytest.mark.parametrize(("dose", "expected"), [(1.5, "ok"), (1.6, "soft"), (3.1, "hard")])
def test_native_starch_in_drinks(dose: float, expected: str) -> None:
    both = {"corn_starch": dose / 2, "rice_starch": dose / 2}
    assert level(with_water(both), "milk", "F16") == expected
    assert level(with_water({"mod_starch_e1442": dose}), "milk", "F16") == "ok"


def test_viscosity_of_a_suspension() -> None:
    water = product({"water": 100.0}, "milk")
    assert relative_viscosity(water) == 1
    # f = 3 g fat / 92 + 0.03 g/mL x 6
    milk = product({"canola_oil": 3.0, "pea_protein_isolate": 3.0 / 0.8}, "milk")
    f = (3 + 0.3) / 92 + 0.03 * 6
    assert relative_viscosity(milk) == pytest.approx((1 - f / 0.64) ** -1.6)
    solid = product({"pea_protein_isolate": 15.0}, "milk")
    assert relative_viscosity(solid) == float("inf")


@pytest.mark.parametrize(("protein", "expected"), [(4.0, "ok"), (10.0, "soft")])
def test_too_thick_a_drink(protein: float, expected: str) -> None:
    parts = with_water({"soy_protein_isolate": protein / 0.8832})
    assert level(parts, "milk", "F25") == expected


def test_psyllium_counts_as_a_gum() -> None:
    parts = with_water({"pea_protein_isolate": 3.9, "canola_oil": 2.5, "psyllium": 0.4})
    assert level(parts, "milk", "F11") == "soft"
    assert level({**parts, "psyllium": 0.6}, "milk", "F11") == "hard"
    assert level(with_water({"psyllium": 0.1}), "yogurt", "F15") == "ok"


def test_amylase_leaves_nothing_that_sets() -> None:
    block = {"coconut_oil_rbd": 23.0, "mod_starch_ha_cheese": 20.0, "salt": 1.8}
    assert level(with_water(block), "hard_cheese", "F15") == "ok"
    for enzyme in ("alpha_amylase", "glucoamylase"):
        assert level(with_water({**block, enzyme: 0.03}), "hard_cheese", "F15") == "hard", enzyme
    held = {**block, "carrageenan_kappa": 1.0, "alpha_amylase": 0.03}
    assert level(with_water(held), "hard_cheese", "F15") == "soft"
    cereal = {"oat_flour": 5.0, "mod_starch_e1442": 1.4, "alpha_amylase": 0.03, "guar": 0.2}
    assert level(with_water(cereal), "yogurt", "F15") == "ok"
    assert level(with_water({"oat_flour": 9.0, "alpha_amylase": 0.03}), "milk", "F15") == "ok"


def test_calcium_salts_dissolve_in_a_sour_drink() -> None:
    parts = with_water({"calcium_citrate": 0.4})
    assert level(parts, "milk", "F10") == "soft"
    assert level(parts, "fermented_drink", "F10") == "ok"
    assert level(with_water({"cocoa_powder": 1.0}), "fermented_drink", "F10") == "soft"
