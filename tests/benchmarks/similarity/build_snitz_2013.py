"""Write the fixture of human-rated odour-mixture pairs from the published supplement.

``python -m tests.benchmarks.similarity.build_snitz_2013 FOLDER`` reads ``behavior.csv`` and
``molecules.csv`` (the parsed supplement of Snitz et al. 2013) from FOLDER and writes our own two
tables: the rated pairs by PubChem CID, and the 86 molecules used, in RDKit's canonical SMILES.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from formulator.molecules import canonical_smiles

FIXTURE = Path(__file__).parents[2] / "data" / "snitz_2013"
LAST_PAIR_OF_EXPERIMENT = (191, 286, 360)
"""The supplement's order: experiments 1, 2, 3 follow one another."""


def experiment_of(pair: int) -> int:
    return 1 + sum(pair > last for last in LAST_PAIR_OF_EXPERIMENT[:2])


def cids(text: str) -> list[int]:
    return sorted(int(part) for part in text.split(","))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(folder: Path) -> None:
    pairs: list[list[object]] = []
    used: set[int] = set()
    for row in read(folder / "behavior.csv"):
        a, b = cids(row["StimulusA"]), cids(row["StimulusB"])
        used |= {*a, *b}
        pair = int(row["Pair"])
        texts = [" ".join(map(str, side)) for side in (a, b)]
        pairs.append([pair, experiment_of(pair), *texts, round(float(row["Similarity"]), 3)])
    smiles = {int(r["CID"]): r["IsomericSMILES"] for r in read(folder / "molecules.csv")}
    molecules: list[list[object]] = [[cid, canonical_smiles(smiles[cid])] for cid in sorted(used)]
    write(FIXTURE / "pairs.csv", ["pair", "experiment", "a", "b", "similarity"], pairs)
    write(FIXTURE / "molecules.csv", ["cid", "smiles"], molecules)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
