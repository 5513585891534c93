"""Writing one source's folder: foods, composition, precision and manifest."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ingredients.build.properties import DATA, specs
from ingredients.records import Evidence

LETTERS: dict[Evidence, str] = {
    Evidence.MEASURED: "m",
    Evidence.CALCULATED: "c",
    Evidence.ASSUMED_ZERO: "z",
    Evidence.LABEL: "l",
    Evidence.SPECIFICATION: "s",
    Evidence.ESTIMATED: "e",
    Evidence.GENERAL_KNOWLEDGE: "g",
}
"""Letter after each value in ``composition.csv``."""

FOOD_FIELDS = (
    "key", "name", "kind", "category", "declaration_name", "botanical_name", "part", "form",
    "roles", "use_min", "use_typical", "use_max", "use_products", "use_evidence", "use_basis",
    "allergens_us", "allergens_eu", "cross_reactions", "dietary", "price_low", "price_high",
    "price_date", "price_confidence", "price_basis", "novelty", "off_notes", "notes", "aliases",
)  # fmt: skip


class Cell(NamedTuple):
    """One value with its evidence and, where reported, its precision."""

    value: float
    evidence: Evidence
    standard_error: float | None = None
    n_samples: int = 0


Composition = Mapping[str, Mapping[str, Cell]]
"""Food key -> property key -> value."""


def number(value: float) -> str:
    """Shortest text of a number, six significant digits."""
    return f"{value:.6g}"


def write_composition(folder: Path, composition: Composition) -> None:
    """Write values with their evidence letter, and standard errors and n apart."""
    used = [s.key for s in specs() if any(s.key in row for row in composition.values())]
    values, precision = [["key", *used]], [["key", *used]]
    for key in sorted(composition):
        row = composition[key]
        values.append([key, *(_cell(row.get(p)) for p in used)])
        known = [_precision(row.get(p)) for p in used]
        if any(known):
            precision.append([key, *known])
    write_rows(folder / "composition.csv", values)
    if len(precision) > 1:
        write_rows(folder / "precision.csv", precision)


def _cell(cell: Cell | None) -> str:
    return "" if cell is None else number(cell.value) + LETTERS[cell.evidence]


def _precision(cell: Cell | None) -> str:
    """Return standard error and sample count as ``"0.029/27"``; either part may be blank."""
    if cell is None or not (cell.standard_error or cell.n_samples):
        return ""
    error = number(cell.standard_error) if cell.standard_error else ""
    return f"{error}/{cell.n_samples or ''}"


def write_foods(folder: Path, foods: Sequence[Mapping[str, str]]) -> None:
    """Write the table of foods, sorted by key."""
    rows = [list(FOOD_FIELDS)]
    rows += [[f.get(n, "") for n in FOOD_FIELDS] for f in sorted(foods, key=lambda f: f["key"])]
    write_rows(folder / "foods.csv", rows)


def write_rows(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows as UTF-8 CSV with plain line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def sha256(path: Path) -> str:
    """Checksum of an input file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(folder: Path, fields: Mapping[str, str | int], inputs: Sequence[Path]) -> None:
    """Write ``manifest.toml``: what the source is, its licence, its inputs and row counts."""
    lines = [f"{k} = {_toml(v)}" for k, v in fields.items()]
    lines += ["", "[inputs]", *(f'"{p.name}" = "{sha256(p)}"' for p in inputs), "", "[rows]"]
    for table in sorted(folder.glob("*.csv")):
        with table.open(encoding="utf-8", newline="") as text:
            lines.append(f'"{table.name}" = {sum(1 for _ in csv.reader(text)) - 1}')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def source_folder(key: str) -> Path:
    """Folder of one source inside the package."""
    return DATA / key
