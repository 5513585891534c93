from __future__ import annotations

import pytest

from tests.formulator.search.rules.judging import CASES, findings, level, product, with_water


@pytest.mark.parametrize(
    ("key", "pac", "pod"),
    [
        ("sucrose", 1.0, 1.0),
        ("dextrose", 1.73, 0.70),
        ("fructose", 1.90, 1.70),
        ("glucose_syrup_42", 0.64, 0.55),
        ("erythritol", 2.80, 0.75),
        ("salt", 5.90, 0.0),
        ("sucralose", 0.0, 600.0),
        ("oat_base_enzymatic", 0.04, 0.02),
        ("banana", 0.1223 * 1.9, 0.1223),
        ("apple_juice_concentrate", 0.3883 * 1.9, 0.3883),
        ("almond_paste", 0.0443, 0.0443),
        ("canola_oil", 0.0, 0.0),
    ],
)
def test_sweetness_and_freezing_power_of_one_gram(key: str, pac: float, pod: float) -> None:
    one = product({key: 1.0}, "ice_cream")
    assert one.low("pac") == pytest.approx(pac, rel=1e-3)
    assert one.low("pod") == pytest.approx(pod, rel=1e-3)


def test_listed_pac_follows_from_molar_mass() -> None:
    # 34,230 / molar mass: monosaccharides 180.16, dextrose monohydrate 198.17
    assert product({"fructose": 1}, "ice_cream").low("pac") == pytest.approx(342.3 / 180.16, 0.01)
    assert product({"dextrose": 1}, "ice_cream").low("pac") == pytest.approx(342.3 / 198.17, 0.01)


@pytest.mark.parametrize(
    ("pac", "expected"),
    [(13.9, "hard"), (14.1, "soft"), (19.9, "soft"), (20.1, "ok"), (29.9, "ok"), (30.1, "soft"),
     (38.1, "hard")],
)  # fmt: skip
def test_freezing_power(pac: float, expected: str) -> None:
    parts = with_water({"erythritol": pac / 2.8})
    assert level(parts, "ice_cream", "F13", word="PAC") == expected


@pytest.mark.parametrize(
    ("pod", "expected"),
    [(7.9, "hard"), (8.1, "soft"), (11.9, "soft"), (12.1, "ok"), (19.9, "ok"), (20.1, "soft"),
     (26.1, "hard")],
)  # fmt: skip
def test_sweetness(pod: float, expected: str) -> None:
    assert level(with_water({"sucralose": pod / 600}), "ice_cream", "F13", word="POD") == expected


@pytest.mark.parametrize(
    ("gums", "emulsifier", "expected"),
    [
        (0.15, 0.1, "ok"),
        (0.5, 0.5, "ok"),
        (0.14, 0.3, "soft"),
        (0.51, 0.3, "soft"),
        (0.3, 0.09, "soft"),
        (0.3, 0.51, "soft"),
    ],
)
def test_stabiliser_and_emulsifier(gums: float, emulsifier: float, expected: str) -> None:
    parts = with_water(
        {"sucrose": 14.0, "dextrose": 4.0, "guar": gums, "mono_diglycerides": emulsifier}
    )
    assert level(parts, "ice_cream", "F13") == expected


def test_aquafaba_stands_in_for_the_emulsifier() -> None:
    parts = {"sucrose": 14.0, "dextrose": 4.0, "guar": 0.2, "aquafaba_powder": 1.0}
    assert level(with_water(parts), "ice_cream", "F13") == "ok"


def test_numbers_are_shown_and_only_for_frozen_products() -> None:
    notes = [f.message for f in findings(CASES["coconut_pea_ice_cream"], "ice_cream", "F13")]
    assert notes == ["POD 18.3, PAC 23.6 (sucrose = 100)"]
    assert not findings(CASES["coconut_pea_ice_cream"], "milk", "F13")
