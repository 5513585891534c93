from __future__ import annotations

import pytest

from formulator.search.rules.emulsion import SPHERE
from tests.formulator.search.rules.judging import (
    CASES,
    changed,
    findings,
    level,
    product,
    with_water,
)


def test_surface_of_spheres() -> None:
    # 6 / (density x diameter): 1 g of oil of 0.92 g/mL as 1 um droplets
    assert pytest.approx(6 / 0.92, rel=1e-3) == SPHERE


@pytest.mark.parametrize(
    ("share", "expected"), [(2.001, "ok"), (1.999, "soft"), (1.001, "soft"), (0.999, "hard")]
)
@pytest.mark.parametrize(("target", "d32"), [("milk", 0.6), ("ice_cream", 0.8), ("mayonnaise", 4)])
def test_emulsifier_covers_the_droplets(
    share: float, expected: str, target: str, d32: float
) -> None:
    oil = 10.0
    lecithin = share * 6.52 * oil / d32 / 500
    parts = with_water({"canola_oil": oil, "sunflower_lecithin_fluid": lecithin})
    assert level(parts, target, "F04") == expected


@pytest.mark.parametrize(
    ("key", "per_gram"),
    [
        ("sunflower_lecithin_fluid", 500),
        ("soy_lecithin_fluid", 500),
        ("lecithin_deoiled", 500),
        ("mono_diglycerides", 500),
        ("polysorbate80", 500),
        ("sucrose_esters", 500),
        ("datem", 500),
        ("hpmc", 300),
        ("methylcellulose", 300),
        ("pea_protein_isolate", 330 * 0.8 * 0.4),
        ("pea_protein_isolate_low_na", 330 * 0.79 * 0.2),
        ("soy_protein_isolate", 330 * 0.8832 * 0.6),
        ("fava_protein_isolate", 330 * 0.845 * 0.32),
        ("fava_protein_concentrate", 330 * 0.585 * 0.85),
        ("potato_protein_isolate", 330 * 0.9 * 0.9),
        ("rice_protein", 330 * 0.79 * 0.05),
        ("oat_base_enzymatic", 330 * 0.011 * 0.4),
        ("canola_oil", 0),
    ],
)
def test_cover_of_one_gram(key: str, per_gram: float) -> None:
    assert product({key: 1.0}, "milk").low("cover") == pytest.approx(per_gram, rel=1e-6)


def test_osa_starch_and_acacia_cover_with_their_own_share() -> None:
    assert product({"osa_starch": 1.0}, "milk").low("cover") == pytest.approx(100, rel=0.01)
    acacia = product({"acacia": 1.0}, "milk").low("cover")
    assert acacia == pytest.approx(60 + 330 * 0.015 * 0.4, rel=1e-6)


def test_a_dressing_on_aquafaba_is_a_real_product() -> None:
    # 20 % liquid of 6.5 % solids and 72 % oil
    parts = with_water({"sunflower_oil": 72.0, "aquafaba_powder": 1.3, "mustard_flour": 0.5})
    assert level(parts, "mayonnaise", "F04") == "ok"
    assert level(with_water({**parts, "aquafaba_powder": 0.3}), "mayonnaise", "F04") == "hard"


def test_fat_of_emulsifiers_is_not_oil() -> None:
    assert product({"canola_oil": 3, "mono_diglycerides": 1}, "milk").low("fat_phase") == 3


def test_spreads_and_cheeses_are_not_judged_as_oil_in_water() -> None:
    oil = {"canola_oil": 80.0, "water": 20.0}
    assert level(oil, "butter", "F04") == "ok"
    assert level(oil, "hard_cheese", "F04") == "ok"


@pytest.mark.parametrize(
    ("oil", "expected"), [(80.0, "ok"), (80.1, "soft"), (84.0, "soft"), (84.1, "hard")]
)
def test_oil_of_a_dressing(oil: float, expected: str) -> None:
    assert level(with_water({"canola_oil": oil}), "mayonnaise", "F05") == expected


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ({}, "hard"),
        ({"mono_diglycerides": 0.09}, "soft"),
        ({"mono_diglycerides": 0.1}, "ok"),
        ({"soy_lecithin_fluid": 0.05, "mono_diglycerides": 0.05}, "ok"),
        ({"datem": 0.2}, "hard"),
    ],
)
def test_spread_needs_a_water_in_oil_emulsifier(doses: dict[str, float], expected: str) -> None:
    assert level({"canola_oil": 80.0, "water": 20.0, **doses}, "butter", "F05") == expected


