"""Read mixture studies from CSV files; every bad row is reported at once with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formulator.errors import InputError, TableError
from formulator.learning.cells import Cells, read_cells

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "."})
"""What programs write for a missing score, in small letters; the score is skipped."""
LONG = ("formula", "taster", "score")
COMPONENT = frozenset({"component", "ingredient", "key"})
AMOUNT = frozenset({"amount", "percent", "grams", "share", "fraction"})
"""Columns of a table of compositions that has one row for each part of a formula."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One score of one formula by one taster."""

    formula: str
    taster: str
    score: float
    position: int | None = None
    """Serving position, 1 = first; None when not recorded."""
    attribute: str = "overall"


def read_mixture_csv(path: str | Path) -> dict[str, dict[str, float]]:
    """Read formulas: a column ``formula`` and one column of amounts per component.

    A table ``formula, ingredient, percent`` (also ``component`` or ``key``; ``amount``, ``grams``,
    ``share`` or ``fraction``) with one row for each part is read, too; what a formula does not
    list it does not hold.

    Parameters
    ----------
    path : str or Path
        UTF-8, comma, semicolon (then with decimal points or commas) or tab.

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
    cells = read_cells(path, needs=("formula",))
    cells.check(("formula",))
    if len(cells.header) == 1:
        raise InputError(f"{cells.name} needs at least one component column beside 'formula'")
    cells.check_names()
    problems: list[str] = []
    found = _by_part(cells, problems) if _has_parts(cells) else _by_formula(cells, problems)
    if problems:
        raise TableError(
            "amounts must be numbers >= 0 without a unit, one row per formula; leave out columns "
            "that are no amounts, and write temperatures below 0 C in kelvin",
            problems,
        )
    if not found:
        raise InputError(f"{cells.name} holds no formula below its header")
    return found


def _has_parts(cells: Cells) -> bool:
    """Whether the table has one row for each part: exactly formula, component and amount."""
    names = set(cells.lowered)
    return len(names) == 3 and bool(names & COMPONENT) and bool(names & AMOUNT)


def _by_formula(cells: Cells, problems: list[str]) -> dict[str, dict[str, float]]:
    key = cells.lowered.index("formula")
    found: dict[str, dict[str, float]] = {}
    for line, row in cells.rows:
        bad, amounts = _amounts(cells, row, key)
        formula = row[key] if len(row) > key else ""
        if not formula:
            bad.append("the formula has no name")
        elif formula in found:
            bad.append(f"the formula {formula!r} stands there twice")
        problems += [f"{cells.name} line {line}: {text}" for text in bad]
        found.setdefault(formula, amounts)
    return found


def _amounts(cells: Cells, row: tuple[str, ...], key: int) -> tuple[list[str], dict[str, float]]:
    if misfit := cells.misfit(row):
        return [misfit], {}
    bad: list[str] = []
    amounts: dict[str, float] = {}
    for j, (component, text) in enumerate(zip(cells.header, row, strict=True)):
        if j == key:
            continue
        value, problem = _amount(cells, component, text)
        if problem:
            bad.append(problem)
        else:
            amounts[component] = value
    return bad, amounts


def _amount(cells: Cells, component: str, text: str) -> tuple[float, str]:
    """(amount, "") or (0, what is wrong)."""
    value = cells.number(text)
    if not text:
        return 0.0, f"{component} is missing; write 0 when the formula has none"
    if value is None:
        return 0.0, f"{component} = {text!r} is not a number"
    if value < 0:
        return 0.0, f"{component} = {text} is negative"
    return value, ""


def _by_part(cells: Cells, problems: list[str]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    formula_at = cells.lowered.index("formula")
    component_at = next(j for j, c in enumerate(cells.lowered) if c in COMPONENT)
    amount_at = next(j for j, c in enumerate(cells.lowered) if c in AMOUNT)
    for line, row in cells.rows:
        place = f"{cells.name} line {line}"
        if len(row) != 3 or not row[formula_at] or not row[component_at]:
            problems.append(f"{place}: a part needs {', '.join(cells.header)}")
            continue
        formula, component = row[formula_at], row[component_at]
        value, problem = _amount(cells, component, row[amount_at])
        if component in found.setdefault(formula, {}):
            problem = f"{component} stands twice in formula {formula!r}"
        if problem:
            problems.append(f"{place}: {problem}")
        found[formula][component] = value
    return found


def read_ratings_csv(
    path: str | Path,
    *,
    formulas: Mapping[str, object] | None = None,
    scale: tuple[float, float] | None = None,
) -> tuple[Rating, ...]:
    """Read scores: columns ``formula,taster,score`` and optionally ``position,attribute``.

    A blank score (or ``NA`` and the like) is a missing score: its row is skipped. Two wide tables
    are read, too, when the formulas are known: a column ``taster`` and one column of scores for
    each formula, or a column ``formula`` and one for each taster.

    Parameters
    ----------
    path : str or Path
        UTF-8, comma, semicolon (then with decimal points or commas) or tab.
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
    cells = read_cells(path, needs=LONG)
    key = _wide_key(cells, formulas or {})
    if not key:
        cells.check(LONG, "; or a column taster and one of scores for each formula")
    problems: list[str] = []
    ratings: list[Rating] = []
    for place, row in _wide(cells, key, problems) if key else _long(cells, problems):
        bad = _rating_problems(cells, row, formulas, scale)
        problems += [f"{place}: {text}" for text in bad]
        if not bad and row["score"].lower() not in MISSING:
            ratings.append(_rating(cells, row))
    if problems:
        raise TableError(
            "a rating needs a formula of the table of compositions, a taster and a score on the "
            "scale (--scale LOW HIGH names its ends)",
            problems,
        )
    if not ratings:
        raise InputError(f"{cells.name} holds no score below its header")
    return tuple(ratings)


