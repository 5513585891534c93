from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingredients
from formulator.formula_io import read_formula_csv
from formulator.report import (
    bench_csv,
    bench_sheet,
    eu_panel,
    formula_csv,
    formulas_csv,
    legal_csv,
    panel_csv,
    safe_cell,
    to_csv,
    verdict_csv,
)
from formulator.report.export import DANGEROUS
from formulator.search.rules import check_formula
from tests.formulator.report.formulas import known

CATALOGUE = ingredients.load()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\n=1", " =1", "=HYPERLINK(\"http://x\")",
     "\uff1d1", "\u00a0=1"],
)  # fmt: skip
def test_formulas_of_spreadsheets_become_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


def test_line_ends_are_made_one_kind() -> None:
    assert safe_cell("a\r\nb\rc") == "a\nb\nc"
    assert safe_cell("\r=1") == "'\n=1"


@pytest.mark.parametrize(
    ("value", "text"),
    [("oat base", "oat base"), ("", ""), (-0.5, "-0.5"), (3, "3"), (None, ""), (True, "yes"),
     (float("nan"), ""), ("a=b", "a=b"), ("5-10 %", "5-10 %"), ("a\x00b", "ab")],
)  # fmt: skip
def test_other_cells_stay(value: str | float | None, text: str) -> None:
    assert safe_cell(value) == text


@given(st.text(max_size=50))
def test_no_text_cell_can_start_a_formula(text: str) -> None:
    cell = safe_cell(text).lstrip(" \u00a0")
    assert not cell.startswith(DANGEROUS)


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_tables_read_back_with_all_rows(rows: list[list[str]]) -> None:
    text = to_csv(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows) + 1
    assert all(len(r) == 2 for r in read)


def test_a_formula_comes_back_without_loss(tmp_path: Path) -> None:
    formula = known("pea_milk_concentrates")
    path = tmp_path / "pea_milk_concentrates.csv"
    path.write_text(formula_csv(formula), encoding="utf-8")
    back = read_formula_csv(path, CATALOGUE)
    assert back.keys == formula.keys
    assert dict(back.parts) == pytest.approx(dict(formula.parts), abs=1e-9)
    assert back.name == formula.name


def test_tables_of_the_reports_have_all_their_lines() -> None:
    formula = known("soy_yogurt")
    several = formulas_csv([formula, known("cashew_cream_cheese")], CATALOGUE)
    assert several.splitlines()[0] == "key,name,soy_yogurt,cashew_cream_cheese"
    panel = eu_panel(formula, CATALOGUE)
    assert len(panel_csv(panel).splitlines()) == len(panel.lines) + 1
    verdict = check_formula(formula, CATALOGUE, target="yogurt")
    assert len(verdict_csv(verdict).splitlines()) == len(verdict.findings) + 1
    sheet = bench_sheet(formula, CATALOGUE, target="yogurt")
    assert len(bench_csv(sheet).splitlines()) == len(sheet.weights) + len(sheet.notes) + 1
    assert len(legal_csv(sheet.legal).splitlines()) == len(sheet.legal) + 1
