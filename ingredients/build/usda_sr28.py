"""Build ``data/usda_sr28``: plant foods, dairy and egg targets of USDA SR28.

``python -m ingredients.build.usda_sr28 SHARED_DIR``; run ``ingredients.build.functional`` before:
an SR28 food that is a functional ingredient keeps that ingredient's key and row.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from ingredients.build import sr28, targets
from ingredients.build.allergens import allergens, cross_reactions
from ingredients.build.basis import SAME_FOOD, functional_rows, keys_by_ndb
from ingredients.build.botany import botanical_name, corrected
from ingredients.build.classify import (
    category_of,
    caution_of,
    form_of,
    is_reference,
    is_second_spelling,
    part_of,
)
from ingredients.build.dietary import dietary
from ingredients.build.keytable import KeyTable
from ingredients.build.naming import declaration_name, key_candidates, plain_name
from ingredients.build.novelty import novelty_of
from ingredients.build.usage import BASIS, ROLES, default_dose
from ingredients.build.writing import (
    Cell,
    number,
    source_folder,
    write_composition,
    write_foods,
    write_manifest,
)

SOURCE = "usda_sr28"
KEYS: dict[str, str] = {
    "20038": "oats_raw", "08120": "oats_rolled", "12061": "almonds_raw", "16056": "chickpeas_raw",
    "16108": "soybeans_raw", "16052": "fava_beans_raw", "16080": "mung_beans_raw",
    "16087": "peanuts_raw", "20036": "rice_brown_raw", "20444": "rice_white_raw",
    "12104": "coconut_meat_raw", "09003": "apples_raw", "11352": "potatoes_raw",
    "20005": "barley_pearled_raw", "12120": "hazelnuts_raw", "12155": "walnuts_raw",
    "12023": "sesame_seeds_whole", "11124": "carrots_raw", "11304": "peas_green_raw",
    "02030": "black_pepper",
    "02031": "cayenne_pepper", "02032": "white_pepper", "04698": "canola_oil_high_oleic",
    "04642": "sunflower_oil_mid_oleic", "04656": "palm_kernel_oil_fractionated",
    "04699": "soybean_oil_low_linolenic", "04700": "soybean_oil_ultra_low_linolenic",
    "12071": "almond_paste_sweetened", "19918": "stevia_leaf_extract",
    "04670": "vegetable_oil_low_saturated", "11529": "tomatoes_red_raw",
    "11531": "tomatoes_red_canned", "09273": "pineapple_juice", "09016": "apple_juice",
    "09135": "grape_juice", "09206": "orange_juice", "12151": "pistachios_raw",
    "12078": "brazil_nuts", "12142": "pecans", "12131": "macadamia_nuts", "20054": "rice_glutinous",
    "11215": "garlic_raw", "16085": "split_peas_dry", "19165": "cocoa_powder",
    "19353": "maple_syrup", "09291": "prunes", "09298": "raisins",
}  # fmt: skip
"""Keys chosen by hand for foods that formulas often rest on."""

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def aliases(row: Row) -> str:
    """Ids of the same food in its source tables."""
    fdc = row.get("fdc_id", "")
    return f"usda_sr28:{row['ndb']}" + (f";fdc:{fdc}" if fdc else "")


def unique_name(description: str, seen: set[str]) -> str:
    """Plain name not used before; the words in brackets are kept where they are needed."""
    brackets = ", ".join(re.findall(r"\(([^)]*)\)", description))
    plain = plain_name(description)
    name = next(
        n for n in (plain, f"{plain} ({brackets})", description) if n.casefold() not in seen
    )
    seen.add(name.casefold())
    return name


TAP_WATER = "14411"
"""Drinking water from the tap: lends its minerals to ``water``."""
IMPUTED = {"11739"}
"""Rows that repeat another food value by value (broccoli leaves, those of the flower clusters)."""


def is_no_ingredient(row: Row, descriptions: set[str]) -> bool:
    """Whether a plant row is a reference food: finished, salted, branded or said twice."""
    return (
        row["tier"] == "finished"
        or row["ndb"] in IMPUTED
        or is_reference(row["desc"])
        or is_second_spelling(row["desc"], descriptions)
    )


def plant_food(row: Row, key: str, name: str, *, reference: bool) -> Row:
    """Row of the table of foods for a plant food."""
    text = row["desc"]
    category, form = category_of(row["grp"], text), form_of(text)
    us, eu = allergens(text)
    food: Row = {
        "key": key,
        "name": name,
        "kind": "reference" if reference else "ingredient",
        "category": category,
        "declaration_name": declaration_name(name),
        "roles": ";".join(ROLES[category]),
        "botanical_name": corrected(row["sciname"]) or botanical_name(text),
        "part": part_of(category, text),
        "form": form,
        "allergens_us": ";".join(us),
        "allergens_eu": ";".join(eu),
        "cross_reactions": ";".join(cross_reactions(text)),
        "dietary": "" if reference else ";".join(dietary(text, eu, fungal=category == "mushroom")),
        "notes": caution_of(text) + text,
        "aliases": aliases(row),
    }
    if not reference:
        dose = default_dose(category, form, text)
        food |= dict(zip(("use_min", "use_typical", "use_max"), map(number, dose), strict=True))
        food["novelty"] = novelty_of(SOURCE, key, text, row["grp"])
        food |= {"use_evidence": "general knowledge", "use_basis": BASIS}
    return food


def target_food(text: str, category: str, *, key: str, name: str, ids: Row) -> Row:
    """Row of the table of foods for an animal food."""
    return {
        "key": key,
        "name": name,
        "kind": "target" if category != "dessert" else "reference",
        "category": category,
        "allergens_us": "egg" if category in ("egg", "mayonnaise") else "milk",
        "allergens_eu": "egg" if category in ("egg", "mayonnaise") else "milk",
        "notes": text,
        "aliases": aliases(ids),
    }


class Build:
    """Foods and composition gathered so far.

    Parameters
    ----------
    shared : Path
        Folder with the input data.
    """

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.keys = KeyTable()
        self.described = sr28.descriptions(shared / "usda_sr28")
        self.foods: list[Row] = []
        self.names = {row["name"].casefold() for row in functional_rows(shared)}
        self.key_of: dict[str, list[str]] = {}

    def add_plants(self) -> None:
        """Plant foods; those that are a functional ingredient only lend it their values."""
        functional = keys_by_ndb(self.shared)
        rows = read(self.shared / "curated" / "plant_foods_sr28.csv")
        texts_of_all = {row["desc"] for row in rows}
        for row in rows:
            ndb = row["ndb"]
            same = functional.get(ndb)
            if same:
                self.key_of[ndb] = same
                self.keys.share(SOURCE, ndb, same[0])
            elif ndb in SAME_FOOD or row["tier"] == "water":
                self.keys.share(SOURCE, ndb, SAME_FOOD.get(ndb, "water"))
                if ndb == TAP_WATER:
                    self.key_of[ndb] = ["water"]
            else:
                texts = (KEYS.get(ndb, ""), *key_candidates(row["desc"]))
                key = self.keys.give(SOURCE, ndb, [t for t in texts if t])
                self.key_of[ndb] = [key]
                name = unique_name(row["desc"], self.names)
                reference = is_no_ingredient(row, texts_of_all)
                self.foods.append(plant_food(row, key, name, reference=reference))

    def add_targets(self) -> None:
        """Dairy rows, mayonnaise and eggs."""
        curated = self.shared / "curated" / "dairy_targets_sr28.csv"
        rows = {r["ndb"]: (targets.category_of(r["desc"]), r["fdc_id"]) for r in read(curated)}
        rows |= dict.fromkeys(targets.MAYONNAISE, ("mayonnaise", ""))
        rows |= dict.fromkeys(targets.EGGS, ("egg", ""))
        for ndb, (category, fdc) in rows.items():
            text = self.described[ndb].description
            texts = (targets.KEYS.get(ndb, ""), *key_candidates(text))
            key = self.keys.give(SOURCE, ndb, [t for t in texts if t])
            self.key_of[ndb] = [key]
            name = unique_name(text, self.names)
            ids = {"ndb": ndb, "fdc_id": fdc}
            self.foods.append(target_food(text, category, key=key, name=name, ids=ids))

    def composition(self) -> dict[str, dict[str, Cell]]:
        """Values of every food added."""
        values = sr28.values(self.shared / "usda_sr28", set(self.key_of))
        return {key: values[ndb] for ndb, keys in self.key_of.items() for key in keys}


def main(shared: Path) -> None:
    """Write the folder."""
    build = Build(shared)
    build.add_targets()
    build.add_plants()
    folder = source_folder(SOURCE)
    write_foods(folder, build.foods)
    write_composition(folder, build.composition())
    write_manifest(
        folder,
        {
            "title": "USDA National Nutrient Database for Standard Reference, Release 28",
            "authors": "US Department of Agriculture, Agricultural Research Service, Nutrient "
            "Data Laboratory",
            "year": 2016,
            "licence": "CC0-1.0 (US Government work, public domain)",
            "url": "https://www.ars.usda.gov/northeast-area/beltsville-md-bhnrc/"
            "beltsville-human-nutrition-research-center/"
            "methods-and-application-of-food-composition-laboratory/mafcl-site-pages/sr11-sr28/",
            "doi": "",
            "trust": 2,
            "script": "python -m ingredients.build.usda_sr28",
            "note": "Values, standard errors and sample counts as reported; of each isomer pair "
            "the specific value.",
        },
        [shared / "usda_sr28" / n for n in ("FOOD_DES.txt", "NUT_DATA.txt.gz")],
    )
    build.keys.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
