from __future__ import annotations

import pytest

from tests.formulator.search.rules.judging import CASES, changed, level, with_water


@pytest.mark.parametrize(("dose", "expected"), [(1.0, "ok"), (1.1, "soft"), (2.1, "hard")])
@pytest.mark.parametrize("key", ["potato_protein_isolate", "rubisco_protein"])
def test_heat_setting_protein(dose: float, expected: str, key: str) -> None:
    for target in ("milk", "milk_barista", "cream_cooking", "cream_whipping"):
        assert level(with_water({key: dose}), target, "F14") == expected
    assert level(with_water({key: dose}), "hard_cheese", "F14") == "ok"


def test_heat_setting_proteins_add_up() -> None:
    both = {"potato_protein_isolate": 1.1, "rubisco_protein": 1.0}
    assert level(with_water(both), "milk", "F14") == "hard"


@pytest.mark.parametrize(
    ("sugars", "expected"), [(0.45, "hard"), (0.55, "soft"), (1.45, "soft"), (1.55, "ok")]
)
@pytest.mark.parametrize("target", ["yogurt", "fresh_cheese", "butter"])
def test_live_culture_needs_sugar(sugars: float, expected: str, target: str) -> None:
    parts = with_water({"sucrose": sugars / 0.998, "lactic_culture_dvs": 0.01})
    assert level(parts, target, "F17") == expected


@pytest.mark.parametrize("key", ["erythritol", "steviol_reb_m", "sucralose", "allulose"])
def test_polyols_and_intense_sweeteners_do_not_ferment(key: str) -> None:
    assert level(with_water({key: 5.0, "lactic_culture_dvs": 0.01}), "yogurt", "F17") == "hard"


def test_no_culture_no_rule() -> None:
    assert level(with_water({"sucrose": 0.1}), "yogurt", "F17") == "ok"


def test_sugars_that_nobody_knows_leave_the_rule_open() -> None:
    parts = with_water({"sunflower_protein": 8.0, "lactic_culture_dvs": 0.01})
    assert level(parts, "yogurt", "F17") == "unchecked"


def test_sorbate_with_culture() -> None:
    parts = changed("soy_yogurt", potassium_sorbate=0.05)
    assert level(parts, "yogurt", "F17") == "soft"


def test_culture_before_heat() -> None:
    early = ("protein", "culture", "pasteurise", "cool")
    late = ("protein", "pasteurise", "cool", "culture")
    assert level(CASES["soy_yogurt"], "yogurt", "F17", plan=early) == "hard"
    assert level(CASES["soy_yogurt"], "yogurt", "F17", plan=late) == "ok"


@pytest.mark.parametrize(("pod", "expected"), [(8.0, "ok"), (8.1, "soft"), (14.1, "hard")])
@pytest.mark.parametrize(("key", "each"), [("sucrose", 1.0), ("sucralose", 600.0)])
def test_sweet_drinks(pod: float, expected: str, key: str, each: float) -> None:
    assert level(with_water({key: pod / each}), "milk", "F20") == expected
    assert level(with_water({key: pod / each}), "ice_cream", "F20") == "ok"


@pytest.mark.parametrize(
    ("key", "soft", "hard"),
    [
        ("cabbage_juice_concentrate", 0.2, 0.6),
        ("pineapple_juice_concentrate", 0.5, 2.0),
        ("pineapple_juice_fc", 0.5, 2.0),
        ("quillaja", 0.05, 0.25),
    ],
)
@pytest.mark.parametrize("target", ["milk", "milk_barista", "cream_whipping", "cream_cooking"])
def test_traces(key: str, soft: float, hard: float, target: str) -> None:
    levels = [level(with_water({key: d}), target, "F21") for d in (soft, 1.01 * soft, hard)]
    assert levels == ["ok", "soft", "soft"]
    assert level(with_water({key: 1.01 * hard}), target, "F21") == "hard"
    assert level(with_water({key: hard}), "hard_cheese", "F21") == "ok"


@pytest.mark.parametrize("key", ["sunflower_protein", "sunflower_kernels"])
def test_greening(key: str) -> None:
    soda = {"sodium_bicarbonate": 0.05}
    assert level(with_water({key: 1.0, **soda}), "milk", "F22") == "soft"
    assert level(with_water({key: 0.9, **soda}), "milk", "F22") == "ok"
    assert level(with_water({key: 1.0}), "milk", "F22") == "ok"
    assert level(with_water({key: 1.0}), "milk", "F22", ph=7.6) == "soft"
    assert level(with_water({key: 1.0}), "milk", "F22", ph=7.5) == "ok"


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ({"flaxseed_oil": 0.3}, "soft"),
        ({"flaxseed_oil": 0.29}, "ok"),
        ({"flaxseed_oil": 0.2, "algal_dha_oil": 0.1}, "soft"),
        ({"flaxseed_oil": 0.5, "tocopherols": 0.01}, "ok"),
        ({"flaxseed_oil": 0.5, "rosemary_extract": 0.01}, "ok"),
        ({"flaxseed_oil": 0.5, "ascorbic_acid": 0.01}, "ok"),
        ({"flaxseed_oil": 0.5, "citric_acid": 0.01}, "soft"),
    ],
)
def test_omega_3_needs_an_antioxidant(doses: dict[str, float], expected: str) -> None:
    assert level(with_water(doses), "milk", "F23") == expected
