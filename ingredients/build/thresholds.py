"""Build ``data/thresholds`` (odour, in water) and ``data/sweetenersdb`` (relative sweetness).

``python -m ingredients.build.thresholds SHARED_DIR`` after ``ingredients.build.aroma``. One
laboratory (Czerny et al. 2008, 84 odorants in water) is the anchor and carries its reference.
For odorants it lacks, one value of another paper is kept as general knowledge, unverified:
the papers were not read, and laboratories differ by a factor of ten.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from ingredients.build.keytable import slug
from ingredients.build.properties import DATA
from ingredients.build.selected import SELECTIONS
from ingredients.build.writing import number, source_folder, write_manifest, write_rows

CZERNY = (
    "Czerny M, Christlbauer M, Christlbauer M, Fischer A, Granvogl M, Hammer M, Hartl C, "
    "Moran Hernandez N, Schieberle P. 2008. Re-investigation on odour thresholds of key food "
    "aroma compounds and development of an aroma language based on odour qualities of defined "
    "aqueous odorant solutions. European Food Research and Technology 228:265-273"
)
SUPPLEMENT = {
    "Ma-Rui et al. 2020": (
        "pentanal", "heptanal", "decanal", "(E)-2-octenal", "(E,E)-2,4-heptadienal",
        "2,3-pentanedione", "1-octen-3-ol", "2-pentylfuran", "2-ethylfuran", "benzaldehyde",
        "1-pentanol",
    ),
    "Tamura et al. 2001": (
        "1-hexanol", "hexanoic acid", "octanoic acid", "limonene", "ethyl acetate", "furfural",
        "p-cymene", "terpinolene", "4-terpinenol", "beta-caryophyllene",
    ),
    "Zhu et al. 2020": ("phenylacetaldehyde",),
}  # fmt: skip
"""Odorants that the anchor lacks, and the paper whose value is kept."""
LEFT_OUT = {"(R)-a-Pinene"}
"""One enantiomer, where the same table has the racemate."""
NOTES = {"(R)-Linalool": "(R) enantiomer"}


def literature(shared: Path) -> Iterator[dict[str, str]]:
    """Rows measured in water."""
    path = shared / "odour_thresholds" / "odour_thresholds_literature.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["medium"] == "water" and row["value_ppb"]:
                yield row


def known_molecules() -> dict[str, str]:
    """First block of the InChIKey -> key of the molecule."""
    with (SELECTIONS / "molecules.csv").open(encoding="utf-8", newline="") as lines:
        found = {r["inchikey14"]: slug(r["name"]) for r in csv.DictReader(lines, delimiter=";")}
    return found


def threshold_rows(shared: Path) -> Iterator[list[str]]:
    """Rows of the threshold table; the anchor first."""
    known = known_molecules()
    wanted = {(slug(n), paper) for paper, names in SUPPLEMENT.items() for n in names}
    for row in literature(shared):
        molecule, paper = known.get(row["ik14"], ""), row["source"]
        value = number(float(row["value_ppb"]))
        if molecule and paper == "Czerny et al. 2008" and row["name"] not in LEFT_OUT:
            note = NOTES.get(row["name"], "")
            yield [molecule, value, "ug/L", "water", "measured", CZERNY, note]
        elif (molecule, paper) in wanted:
            yield [molecule, value, "ug/kg", "water", "general knowledge", "",
                   f"value as quoted from {paper}; paper not read"]  # fmt: skip


def write_thresholds(shared: Path) -> None:
    """Write the threshold table."""
    folder = source_folder("thresholds")
    rows = sorted({row[0]: row for row in threshold_rows(shared)}.values())
    head = ["molecule", "value", "unit", "medium", "evidence", "reference", "note"]
    write_rows(folder / "thresholds.csv", [head, *rows])
    write_manifest(
        folder,
        {
            "title": "Odour detection thresholds in water, single values entered again",
            "authors": "plant-formulator contributors; values of the papers named per row",
            "year": 2026,
            "licence": "facts; the paper is cited on each row",
            "url": "",
            "doi": "",
            "trust": 8,
            "kind": "threshold",
            "script": "python -m ingredients.build.thresholds",
            "note": "Orthonasal detection thresholds in water only; media are never mixed.",
        },
        [shared / "odour_thresholds" / "odour_thresholds_literature.csv"],
    )


def write_sweetness(shared: Path) -> None:
    """Write relative sweetness with the licence text of its source."""
    folder = source_folder("sweetenersdb")
    source = shared / "sweetenersdb"
    table = source / "SweetenersDB_v2.0.csv"
    rows = [["name", "log_sweetness", "smiles"]]
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows.append([row["Name"].strip(), number(float(row["logSw"])), row["Smiles"].strip()])
    write_rows(folder / "sweetness.csv", rows)
    (folder / "LICENSE.txt").write_text(
        (source / "LICENSE.txt").read_text(encoding="utf-8"), encoding="utf-8"
    )
    write_manifest(
        folder,
        {
            "title": "SweetenersDB v2.0, relative sweetness of sweet molecules",
            "authors": "Bouysset C, Belloir C, Antonczak S, Briand L, Fiorucci S",
            "year": 2020,
            "licence": "MIT",
            "url": "https://github.com/chemosim-lab/SweetenersDB",
            "doi": "10.1016/j.foodchem.2020.126864",
            "trust": 9,
            "kind": "sweetness",
            "script": "python -m ingredients.build.thresholds",
            "note": "log10 of sweetness relative to sucrose by mass; columns renamed.",
        },
        [table],
    )


def main(shared: Path) -> None:
    """Write both folders."""
    write_thresholds(shared)
    write_sweetness(shared)
    print(DATA)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
