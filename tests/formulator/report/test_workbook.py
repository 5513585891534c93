from __future__ import annotations

import io
import re
import sys
import zipfile

import pytest

import ingredients
from formulator.errors import InputError
from formulator.report import bench_sheet, eu_panel
from formulator.report.workbook import Table, bench_tables, sheet_name, workbook
from tests.formulator.report.formulas import known

CATALOGUE = ingredients.load()


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")}


@pytest.fixture(autouse=True)
def _needs_the_extra() -> None:
    pytest.importorskip("xlsxwriter")


def test_no_cell_becomes_a_formula_or_a_link() -> None:
    nasty = ('=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "http://example.org", "\x00=1", "-1+2")
    files = parts(workbook([Table("t", nasty, (nasty, nasty))]))
    for name, text in files.items():
        assert "<f>" not in text, name
        assert "<hyperlink" not in text, name


def test_numbers_are_numbers_and_gaps_are_empty() -> None:
    data = workbook([Table("t", ("a",), ((1.5,), (None,), (float("nan"),), (True,), ("1.5",)))])
    sheet = parts(data)["xl/worksheets/sheet1.xml"]
    assert re.findall(r'<c r="A2"><v>1\.5</v>', sheet)
    assert 'r="A3"' not in sheet  # nothing stands where nothing is known
    assert "yes" in parts(data)["xl/sharedStrings.xml"]


def test_a_bench_workbook_holds_every_line() -> None:
    sheet = bench_sheet(known("soy_yogurt"), CATALOGUE, target="yogurt")
    tables = {t.name: t for t in bench_tables(sheet, [eu_panel(known("soy_yogurt"), CATALOGUE)])}
    assert list(tables) == [
        "Weights", "Process", "Measurements", "Verdict", "Legal", "Nutrition EU", "Notes"
    ]  # fmt: skip
    assert len(tables["Weights"].rows) == len(sheet.weights)
    assert len(tables["Legal"].rows) == len(sheet.legal)
    files = parts(workbook(list(tables.values())))
    strings = files["xl/sharedStrings.xml"]
    assert all(w.key in strings for w in sheet.weights)


def test_equal_content_gives_equal_bytes() -> None:
    tables = [Table("t", ("a",), ((1,), ("x",)))]
    assert workbook(tables) == workbook(tables)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Weights", "Weights"),
        ("a/b:c*d", "a b c d"),
        ("'x'", "x"),
        ("", "sheet"),
        ("n" * 40, "n" * 31),
    ],
)
def test_sheet_names(text: str, name: str) -> None:
    assert sheet_name(text) == name


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(InputError, match="names of their own"):
        workbook([])
    with pytest.raises(InputError, match="names of their own"):
        workbook([Table("a", (), ()), Table("A", (), ())])


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(InputError, match=r"plant-formulator\[export\]"):
        workbook([Table("a", ("b",), ())])