def _wide_key(cells: Cells, formulas: Mapping[str, object]) -> str:
    """Return which column names the rows of a wide table; empty when the table is not wide.

    Wide by taster: some column bears the name of a formula. Wide by formula: all cells beside the
    formula are scores, and no column bears the name of a component (that would be the table of
    compositions).
    """
    present = {c for c in LONG if c in cells.lowered}
    others = [c for c in cells.header if c.lower() not in LONG]
    if present == {"taster"} and set(others) & set(formulas):
        return "taster"
    components = {c for f in formulas.values() if isinstance(f, Mapping) for c in f}
    if present == {"formula"} and others and formulas and not set(others) & components:
        at = cells.lowered.index("formula")
        scores = [c for _, r in cells.rows for j, c in enumerate(r) if j != at]
        if all(c.lower() in MISSING or cells.number(c) is not None for c in scores):
            return "formula"
    return ""


def _long(cells: Cells, problems: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, column -> cell) of every row of the right width; others are reported."""
    for line, row in cells.rows:
        place = f"{cells.name} line {line}"
        if misfit := cells.misfit(row):
            problems.append(f"{place}: {misfit}")
        else:
            yield place, dict(zip(cells.lowered, row, strict=True))


def _wide(cells: Cells, key: str, problems: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, column -> cell) of every score of a wide table."""
    cells.check((key,))
    cells.check_names()
    other = "formula" if key == "taster" else "taster"
    at = cells.lowered.index(key)
    for line, row in cells.rows:
        place = f"{cells.name} line {line}"
        if misfit := cells.misfit(row):
            problems.append(f"{place}: {misfit}")
            continue
        for j, column in enumerate(cells.header):
            if j != at:
                yield f"{place}, column {column!r}", {key: row[at], other: column, "score": row[j]}


def _rating_problems(
    cells: Cells,
    row: Mapping[str, str],
    formulas: Mapping[str, object] | None,
    scale: tuple[float, float] | None,
) -> list[str]:
    bad: list[str] = []
    if not row["formula"]:
        bad.append("the formula is missing")
    elif formulas is not None and row["formula"] not in formulas:
        bad.append(f"unknown formula {row['formula']!r}{_nearest(row['formula'], formulas)}")
    if not row["taster"]:
        bad.append("the taster is missing")
    if row["score"].lower() not in MISSING:
        bad += _score_problems(cells, row["score"], scale)
    position = row.get("position", "")
    if position.lower() not in MISSING:
        value = cells.number(position)
        if value is None or value != int(value) or value < 1:
            bad.append(f"position {position!r} is not a whole number from 1")
    return bad


def _nearest(name: str, formulas: Mapping[str, object]) -> str:
    lowered = {f.lower(): f for f in formulas}
    close = difflib.get_close_matches(name.lower(), lowered, n=1, cutoff=0.8)
    return f"; did you mean {lowered[close[0]]!r}?" if close else ""


def _score_problems(cells: Cells, text: str, scale: tuple[float, float] | None) -> list[str]:
    value = cells.number(text)
    if value is None:
        return [f"score {text!r} is not a number"]
    if scale is not None and not scale[0] <= value <= scale[1]:
        return [f"score {text} is outside the scale {scale[0]:g} to {scale[1]:g}"]
    return []


def _rating(cells: Cells, row: Mapping[str, str]) -> Rating:
    position = row.get("position", "")
    return Rating(
        formula=row["formula"],
        taster=row["taster"],
        score=cells.number(row["score"]) or 0.0,
        position=None if position.lower() in MISSING else int(cells.number(position) or 0),
        attribute=row.get("attribute") or "overall",
    )
