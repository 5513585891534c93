"""FoodData Central, official CSV release (zip or folder): food, food_nutrient, nutrient.

Foods of the types foundation, SR Legacy and survey are read, branded ones left out. A food with
the id of a shipped one adds values to it; others become foods of their own.
"""

from __future__ import annotations

from pathlib import Path

from ingredients.build.foundation import DERIVATIONS, EXTRA, UNIT_FACTORS
from ingredients.build.properties import specs
from ingredients.build.writing import Cell
from ingredients.importers.foods import Foods
from ingredients.importers.presences import amount, clean_text
from ingredients.importers.reading import Files, Line, table
from ingredients.importers.staging import ImportReport, Staging
from ingredients.records import Evidence

SOURCE = "fdc_import"
TYPES = {"foundation_food", "sr_legacy_food", "survey_fndds_food"}
CODES = {
    "1": "0100", "2": "0200", "3": "0300", "4": "0400", "5": "0500", "6": "0600", "7": "0700",
    "8": "0800", "9": "0900", "10": "1000", "11": "1100", "12": "1200", "13": "1300",
    "14": "1400", "15": "1500", "16": "1600", "17": "1700", "18": "1800", "19": "1900",
    "20": "2000",
}  # fmt: skip
"""FDC food category id -> SR28 food group."""
MANIFEST: dict[str, str | int] = {
    "title": "FoodData Central, imported by the user",
    "authors": "US Department of Agriculture, Agricultural Research Service",
    "year": 2024,
    "licence": "CC0-1.0",
    "url": "https://fdc.nal.usda.gov/download-datasets",
    "trust": 20,
}


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the release at ``path``."""
    files, foods = Files(path), Foods(staging)
    keys = _foods(files, foods, staging)
    known = _nutrients(files)
    with files.text("food_nutrient.csv") as stream:
        required = ("fdc_id", "nutrient_id", "amount")
        for line in table(stream, "food_nutrient.csv", required):
            staging.row("food_nutrient.csv")
            key, hit = keys.get(line.row["fdc_id"]), known.get(line.row["nutrient_id"])
            if key and hit:
                _value(line, foods, staging, key, hit)
    return staging.commit(MANIFEST, n_values=foods.write())


def _foods(files: Files, foods: Foods, staging: Staging) -> dict[str, str]:
    found = {}
    with files.text("food.csv") as stream:
        required = ("fdc_id", "data_type", "description", "food_category_id")
        for line in table(stream, "food.csv", required):
            staging.row("food.csv")
            fdc = line.row["fdc_id"].strip()
            if line.row["data_type"] not in TYPES:
                staging.n_skipped += 1
                continue
            try:
                name = clean_text(line.row["description"], "description")
                if not fdc.isdigit():
                    raise ValueError(f"fdc_id must be a whole number, got {fdc[:20]!r}")
            except ValueError as error:
                staging.problems.add(f"food.csv row {line.number}", str(error))
                continue
            alias = (("fdc", fdc), ("usda_fdc_foundation", fdc))
            group = CODES.get(line.row["food_category_id"], "2200")
            found[fdc] = foods.known(*alias) or foods.add_described(name, group, f"fdc:{fdc}")
    return found


def _nutrients(files: Files) -> dict[str, tuple[str, float]]:
    unit = {s.key: s.unit for s in specs()}
    by_number = {n: s.key for s in specs() for n in s.numbers}
    found = {}
    with files.text("nutrient.csv") as stream:
        for line in table(stream, "nutrient.csv", ("id", "unit_name", "nutrient_nbr")):
            row = line.row
            number = row["nutrient_nbr"].removesuffix(".0")
            prop = EXTRA.get(row["id"]) or by_number.get(number, "")
            factor = UNIT_FACTORS.get((row["unit_name"].upper(), unit.get(prop, "")))
            if factor:
                found[row["id"]] = (prop, factor)
    return found


def _value(line: Line, foods: Foods, staging: Staging, key: str, hit: tuple[str, float]) -> None:
    try:
        value = amount(line.row["amount"])
    except ValueError as error:
        staging.problems.add(f"food_nutrient.csv row {line.number}", str(error))
        return
    if value is not None:
        derivation = line.row.get("derivation_id", "")
        kind = DERIVATIONS.get(derivation, Evidence.CALCULATED)
        foods.value(key, hit[0], Cell(value * hit[1], kind))
