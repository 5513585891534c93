"""FooDB: Content.csv with Food.csv and Compound.csv (folder, zip, or the file beside them).

Licence CC BY-NC 4.0: the rows stay in the user's own tables. Amounts are converted to mg/100 g.
"""

from __future__ import annotations

from pathlib import Path

from ingredients.importers.matching import foods_named, foods_of
from ingredients.importers.presences import Presences, amount, clean_smiles, clean_text
from ingredients.importers.reading import Files, Line, table
from ingredients.importers.staging import ImportReport, Staging

SOURCE = "foodb_import"
MANIFEST: dict[str, str | int] = {
    "title": "FooDB, imported by the user",
    "authors": "The Metabolomics Innovation Centre",
    "year": 2020,
    "licence": "CC BY-NC 4.0: not for redistribution with this package; commercial use needs "
    "permission",
    "url": "https://foodb.ca/downloads",
    "kind": "presence",
    "trust": 30,
}
TO_MG_PER_100G = {
    "mg/100g": 1.0, "mg/100 g": 1.0, "mg/kg": 0.1, "ppm": 0.1, "ug/g": 0.1, "µg/g": 0.1,
    "ug/100g": 1e-3, "µg/100g": 1e-3, "g/100g": 1e3, "g/kg": 100.0, "mg/100ml": 1.0,
    "ug/kg": 1e-4, "ppb": 1e-4, "ng/g": 1e-4, "mg/l": 0.1,
}  # fmt: skip
"""Unit as printed (lower case, spaces out) -> factor to mg/100 g; a litre counts as a kilogram."""


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the tables at ``path``."""
    files = Files(path)
    foods, compounds = _foods(files), _compounds(files, staging)
    found = Presences(staging)
    with files.text("Content.csv") as stream:
        for line in table(stream, "Content.csv", ("source_id", "source_type", "food_id")):
            staging.row("Content.csv")
            keys = foods.get(line.row["food_id"], [])
            compound = compounds.get(line.row["source_id"])
            if line.row["source_type"] != "Compound" or not keys or not compound:
                staging.n_skipped += 1
                continue
            _content(line, keys, compound, found, staging)
    found.write()
    return staging.commit(MANIFEST)


def _content(
    line: Line, keys: list[str], compound: tuple[str, str], found: Presences, staging: Staging
) -> None:
    row = line.row
    try:
        low, high = amount(row.get("orig_min", "")), amount(row.get("orig_max", ""))
        value = amount(row.get("orig_content", ""))
    except ValueError as error:
        staging.problems.add(f"Content.csv row {line.number}", str(error))
        return
    low, high = (value, value) if low is None or high is None else (low, high)
    molecule = found.add(keys, *compound)
    factor = TO_MG_PER_100G.get(row.get("orig_unit", "").lower().replace(" ", ""))
    if low is not None and high is not None and factor:
        citation = row.get("orig_citation") or row.get("citation", "")
        found.add_amount(
            keys, molecule, low * factor, high * factor, unit="mg/100 g", reference=citation
        )


def _foods(files: Files) -> dict[str, list[str]]:
    found = {}
    with files.text("Food.csv") as stream:
        for line in table(stream, "Food.csv", ("id", "name")):
            row = line.row
            keys = foods_of(row.get("name_scientific", "")) or foods_named(row["name"])
            if keys:
                found[row["id"]] = keys
    return found


def _compounds(files: Files, staging: Staging) -> dict[str, tuple[str, str]]:
    found = {}
    with files.text("Compound.csv") as stream:
        for line in table(stream, "Compound.csv", ("id", "name")):
            staging.row("Compound.csv")
            row = line.row
            smiles = row.get("moldb_smiles") or row.get("cas_smiles", "")
            try:
                found[row["id"]] = (clean_text(row["name"], "name"), clean_smiles(smiles))
            except ValueError as error:
                staging.problems.add(f"Compound.csv row {line.number}", str(error))
    return found
