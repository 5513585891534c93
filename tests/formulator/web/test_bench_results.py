"""Measured numbers stand beside predictions; what is not predicted or measured says so."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

import ingredients
from formulator.errors import InputError, TableError
from formulator.formula import Formula
from formulator.report import product_report
from formulator.report.bench_pdf import bench_sheet_xlsx
from formulator.report.physical import Computed
from formulator.store import Measurement as Reading
from formulator.store.sql_bench import QUANTITIES
from formulator.web.bench_results import (
    KEPT_AS,
    beside_predictions,
    foretold,
    measurable,
    name_of,
    read_results,
    still_to_measure,
    upload_results,
)
from formulator.web.own_formula import Row

FORMULA = Formula.from_grams({"water": 90, "pea_protein_isolate": 4, "sucrose": 6})
REPORT = product_report(FORMULA, ingredients.load(), target="milk_whole")
SHEET = REPORT.bench.measurements


def reading(quantity: str, value: float) -> Reading:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Reading("1", "p", "i", "F-1", quantity, value, "", "", at, "ann", at)


def row(name: str, readings: list[Reading]) -> dict[str, object]:
    rows = beside_predictions(SHEET, readings, {}, {})
    return next(r for r in rows if str(r["measure"]).startswith(name))


def test_ph_and_colour_are_measured_though_nothing_predicts_them() -> None:
    assert {"ph", "brix", "viscosity_20c", "colour_l", "colour_a", "colour_b"} <= set(
        measurable(SHEET)
    )
    assert row("pH", [])["predicted"] == "no prediction"
    assert row("pH", [])["measured"] == "not measured"
    assert row("pH", [reading("pH", 6.8)])["difference"] == ""


def test_a_prediction_stands_beside_the_mean_of_the_readings() -> None:
    results = [reading("dry_matter", v) for v in (10.0, 11.0)]
    found = row("total solids", results)
    predicted = next(m.predicted for m in SHEET if m.key == "solids")
    assert predicted is not None
    assert found["measured"] == "10.5 (2 readings, 10 to 11)"
    assert found["difference"] == f"{10.5 - predicted:+.3g}"


def own_readings(n: int) -> tuple[dict[str, dict[str, float]], list[Reading]]:
    compositions = {f"F-{i}": {"water": 95.0 - i, "pea": 3.0 + i} for i in range(1, 9)}
    readings = [
        replace(reading("pH", 6.5 + 0.1 * i), candidate_id=f"F-{i}") for i in range(2, n + 2)
    ]
    return compositions, readings


def test_ph_is_learned_from_four_other_formulas_and_never_from_its_own() -> None:
    compositions, readings = own_readings(4)
    assert foretold((), compositions, readings[:3], "F-1") == {}
    assert still_to_measure(compositions, readings[:3], "F-1")["ph"] == 1
    found = foretold((), compositions, readings, "F-1")["ph"]
    assert found.how == "learned from 4 formulas"
    assert found.low < 6.6 < found.high
    own = [*readings, reading("pH", 3.0)]
    assert foretold((), compositions, own, "F-1")["ph"] == found
    voided = [replace(r, voided="dirty probe") for r in readings]
    assert foretold((), compositions, voided, "F-1") == {}


def test_the_page_says_where_a_prediction_comes_from() -> None:
    compositions, readings = own_readings(4)
    told = foretold(
        (Computed("density", 1.02, 1.01, 1.03, "g/mL", "volumes"),), compositions, readings, "F-1"
    )
    missing = still_to_measure(compositions, readings, "F-1")
    rows = {r["measure"]: r for r in beside_predictions(SHEET, [reading("pH", 6.7)], told, missing)}
    assert rows["density at 20 °C, g/mL"]["predicted"] == "1.02 (1.01 to 1.03)"
    assert rows["density at 20 °C, g/mL"]["how"] == "computed"
    assert rows["pH"]["difference"] == f"{6.7 - told['ph'].value:+.3g}"
    assert rows["colour L*"]["how"] == "measure 4 more"
    assert rows["colour L*"]["predicted"] == "no prediction"


def test_every_name_is_read_back() -> None:
    wanted = {key: 1.0 for key in measurable(SHEET)}
    rows = [(name_of(m), name_of(m), wanted[key]) for key, m in measurable(SHEET).items()]
    found = read_results(rows, SHEET)
    assert len(found) == len(rows)


def test_all_impossible_readings_are_named_at_once() -> None:
    rows: list[Row] = [
        ("row 1", "pH", "15"),
        ("row 2", "happiness", 3),
        ("row 3", "brix", "eight"),
        ("row 4", "ph", "6,8"),
    ]
    with pytest.raises(TableError) as caught:
        read_results(rows, SHEET)
    assert [p.split(":")[0] for p in caught.value.problems] == ["row 1", "row 2", "row 3"]
    (kept,) = read_results(rows[3:], SHEET)
    assert (kept["quantity"], kept["value"]) == ("pH", 6.8)
    with pytest.raises(InputError, match="no measured value"):
        read_results([], SHEET)


def test_results_are_read_from_a_table_and_empty_boxes_are_none() -> None:
    rows = upload_results("r.csv", b"name,measured\npH,6.8\nBrix (refractometer),\n")
    assert [r["quantity"] for r in read_results(rows, SHEET)] == ["pH"]


def test_the_bench_sheet_that_was_downloaded_is_read_again() -> None:
    book = load_workbook(io.BytesIO(bench_sheet_xlsx(REPORT, title="x")))
    sheet = book["Measurements"]
    head = [cell.value for cell in sheet[1]]
    for cells in sheet.iter_rows(min_row=2):
        if cells[head.index("name")].value == "total solids":
            cells[head.index("measured")].value = 9.9
    out = io.BytesIO()
    book.save(out)
    rows = upload_results("bench.xlsx", out.getvalue())
    (kept,) = read_results(rows, SHEET)
    assert (kept["quantity"], kept["value"]) == ("dry_matter", 9.9)


def test_readings_are_kept_in_the_units_of_the_store() -> None:
    assert all(QUANTITIES[quantity][0] == unit for quantity, unit in KEPT_AS.values())
