"""Build ``data/japan_stfcj_2020``: plant foods of the Japanese table that SR28 lacks.

``python -m ingredients.build.japan SHARED_DIR``. English names are our own translation. ``(x)``
is an estimate of the table's authors, ``Tr`` a trace (0, estimated), ``-`` not measured.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from ingredients.build.selected import SelectedBuild, selection
from ingredients.build.writing import Cell
from ingredients.records import Evidence

SOURCE = "japan_stfcj_2020"
COLUMNS = {
    "ENERC_KCAL": "energy_kcal", "WATER": "water", "PROT-": "protein", "CHOLE": "cholesterol",
    "FAT-": "fat", "FIB-": "fibre", "CHOCDF-": "carbohydrate", "OA": "organic_acids",
    "ASH": "ash", "NA": "sodium", "K": "potassium", "CA": "calcium", "MG": "magnesium",
    "P": "phosphorus", "FE": "iron", "ZN": "zinc", "CU": "copper", "MN": "manganese",
    "ID": "iodine", "SE": "selenium", "CR": "chromium", "MO": "molybdenum", "RETOL": "retinol",
    "CARTA": "alpha_carotene", "CARTB": "beta_carotene", "CRYPXB": "beta_cryptoxanthin",
    "VITA_RAE": "vitamin_a_rae", "VITD": "vitamin_d", "TOCPHA": "vitamin_e",
    "TOCPHB": "beta_tocopherol", "TOCPHG": "gamma_tocopherol", "TOCPHD": "delta_tocopherol",
    "VITK": "vitamin_k", "THIA": "thiamin", "RIBF": "riboflavin", "NIA": "niacin",
    "VITB6A": "vitamin_b6", "VITB12": "vitamin_b12", "FOL": "folate",
    "PANTAC": "pantothenic_acid", "BIOT": "biotin", "VITC": "vitamin_c", "ALC": "alcohol",
}  # fmt: skip
"""INFOODS-like tag of the table -> our property."""
DERIVED = {"energy_kcal", "carbohydrate", "vitamin_a_rae"}
"""Computed from other columns by the table's authors."""
GROUPS = {
    "01": "2000", "02": "1100", "03": "1900", "04": "1600", "05": "1200", "06": "1100",
    "07": "0900", "08": "1100", "09": "1100", "14": "0400", "16": "1400", "17": "0200",
}  # fmt: skip
SAME_FOOD = {
    "01116": "koji_aspergillus", "02002": "konjac", "02028": "tapioca_starch",
    "02030": "rice_starch", "02034": "potato_starch", "02035": "corn_starch",
    "03018": "dextrose", "09049": "agar", "01071": "wheat_gluten",
}  # fmt: skip
"""Rows that are functional ingredients: they fill what those tables lack."""


def cell(text: str, prop: str) -> Cell | None:
    """Value of one field, or None where the table has none.

    Examples
    --------
    >>> cell("(11.3)", "protein").evidence.value, cell("Tr", "iodine").value, cell("-", "iodine")
    ('estimated', 0.0, None)
    """
    plain = text.strip().replace("†", "")
    guess = plain.startswith("(")
    plain = plain.strip("()")
    if plain in ("", "-", "*"):
        return None
    if plain == "Tr":
        return Cell(0.0, Evidence.ESTIMATED)
    if not re.fullmatch(r"\d+(\.\d+)?", plain):
        raise ValueError(f"not a number: {text!r}")
    if guess:
        return Cell(float(plain), Evidence.ESTIMATED)
    return Cell(float(plain), Evidence.CALCULATED if prop in DERIVED else Evidence.MEASURED)


def cells_of(row: dict[str, str]) -> dict[str, Cell]:
    """Values of one food by our property keys."""
    return {p: value for tag, p in COLUMNS.items() if (value := cell(row[tag], p))}


def main(shared: Path) -> None:
    """Write the folder."""
    folder = shared / "japan_stfcj_2020"
    with (folder / "base_2020.csv").open(encoding="utf-8", newline="") as lines:
        rows = {r["food_id"]: r for r in csv.DictReader(lines)}
    build = SelectedBuild(SOURCE)
    for chosen in selection(SOURCE):
        row = rows[chosen["code"]]
        group = GROUPS[row["food_group"]]
        notes = " ".join(row["food_name_ja"].split())
        build.add(chosen, cells_of(row), group=group, notes=notes)
    for code, key in SAME_FOOD.items():
        build.share(code, key, cells_of(rows[code]))
    build.write(
        {
            "title": "Standard Tables of Food Composition in Japan 2020 (Eighth Revised Edition)",
            "authors": "Ministry of Education, Culture, Sports, Science and Technology (MEXT), "
            "Japan",
            "year": 2020,
            "licence": "free use with source (MEXT)",
            "attribution": "Quoted from the Standard Tables of Food Composition in Japan, 2020 "
            "(Eighth Revised Edition), MEXT",
            "url": "https://www.mext.go.jp/a_menu/syokuhinseibun/mext_01110.html",
            "doi": "",
            "trust": 5,
            "script": "python -m ingredients.build.japan",
            "note": "Selected plant foods, our own English translation of the names.",
        },
        [folder / "base_2020.csv"],
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
