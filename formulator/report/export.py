"""Tables as text that a spreadsheet opens as data and never as formulas.

A text cell that begins with ``=``, ``+``, ``-``, ``@``, tab or line end could be run as a formula
when somebody opens the file; such cells get an apostrophe in front. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

from formulator.formula import Formula
from formulator.report.bench_sheet import BenchSheet
from formulator.report.label import Panel
from formulator.search.rules import LegalStatus, Verdict
from ingredients import Catalogue

DANGEROUS = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters (also full-width) that spreadsheets take for the start of a formula."""
MAX_CELL = 32_000
"""Longest cell that common spreadsheets keep, characters."""

Cell = str | float | int | bool | None


def safe_cell(value: Cell) -> str:
    """Write one cell so that it stays data.

    Parameters
    ----------
    value : str, float, int, bool or None

    Returns
    -------
    str
        Numbers as they are, nothing for None and NaN, text with an apostrophe where its first
        character (after blanks) could start a formula.

    Examples
    --------
    >>> safe_cell("=1+1"), safe_cell(-0.5), safe_cell("oat base"), safe_cell(None)
    ("'=1+1", '-0.5', 'oat base', '')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    text = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")[:MAX_CELL]
    begins = text.lstrip(" \u00a0")[:1]
    return f"'{text}" if begins in DANGEROUS and begins else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table as CSV text with safe cells and plain line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe_cell(h) for h in header])
    writer.writerows([safe_cell(c) for c in row] for row in rows)
    return out.getvalue()


def formula_csv(formula: Formula) -> str:
    """Write a formula as ``key,percent``, which ``read_formula_csv`` reads back."""
    return to_csv(("key", "percent"), ((k, 100 * f) for k, f in formula.parts))


def formulas_csv(formulas: Sequence[Formula], catalogue: Catalogue) -> str:
    """Write several formulas as one table: ingredients by formulas, [g/100 g]."""
    keys = dict.fromkeys(k for f in formulas for k in f.keys)
    names = [f.name or f"formula {i}" for i, f in enumerate(formulas, start=1)]
    rows: list[list[Cell]] = [
        [k, catalogue.food(k).name, *(100 * f.fraction(k) for f in formulas)] for k in keys
    ]
    return to_csv(("key", "name", *names), rows)


def panel_csv(panel: Panel) -> str:
    """Write a nutrition panel with unrounded and rounded values side by side."""
    header = ("nutrient", "unrounded", "unit", "rounded", "percent_dv", "rule", "missing")
    rows = (
        (x.name, x.unrounded, x.unit, x.rounded, x.percent_dv, x.rule, "; ".join(x.missing))
        for x in panel.lines
    )
    return to_csv(header, rows)


def verdict_csv(verdict: Verdict) -> str:
    """Write the findings of a verdict."""
    rows = ((f.rule, f.severity.value, f.message, f.source) for f in verdict.findings)
    return to_csv(("rule", "severity", "message", "source"), rows)


def bench_csv(sheet: BenchSheet) -> str:
    """Write the mass table of a bench sheet with an empty column for the weighed amount."""
    header = ("key", "name", "percent", "grams", "weighed_grams", "usual_dose", "premix")
    rows: list[tuple[Cell, ...]] = [
        (w.key, w.name, w.weighed_percent, w.grams, None, w.dose, w.premix) for w in sheet.weights
    ]
    rows += [("note", note, None, None, None, None, None) for note in sheet.notes]
    return to_csv(header, rows)


def legal_csv(lines: Iterable[LegalStatus]) -> str:
    """Write the legal status of every line of a formula."""
    header = (
        "key", "status", "percent", "limit", "margin", "expressed_as", "food_category",
        "regulation", "edition", "remark",
    )  # fmt: skip
    rows = (
        (x.key, x.status.value, x.percent, x.limit, x.margin, x.expressed_as, x.food_category,
         x.regulation, x.edition, x.remark)
        for x in lines
    )  # fmt: skip
    return to_csv(header, rows)
