"""Reading USDA SR28 in its official ASCII layout (cp1252, ``^`` between, ``~`` around text)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingredients.build.properties import by_number
from ingredients.build.writing import Cell
from ingredients.records import Evidence

EVIDENCE: dict[str, Evidence] = {
    "1": Evidence.MEASURED,
    "6": Evidence.MEASURED,
    "12": Evidence.MEASURED,
    "13": Evidence.MEASURED,
    "4": Evidence.CALCULATED,
    "11": Evidence.CALCULATED,
    "7": Evidence.ASSUMED_ZERO,
    "5": Evidence.LABEL,
    "8": Evidence.LABEL,
    "9": Evidence.LABEL,
}
"""SR28 source code -> kind of evidence (SRC_CD.txt)."""
NOT_ANALYSED = ("NC", "NP", "NR")
"""Derivation codes of values computed from other nutrients, whatever the source code says."""
SPECIFIC = {
    "fa_16_1_t": "673", "fa_18_1_t": "674", "fa_22_1_t": "676", "fa_18_2_tt": "675",
    "fa_18_2_cla": "675", "fa_18_3_n6": "851",
}  # fmt: skip
"""Isomers counted apart only where the undifferentiated total is not what we keep."""


class Described(NamedTuple):
    """One row of FOOD_DES."""

    ndb: str
    group: str
    description: str
    common: str
    latin: str


def rows(path: Path) -> Iterator[list[str]]:
    """Fields of every row of one table (gzip-compressed or not)."""
    opened = gzip.open(path, "rt", encoding="cp1252") if path.suffix == ".gz" else None
    with opened or path.open(encoding="cp1252") as lines:
        for line in lines:
            yield [field.strip("~") for field in line.rstrip("\r\n").split("^")]


def descriptions(folder: Path) -> dict[str, Described]:
    """Return all foods by NDB number."""
    return {r[0]: Described(r[0], r[1], r[2], r[4], r[9]) for r in rows(folder / "FOOD_DES.txt")}


def evidence_of(source: str, derivation: str) -> Evidence:
    """Kind of evidence of a value from its source and derivation codes."""
    if derivation in NOT_ANALYSED and EVIDENCE[source] is Evidence.MEASURED:
        return Evidence.CALCULATED
    return EVIDENCE[source]


def values(folder: Path, wanted: set[str]) -> dict[str, dict[str, Cell]]:
    """Values of the wanted foods: NDB number -> our property key -> cell.

    Parameters
    ----------
    folder : Path
        Folder with ``NUT_DATA.txt`` or ``NUT_DATA.txt.gz``.
    wanted : set of str
        NDB numbers.
    """
    path = next(p for p in (folder / "NUT_DATA.txt", folder / "NUT_DATA.txt.gz") if p.exists())
    known = by_number()
    raw: dict[str, dict[str, Cell]] = {}
    for r in rows(path):
        if r[0] in wanted and r[1] in known:
            cell = Cell(
                float(r[2]),
                evidence_of(r[5], r[6]),
                float(r[4]) if r[4] else None,
                int(float(r[3] or 0)),
            )
            raw.setdefault(r[0], {})[r[1]] = cell
    return {ndb: by_key(numbered) for ndb, numbered in raw.items()}


def by_key(numbered: dict[str, Cell]) -> dict[str, Cell]:
    """Keep one column of each isomer pair: the specific value where it is reported."""
    found: dict[str, Cell] = {}
    for number, spec in by_number().items():
        first = next((n for n in spec.numbers if n in numbered), None)
        if first == number:
            found[spec.key] = numbered[number]
    for key, needed in SPECIFIC.items():
        if needed not in numbered:
            found.pop(key, None)
    if {"fa_20_3_n3", "fa_20_3_n6"} & set(found):
        found.pop("fa_20_3", None)
    return found
