"""LOTUS: frozen metadata (.csv or .csv.gz), CC0; structures reported in organisms.

Only organisms that our foods are made from, and molecules small enough to smell, are kept. LOTUS
names no plant part, so a presence holds for the plant and not for the part that is eaten.
"""

from __future__ import annotations

from pathlib import Path

from ingredients.build.aroma import is_odorant
from ingredients.importers.matching import foods_of
from ingredients.importers.presences import Presences, clean_smiles, clean_text
from ingredients.importers.reading import Files, Line, table
from ingredients.importers.staging import ImportReport, Staging

SOURCE = "lotus_import"
MANIFEST: dict[str, str | int] = {
    "title": "LOTUS natural products, imported by the user",
    "authors": "Rutz A et al.",
    "year": 2022,
    "licence": "CC0-1.0",
    "url": "https://doi.org/10.5281/zenodo.5794106",
    "doi": "10.5281/zenodo.5794106",
    "kind": "presence",
    "trust": 32,
}
REQUIRED = ("structure_inchikey", "structure_smiles", "organism_name")


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the file at ``path``."""
    files = Files(path)
    found = Presences(staging)
    with files.text(path.name) as stream:
        for line in table(stream, path.name, REQUIRED):
            staging.row(path.name)
            keys = foods_of(line.row["organism_name"])
            if keys:
                _structure(line, keys, found, staging, path.name)
            else:
                staging.n_skipped += 1
    found.write()
    return staging.commit(MANIFEST)


def _structure(line: Line, keys: list[str], found: Presences, staging: Staging, name: str) -> None:
    row = line.row
    try:
        smiles = clean_smiles(row.get("structure_smiles_2d") or row["structure_smiles"])
        label = row.get("structure_nametraditional") or row.get("structure_nameiupac") or ""
        label = clean_text(label or row["structure_inchikey"], "name of the structure")
    except ValueError as error:
        staging.problems.add(f"{name} row {line.number}", str(error))
        return
    if smiles and is_odorant(smiles):
        found.add(keys, label, smiles, row["structure_inchikey"][:14])
    else:
        staging.n_skipped += 1
