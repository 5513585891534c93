"""Formulas from CSV files with the columns ``key,percent``.

Two readers, because two questions are asked. ``read_percents_csv`` reads what can be read and
leaves the judgement (wrong sum, negative amounts, unknown keys: rule F01) to ``check_formula``;
``read_formula_csv`` gives a ``Formula`` and therefore refuses these too. Both report every bad row
at once and refuse what cannot be read at all: no such file, wrong encoding, no rows, missing
columns, amounts that are no numbers, ingredients that stand twice.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

from formulator.errors import InputError, TableError
from formulator.formula import Formula
from formulator.wording import finite_number
from ingredients import Catalogue, Kind, UnknownKeyError

COLUMNS = ("key", "percent")
SUM_TOLERANCE = 0.05
"""Largest accepted distance of the sum from 100, [g/100 g]."""
MAX_BYTES = 1_000_000
"""Larger files are not formulas."""
LONGEST = 40
"""Characters of a cell that a message shows."""


def read_percents_csv(path: Path | str) -> dict[str, float]:
    """Read percents by ingredient key, as they are written.

    Parameters
    ----------
    path : Path or str
        UTF-8 (with or without byte-order mark), separated by commas, semicolons or tabs.

    Returns
    -------
    dict of str to float
        [g/100 g], in the order of the file; empty lines are skipped.

    Raises
    ------
    InputError
        If the file cannot be read or is no table of ``key,percent``.
    TableError
        Listing every row whose amount is no finite number, whose key is empty or stands twice.
    """
    rows = _rows(Path(path))
    amounts: dict[str, float] = {}
    problems: list[str] = []
    for line, key, text in rows:
        amount = _number(text)
        if not key:
            problems.append(f"line {line}: no key beside {_short(text)!r}")
        elif amount is None:
            problems.append(f"line {line} ({_short(key)!r}): {_short(text)!r} is no finite number")
        elif key in amounts:
            problems.append(f"line {line} ({_short(key)!r}): stands twice; add its rows together")
        else:
            amounts[key] = amount
    if problems:
        raise TableError(
            f"{Path(path).name}: each row is an ingredient key and a percent", problems
        )
    if not amounts:
        raise InputError(f"{Path(path).name} has no ingredient; it needs rows of key,percent")
    return amounts


def read_formula_csv(path: Path | str, catalogue: Catalogue) -> Formula:
    """Read a formula that can be weighed.

    Parameters
    ----------
    path : Path or str
        As ``read_percents_csv``.
    catalogue : Catalogue
        Must hold every key as an ingredient.

    Returns
    -------
    Formula
        Named after the file; a sum within 0.05 of 100 is normalised.

    Raises
    ------
    InputError
        As ``read_percents_csv``.
    TableError
        Listing negative amounts, unknown keys with the nearest known ones, and a wrong sum.
    """
    percents = read_percents_csv(path)
    problems = formula_problems(percents, catalogue)
    if problems:
        raise TableError(f"{Path(path).name} is no formula", problems)
    return Formula.from_grams(percents, name=Path(path).stem)


def formula_problems(percents: Mapping[str, float], catalogue: Catalogue) -> list[str]:
    """Say what keeps percents from being a formula: sum, sign, keys.

    Parameters
    ----------
    percents : mapping of str to float
        [g/100 g].
    catalogue : Catalogue

    Returns
    -------
    list of str
        Empty for a formula.
    """
    problems = [f"{key!r}: {p:g} % is negative" for key, p in percents.items() if p < 0]
    usable = {f.key for f in catalogue.foods if f.kind is Kind.INGREDIENT}
    problems += [
        str(UnknownKeyError("ingredient", key, usable)) for key in percents if key not in usable
    ]
    total = math.fsum(percents.values())
    if abs(total - 100) > SUM_TOLERANCE + 1e-9:
        problems.append(f"the percents sum to {total:.4g}, not 100 (+-{SUM_TOLERANCE:g})")
    return problems


def _short(text: str) -> str:
    """Cut a cell to what a message can show."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _number(text: str) -> float | None:
    return finite_number(text.removesuffix("%").replace(",", "."))


def _rows(path: Path) -> list[tuple[int, str, str]]:
    """Lines of the file: number, key, percent."""
    lines = _text(path).splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise InputError(f"{path.name} is empty; it needs the columns key,percent")
    separator = max(",;\t", key=lines[first].count)
    header = [c.strip().lower() for c in lines[first].split(separator)]
    missing = [c for c in COLUMNS if c not in header]
    if missing:
        raise InputError(
            f"{path.name} needs the columns key,percent; its first line is {lines[first]!r}"
        )
    key_at, percent_at = (header.index(c) for c in COLUMNS)
    rows, problems = [], []
    for line, text in enumerate(lines[first + 1 :], first + 2):
        cells = _cells(text, separator)
        padded = cells + [""] * len(header)
        if any(padded[len(header) :]):
            problems.append(_too_many(line, padded, len(header)))
        elif any(padded):
            rows.append((line, padded[key_at], padded[percent_at]))
    if problems:
        raise TableError(f"{path.name}: each row has as many cells as the header", problems)
    return rows


def _cells(text: str, separator: str) -> list[str]:
    """Cells of one line; a field too long for a number or a key is cut to what a message shows."""
    try:
        return [c.strip() for c in next(csv.reader([text], delimiter=separator), [])]
    except csv.Error:
        return [c.strip()[:LONGEST] for c in text.split(separator)]


def _too_many(line: int, cells: list[str], n: int) -> str:
    count = sum(bool(c) for c in cells)
    way_out = "write 89.5 with a point, or separate the columns by semicolons"
    return f"line {line}: {count} cells, the header has {n}; a decimal comma? {way_out}"


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise InputError(f"{path.name} has {len(data)} bytes; a formula has at most {MAX_BYTES}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name} is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'"
        ) from None
