from __future__ import annotations

import pytest

from formulator.search.rules.legal import Status, statuses
from tests.formulator.search.rules.judging import (
    CASES,
    changed,
    findings,
    level,
    product,
    with_water,
)

US_LIMITS = [
    # ingredient, target, limit %, rule
    ("agar", "hard_cheese", 0.25, "L01"),
    ("agar", "yogurt", 0.25, "L01"),
    ("agar", "cream_whipping", 0.25, "L01"),
    ("calcium_sulfate", "fresh_cheese", 0.07, "L02"),
    ("calcium_sulfate", "milk", 0.07, "L02"),
    ("calcium_sulfate", "ice_cream", 0.07, "L02"),
    ("calcium_disodium_edta", "mayonnaise", 0.0075, "L03"),
    ("calcium_disodium_edta", "butter", 0.0075, "L03"),
    ("calcium_chloride", "hard_cheese", 0.2, "L07"),
    ("calcium_chloride", "yogurt", 0.3, "L07"),
    ("calcium_chloride", "mayonnaise", 0.05, "L07"),
    ("calcium_gluconate", "milk", 0.4, "L07"),
    ("calcium_gluconate", "hard_cheese", 0.4, "L07"),
    ("guar", "milk", 1.0, "L07"),
    ("guar", "hard_cheese", 0.8, "L07"),
    ("guar", "ice_cream", 0.5, "L07"),
    ("guar", "mayonnaise", 2.0, "L07"),
    ("locust_bean_gum", "yogurt", 0.5, "L07"),
    ("locust_bean_gum", "hard_cheese", 0.5, "L07"),
    ("locust_bean_gum", "ice_cream", 0.5, "L07"),
    ("acacia", "milk", 1.3, "L07"),
    ("acacia", "hard_cheese", 1.0, "L07"),
    ("acacia", "mayonnaise", 1.5, "L07"),
    ("alginate", "hard_cheese", 1.0, "L07"),
    ("malic_acid", "yogurt", 0.7, "L07"),
    ("polysorbate80", "ice_cream", 0.1, "L07"),
    ("polysorbate80", "cream_whipping", 0.4, "L07"),
]


@pytest.mark.parametrize(("key", "target", "limit", "rule"), US_LIMITS)
def test_us_limits(key: str, target: str, limit: float, rule: str) -> None:
    assert level(with_water({key: limit}), target, rule) != "hard"
    assert level(with_water({key: 1.001 * limit}), target, rule) == "hard"


@pytest.mark.parametrize(
    ("key", "limit"),
    [("sucralose", 0.04), ("datem", 0.2), ("sucrose_esters", 2.0), ("steviol_reb_m", 0.02 / 0.33)],
)
def test_codex_limits_of_soy_drinks(key: str, limit: float) -> None:
    soy = {"soy_protein_isolate": 3.5}
    inside, above = with_water({**soy, key: limit}), with_water({**soy, key: 1.01 * limit})
    assert level(inside, "milk", "L07", jurisdiction="Codex") == "unchecked"  # the other lines
    assert level(above, "milk", "L07", jurisdiction="Codex") == "hard"


def test_codex_row_covers_soy_only() -> None:
    pea = with_water({"pea_protein_isolate": 3.5, "sucralose": 0.2})
    assert level(pea, "milk", "L07", jurisdiction="Codex") == "unchecked"
    soy = with_water({"soy_protein_isolate": 3.5, "sucralose": 0.2})
    assert level(soy, "yogurt", "L07", jurisdiction="Codex") == "unchecked"


