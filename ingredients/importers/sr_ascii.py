"""USDA Standard Reference in its ASCII layout (zip or folder): FOOD_DES.txt, NUT_DATA.txt."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ingredients.build.properties import by_number
from ingredients.build.sr28 import EVIDENCE, by_key, evidence_of
from ingredients.build.writing import Cell
from ingredients.errors import DataError
from ingredients.importers.foods import Foods
from ingredients.importers.presences import amount, clean_text
from ingredients.importers.reading import Files, bounded_lines
from ingredients.importers.staging import ImportReport, Staging

SOURCE = "sr_ascii_import"
MANIFEST: dict[str, str | int] = {
    "title": "USDA National Nutrient Database for Standard Reference, imported by the user",
    "authors": "US Department of Agriculture, Agricultural Research Service",
    "year": 2016,
    "licence": "CC0-1.0 (US Government work, public domain)",
    "url": "https://www.ars.usda.gov/",
    "trust": 20,
}
N_FOOD, N_VALUE = 14, 7
"""Fewest fields of a row of FOOD_DES and of NUT_DATA."""


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the tables at ``path``."""
    files, foods = Files(path), Foods(staging)
    keys = _foods(files, foods, staging)
    known = by_number()
    raw: dict[str, dict[str, Cell]] = {}
    name = "NUT_DATA.txt" if files.has("NUT_DATA.txt") else "NUT_DATA.txt.gz"
    for number, fields in _rows(files, name, N_VALUE, staging):
        if fields[0] in keys and fields[1] in known:
            cell = _cell(number, fields, staging, name)
            if cell:
                raw.setdefault(fields[0], {})[fields[1]] = cell
    for ndb, numbered in raw.items():
        for prop, cell in by_key(numbered).items():
            foods.value(keys[ndb], prop, cell)
    return staging.commit(MANIFEST, n_values=foods.write())


def _rows(files: Files, name: str, n: int, staging: Staging) -> Iterator[tuple[int, list[str]]]:
    with files.text(name, encoding="cp1252") as stream:
        try:
            rows = csv.reader(bounded_lines(stream, name), delimiter="^", quotechar="~")
            for number, fields in enumerate(rows, start=1):
                staging.row(name)
                if len(fields) < n:
                    text = f"needs {n} fields between ^, got {len(fields)}"
                    staging.problems.add(f"{name} row {number}", text)
                else:
                    yield number, fields
        except csv.Error as error:
            raise DataError(f"{name}: {error}") from None


def _foods(files: Files, foods: Foods, staging: Staging) -> dict[str, str]:
    found = {}
    for number, fields in _rows(files, "FOOD_DES.txt", N_FOOD, staging):
        try:
            name = clean_text(fields[2], "Long_Desc")
        except ValueError as error:
            staging.problems.add(f"FOOD_DES.txt row {number}", str(error))
            continue
        alias = ("usda_sr28", fields[0])
        found[fields[0]] = foods.known(alias) or foods.add_described(
            name, fields[1], f"usda_sr28:{fields[0]}"
        )
    return found


def _cell(number: int, fields: list[str], staging: Staging, name: str) -> Cell | None:
    try:
        value = amount(fields[2])
        if value is None or fields[5] not in EVIDENCE:
            raise ValueError(f"needs a value and a source code, got {fields[2]!r}, {fields[5]!r}")
    except ValueError as error:
        staging.problems.add(f"{name} row {number}", str(error))
        return None
    return Cell(value, evidence_of(fields[5], fields[6]))
