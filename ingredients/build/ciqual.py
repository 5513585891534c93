"""Build ``data/ciqual_2020``: plant foods of the French table that SR28 lacks.

``python -m ingredients.build.ciqual SHARED_DIR``. Carbohydrate of CIQUAL excludes fibre; ours is
by difference and includes it. ``< x`` becomes x/2 and "traces" 0, both marked estimated.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from ingredients.build.selected import SelectedBuild, by_difference, selection
from ingredients.build.writing import Cell
from ingredients.records import Evidence

SOURCE = "ciqual_2020"
COLUMNS = {
    "400": "water", "25000": "protein", "40000": "fat", "10000": "ash", "60000": "alcohol",
    "32000": "sugars", "32210": "fructose", "32220": "galactose", "32250": "glucose",
    "32410": "lactose", "32430": "maltose", "32480": "sucrose", "33110": "starch",
    "34100": "fibre", "65000": "organic_acids", "40302": "saturated_fat",
    "40303": "monounsaturated_fat", "40304": "polyunsaturated_fat", "40400": "fa_4_0",
    "40600": "fa_6_0", "40800": "fa_8_0", "41000": "fa_10_0", "41200": "fa_12_0",
    "41400": "fa_14_0", "41600": "fa_16_0", "41800": "fa_18_0", "41819": "fa_18_1",
    "41826": "fa_18_2_n6", "41833": "fa_18_3_n3", "42046": "fa_20_4_n6", "42053": "fa_20_5_n3",
    "42263": "fa_22_6_n3", "75100": "cholesterol", "10200": "calcium", "10170": "chloride",
    "10290": "copper", "10260": "iron", "10530": "iodine", "10120": "magnesium",
    "10140": "manganese", "10251": "manganese", "10150": "phosphorus", "10190": "potassium",
    "10340": "selenium", "10110": "sodium", "10300": "zinc", "51200": "retinol",
    "51330": "beta_carotene", "52100": "vitamin_d", "53100": "vitamin_e", "54101": "vitamin_k",
    "55100": "vitamin_c", "56100": "thiamin", "56200": "riboflavin", "56310": "niacin",
    "56400": "pantothenic_acid", "56500": "vitamin_b6", "56700": "folate",
    "56600": "vitamin_b12", "328": "energy_kcal",
}  # fmt: skip
"""CIQUAL constituent code -> our property."""
GROUPS = {"0201": "1100", "0202": "1100", "0203": "1600", "0204": "0900", "0205": "1200"}
SPICE, SEAWEED, OIL, GRAIN = "0200", "1100", "0400", "2000"


def cell(text: str) -> Cell | None:
    """Value of one field, or None where the table has none.

    Examples
    --------
    >>> cell("1,81").value, cell("< 0,5").value, cell("-")
    (1.81, 0.25, None)
    """
    plain = text.replace(",", ".").replace(" ", "")
    if plain in ("", "-"):
        return None
    if plain == "traces":
        return Cell(0.0, Evidence.ESTIMATED)
    if plain.startswith("<"):
        return Cell(float(plain[1:]) / 2, Evidence.ESTIMATED)
    return Cell(float(plain), Evidence.CALCULATED)


def group_of(row: dict[str, str]) -> str:
    """SR28-like food group of a row."""
    sub = row["alim_ssgrp_code"]
    if sub.startswith("03"):
        return GRAIN
    if sub.startswith("09"):
        return OIL
    if sub in ("1005", "1006"):
        return SPICE
    return GROUPS.get(sub, "1100" if sub != "1009" else GRAIN)


def headers(folder: Path) -> dict[str, str]:
    """French column header -> our property."""
    with (folder / "constituents.csv").open(encoding="utf-8", newline="") as lines:
        names = {r["const_nom_fr"]: r["const_code"] for r in csv.DictReader(lines)}
    return {" ".join(name.split()): COLUMNS[c] for name, c in names.items() if c in COLUMNS}


def cells_of(row: dict[str, str], known: dict[str, str]) -> dict[str, Cell]:
    """Values of one food by our property keys."""
    found = {
        prop: value
        for name, text in row.items()
        if (prop := known.get(" ".join(name.split()))) and (value := cell(text))
    }
    total = by_difference(found)
    if total:
        found["carbohydrate"] = total
    return found


def main(shared: Path) -> None:
    """Write the folder."""
    folder = shared / "ciqual_2020"
    known = headers(folder)
    with (folder / "ciqual_2020_fr.csv").open(encoding="utf-8", newline="") as lines:
        rows = {r["alim_code"]: r for r in csv.DictReader(lines)}
    build = SelectedBuild(SOURCE)
    for chosen in selection(SOURCE):
        row = rows[chosen["code"]]
        notes = row["alim_nom_fr"]
        build.add(chosen, cells_of(row, known), group=group_of(row), notes=notes)
    build.write(
        {
            "title": "Table de composition nutritionnelle des aliments Ciqual 2020",
            "authors": "Anses (French agency for food, environmental and occupational health "
            "safety)",
            "year": 2020,
            "licence": "Licence Ouverte / Open Licence Etalab 2.0 (attribution)",
            "attribution": "Anses. 2020. Ciqual French food composition table. "
            "https://ciqual.anses.fr/",
            "url": "https://ciqual.anses.fr/",
            "doi": "",
            "trust": 4,
            "script": "python -m ingredients.build.ciqual",
            "note": "Selected plant foods, English names of our own. The files do not say which "
            "values were analysed, so all carry 'calculated'; '< x' is x/2 and traces 0, "
            "estimated; carbohydrate by difference.",
        },
        [folder / "ciqual_2020_fr.csv"],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
