"""Build ``data/usda_flavonoid``: flavonoids and isoflavones of foods we have.

``python -m ingredients.build.flavonoids SHARED_DIR``. Aglycones, mg per 100 g. Flavonoids come
from Release 3.3 with its true zeros; daidzein, genistein and glycitein from a merge that dropped
zeros, so a missing isoflavone is unknown. Totals and proanthocyanidins are left out.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingredients.build.keytable import KeyTable, slug
from ingredients.build.properties import DATA, specs
from ingredients.build.writing import Cell, source_folder, write_composition, write_manifest
from ingredients.records import Evidence
from ingredients.tables import rows_of

SOURCE = "usda_flavonoid"
ISOFLAVONES = ("Daidzein", "Genistein", "Glycitein")
FILES = ("flav_r3_3_by_compound.csv", "flav_isoflav_expanded_by_compound.csv")


def names() -> dict[str, str]:
    """Slug of a compound's name -> our property key."""
    wanted = {s.key: s for s in specs() if s.unit == "mg" and s.block in ("taste_active", "colour")}
    return {slug(s.name): key for key, s in wanted.items()}


def reported(folder: Path) -> Iterator[tuple[str, str, float]]:
    """NDB number, compound and amount [mg/100 g] of both reports."""
    for row in rows_of(folder / FILES[0]):
        yield row["NDB_NO"], row["NUTRIENT_NAME"], float(row["FLAVONOIDS_MG_PER_100G"])
    for row in rows_of(folder / FILES[1]):
        if row["NUTRIENT_NAME"] in ISOFLAVONES:
            yield row["NDB_NO"], row["NUTRIENT_NAME"], float(row["FLAV_VAL"])


def main(shared: Path) -> None:
    """Write the folder."""
    folder = shared / "usda_flavonoid"
    keys, known = KeyTable(), names()
    present = set()
    for table in DATA.glob("*/foods.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            present |= {r["key"] for r in csv.DictReader(lines)}
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for ndb, compound, amount in reported(folder):
        key, prop = keys.known("usda_sr28", ndb), known.get(slug(compound))
        if key in present and prop:
            found[str(key)].setdefault(prop, Cell(amount, Evidence.MEASURED))
    out = source_folder(SOURCE)
    write_composition(out, found)
    write_manifest(
        out,
        {
            "title": "USDA databases of flavonoids (Release 3.3) and isoflavones (Release 2.1)",
            "authors": "Haytowitz DB, Wu X, Bhagwat S; US Department of Agriculture",
            "year": 2018,
            "licence": "CC0-1.0 (US Government work, public domain)",
            "url": "https://www.ars.usda.gov/nutrientdata/flav",
            "doi": "",
            "trust": 3,
            "script": "python -m ingredients.build.flavonoids",
            "note": "Aglycones; no standard errors are reported. Isoflavone zeros are not "
            "reported, a missing one is unknown.",
        },
        [folder / name for name in FILES],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
