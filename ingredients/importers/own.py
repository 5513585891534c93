"""The user's own ingredients, from our template as CSV or XLSX.

``python -m ingredients template my.csv`` writes an empty one. The first row names the columns;
values are per 100 g, in the unit that stands in square brackets behind the property.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ingredients.build.keytable import slug
from ingredients.build.usage import BY_CATEGORY
from ingredients.build.writing import Cell
from ingredients.checks import ALLERGENS, BALANCE, BALANCE_TOLERANCE
from ingredients.errors import DataError
from ingredients.importers import xlsx
from ingredients.importers.foods import Foods, has_animal_word
from ingredients.importers.presences import amount, clean_text
from ingredients.importers.reading import Files, Line, table
from ingredients.importers.staging import ImportReport, Staging
from ingredients.records import Evidence
from ingredients.tables import load_shipped

SOURCE = "own"
FIELDS = (
    "name", "category", "form", "botanical_name", "roles", "use_min", "use_typical", "use_max",
    "allergens_us", "allergens_eu", "price_low", "price_high", "price_date", "evidence", "notes",
)  # fmt: skip
REQUIRED = ("name", "category", "use_max", "evidence")
CATEGORIES = frozenset({*BY_CATEGORY, "base", "plant_concentrate", "preservative_vitamin"})
EVIDENCES = {str(e): e for e in Evidence if e is not Evidence.ASSUMED_ZERO}
MANIFEST: dict[str, str | int] = {
    "title": "The user's own ingredients",
    "authors": "the user",
    "year": 2026,
    "licence": "the user's own data: not for redistribution",
    "trust": 0,
}


def template() -> str:
    """Return the header row of the template as CSV text."""
    out = io.StringIO()
    properties = (f"{p.key} [{p.unit}]" for p in load_shipped().properties)
    csv.writer(out, lineterminator="\n").writerow([*FIELDS, *properties])
    return out.getvalue()


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the table at ``path``; every bad row is named and nothing stored when one is bad."""
    foods = Foods(staging)
    columns: dict[str, str] = {}
    seen: set[str] = set()
    for line in _lines(path):
        if not columns:
            columns = _properties(line.row)
        staging.row(path.name)
        _food(line, columns, foods, staging, seen)
    return staging.commit(MANIFEST, n_values=foods.write())


def _lines(path: Path) -> Iterator[Line]:
    if path.suffix.lower() == ".xlsx":
        rows = xlsx.rows(path)
        header = [h.strip().lower() for h in next(rows, [])]
        missing = [c for c in REQUIRED if c not in header]
        if missing:
            raise DataError(f"{path.name}: needs the columns {', '.join(REQUIRED)}", missing)
        for number, fields in enumerate(rows, start=2):
            if any(fields):
                padded = fields + [""] * (len(header) - len(fields))
                yield Line(number, dict(zip(header, padded, strict=False)))
    else:
        with Files(path).text(path.name) as stream:
            yield from table(stream, path.name, REQUIRED)


def _properties(row: dict[str, str]) -> dict[str, str]:
    """Column header -> property key, checked for its unit.

    Raises
    ------
    DataError
        Naming every unknown column and every wrong unit.
    """
    units = {p.key: p.unit for p in load_shipped().properties}
    found, problems = {}, []
    for header in row:
        name, _, unit = header.partition("[")
        key = name.strip()
        if key in FIELDS or not header:
            continue
        if key not in units:
            problems.append(f"column {header!r} is not one of the template")
        elif unit.strip(" ]") and unit.strip(" ]") != units[key].lower():
            problems.append(f"column {header!r}: the unit is {units[key]}")
        else:
            found[header] = key
    if problems:
        raise DataError("the columns must be those of the template", problems)
    return found


def _food(
    line: Line, columns: dict[str, str], foods: Foods, staging: Staging, seen: set[str]
) -> None:
    try:
        fields, cells = _checked(line.row, columns)
        if slug(fields["name"]) in seen:
            raise ValueError(f"name {fields['name']!r} stands in two rows")
    except ValueError as error:
        staging.problems.add(f"row {line.number}", str(error))
        return
    seen.add(slug(fields["name"]))
    key = foods.new_key(fields["name"])
    foods.add(fields | {"key": key, "kind": "ingredient"})
    for prop, cell in cells.items():
        foods.value(key, prop, cell)


def _checked(
    row: dict[str, str], columns: dict[str, str]
) -> tuple[dict[str, str], dict[str, Cell]]:
    """Fields and values of one row.

    Raises
    ------
    ValueError
        Naming the first rule that the row breaks.
    """
    fields = {f: row.get(f, "").strip() for f in FIELDS}
    fields["name"] = clean_text(fields["name"], "name")
    for text in ("form", "botanical_name", "roles", "notes"):
        fields[text] = clean_text(fields[text], text) if fields[text] else ""
    if fields["category"] not in CATEGORIES:
        raise ValueError(f"category must be one of {', '.join(sorted(CATEGORIES))}")
    if has_animal_word(fields["name"]):
        raise ValueError(f"{fields['name']!r} names an animal food; ingredients are plant-based")
    evidence = EVIDENCES.get(fields.pop("evidence"))
    if evidence is None:
        raise ValueError(f"evidence must be one of {', '.join(EVIDENCES)}")
    _check_use(fields)
    _check_allergens(fields)
    fields |= {"use_evidence": str(evidence), "use_basis": "the user"}
    cells = {
        prop: Cell(value, evidence)
        for header, prop in columns.items()
        if (value := amount(row[header])) is not None
    }
    _check_balance(cells)
    return fields, cells


def _check_use(fields: dict[str, str]) -> None:
    high = amount(fields["use_max"])
    if high is None:
        raise ValueError("use_max is empty: the highest dose in g/100 g product")
    low = amount(fields["use_min"]) or 0.0
    typical = amount(fields["use_typical"])
    typical = (low + high) / 2 if typical is None else typical
    if not 0 <= low <= typical <= high <= 100:
        raise ValueError(f"use_min <= use_typical <= use_max <= 100, got {low}, {typical}, {high}")
    fields |= {"use_min": f"{low:g}", "use_typical": f"{typical:g}", "use_max": f"{high:g}"}
    prices = [amount(fields[f]) for f in ("price_low", "price_high")]
    if (prices[0] is None) != (prices[1] is None) or (prices[0] or 0) > (prices[1] or 0):
        raise ValueError("price_low <= price_high in USD/kg, both or none")


def _check_allergens(fields: dict[str, str]) -> None:
    for name in ("allergens_us", "allergens_eu"):
        words = [w.strip() for w in fields[name].split(";") if w.strip()]
        unknown = sorted(set(words) - ALLERGENS)
        if unknown:
            raise ValueError(f"{name}: unknown {unknown}; known: {', '.join(sorted(ALLERGENS))}")
        fields[name] = ";".join(words)


def _check_balance(cells: dict[str, Cell]) -> None:
    if all(p in cells for p in BALANCE[:5]):
        total = sum(cells[p].value for p in BALANCE if p in cells)
        if abs(total - 100) > BALANCE_TOLERANCE:
            raise ValueError(f"{' + '.join(BALANCE)} must be 100 +- 1.5 g, got {total:.2f}")
    if "fat" in cells and "saturated_fat" in cells:
        if cells["saturated_fat"].value > cells["fat"].value + 0.05:
            raise ValueError("saturated_fat exceeds fat")
