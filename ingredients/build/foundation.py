"""Build ``data/usda_fdc_foundation``: Foundation Foods that SR28 lacks, and their extra values.

``python -m ingredients.build.foundation SHARED_DIR``. A Foundation food with the NDB number of a
food we have adds what SR28 does not report (oligosaccharides, organic acids, biotin ...); its
proximates are not mixed with those of SR28.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from ingredients.build import sr28
from ingredients.build.properties import specs
from ingredients.build.selected import SelectedBuild, by_difference, selection
from ingredients.build.writing import Cell
from ingredients.records import Evidence

SOURCE = "usda_fdc_foundation"
EXTRA = {
    "1008": "energy_kcal", "2047": "energy_kcal", "2048": "energy_kcal", "2000": "sugars",
    "1063": "sugars", "2033": "fibre", "1232": "cystine", "2063": "verbascose",
}  # fmt: skip
"""FDC nutrient ids that the USDA numbers do not reach."""
CATEGORY_GROUPS = {"9": "0900", "11": "1100", "12": "1200", "16": "1600", "20": "2000",
                   "4": "0400", "2": "0200", "14": "1400", "19": "1900"}  # fmt: skip
SAME_PRODUCT = {"water": 5.0, "protein": 2.0, "fat": 2.0}
"""Largest differences [g/100 g] at which SR28 and Foundation rows count as one product."""
DERIVATIONS = {"1": Evidence.MEASURED, "": Evidence.MEASURED}
"""Derivation id -> evidence; every other derivation is calculated."""
UNIT_FACTORS = {
    ("G", "g"): 1.0, ("MG", "mg"): 1.0, ("UG", "ug"): 1.0, ("KCAL", "kcal"): 1.0,
    ("MG", "g"): 1e-3, ("UG", "mg"): 1e-3, ("G", "mg"): 1e3,
}  # fmt: skip


def read(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def nutrient_map(folder: Path) -> dict[str, tuple[str, float]]:
    """FDC nutrient id -> (our property, factor to our unit)."""
    unit = {s.key: s.unit for s in specs()}
    by_nbr = {n: s.key for s in specs() for n in s.numbers}
    found = {}
    for row in read(folder / "nutrient.csv"):
        prop = EXTRA.get(row["id"]) or by_nbr.get(row["nutrient_nbr"])
        factor = UNIT_FACTORS.get((row["unit_name"], unit.get(prop or "", "")))
        if prop and factor:
            found[row["id"]] = (prop, factor)
    return found


def values(folder: Path) -> dict[str, dict[str, Cell]]:
    """Values of all Foundation foods: FDC id -> our property -> cell."""
    known = nutrient_map(folder)
    found: dict[str, dict[str, Cell]] = {}
    for row in read(folder / "food_nutrient.csv"):
        hit = known.get(row["nutrient_id"])
        if hit and row["amount"]:
            prop, factor = hit
            cell = Cell(
                float(row["amount"]) * factor,
                DERIVATIONS.get(row["derivation_id"], Evidence.CALCULATED),
                None,
                int(float(row["data_points"] or 0)),
            )
            found.setdefault(row["fdc_id"], {}).setdefault(prop, cell)
    for cells in found.values():
        if "carbohydrate" not in cells and (total := by_difference(cells)):
            cells["carbohydrate"] = total
    return found


def is_same_product(ours: dict[str, Cell], theirs: dict[str, Cell]) -> bool:
    """Whether two rows with one NDB number are near enough to lend each other values."""
    return all(
        p not in ours or p not in theirs or abs(ours[p].value - theirs[p].value) <= limit
        for p, limit in SAME_PRODUCT.items()
    )


def main(shared: Path) -> None:
    """Write the folder."""
    folder = shared / "usda_fdc_foundation_2024_10"
    described = {r["fdc_id"]: r for r in read(folder / "food.csv")}
    reported = values(folder)
    build = SelectedBuild(SOURCE)
    chosen = selection(SOURCE)
    for row in chosen:
        food = described[row["code"]]
        group = CATEGORY_GROUPS[food["food_category_id"]]
        build.add(row, reported[row["code"]], group=group, notes=food["description"])
    taken = {row["code"] for row in chosen}
    numbers = {r["fdc_id"]: r["NDB_number"].zfill(5) for r in read(folder / "foundation_food.csv")}
    older = sr28.values(shared / "usda_sr28", set(numbers.values()))
    for fdc, ndb in numbers.items():
        key, cells = build.keys.known("usda_sr28", ndb), reported.get(fdc, {})
        if key and fdc not in taken and is_same_product(older[ndb], cells):
            build.share(fdc, key, cells)
    build.write(
        {
            "title": "FoodData Central Foundation Foods, October 2024",
            "authors": "US Department of Agriculture, Agricultural Research Service",
            "year": 2024,
            "licence": "CC0-1.0",
            "url": "https://fdc.nal.usda.gov/",
            "doi": "",
            "trust": 3,
            "script": "python -m ingredients.build.foundation",
            "note": "Foods that SR28 lacks; for foods of SR28 only what SR28 does not report. "
            "Beans on 0 % moisture basis are left out.",
        },
        [folder / n for n in ("food.csv", "food_nutrient.csv", "nutrient.csv")],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
