"""Printing for people and for programs: plain tables, JSON, errors in words."""

from __future__ import annotations

import json
import math
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

JSON_OPTION = typer.Option("--json", help="Print JSON for programs instead of a table.")


def print_json(data: Any) -> None:
    """Print data as JSON; numbers that are not finite become null, never ``NaN``."""
    sys.stdout.write(json.dumps(_finite(data), ensure_ascii=False, indent=2) + "\n")


def _finite(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(k): _finite(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(v) for v in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    if hasattr(data, "item") and not isinstance(data, str | int | float | bool):
        return _finite(data.item())
    return data


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows in aligned columns; numbers stand to the right."""
    table = [[_cell(c) for c in row] for row in rows]
    widths = [max(_width(r[i]) for r in [list(header), *table]) for i in range(len(header))]
    right = [bool(table) and all(_is_number(r[i]) for r in table) for i in range(len(header))]
    for row in [list(header), *table]:
        cells = [_padded(c, w, to_right=r) for c, w, r in zip(row, widths, right, strict=True)]
        typer.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: Korean letters are two wide, accents none."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _padded(text: str, width: int, *, to_right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if to_right else text + gap


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _is_number(text: str) -> bool:
    if text == "-":
        return True
    try:
        float(text)
    except ValueError:
        return False
    return True


@contextmanager
def libraries_aside() -> Iterator[None]:
    """Send what compiled libraries print by themselves to standard error.

    The mixed-integer solver inside scipy prints stray lines from C++ now and then; on standard
    output they would stand in the middle of our JSON.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # standard output is closed: nothing can stray into it
        yield
        return
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def say(text: str) -> None:
    """Print a remark to standard error, so that standard output stays machine-readable."""
    typer.echo(text, err=True)


def show(data: Any, *, as_json: bool, table: Callable[[], None]) -> None:
    """Print data as JSON, or call the function that draws the table."""
    if as_json:
        print_json(data)
    else:
        table()
