"""Workbooks (XLSX) of bench sheets and tables.

Text is written as text: no cell can become a formula or a link. The same content gives the same
bytes, whatever the day.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from formulator.errors import InputError
from formulator.report.bench_sheet import BenchSheet
from formulator.report.export import DANGEROUS, MAX_CELL, Cell
from formulator.report.label import Panel

EPOCH = datetime(2000, 1, 1)
"""Written as the date of every workbook, so that equal content gives equal bytes."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
"""Characters that a sheet's name must not hold."""
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold; line ends are made plain before."""
DATED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
MAX_NAME = 31
"""Longest name of a sheet, characters."""
MAX_WIDTH = 60
"""Widest column, characters."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(tables: Sequence[Table]) -> bytes:
    """Write tables as an XLSX workbook, one sheet each.

    Parameters
    ----------
    tables : sequence of Table

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        If there is no table, or two share a name.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (heavy: start-up stays light)

    names = [sheet_name(t.name) for t in tables]
    if not tables or len({n.lower() for n in names}) < len(names):
        raise InputError(f"a workbook needs tables with names of their own, got {names}")
    book = Workbook(write_only=True)
    book.properties.creator = "formulator"
    book.properties.created = EPOCH
    for name, table in zip(names, tables, strict=True):
        _write(book.create_sheet(name), table)
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def sheet_name(text: str) -> str:
    """Make a name that a sheet may have: 1 to 31 characters, no bracket, colon, slash or star."""
    name = FORBIDDEN.sub(" ", printable(text)).strip().strip("'")[:MAX_NAME].strip()
    return name or "sheet"


def printable(text: str) -> str:
    """Leave out the characters that XML cannot hold, and make line ends plain."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _undated(data: bytes) -> bytes:
    """Pack the archive again without the clock: the date in its properties and of its files."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = DATED.sub(rb"\g<1>" + f"{EPOCH:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            packed = zipfile.ZipInfo(name, (EPOCH.year, 1, 1, 0, 0, 0))
            new.writestr(packed, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 (heavy: start-up stays light)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 (heavy: start-up stays light)

    bold = Font(bold=True)
    sheet.freeze_panes = "A2"
    for j, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(j)].width = width + 2
    sheet.append([_text(sheet, h, font=bold) for h in table.header])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _widths(table: Table) -> list[int]:
    columns = [[len(h)] for h in table.header]
    for row in table.rows:
        for column, cell in zip(columns, row, strict=False):
            column.append(len("" if cell is None else str(cell)))
    return [min(MAX_WIDTH, max(column)) for column in columns]


def _cell(sheet: Any, value: Cell) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return _text(sheet, "yes" if value else "no")
    if isinstance(value, (int, float)):
        return value
    return _text(sheet, value)


def _text(sheet: Any, text: str, *, font: Any = None) -> Any:
    """Return a cell of text, whatever it looks like: not read as formula, error value or link."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 (heavy: start-up stays light)

    cell = WriteOnlyCell(sheet, value="")
    cell.value = printable(text)[:MAX_CELL]
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    if cell.value.lstrip(" \u00a0")[:1] in DANGEROUS:
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell


def bench_tables(sheet: BenchSheet, panels: Iterable[Panel] = ()) -> tuple[Table, ...]:
    """Return a bench sheet (and nutrition panels) as tables for a workbook.

    Parameters
    ----------
    sheet : BenchSheet
    panels : iterable of Panel

    Returns
    -------
    tuple of Table
        Weights, process, measurements, verdict, legal, one for each panel, notes.
    """
    steps = [
        (s.number, s.step, s.says, s.temperature, name, grams)
        for s in sheet.steps
        for name, grams in (s.additions or (("", None),))
    ]
    return (
        Table(
            "Weights",
            ("key", "name", "design %", "weigh g", "weighed %", "usual dose", "premix",
             "weighed g"),
            tuple(
                (w.key, w.name, w.percent, w.grams, w.weighed_percent, w.dose, w.premix, None)
                for w in sheet.weights
            ),
        ),
        Table("Process", ("number", "step", "what", "temperature C", "add", "g"), tuple(steps)),
        Table(
            "Measurements",
            ("name", "unit", "predicted", "lowest", "highest", "from", "usual from", "usual to",
             "measured"),
            tuple(
                (m.name, m.unit, m.predicted, m.predicted_low, m.predicted_high, m.how, m.low,
                 m.high, None)
                for m in sheet.measurements
            ),
        ),
        Table(
            "Verdict",
            ("rule", "severity", "message", "source"),
            tuple(
                (f.rule, f.severity.value, f.message, f.source) for f in sheet.verdict.findings
            ),
        ),
        Table(
            "Legal",
            ("key", "status", "percent", "limit", "margin", "food category", "regulation",
             "edition"),
            tuple(
                (x.key, x.status.value, x.percent, x.limit, x.margin, x.food_category,
                 x.regulation, x.edition)
                for x in sheet.legal
            ),
        ),
        *(_panel_table(p) for p in panels),
        Table("Notes", ("note",), tuple((n,) for n in sheet.notes)),
    )  # fmt: skip


def _panel_table(panel: Panel) -> Table:
    return Table(
        f"Nutrition {panel.jurisdiction}",
        ("nutrient", f"unrounded per {panel.basis}", "unit", "rounded", "% DV", "missing"),
        tuple(
            (x.name, x.unrounded, x.unit, x.rounded, x.percent_dv, "; ".join(x.missing))
            for x in panel.lines
        ),
    )