def test_solid_fat_mixes_linearly() -> None:
    mixed = product({"canola_oil": 50, "palm_oil": 30, "coconut_oil_rbd": 20 / 0.9906}, "butter")
    assert mixed.solid_fat(10) == pytest.approx((30 * 50 + 20 * 80) / 100)
    assert mixed.solid_fat(20) == pytest.approx((30 * 24 + 20 * 35) / 100)
    assert mixed.solid_fat(35) == pytest.approx(30 * 6 / 100)


def blend(hard: float, fat: str) -> dict[str, float]:
    """80 % fat of which a share in percent is one fat and the rest liquid oil."""
    return {"canola_oil": 80 - 0.8 * hard, fat: 0.8 * hard, "water": 20, "mono_diglycerides": 0.2}


@pytest.mark.parametrize(
    ("share", "expected"),
    # palm oil 50 / 24 / 6: the butter needs 15 (28) at 10 C and 4 (10) at 20 C
    [(29.9, "hard"), (30.1, "soft"), (55.9, "soft"), (56.1, "ok"), (99, "ok")],
)
def test_butter_at_10_degrees(share: float, expected: str) -> None:
    assert level(blend(share, "palm_oil"), "butter", "F12", word="10 C") == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(16.6, "hard"), (16.7, "soft"), (41.6, "soft"), (41.7, "ok")]
)
def test_butter_at_20_degrees(share: float, expected: str) -> None:
    assert level(blend(share, "palm_oil"), "butter", "F12", word="20 C") == expected


@pytest.mark.parametrize(
    ("share", "expected"), [(5.6, "ok"), (5.7, "soft"), (13.6, "soft"), (13.7, "hard")]
)
def test_butter_at_35_degrees(share: float, expected: str) -> None:
    # fully hydrogenated rapeseed: 88 % solid at 35 C
    assert level(blend(share, "fh_rapeseed"), "butter", "F12", word="35 C") == expected


@pytest.mark.parametrize(
    ("share", "target", "expected"),
    [
        (5.6, "milk", "ok"),
        (5.8, "milk", "soft"),
        (22.8, "milk_barista", "hard"),
        (22.8, "cream_cooking", "hard"),
        (22.8, "yogurt", "hard"),
        (22.6, "yogurt", "soft"),
        (11.3, "hard_cheese", "ok"),
        (11.5, "hard_cheese", "soft"),
        (22.8, "hard_cheese", "hard"),
    ],
)
def test_waxy_fat(share: float, target: str, expected: str) -> None:
    parts = with_water({"canola_oil": 10 - share / 10, "fh_rapeseed": share / 10})
    assert level(parts, target, "F12", word="35 C") == expected


@pytest.mark.parametrize(
    ("share", "target", "expected"),
    # coconut 80 % solid at 10 C
    [
        (31.2, "cream_whipping", "hard"),
        (31.4, "cream_whipping", "soft"),
        (56.4, "cream_whipping", "ok"),
        (24.9, "hard_cheese", "soft"),
        (25.3, "hard_cheese", "ok"),
        (12.4, "ice_cream", "soft"),
        (12.8, "ice_cream", "ok"),
    ],
)
def test_fat_that_must_be_firm(share: float, target: str, expected: str) -> None:
    parts = with_water({"canola_oil": 25 - share / 4, "coconut_oil_rbd": share / 4 / 0.9906})
    assert level(parts, target, "F12", word="10 C") == expected


def test_all_coconut_cheese_is_normal() -> None:
    assert level(CASES["starch_cheddar"], "hard_cheese", "F12") == "ok"


def test_a_cheese_harder_than_coconut_is_told_so() -> None:
    parts = changed("starch_cheddar", coconut_oil_rbd=0, cocoa_butter_deo=20, shea_stearin=3)
    found = [f.severity.value for f in findings(parts, "hard_cheese", "F12", word="brittle")]
    assert found == ["note"]
    assert not findings(CASES["starch_cheddar"], "hard_cheese", "F12", word="brittle")


def test_a_fat_of_unknown_melting_is_said_to_be_unknown() -> None:
    parts = changed("coconut_shea_butter", coconut_oil_rbd=0, shea_butter=0, ucuhuba_butter_oil=45)
    assert level(parts, "butter", "F12", word="unknown") == "unchecked"
