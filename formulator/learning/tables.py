"""Read mixture studies from CSV files; every bad row is reported at once with its place."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from formulator.errors import InputError, TableError

MISSING = frozenset({"", "NA"})
"""A score cell with one of these is a missing score; the row is skipped."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One score of one formula by one taster."""

    formula: str
    taster: str
    score: float
    position: int | None = None
    """Serving position, 1 = first; None when not recorded."""
    attribute: str = "overall"


def _rows(path: str | Path, *, needs: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file; blank lines are dropped but keep their line numbers."""
    name = Path(path).name
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(
            f"{name} must be UTF-8 text, line {line} is not; save it again as 'CSV UTF-8'"
        ) from None
    if "\x00" in text:
        raise InputError(f"{name} must be UTF-8 text, it holds zero bytes; save it as 'CSV UTF-8'")
    if not text.strip():
        raise InputError(f"{name} is empty; it needs a header line with {', '.join(needs)}")
    head = text.lstrip().splitlines()[0]
    delimiter = max(",;\t", key=head.count)
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{name} is not a readable CSV table: {error}") from None
    start = next(i for i, row in enumerate(table) if any(cell.strip() for cell in row))
    header = [cell.strip() for cell in table[start]]
    _check_header(name, header, needs)
    return header, [[]] * start + table[start:]


def _check_header(name: str, header: list[str], needs: tuple[str, ...]) -> None:
    lowered = [cell.lower() for cell in header]
    missing = [column for column in needs if column not in lowered]
    if missing:
        raise InputError(
            f"{name} needs the columns {', '.join(needs)}; missing {', '.join(missing)}, "
            f"found {', '.join(header)}"
        )
    twice = sorted({cell for cell in lowered if lowered.count(cell) > 1})
    if twice:
        raise InputError(f"{name} has columns of the same name: {', '.join(map(repr, twice))}")


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def read_mixture_csv(path: str | Path) -> dict[str, dict[str, float]]:
    """Read formulas: a column ``formula`` and one column of amounts per component.

    Parameters
    ----------
    path : str or Path
        UTF-8, comma, semicolon or tab.

    Returns
    -------
    dict
        Formula name -> component -> amount >= 0, as written.

    Raises
    ------
    InputError
        If the file is empty, not UTF-8, or has no ``formula`` or component column.
    TableError
        Listing every bad row: amounts that are missing, no numbers or negative, repeated names.
    """
    name = Path(path).name
    header, rows = _rows(path, needs=("formula",))
    key = [cell.lower() for cell in header].index("formula")
    components = [(j, cell) for j, cell in enumerate(header) if j != key]
    if not components:
        raise InputError(f"{name} needs at least one component column beside 'formula'")
    problems: list[str] = []
    found: dict[str, dict[str, float]] = {}
    for line, row in _body(rows):
        bad, amounts = _amounts(row, len(header), components)
        formula = row[key].strip() if len(row) > key else ""
        if not formula:
            bad.append("the formula has no name")
        elif formula in found:
            bad.append(f"the formula {formula!r} stands there twice")
        problems += [f"{name} line {line}: {text}" for text in bad]
        found.setdefault(formula, amounts)
    if problems:
        raise TableError("amounts must be numbers >= 0, one row per formula", problems)
    if not found:
        raise InputError(f"{name} holds no formula below its header")
    return found


def _body(rows: list[list[str]]) -> Iterable[tuple[int, list[str]]]:
    """(line number, row) of the filled rows below the header."""
    filled = [(i, row) for i, row in enumerate(rows, start=1) if any(c.strip() for c in row)]
    return filled[1:]


def _amounts(
    row: list[str], width: int, components: list[tuple[int, str]]
) -> tuple[list[str], dict[str, float]]:
    if len(row) != width:
        return [f"{len(row)} cells, the header has {width}"], {}
    bad: list[str] = []
    amounts: dict[str, float] = {}
    for j, component in components:
        text = row[j].strip()
        value = _number(text)
        if not text:
            bad.append(f"{component} is missing; write 0 when the formula has none")
        elif value is None:
            bad.append(f"{component} = {text!r} is not a number")
        elif value < 0:
            bad.append(f"{component} = {text} is negative")
        else:
            amounts[component] = value
    return bad, amounts


def read_ratings_csv(
    path: str | Path,
    *,
    formulas: Mapping[str, object] | None = None,
    scale: tuple[float, float] | None = None,
) -> tuple[Rating, ...]:
    """Read scores: columns ``formula,taster,score`` and optionally ``position,attribute``.

    A blank score (or ``NA``) is a missing score: its row is skipped.

    Parameters
    ----------
    path : str or Path
        UTF-8, comma, semicolon or tab.
    formulas : mapping, optional
        Known formula names; others are reported.
    scale : (low, high), optional
        Scores outside are reported.

    Raises
    ------
    InputError
        If the file is empty, not UTF-8, or lacks a column.
    TableError
        Listing every bad row with its line.
    """
    name = Path(path).name
    header, rows = _rows(path, needs=("formula", "taster", "score"))
    lowered = [cell.lower() for cell in header]
    problems: list[str] = []
    ratings: list[Rating] = []
    for line, row in _body(rows):
        if len(row) != len(header):
            problems.append(f"{name} line {line}: {len(row)} cells, the header has {len(header)}")
            continue
        cells = {column: cell.strip() for column, cell in zip(lowered, row, strict=True)}
        bad = _rating_problems(cells, formulas, scale)
        problems += [f"{name} line {line}: {text}" for text in bad]
        if not bad and cells["score"] not in MISSING:
            ratings.append(_rating(cells))
    if problems:
        raise TableError(
            "a rating needs a known formula, a taster and a score on the scale", problems
        )
    if not ratings:
        raise InputError(f"{name} holds no score below its header")
    return tuple(ratings)


def _rating_problems(
    cells: Mapping[str, str],
    formulas: Mapping[str, object] | None,
    scale: tuple[float, float] | None,
) -> list[str]:
    bad: list[str] = []
    if not cells["formula"]:
        bad.append("the formula is missing")
    elif formulas is not None and cells["formula"] not in formulas:
        bad.append(f"unknown formula {cells['formula']!r}")
    if not cells["taster"]:
        bad.append("the taster is missing")
    if cells["score"] not in MISSING:
        bad += _score_problems(cells["score"], scale)
    position = cells.get("position", "")
    if position not in MISSING:
        value = _number(position)
        if value is None or value != int(value) or value < 1:
            bad.append(f"position {position!r} is not a whole number from 1")
    return bad


def _score_problems(text: str, scale: tuple[float, float] | None) -> list[str]:
    value = _number(text)
    if value is None:
        return [f"score {text!r} is not a number"]
    if scale is not None and not scale[0] <= value <= scale[1]:
        return [f"score {text} is outside the scale {scale[0]:g} to {scale[1]:g}"]
    return []


def _rating(cells: Mapping[str, str]) -> Rating:
    position = cells.get("position", "")
    return Rating(
        formula=cells["formula"],
        taster=cells["taster"],
        score=float(cells["score"]),
        position=None if position in MISSING else int(float(position)),
        attribute=cells.get("attribute") or "overall",
    )
