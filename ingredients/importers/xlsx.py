"""Reading the first sheet of an .xlsx file with the standard library, values only."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ingredients.errors import DataError
from ingredients.importers import limits
from ingredients.importers.reading import Files, whole_text

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAX_COLUMNS = 500
MAX_SHEET = 100_000_000
"""Characters of the unpacked sheet."""


def rows(path: Path) -> Iterator[list[str]]:
    """Rows of the first sheet as texts.

    Raises
    ------
    DataError
        When the file is damaged, unsafe, or a cell holds a formula.
    """
    files = Files(_as_zip(path))
    shared = _shared_strings(files)
    sheets = [n for n in files.names(".xml") if re.fullmatch(r"sheet\d+\.xml", n)]
    if not sheets:
        raise DataError(f"{path.name}: no worksheet found; is it an .xlsx file?")
    root = _parse(files, sheets[0])
    formulas = [
        cell.get("r", "?") for cell in root.iter(f"{SPACE}c") if cell.find(f"{SPACE}f") is not None
    ]
    if formulas:
        raise DataError(
            f"{path.name}: cells hold formulas; paste values only",
            [f"cell {place}" for place in formulas[: limits.MAX_REPORTED]],
        )
    for row in root.iter(f"{SPACE}row"):
        yield _row(row, shared, path.name)


def _as_zip(path: Path) -> Path:
    if path.suffix.lower() != ".xlsx":
        raise DataError(f"{path.name}: needs an .xlsx file")
    return path


def _parse(files: Files, name: str) -> ET.Element:
    with files.text(name) as stream:
        text = whole_text(stream, name, MAX_SHEET)
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise DataError(f"{name}: holds a document type; refused")
    try:
        return ET.fromstring(text)  # noqa: S314 - no DTD, size bounded
    except ET.ParseError as error:
        raise DataError(f"{name}: damaged: {error}") from None


def _shared_strings(files: Files) -> list[str]:
    if not files.has("sharedStrings.xml"):
        return []
    root = _parse(files, "sharedStrings.xml")
    return ["".join(t.text or "" for t in si.iter(f"{SPACE}t")) for si in root.iter(f"{SPACE}si")]


def _row(row: ET.Element, shared: list[str], name: str) -> list[str]:
    texts: dict[int, str] = {}
    for cell in row.iter(f"{SPACE}c"):
        column = _column(cell.get("r", "A1"))
        if column >= MAX_COLUMNS:
            raise DataError(f"{name}: more than {MAX_COLUMNS} columns")
        texts[column] = _text(cell, shared)
    return [texts.get(i, "") for i in range(max(texts, default=-1) + 1)]


def _column(place: str) -> int:
    number = 0
    for letter in re.sub(r"[^A-Z]", "", place.upper())[:4]:
        number = 26 * number + ord(letter) - 64
    return max(0, number - 1)


def _text(cell: ET.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{SPACE}t"))
    value = cell.findtext(f"{SPACE}v") or ""
    if cell.get("t") == "s":
        index = int(value) if value.isdecimal() else -1
        return shared[index] if 0 <= index < len(shared) else ""
    return value
