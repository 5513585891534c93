from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from formulator.errors import InputError
from formulator.report import read_workbook as module
from formulator.report.read_workbook import read_workbook
from formulator.report.workbook import Table, workbook

SHEET = """<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def book(**parts: str) -> bytes:
    """Return a small workbook with some of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([Table("t", ("a",), ((1.0,),))]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.get(name.split("/")[-1].split(".")[0], old.read(name)))
    return out.getvalue()


def test_what_was_written_is_read_back() -> None:
    rows = (("=1+1", 1.5, None, True), (None, None, None, None), ("물", -2, None, None))
    data = workbook([Table("first", ("a", "b"), rows), Table("second", ("c",), ())])
    assert read_workbook(data) == (("a", "b"), ("=1+1", 1.5, None, "yes"), (), ("물", -2))
    assert read_workbook(data, sheet="second") == (("c",),)


def test_a_formula_is_not_computed() -> None:
    made = Workbook()
    made.active["A1"] = "=1+1"
    made.active["B1"] = "x"
    out = io.BytesIO()
    made.save(out)
    assert read_workbook(out.getvalue()) == ((None, "x"),)


def test_other_files_are_refused() -> None:
    with pytest.raises(InputError, match="zip archive"):
        read_workbook(b"key,percent\nwater,100\n")
    with pytest.raises(InputError, match="no workbook"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("x.txt", "x")
        read_workbook(out.getvalue())
    with pytest.raises(InputError, match="no sheet 'z'"):
        read_workbook(book(), sheet="z")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InputError, match="suspiciously large"):
        read_workbook(book(sheet1="0" * 5_000_000))


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_UNPACKED", 1000)
    with pytest.raises(InputError, match="unpacks to more than"):
        read_workbook(book())
    monkeypatch.setattr(module, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="100 bytes"):
        read_workbook(book())


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    data = workbook([Table("t", ("a",), tuple((i,) for i in range(5)))])
    with pytest.raises(InputError, match="2 rows"):
        read_workbook(data)


def test_entities_are_not_expanded() -> None:
    with pytest.raises(InputError, match=r"damaged|no workbook"):
        read_workbook(book(sheet1=SHEET))
