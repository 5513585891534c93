from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingredients
from formulator.errors import InputError
from formulator.formula import Formula
from formulator.report import bench_sheet, measurements, weigh
from tests.formulator.report.formulas import CASES, known, of

CATALOGUE = ingredients.load()


@given(
    parts=st.dictionaries(st.sampled_from("abcdefghij"), st.floats(0.001, 100), min_size=1),
    n_steps=st.integers(10, 100_000),
    step=st.sampled_from([0.01, 0.1, 0.5, 1.0, 5.0]),
)
def test_weights_are_whole_steps_that_add_up(
    parts: dict[str, float], n_steps: int, step: float
) -> None:
    formula = Formula.from_grams(parts)
    total = n_steps * step
    grams = weigh(formula, total, step_g=step)
    assert math.fsum(grams.values()) == pytest.approx(total, rel=1e-9)
    for key, g in grams.items():
        assert g > 0
        assert abs(g / step - round(g / step)) < 1e-6
        lifted = sum(f * n_steps < 1 for _, f in formula.parts)
        assert abs(g - formula.fraction(key) * total) <= step * (1 + lifted) + 1e-9


@pytest.mark.parametrize(
    ("total", "step", "message"),
    [
        (0, 0.1, "more than 0 g"),
        (100, 0, "more than 0 g"),
        (math.inf, 1, "more than 0 g"),
        (100.05, 0.1, "no whole number of steps"),
        (1, 1, "cannot hold 2 ingredients"),
    ],
)
def test_impossible_weighings_are_refused(total: float, step: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        weigh(of(water=1, sucrose=1), total, step_g=step)


def test_sheet_of_a_batch() -> None:
    sheet = bench_sheet(known("pea_milk_concentrates"), CATALOGUE, target="milk", batch_kg=2)
    assert sheet.batch_g == 2000
    assert sum(w.grams for w in sheet.weights) == pytest.approx(2000)
    grams = {w.key: w.grams for w in sheet.weights}
    assert grams["pea_protein_isolate"] == pytest.approx(78.0)
    assert sheet.verdict.verdict == "accept"
    json.dumps(sheet.to_dict())


def test_the_verdict_is_that_of_the_weights_not_of_the_design() -> None:
    # 0.02 % gellan becomes 0.2 g at 100 g and a 0.2 g scale: ten times the design
    sheet = bench_sheet(
        known("pea_milk_concentrates"), CATALOGUE, target="milk", batch_kg=0.1, step_g=0.2
    )
    assert {w.key: w.weighed_percent for w in sheet.weights}["gellan_ha"] == pytest.approx(0.2)
    assert sheet.verdict.verdict == "reject"


def test_unchecked_lines_are_told_on_the_sheet() -> None:
    sheet = bench_sheet(known("oat_barista"), CATALOGUE, target="milk_barista", jurisdiction="EU")
    (sentence,) = [n for n in sheet.notes if n.startswith("LEGAL STATUS UNCHECKED (EU)")]
    assert "dipotassium_phosphate" in sentence
    assert {line.key for line in sheet.legal} >= {w.key for w in sheet.weights}


def test_evaporated_water_is_added() -> None:
    sheet = bench_sheet(known("soy_yogurt"), CATALOGUE, target="yogurt", evaporation=0.05)
    assert sheet.charge_g == pytest.approx(1000 / 0.95, abs=0.1)
    water = next(w for w in sheet.weights if w.key == "water")
    assert water.grams == pytest.approx(864.9 + 52.6, abs=0.1)
    assert any("evaporation" in n for n in sheet.notes)
    with pytest.raises(InputError, match=r"0 to 0\.9"):
        bench_sheet(known("soy_yogurt"), CATALOGUE, target="yogurt", evaporation=1)
    with pytest.raises(InputError, match="holds water"):
        bench_sheet(of(canola_oil=1), CATALOGUE, target="butter", evaporation=0.1)


def test_small_amounts_get_a_premix_that_holds_the_amount() -> None:
    sheet = bench_sheet(known("pea_milk_concentrates"), CATALOGUE, target="milk", least_g=1.0)
    premixes = {w.key: w.premix for w in sheet.weights}
    # 0.2 g gellan: 1 g in 50 g, 10 g of it holds 0.2 g
    assert premixes["gellan_ha"].startswith("below 1 g: blend 1 g with")
    assert "to 50 g and weigh 10 g" in premixes["gellan_ha"]
    assert premixes["pea_protein_isolate"] == ""


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_gram_goes_in_at_one_step(name: str) -> None:
    target = CASES[name]["target"]
    sheet = bench_sheet(known(name), CATALOGUE, target=target, batch_kg=10)
    added = sum(g for step in sheet.steps for _, g in step.additions)
    assert added == pytest.approx(sheet.charge_g)
    assert [s.number for s in sheet.steps] == list(range(1, len(sheet.steps) + 1))


def test_measurements_are_predicted_or_left_open_with_their_window() -> None:
    found = {
        m.key: m for m in measurements(known("coconut_pea_ice_cream").percents(), CATALOGUE,
                                       target="ice_cream")
    }  # fmt: skip
    assert found["solids"].predicted == pytest.approx(34, abs=1)
    assert found["pac"].predicted == pytest.approx(23.6, abs=0.1)
    brix, density = found["brix"], found["density"]
    assert brix.predicted_low < brix.predicted < brix.predicted_high < found["solids"].predicted
    assert 1.0 < density.predicted_low < density.predicted < density.predicted_high < 1.2
    assert {brix.how, density.how} == {"computed"}
    assert found["water_activity"].predicted is None
    assert found["water_activity"].how == "not predicted"
    assert (found["overrun"].low, found["overrun"].high) == (20, 100)
    assert all(m.measured == "" for m in found.values())


def test_a_fat_has_no_refractometer_reading_and_says_why() -> None:
    percents = {"coconut_oil_rbd": 80.0, "water": 20.0}
    (found,) = (m for m in measurements(percents, CATALOGUE, target="butter") if m.key == "brix")
    assert found.predicted is None
    assert "less than 50 % water" in found.how
