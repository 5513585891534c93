from __future__ import annotations

import json

import pytest

import ingredients
from formulator.errors import InputError
from formulator.profiles import profile_table
from formulator.report import claims
from formulator.report.claims import ClaimResult
from ingredients import UnknownKeyError
from tests.formulator.report.formulas import known, of

CATALOGUE = ingredients.load()


@pytest.fixture(scope="module")
def table() -> object:
    return profile_table(CATALOGUE)


def judged(
    table: object, claim: tuple[str, str, str], grams: dict[str, float]
) -> list[bool | None]:
    key, jurisdiction, category = claim
    results = claims(
        of(**grams), CATALOGUE, category=category, jurisdiction=jurisdiction, keys=(key,),
        table=table,  # type: ignore[arg-type]
    )  # fmt: skip
    return [r.passes for r in results]


@pytest.mark.parametrize(
    ("claim", "grams", "expected"),
    [
        # EU low sugars: 5 g/100 g, drinks 2.5 g/100 ml
        (("low_sugar", "EU", "yogurt"), {"sucrose": 5.0, "water": 95.0}, True),
        (("low_sugar", "EU", "yogurt"), {"sucrose": 5.1, "water": 94.9}, False),
        (("low_sugar", "EU", "milk"), {"sucrose": 2.4, "water": 97.6}, True),
        (("low_sugar", "EU", "milk"), {"sucrose": 2.5, "water": 97.5}, False),
        (("low_fat", "EU", "yogurt"), {"canola_oil": 3.0, "water": 97.0}, True),
        (("low_fat", "EU", "yogurt"), {"canola_oil": 3.1, "water": 96.9}, False),
        (("fat_free", "EU", "milk"), {"water": 100.0}, True),
        (("source_of_calcium", "EU", "yogurt"), {"calcium_carbonate": 0.31, "water": 99.69}, True),
        (("source_of_calcium", "EU", "yogurt"), {"calcium_carbonate": 0.29, "water": 99.71}, False),
        # US low fat: 3 g per 247 g
        (("low_fat", "US", "milk"), {"canola_oil": 1.2, "water": 98.8}, True),
        (("low_fat", "US", "milk"), {"canola_oil": 1.25, "water": 98.75}, False),
    ],
)
def test_thresholds(
    table: object, claim: tuple[str, str, str], grams: dict[str, float], expected: bool
) -> None:
    assert all(judged(table, claim, grams)) == expected


def result(table: object, key: str, name: str) -> ClaimResult:
    (found,) = claims(
        known(name), CATALOGUE, category="milk", keys=(key,), table=table,  # type: ignore[arg-type]
    )  # fmt: skip
    return found


def test_us_protein_claim_rests_on_corrected_protein(table: object) -> None:
    found = result(table, "source_of_protein", "pea_milk_concentrates")
    # 7.7 g a cup over 50 g, corrected
    assert 11 < found.value < 15.5
    assert found.passes is True
    assert found.law.startswith("21 CFR")
    assert result(table, "high_protein", "pea_milk_concentrates").passes is False


def test_an_estimate_that_may_miss_the_threshold_is_left_open(table: object) -> None:
    grams = {"pea_protein_isolate": 3.0, "water": 97.0}  # about 11 % of the daily value
    assert judged(table, ("source_of_protein", "US", "milk"), grams) == [None]


def test_every_claim_of_a_jurisdiction_is_judged(table: object) -> None:
    for jurisdiction in ("US", "EU"):
        found = claims(
            known("soy_yogurt"), CATALOGUE, category="yogurt", jurisdiction=jurisdiction,
            table=table,  # type: ignore[arg-type]
        )  # fmt: skip
        assert len({r.key for r in found}) >= 9
        json.dumps([r.to_dict() for r in found], allow_nan=False)
        for r in found:
            assert r.law
            assert r.condition


def test_wrong_requests_are_refused(table: object) -> None:
    with pytest.raises(UnknownKeyError, match="low_sugar"):
        judged(table, ("low_sugars", "EU", "milk"), {"water": 1})
    with pytest.raises(InputError, match="US and EU"):
        judged(table, ("low_fat", "Codex", "milk"), {"water": 1})
