"""Dr. Duke, Duke-Source-CSV.zip: FARMACY_NEW.csv with amounts in ppm, FNFTAX.csv, PARTS.csv."""

from __future__ import annotations

from pathlib import Path

from ingredients.build.aroma import tidy
from ingredients.importers.matching import foods_of
from ingredients.importers.presences import Presences, amount, clean_text
from ingredients.importers.reading import Files, Line, table
from ingredients.importers.staging import ImportReport, Staging

SOURCE = "duke_import"
MANIFEST: dict[str, str | int] = {
    "title": "Dr. Duke's Phytochemical and Ethnobotanical Databases, imported by the user",
    "authors": "US Department of Agriculture, Agricultural Research Service",
    "year": 2016,
    "licence": "CC0-1.0",
    "url": "https://doi.org/10.15482/USDA.ADC/1239279",
    "doi": "10.15482/USDA.ADC/1239279",
    "kind": "presence",
    "trust": 33,
}
ENCODING = "latin-1"


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the archive at ``path``; amounts are kept in ppm of the plant part as reported."""
    files = Files(path)
    plants, parts = _plants(files), _parts(files)
    found = Presences(staging)
    with files.text("FARMACY_NEW.csv", encoding=ENCODING) as stream:
        for line in table(stream, "FARMACY_NEW.csv", ("FNFNUM", "CHEM", "PPCO")):
            staging.row("FARMACY_NEW.csv")
            part = parts.get(line.row["ppco"].strip().upper(), "")
            keys = foods_of(plants.get(line.row["fnfnum"].strip(), ""), part) if part else []
            if keys:
                _chemical(line, keys, found, staging)
            else:
                staging.n_skipped += 1
    found.write()
    return staging.commit(MANIFEST)


def _plants(files: Files) -> dict[str, str]:
    with files.text("FNFTAX.csv", encoding=ENCODING) as stream:
        lines = table(stream, "FNFTAX.csv", ("FNFNUM", "TAXON"))
        return {line.row["fnfnum"].strip(): line.row["taxon"].strip() for line in lines}


def _parts(files: Files) -> dict[str, str]:
    with files.text("PARTS.csv", encoding=ENCODING) as stream:
        lines = table(stream, "PARTS.csv", ("PPCO", "PPNA"))
        return {line.row["ppco"].strip().upper(): line.row["ppna"].strip() for line in lines}


def _chemical(line: Line, keys: list[str], found: Presences, staging: Staging) -> None:
    row = line.row
    try:
        name = tidy(clean_text(row["chem"], "CHEM"))
        low, high = amount(row.get("amt_lo", "")), amount(row.get("amt_hi", ""))
    except ValueError as error:
        staging.problems.add(f"FARMACY_NEW.csv row {line.number}", str(error))
        return
    molecule = found.add(keys, name)
    if low is not None or high is not None:
        reference = row.get("reference", "").strip()
        found.add_amount(keys, molecule, low, high, unit="ppm", reference=reference)
