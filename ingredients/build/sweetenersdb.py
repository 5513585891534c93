"""Build the table of relative sweetness from SweetenersDB v2.0.

``python -m ingredients.build.sweetenersdb SHARED_DIR`` reads ``sweetenersdb/SweetenersDB_v2.0.csv``
(ID, Name, logSw, Smiles) and writes our own table: readable keys, name, SMILES, log10 of sweetness
relative to sucrose, and the id in the source. The MIT notice of the source is kept beside it.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections import Counter
from pathlib import Path

from ingredients.build.keytable import slug
from ingredients.build.writing import source_folder, write_manifest, write_rows

KEY = "sweetenersdb"
HEADER = ["key", "name", "smiles", "log_sweetness", "source_id"]


def table(rows: list[dict[str, str]]) -> list[list[str]]:
    """Our rows, sorted by key; names that occur twice get their source id behind the key."""
    slugs = [slug(row["Name"]) for row in rows]
    n_uses = Counter(slugs)
    made = []
    for name, row in zip(slugs, rows, strict=True):
        key = name if n_uses[name] == 1 else f"{name}_{row['ID']}"
        value = f"{float(row['logSw']):g}"
        made.append([key, row["Name"].strip(), row["Smiles"].strip(), value, row["ID"]])
    return sorted(made)


def main(shared: Path) -> None:
    """Write the folder ``sweetenersdb``."""
    source = shared / KEY
    path = source / "SweetenersDB_v2.0.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    folder = source_folder(KEY)
    write_rows(folder / "sweetness.csv", [HEADER, *table(rows)])
    shutil.copyfile(source / "LICENSE.txt", folder / "LICENSE")
    write_manifest(
        folder,
        {
            "title": "SweetenersDB v2.0: relative sweetness of 316 molecules",
            "authors": "Bouysset C, Belloir C, Antonczak S, Briand L, Fiorucci S",
            "year": 2020,
            "licence": "MIT",
            "url": "https://github.com/chemosim-lab/SweetenersDB",
            "doi": "10.1016/j.foodchem.2020.126864",
            "trust": 8,
            "kind": "molecules",
            "script": "python -m ingredients.build.sweetenersdb",
            "note": "log10 of sweetness relative to sucrose (0), compiled by the authors from the "
            "literature; no conditions or spread per value. Sweet molecules only.",
        },
        [path],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