def test_group_sum_of_phosphates() -> None:
    soy = {"soy_protein_isolate": 3.5}
    both = with_water({**soy, "dipotassium_phosphate": 0.6, "tricalcium_phosphate": 0.25})
    (found,) = [
        f for f in findings(both, "milk", "L06", jurisdiction="Codex") if f.severity == "hard"
    ]
    assert "0.153 % as phosphorus exceeds 0.13 %" in found.message
    for alone in ({"dipotassium_phosphate": 0.6}, {"tricalcium_phosphate": 0.25}):
        assert level(with_water({**soy, **alone}), "milk", "L06", jurisdiction="Codex") == "ok"
    too_much = with_water({**soy, "dipotassium_phosphate": 0.75})
    assert level(too_much, "milk", "L06", jurisdiction="Codex") == "hard"
    assert level(too_much, "milk", "L07", jurisdiction="Codex") == "hard"
    assert level(both, "milk", "L06") == "ok"  # no US row


@pytest.mark.parametrize(
    ("target", "expected"),
    [("milk", "hard"), ("yogurt", "hard"), ("hard_cheese", "hard"), ("ice_cream", "hard"),
     ("mayonnaise", "ok")],
)  # fmt: skip
def test_mung_protein_in_eu_dairy_analogues(target: str, expected: str) -> None:
    parts = with_water({"mung_protein_isolate": 3.8})
    assert level(parts, target, "L04", jurisdiction="EU") == expected
    assert level(parts, target, "L04") == "ok"


def test_kokum_butter_is_blocked_in_the_us() -> None:
    parts = changed("starch_cheddar", kokum_butter=4.0)
    assert level(parts, "hard_cheese", "L05") == "hard"
    assert level(parts, "hard_cheese", "L05", jurisdiction="EU") == "ok"


@pytest.mark.parametrize(
    ("key", "target", "jurisdiction", "status"),
    [
        ("guar", "milk", "US", Status.WITHIN),
        ("gellan_ha", "milk", "US", Status.GMP_UNVERIFIED),
        ("canola_protein_isolate", "milk", "US", Status.GMP_VERIFIED),
        ("guar", "milk", "EU", Status.GMP_UNVERIFIED),
        ("gellan_ha", "milk", "EU", Status.UNCHECKED),
        ("dipotassium_phosphate", "milk", "EU", Status.UNCHECKED),
        ("dipotassium_phosphate", "milk", "US", Status.UNCHECKED),
        ("konjac", "hard_cheese", "EU", Status.UNCHECKED),
        ("allulose", "ice_cream", "EU", Status.UNCHECKED),
        ("monk_fruit", "milk", "Codex", Status.UNCHECKED),
        ("vinegar_distilled", "mayonnaise", "US", Status.UNCHECKED),
        ("calcium_gluconate", "butter", "US", Status.UNCHECKED),
        ("calcium_disodium_edta", "milk", "US", Status.UNCHECKED),
        ("polysorbate80", "milk", "US", Status.UNCHECKED),
        ("mung_protein_isolate", "yogurt", "EU", Status.REFUSED),
        ("kokum_butter", "butter", "US", Status.REFUSED),
    ],
)
def test_status_of_every_line(key: str, target: str, jurisdiction: str, status: Status) -> None:
    (line,) = statuses(product({key: 0.001}, target, jurisdiction=jurisdiction))
    assert line.status is status


def test_every_ingredient_of_every_formula_has_a_status() -> None:
    for name, parts in CASES.items():
        lines = statuses(product(parts, "milk"))
        assert {line.key for line in lines} >= set(parts), name


def test_limit_margin_and_edition_are_told() -> None:
    (line,) = statuses(product({"guar": 0.3}, "fresh_cheese"))
    assert (line.percent, line.limit, line.margin) == pytest.approx((0.3, 0.8, 0.5))
    assert line.regulation == "21 CFR 184.1339"
    assert line.to_dict()["status"] == "within limit"
    (note,) = findings({"guar": 0.3}, "fresh_cheese", "L07", word="margin")
    assert note.severity == "note"
    assert "re-verify" in note.message


def test_what_has_no_row_is_unchecked_and_does_not_change_the_verdict() -> None:
    oat = CASES["oat_barista"]
    (found,) = findings(oat, "milk_barista", "L07", word="no legal row", jurisdiction="EU")
    assert found.severity == "unchecked"
    assert "dipotassium_phosphate" in found.message
