from __future__ import annotations

import pytest

import ingredients
from tests.formulator.search.rules.judging import CASES, changed, findings, level

PEA = CASES["pea_milk_concentrates"]


@pytest.mark.parametrize(
    ("total", "expected"), [(99.94, "hard"), (99.95, "ok"), (100.05, "ok"), (100.06, "hard")]
)
def test_parts_sum_to_100(total: float, expected: str) -> None:
    parts = {**PEA, "water": PEA["water"] + total - 100}
    assert level(parts, "milk", "F01") == expected


def test_negative_amounts_are_hard() -> None:
    assert level({**PEA, "salt": -0.1}, "milk", "F01", word="salt") == "hard"
    assert level({**PEA, "salt": float("nan")}, "milk", "F01", word="salt") == "hard"


def test_unknown_keys_name_the_nearest() -> None:
    (found,) = findings({**PEA, "pea_protien_isolate": 1}, "milk", "F01", word="unknown")
    assert found.severity == "hard"
    assert "pea_protein_isolate" in found.message


def test_animal_foods_and_finished_products_are_hard() -> None:
    assert level(changed("pea_milk_concentrates", milk_whole=5.0), "milk", "F01") == "hard"
    dish = next(f for f in ingredients.load().of_kind(ingredients.Kind.REFERENCE))
    parts = changed("pea_milk_concentrates", **{dish.key: 5.0})
    assert level(parts, "milk", "F01", word="reference food") == "hard"


@pytest.mark.parametrize("key", ["lactic_culture_dvs", "transglutaminase"])
def test_carriers_are_to_be_confirmed(key: str) -> None:
    found = findings(changed("soy_yogurt", **{key: 0.01}), "yogurt", "F01", word=key)
    assert [f.severity.value for f in found] == ["note"]


def test_fractions_are_named_as_what_they_are() -> None:
    assert level({k: p / 100 for k, p in PEA.items()}, "milk", "F01", word="fractions") == "hard"
