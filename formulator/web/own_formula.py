"""Own formulas: rows that people type or upload, read into a formula or a list of all faults."""

from __future__ import annotations

import csv
import difflib
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from formulator.errors import InputError, TableError
from formulator.formula import Formula
from formulator.report.export import Cell
from formulator.report.read_workbook import read_workbook
from formulator.wording import finite_number
from ingredients import Catalogue, Kind

MAX_BYTES = 1_000_000
"""A file of a formula is small; larger ones are refused unread."""
MAX_UNPACKED = 5_000_000
"""Most that a workbook may unpack to, [byte]: a formula is one small sheet."""
MAX_ROWS, MAX_COLUMNS = 2_000, 100
"""Largest table that is looked at."""
MAX_PARTS = 60
"""Most rows of one formula."""
MAX_TEXT = 200
"""Longest ingredient name that is looked up, characters."""
SUM_TOLERANCE = 0.05
"""Largest distance of a sum of percents from 100 that is taken for rounding, [g/100 g]."""
KEY_HEADS = ("key", "ingredient", "name", "part")
PERCENT_HEADS = ("percent", "%", "g/100 g", "g per 100 g")
GRAM_HEADS = ("g", "grams", "mass")
AMOUNT_HEADS = (*PERCENT_HEADS, *GRAM_HEADS, "amount")
PERCENT, GRAMS = "percent", "grams"

Row = tuple[str, Cell, Cell]
"""Place in words, ingredient, amount."""


def ingredient_labels(catalogue: Catalogue) -> dict[str, str]:
    """Return label to key: the name, with the key where two foods share a name."""
    foods = sorted(catalogue.of_kind(Kind.INGREDIENT), key=lambda f: (f.name.lower(), f.key))
    counts: dict[str, int] = {}
    for food in foods:
        counts[food.name] = counts.get(food.name, 0) + 1
    return {
        (food.name if counts[food.name] == 1 else f"{food.name} ({food.key})"): food.key
        for food in foods
    }


def upload_rows(name: str, data: bytes) -> list[Row]:
    """Read the rows of an uploaded formula; as ``upload_table``."""
    return upload_table(name, data, keys=KEY_HEADS, amounts=AMOUNT_HEADS, what="a formula")


def upload_table(
    name: str,
    data: bytes,
    *,
    keys: Sequence[str],
    amounts: Sequence[str],
    what: str,
    sheet: str = "",
) -> list[Row]:
    """Read the rows of an uploaded file.

    Parameters
    ----------
    name : str
        File name; only its ending is looked at, it is never a path.
    data : bytes
    keys, amounts : sequence of str
        Headings, in small letters, of the column of things and of their numbers.
    what : str
        What the file should hold, for errors.
    sheet : str
        Preferred sheet of a workbook; the first one where there is none of that name.

    Returns
    -------
    list of (place, thing, number)

    Raises
    ------
    InputError
        If the file is too large, no table, or lacks one of the columns.
    """
    return _rows(_table(name, data, what=what, sheet=sheet), keys, amounts)


def upload_unit(name: str, data: bytes) -> str:
    """Return the unit that the first line of an uploaded formula names; empty when it does not.

    Raises
    ------
    InputError
        If the file is too large or no table.
    """
    table = _table(name, data, what="a formula")
    start = _first_line(table)
    head = [] if start is None else [_text(cell).lower() for cell in table[start]]
    units = {PERCENT: PERCENT_HEADS, GRAMS: GRAM_HEADS}
    return next((unit for unit, heads in units.items() if _column(head, heads) is not None), "")


def _table(name: str, data: bytes, *, what: str, sheet: str = "") -> list[Sequence[Cell]]:
    if len(data) > MAX_BYTES:
        raise InputError(f"{what}: at most {MAX_BYTES:,} bytes, this file has {len(data):,}")
    ending = name.rpartition(".")[2].lower()[:10]
    if ending == "xlsx":
        return list(_workbook(data, sheet))
    if ending in ("csv", "tsv", "txt"):
        return list(_csv_table(data))
    raise InputError(f"{what} is read from .csv or .xlsx, not from .{ending}")


def _workbook(data: bytes, sheet: str) -> tuple[tuple[Cell, ...], ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise InputError("this is no workbook: an .xlsx file is a zip archive") from None
    if unpacked > MAX_UNPACKED:
        raise InputError(f"this workbook unpacks to more than {MAX_UNPACKED:,} bytes")
    try:
        return read_workbook(data, sheet=sheet)
    except InputError as error:
        if not sheet or "no sheet" not in str(error):
            raise
    return read_workbook(data)


def _csv_table(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"this file is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'"
        ) from None
    if "\0" in text:
        raise InputError("this file holds a NUL character: it is no text table")
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "")
    separator = max(",;\t", key=head.count)
    if head.count(separator) >= MAX_COLUMNS or len(lines) > MAX_ROWS:
        raise InputError(f"a table here has at most {MAX_ROWS} rows of {MAX_COLUMNS} columns")
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error as error:
        raise InputError(f"this file is no table that can be read: {error}") from None


def _rows(
    table: Sequence[Sequence[Cell]], keys: Sequence[str], amounts: Sequence[str]
) -> list[Row]:
    start = _first_line(table)
    if start is None:
        raise InputError(f"this file is empty; it needs the columns {keys[0]} and {amounts[0]}")
    head = [_text(cell).lower() for cell in table[start]]
    key_at = _column(head, keys)
    amount_at = _column(head, amounts)
    if key_at is None or amount_at is None:
        raise InputError(
            f"the first line must name one column of {', '.join(keys)} and one of "
            f"{', '.join(amounts)}; it reads {', '.join(head)[:MAX_TEXT]!r}"
        )
    rows = []
    for number, cells in enumerate(table[start + 1 :], start=start + 2):
        thing, amount = (cells[i] if i < len(cells) else None for i in (key_at, amount_at))
        if _text(thing) or _text(amount):
            rows.append((f"line {number}", thing, amount))
    return rows


