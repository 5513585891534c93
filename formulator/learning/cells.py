"""Cells of a CSV file as people export them: delimiters, decimal commas, empty columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from formulator.errors import InputError, TableError
from formulator.wording import finite_number

_SEPARATOR_LINE = re.compile(r"\s*sep=([,;\t])\s*", re.IGNORECASE)
"""First line that spreadsheets write to name the delimiter."""
_QUOTED = re.compile(r'"[^"]*"')
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")


@dataclass(frozen=True, slots=True)
class Cells:
    """Stripped cells of a table, each row with its line."""

    name: str
    """Of the file."""
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """(line number, cells) of every filled row below the header."""
    has_decimal_comma: bool
    """Semicolons part the cells, so that a comma can only be a decimal sign."""

    @property
    def lowered(self) -> tuple[str, ...]:
        """Column names without regard to capitals."""
        return tuple(cell.lower() for cell in self.header)

    def missing(self, needs: Sequence[str]) -> list[str]:
        """Return the needed columns that are not there."""
        return [column for column in needs if column not in self.lowered]

    def check(self, needs: Sequence[str], way_out: str = "") -> None:
        """Raise an ``InputError`` when a needed column is missing or a name comes twice."""
        if missing := self.missing(needs):
            raise InputError(
                f"{self.name} needs the columns {', '.join(needs)}; missing "
                f"{', '.join(missing)}, found {', '.join(self.header)}{way_out}"
            )
        named = [cell for cell in self.lowered if cell]
        if twice := sorted({cell for cell in named if named.count(cell) > 1}):
            raise InputError(
                f"{self.name} has columns of the same name: {', '.join(map(repr, twice))}"
            )

    def check_names(self) -> None:
        """Raise a ``TableError`` for columns without a name that hold something.

        Spreadsheet and statistics programs write the number of a row like that; read as an amount
        it would be an ingredient.
        """
        blank = [f"column {j}" for j, cell in enumerate(self.header, start=1) if not cell]
        if blank:
            raise TableError(f"every column of {self.name} needs a name; name or remove", blank)

    def number(self, text: str) -> float | None:
        """Return a finite number, or None."""
        if self.has_decimal_comma and _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
        return finite_number(text)

    def misfit(self, row: Sequence[str]) -> str:
        """Say that a row has more or fewer cells than the header; empty when it has as many."""
        fits = len(row) == len(self.header)
        return "" if fits else f"{len(row)} cells, the header has {len(self.header)}"


def read_cells(path: str | Path, *, needs: Collection[str]) -> Cells:
    """Read a table that is parted by commas, semicolons or tabs.

    A line ``sep=;`` before the header, columns without name and content, blank lines and a byte
    order mark are left out.

    Parameters
    ----------
    path : str or Path
    needs : collection of str
        Columns that a message about an empty file names.

    Raises
    ------
    InputError
        If the file cannot be read, is not UTF-8, is empty or no table.
    """
    name = Path(path).name
    text, delimiter = _delimited(_text(path), name, needs)
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"{name} is not a readable CSV table: {error}") from None
    filled = [
        (line, [cell.strip() for cell in row])
        for line, row in enumerate(table, start=1)
        if any(cell.strip() for cell in row)
    ]
    header = filled[0][1]
    kept = [
        j for j, cell in enumerate(header) if cell or any(j < len(r) and r[j] for _, r in filled)
    ]
    return Cells(
        name=name,
        header=tuple(header[j] for j in kept),
        rows=tuple((line, _kept(row, kept, len(header))) for line, row in filled[1:]),
        has_decimal_comma=delimiter == ";",
    )


def _kept(row: list[str], kept: list[int], width: int) -> tuple[str, ...]:
    """Cells of the kept columns; a row of another width stays as it is, to be reported."""
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return tuple(row[j] for j in kept) if len(row) == width else tuple(row)


def _delimited(text: str, name: str, needs: Collection[str]) -> tuple[str, str]:
    """Return the text without a line that names the delimiter, and the delimiter."""
    first, _, rest = text.partition("\n")
    named = _SEPARATOR_LINE.fullmatch(first)
    if named:
        text = "\n" + rest  # the line stays as a blank one, so that places are right
    if not text.strip():
        raise InputError(f"{name} is empty; it needs a header line with {', '.join(needs)}")
    head = _QUOTED.sub("", text.lstrip().splitlines()[0])
    return text, named[1] if named else max(",;\t", key=head.count)


def _text(path: str | Path) -> str:
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
    return text
