"""Composition tables of users: foods by property keys, missing cells stay missing."""

from __future__ import annotations

import csv
import io
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError, TableError
from formulator.profiles import AXES, Axis
from ingredients.errors import nearest_keys

_LOG = logging.getLogger(__name__)

MISSING = frozenset({"", "-", "na", "n/a", "nan", "null", "none"})
"""Cells that mean "not known", in lower case."""
LARGEST = {"g/100 g": 105.0, "mg/100 g": 105e3, "ug/100 g": 105e6}
"""Largest accepted value per unit: 100 g of the food, with room for rounding."""


@dataclass(frozen=True, slots=True)
class CompositionTable:
    """Foods as a user gave them, on the declared axes."""

    keys: tuple[str, ...]
    names: tuple[str, ...]
    categories: tuple[str, ...]
    values: npt.NDArray[np.float64]
    """Shape (n_foods, n_axes) in the order and units of ``AXES``; NaN where not known."""
    ignored: tuple[str, ...] = ()
    """Columns of the file that are no axis and were not used."""


def read_composition(path: str | Path) -> CompositionTable:
    """Read foods from a CSV file in the catalogue's template.

    Columns: ``key``, ``name`` (optional: the key), ``category`` (optional) and any property
    keys of the catalogue, in the catalogue's units per 100 g. Empty cells are not known.

    Parameters
    ----------
    path : str or Path
        UTF-8 text, comma-separated, with a header.

    Returns
    -------
    CompositionTable

    Raises
    ------
    InputError
        If the file cannot be read, is empty, or has no column that is an axis.
    TableError
        Listing every bad row with its line.
    """
    header, rows = _read(Path(path))
    columns = {a.key: header.index(a.key) for a in AXES if a.key in header}
    if "key" not in header or not columns:
        raise InputError(_header_message(path, header))
    ignored = tuple(c for c in header if c not in columns and c not in _TEXT_COLUMNS)
    if ignored:
        _LOG.info(
            "%s: columns that are no axis of a profile are not used: %s", path, ", ".join(ignored)
        )
    problems: list[str] = []
    values = np.full((len(rows), len(AXES)), np.nan)
    for i, (line, cells) in enumerate(rows):
        problems += _row_problems(line, cells, header)
        for j, a in enumerate(AXES):
            if a.key in columns and columns[a.key] < len(cells):
                values[i, j] = _number(cells[columns[a.key]], line, a, problems)
    keys = _column(rows, header, "key")
    problems += _repeated(keys, [line for line, _ in rows])
    if problems:
        raise TableError(f"{path}: every row needs a key of its own and numbers >= 0", problems)
    names = [n or k for n, k in zip(_column(rows, header, "name"), keys, strict=True)]
    return CompositionTable(
        keys=tuple(keys),
        names=tuple(names),
        categories=tuple(_column(rows, header, "category")),
        values=values,
        ignored=ignored,
    )


_TEXT_COLUMNS = frozenset({"key", "name", "category", "kind", "source", "notes"})


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and non-empty rows with their line numbers."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} must be UTF-8 text, byte {error.start} is not; save it as UTF-8 CSV"
        ) from error
    try:
        reader = csv.reader(io.StringIO(text), strict=True)
        lines = [(reader.line_num, [c.strip() for c in row]) for row in reader]
    except csv.Error as error:
        raise InputError(f"{path} is no comma-separated table: {error}") from error
    lines = [(n, row) for n, row in lines if any(row)]
    if len(lines) < 2:
        raise InputError(f"{path} needs a header and at least one row, got {len(lines)} line(s)")
    return [c.lower() for c in lines[0][1]], lines[1:]


def _column(rows: Sequence[tuple[int, list[str]]], header: Sequence[str], name: str) -> list[str]:
    if name not in header:
        return [""] * len(rows)
    at = header.index(name)
    return [cells[at] if at < len(cells) else "" for _, cells in rows]


def _row_problems(line: int, cells: Sequence[str], header: Sequence[str]) -> list[str]:
    problems = []
    if len(cells) > len(header):
        problems.append(f"line {line}: {len(cells)} cells, the header has {len(header)}")
    at = header.index("key")
    if at >= len(cells) or not cells[at]:
        problems.append(f"line {line}: the key is empty")
    return problems


def _number(cell: str, line: int, axis: Axis, problems: list[str]) -> float:
    if cell.lower() in MISSING:
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        problems.append(f"line {line}, column {axis.key}: {cell!r} is no number")
        return math.nan
    if not 0 <= value <= LARGEST[axis.unit]:
        problems.append(
            f"line {line}, column {axis.key}: {cell} is not within 0 and {LARGEST[axis.unit]:g}"
        )
    return value


def _repeated(keys: Sequence[str], lines: Sequence[int]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for key, line in zip(keys, lines, strict=True):
        if key and key in first:
            problems.append(f"line {line}: the key {key!r} stands on line {first[key]} already")
        first.setdefault(key, line)
    return problems


def _header_message(path: str | Path, header: Sequence[str]) -> str:
    known = [a.key for a in AXES]
    near = [k for c in header for k in nearest_keys(c, known, n=1)]
    hint = f"; nearest known: {', '.join(near[:5])}" if near else ""
    return (
        f"{path}: the header needs the column 'key' and at least one property such as "
        f"{', '.join(known[:4])}; got {', '.join(header[:8])}{hint}"
    )
