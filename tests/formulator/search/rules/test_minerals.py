from __future__ import annotations

import pytest

from formulator.search.rules.minerals import free_calcium
from tests.formulator.search.rules.judging import changed, findings, level, product, with_water


@pytest.mark.parametrize(
    ("key", "molar_mass", "per_mole", "quantity"),
    [
        ("dipotassium_phosphate", 174.18, 1.0, "coffee_buffer"),
        ("tripotassium_citrate", 324.41, 1.5, "coffee_buffer"),
        ("trisodium_citrate", 294.10, 1.5, "coffee_buffer"),
        ("calcium_chloride", 147.01, 1.0, "soluble_calcium"),
        ("calcium_lactate", 308.30, 1.0, "soluble_calcium"),
        ("calcium_gluconate", 448.39, 1.0, "soluble_calcium"),
        ("magnesium_chloride", 203.30, 1.0, "soluble_calcium"),
        ("calcium_sulfate", 172.17, 1.0, "sparing_calcium"),
        ("calcium_carbonate", 100.09, 2.0, "acid_demand"),
        ("sodium_bicarbonate", 84.01, 1.0, "acid_demand"),
        ("citric_acid", 192.12, 3.0, "neutral_acid"),
        ("malic_acid", 134.09, 2.0, "neutral_acid"),
        ("gdl", 178.14, 1.0, "neutral_acid"),
    ],
)
def test_coefficients_follow_from_molar_mass(
    key: str, molar_mass: float, per_mole: float, quantity: str
) -> None:
    # one percent is 10 g/kg
    expected = per_mole * 10_000 / molar_mass
    assert product({key: 1.0}, "milk").low(quantity) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("buffer", "expected"), [(3.99, "hard"), (4.01, "soft"), (10.99, "soft"), (11.01, "ok")]
)
@pytest.mark.parametrize(
    ("key", "each"),
    [("dipotassium_phosphate", 57.4), ("tripotassium_citrate", 46), ("trisodium_citrate", 51)],
)
def test_barista_buffer(buffer: float, expected: str, key: str, each: float) -> None:
    parts = with_water({"oat_base_enzymatic": 90, key: buffer / each})
    assert level(parts, "milk_barista", "F06") == expected


@pytest.mark.parametrize(("per_gram", "expected"), [(0.39, "soft"), (0.41, "ok")])
def test_barista_buffer_per_protein(per_gram: float, expected: str) -> None:
    protein = 3.2  # g/100 g: 32 g/kg
    parts = with_water(
        {"pea_protein_isolate": protein / 0.8, "dipotassium_phosphate": per_gram * 32 / 57.4}
    )
    assert level(parts, "milk_barista", "F06") == expected


def test_plain_milk_is_only_told_that_it_feathers() -> None:
    parts = changed("pea_milk_concentrates", dipotassium_phosphate=0.05)
    (found,) = findings(parts, "milk", "F06")
    assert (found.severity, found.message) == ("note", "feathers in coffee")
    assert not findings(changed("pea_milk_concentrates"), "milk", "F06")


@pytest.mark.parametrize(
    ("free", "target", "expected"),
    [
        (5.0, "milk", "ok"),
        (5.1, "milk", "soft"),
        (10.0, "milk", "soft"),
        (10.1, "milk", "hard"),
        (2.0, "milk_barista", "ok"),
        (2.1, "milk_barista", "soft"),
        (10.1, "cream_whipping", "hard"),
        (10.1, "cream_cooking", "hard"),
        (27.0, "yogurt", "ok"),
        (27.0, "fresh_cheese", "ok"),
    ],
)
def test_free_calcium(free: float, target: str, expected: str) -> None:
    parts = with_water({"soy_protein_isolate": 3.5, "calcium_chloride": free / 68.0})
    assert level(parts, target, "F07") == expected


def test_free_calcium_needs_protein_to_harm() -> None:
    parts = with_water({"pea_protein_isolate": 0.99 / 0.8, "calcium_chloride": 0.2})
    assert level(parts, "milk", "F07") == "ok"
    parts = with_water({"pea_protein_isolate": 1.0 / 0.8 + 1e-6, "calcium_chloride": 0.2})
    assert level(parts, "milk", "F07") == "hard"


def test_gypsum_dissolves_to_15_and_citrate_binds() -> None:
    gypsum = {"calcium_sulfate": 2.0}
    assert free_calcium(product(gypsum, "milk")) == pytest.approx(15)
    bound = product({**gypsum, "tripotassium_citrate": 0.4}, "milk")
    assert free_calcium(bound) == pytest.approx(15 - 0.8 * 30.8 * 0.4)


def test_soy_milk_with_25_mm_calcium_stays_liquid_only_with_citrate() -> None:
    # 25 mM calcium as chloride needs 1.2 % sodium citrate in the cited study
    soy = {"soy_protein_isolate": 3.5, "canola_oil": 1.7, "calcium_chloride": 25 / 68}
    assert level(with_water(soy), "milk", "F07") == "hard"
    assert level(with_water({**soy, "trisodium_citrate": 1.2}), "milk", "F07") == "ok"


@pytest.mark.parametrize(
    ("key", "dose", "target", "expected"),
    [
        ("dipotassium_phosphate", 0.5, "milk", "ok"),
        ("dipotassium_phosphate", 0.51, "hard_cheese", "soft"),
        ("dipotassium_phosphate", 1.01, "yogurt", "hard"),
        ("potassium_chloride", 0.3, "milk", "ok"),
        ("potassium_chloride", 0.31, "milk", "soft"),
        ("potassium_chloride", 0.81, "milk", "hard"),
        ("potassium_chloride", 0.5, "hard_cheese", "ok"),
        ("calcium_lactate", 0.5, "milk", "ok"),
        ("calcium_lactate", 0.51, "milk", "soft"),
    ],
)
def test_off_tastes(key: str, dose: float, target: str, expected: str) -> None:
    assert level(with_water({key: dose}), target, "F19") == expected


@pytest.mark.parametrize(("milligrams", "expected"), [(399, "ok"), (401, "soft")])
def test_potassium(milligrams: float, expected: str) -> None:
    citrate = with_water({"tripotassium_citrate": milligrams / 361.6})
    assert level(citrate, "milk", "F19") == expected
