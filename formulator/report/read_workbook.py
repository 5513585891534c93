"""Reading the cells of somebody else's XLSX: values only, bounded in size, no entity expansion."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.xml import DEFUSEDXML

from formulator.errors import InputError
from formulator.report.export import Cell

MAX_BYTES = 10_000_000
"""Largest file, [byte]."""
MAX_UNPACKED = 100_000_000
"""Largest sum of what the file unpacks to, [byte]."""
MAX_PARTS = 500
"""Most files inside the archive."""
MAX_RATIO = 200
"""Largest unpacked over packed size of one part that is larger than a megabyte."""
MAX_ROWS, MAX_COLUMNS = 20_000, 400


def read_workbook(data: bytes, *, sheet: str = "") -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of one sheet, as values.

    Formulas are never computed: a cell that holds one gives the value that was saved with it.

    Parameters
    ----------
    data : bytes
        The file.
    sheet : str
        Name of the sheet; the first one by default.

    Returns
    -------
    tuple of tuple
        Rows without trailing empty cells; empty rows at the end are left out.

    Raises
    ------
    InputError
        If it is no workbook, has no such sheet, or is larger than the limits of this module.

    Examples
    --------
    >>> from formulator.report.workbook import Table, workbook
    >>> read_workbook(workbook([Table("t", ("key", "percent"), (("water", 90.5),))]))
    (('key', 'percent'), ('water', 90.5))
    """
    _check_archive(data)
    if not DEFUSEDXML:
        raise InputError("reading workbooks needs defusedxml: pip install defusedxml")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles that it does not read
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises what its XML parser and archive raise
        raise InputError(f"this is no workbook that can be read: {error}") from None
    try:
        return _rows(_sheet(book, sheet))
    finally:
        book.close()


def _check_archive(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise InputError(f"a workbook may have {MAX_BYTES:,} bytes, got {len(data):,}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise InputError("this is no workbook: an .xlsx file is a zip archive") from None
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED:
        raise InputError(
            f"this workbook unpacks to more than {MAX_UNPACKED:,} bytes or {MAX_PARTS} parts"
        )
    for part in parts:
        is_bomb = part.file_size > MAX_RATIO * max(part.compress_size, 1)
        if part.file_size > 1_000_000 and is_bomb:
            raise InputError(f"part {part.filename!r} of this workbook unpacks suspiciously large")


def _sheet(book: Any, name: str) -> Any:
    if not book.worksheets:
        raise InputError("this workbook has no sheet of cells")
    if not name:
        return book.worksheets[0]
    if name not in book.sheetnames:
        raise InputError(f"this workbook has no sheet {name!r}; it has {book.sheetnames}")
    return book[name]


def _rows(sheet: Any) -> tuple[tuple[Cell, ...], ...]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    found: list[tuple[Cell, ...]] = []
    try:
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise InputError(f"a sheet may have {MAX_ROWS} rows of {MAX_COLUMNS} cells")
            found.append(_trimmed(row))
    except InputError:
        raise
    except Exception as error:  # damaged XML shows only while rows are read
        raise InputError(f"this workbook is damaged: {error}") from None
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _trimmed(row: Iterable[Any]) -> tuple[Cell, ...]:
    cells = [_value(cell) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _value(cell: Any) -> Cell:
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if cell is None or isinstance(cell, str | bool | int | float):
        return cell
    return str(cell)
