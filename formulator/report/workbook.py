"""Workbooks (XLSX) of bench sheets and tables; needs the extra ``export``.

Text is written as text: no cell can become a formula or a link. The same content gives the same
bytes, whatever the day.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from formulator.errors import InputError
from formulator.report.bench_sheet import BenchSheet
from formulator.report.export import MAX_CELL, Cell
from formulator.report.label import Panel

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Written as the date of every workbook, so that equal content gives equal bytes."""
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
"""Characters that a sheet's name must not hold."""
MAX_NAME = 31
"""Longest name of a sheet, characters."""


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
        If there is no table, two share a name, or the extra is not installed.
    """
    names = [sheet_name(t.name) for t in tables]
    if not tables or len({n.lower() for n in names}) < len(names):
        raise InputError(f"a workbook needs tables with names of their own, got {names}")
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = _writer().Workbook(out, options)
    book.set_properties({"created": EPOCH})
    bold = book.add_format({"bold": True, "bottom": 1})
    for name, table in zip(names, tables, strict=True):
        _write(book.add_worksheet(name), table, bold)
    book.close()
    return out.getvalue()


def sheet_name(text: str) -> str:
    """Make a name that a sheet may have: 1 to 31 characters, no bracket, colon, slash or star."""
    name = FORBIDDEN.sub(" ", text).strip().strip("'")[:MAX_NAME].strip()
    return name or "sheet"


def _writer() -> Any:
    try:
        return import_module("xlsxwriter")
    except ModuleNotFoundError:
        raise InputError(
            "workbooks need the extra 'export': pip install 'plant-formulator[export]'"
        ) from None


def _write(sheet: Any, table: Table, bold: Any) -> None:
    widths = [len(h) for h in table.header]
    sheet.write_row(0, 0, table.header, bold)
    sheet.freeze_panes(1, 0)
    for i, row in enumerate(table.rows, start=1):
        for j, cell in enumerate(row):
            _write_cell(sheet, i, j, cell)
            if j < len(widths):
                widths[j] = min(60, max(widths[j], len(str(cell if cell is not None else ""))))
    for j, width in enumerate(widths):
        sheet.set_column(j, j, width + 2)


def _write_cell(sheet: Any, i: int, j: int, cell: Cell) -> None:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        sheet.write_blank(i, j, None)
    elif isinstance(cell, bool):
        sheet.write_string(i, j, "yes" if cell else "no")
    elif isinstance(cell, (int, float)):
        sheet.write_number(i, j, cell)
    else:
        sheet.write_string(i, j, _printable(cell)[:MAX_CELL])


def _printable(text: str) -> str:
    """Leave out control characters, which XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)


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
            ("name", "unit", "predicted", "usual from", "usual to", "measured"),
            tuple((m.name, m.unit, m.predicted, m.low, m.high, None) for m in sheet.measurements),
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