def _first_line(table: Sequence[Sequence[Cell]]) -> int | None:
    """Return the first row that is not empty."""
    return next((i for i, row in enumerate(table) if any(_text(c) for c in row)), None)


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the column with the first of these headings that is there."""
    return next((head.index(name) for name in names if name in head), None)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def table_rows(edited: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of the table on the page that somebody has filled in."""
    return [
        (f"row {number}", row.get("ingredient"), _cell(row.get("amount")))
        for number, row in enumerate(edited, start=1)
        if _text(row.get("ingredient")) or not _is_missing(row.get("amount"))
    ]


def _cell(value: Any) -> Cell:
    """Return a cell of the table, empty ones as None."""
    return None if _is_missing(value) else value


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def read_parts(rows: Sequence[Row], catalogue: Catalogue) -> dict[str, float]:
    """Return amounts by ingredient key.

    Parameters
    ----------
    rows : sequence of (place, ingredient, amount)
        An ingredient is a key or a name of the catalogue.
    catalogue : Catalogue

    Returns
    -------
    dict of str to float
        As written; parts of nothing are left out.

    Raises
    ------
    TableError
        Listing every bad row: unknown ingredients with the nearest known ones, amounts that are
        no numbers or negative, ingredients that stand twice.
    """
    if len(rows) > MAX_PARTS:
        raise InputError(f"a formula has at most {MAX_PARTS} parts, got {len(rows)}")
    known = _known(catalogue)
    amounts: dict[str, float] = {}
    problems: list[str] = []
    for place, ingredient, cell in rows:
        key = known.get(_text(ingredient).lower())
        amount = table_number(cell)
        faults = _faults(ingredient, key, cell, amount, known)
        if key is not None and key in amounts:
            faults.append(f"{_text(ingredient)!r} stands twice; add its rows together")
        problems += [f"{place}: {fault}" for fault in faults]
        if not faults and key is not None and amount is not None:
            amounts[key] = amount
    if problems:
        raise TableError("each row is one ingredient of the catalogue and its amount", problems)
    return {key: amount for key, amount in amounts.items() if amount > 0}


def _known(catalogue: Catalogue) -> dict[str, str]:
    """Return what an ingredient may be called, in small letters, to its key; unclear names out."""
    names: dict[str, set[str]] = {}
    for label, key in ingredient_labels(catalogue).items():
        food = catalogue.food(key)
        for name in {label, food.name, food.declaration_name or ""} - {""}:
            names.setdefault(name.strip().lower(), set()).add(key)
    found = {name: next(iter(keys)) for name, keys in names.items() if len(keys) == 1}
    return found | {f.key.lower(): f.key for f in catalogue.of_kind(Kind.INGREDIENT)}


def _faults(
    ingredient: Cell, key: str | None, cell: Cell, amount: float | None, known: Mapping[str, str]
) -> list[str]:
    faults = []
    text = _text(ingredient)[:MAX_TEXT]
    if not text:
        faults.append(f"no ingredient beside the amount {_text(cell)!r}")
    elif key is None:
        near = difflib.get_close_matches(text.lower(), known, n=3, cutoff=0.5)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        faults.append(f"{text!r} is no ingredient of the catalogue{hint}")
    if amount is None:
        shown = repr(_text(cell)[:MAX_TEXT]) if _text(cell) else "an empty cell"
        faults.append(f"{shown} is no amount (a number, zero or more)")
    elif amount < 0:
        faults.append(f"{amount:g} is negative")
    return faults


def table_number(cell: Cell) -> float | None:
    """Return the number of a cell, with a point or a comma; None when it is none."""
    if isinstance(cell, bool) or cell is None:
        return None
    text = _text(cell).removesuffix("%").strip()
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return finite_number(text)


def make_formula(
    amounts: Mapping[str, float], *, unit: str = PERCENT, fill_with_water: bool = False
) -> Formula:
    """Make a formula of amounts.

    Parameters
    ----------
    amounts : mapping of str to float
        By ingredient key.
    unit : str
        ``percent``: must sum to 100; ``grams``: any total, scaled to 100 %.
    fill_with_water : bool
        Percents only: what is missing to 100 becomes water.

    Returns
    -------
    Formula

    Raises
    ------
    InputError
        If nothing is there, or percents do not sum to 100.

    Examples
    --------
    >>> make_formula({"sucrose": 5.0}, fill_with_water=True).percents()
    {'water': 95.0, 'sucrose': 5.0}
    """
    found = dict(amounts)
    total = math.fsum(found.values())
    if not found or total <= 0:
        raise InputError("a formula needs at least one part with an amount")
    if unit == PERCENT and fill_with_water and total < 100:
        found["water"] = found.get("water", 0.0) + 100 - total
        total = 100.0
    if unit == PERCENT and abs(total - 100) > SUM_TOLERANCE + 1e-9:
        raise InputError(
            f"the percents sum to {total:.4g}, not 100 (+-{SUM_TOLERANCE:g}): fill up with water, "
            "or say that the amounts are grams"
        )
    return Formula.from_grams({k: v for k, v in found.items() if v > 0})


def editor_rows(formula: Formula, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return a formula as rows of the table on the page."""
    labels = {key: label for label, key in ingredient_labels(catalogue).items()}
    return [
        {"ingredient": labels[key], "amount": round(percent, 6)}
        for key, percent in formula.percents().items()
        if key in labels
    ]
