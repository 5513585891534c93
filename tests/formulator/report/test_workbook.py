from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import ingredients
from formulator.errors import InputError
from formulator.report import bench_sheet, eu_panel
from formulator.report.workbook import (
    MAX_CELL,
    Table,
    bench_tables,
    printable,
    sheet_name,
    workbook,
)
from tests.formulator.report.formulas import known

CATALOGUE = ingredients.load()
NASTY = ('=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "http://example.org", "\x00=1", "-1+2",
         "#N/A", "=1", " =1", "{=1}")  # fmt: skip


def test_no_cell_becomes_a_formula_or_a_link() -> None:
    data = workbook([Table("t", NASTY, (NASTY, NASTY))])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "<f>" not in text and "<f " not in text, name
            assert "<hyperlink" not in text, name
    sheet = load_workbook(io.BytesIO(data))["t"]
    for row in sheet.iter_rows():
        assert [cell.data_type for cell in row] == ["s"] * len(NASTY)
        assert [cell.value for cell in row] == [t.replace("\x00", "") for t in NASTY]
    assert sheet["A2"].quotePrefix and not sheet["D2"].quotePrefix


def test_numbers_are_numbers_and_gaps_are_empty() -> None:
    rows = ((1.5,), (None,), (float("nan"),), (True,), ("1.5",))
    sheet = load_workbook(io.BytesIO(workbook([Table("t", ("a",), rows)])))["t"]
    assert [sheet.cell(i, 1).value for i in range(1, 7)] == ["a", 1.5, None, None, "yes", "1.5"]


@settings(deadline=None, max_examples=40)  # the first example pays for imports
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_comes_back_as_text(text: str) -> None:
    sheet = load_workbook(io.BytesIO(workbook([Table("t", ("a",), ((text,),))])))["t"]
    cell = sheet["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert (cell.value or "") == printable(text)


def test_a_very_long_text_is_cut() -> None:
    data = workbook([Table("t", ("a",), (("x" * 40_000,),))])
    assert len(load_workbook(io.BytesIO(data))["t"]["A2"].value) == MAX_CELL


def test_a_bench_workbook_holds_every_line() -> None:
    sheet = bench_sheet(known("soy_yogurt"), CATALOGUE, target="yogurt")
    tables = {t.name: t for t in bench_tables(sheet, [eu_panel(known("soy_yogurt"), CATALOGUE)])}
    assert list(tables) == [
        "Weights", "Process", "Measurements", "Verdict", "Legal", "Nutrition EU", "Notes"
    ]  # fmt: skip
    assert len(tables["Legal"].rows) == len(sheet.legal)
    book = load_workbook(io.BytesIO(workbook(list(tables.values()))))
    rows = list(book["Weights"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[3]) for row in rows] == [(w.key, w.grams) for w in sheet.weights]


def test_equal_content_gives_equal_bytes() -> None:
    tables = [Table("t", ("a",), ((1,), ("x",)))]
    assert workbook(tables) == workbook(tables)
    book = load_workbook(io.BytesIO(workbook(tables)))
    assert book.properties.modified is not None and book.properties.modified.year == 2000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Weights", "Weights"),
        ("a/b:c*d", "a b c d"),
        ("'x'", "x"),
        ("", "sheet"),
        ("n" * 40, "n" * 31),
        ("a\x01b", "ab"),
    ],
)
def test_sheet_names(text: str, name: str) -> None:
    assert sheet_name(text) == name


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(InputError, match="names of their own"):
        workbook([])
    with pytest.raises(InputError, match="names of their own"):
        workbook([Table("a", (), ()), Table("A", (), ())])
