"""Small files in the documented layout of each format, written for the tests."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_csv(path: Path, rows: Iterable[Sequence[object]], **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, **options).writerows(rows)  # type: ignore[arg-type]
    return path


def fdc(folder: Path, *, amount: object = 3.4) -> Path:
    write_csv(
        folder / "food.csv",
        [
            ["fdc_id", "data_type", "description", "food_category_id", "publication_date"],
            [900001, "sr_legacy_food", "Marama beans, raw", 16, "2019-04-01"],
            [171265, "sr_legacy_food", "Milk, whole, 3.25% milkfat, with added vitamin D", 1, ""],
            [900002, "branded_food", "SOME BRAND DRINK", 14, ""],
        ],
        quoting=csv.QUOTE_ALL,
    )
    write_csv(
        folder / "nutrient.csv",
        [
            ["id", "name", "unit_name", "nutrient_nbr", "rank"],
            [1003, "Protein", "G", "203", 600],
            [1087, "Calcium, Ca", "MG", "301", 5300],
            [9999, "Something else", "G", "999", 1],
        ],
    )
    write_csv(
        folder / "food_nutrient.csv",
        [
            ["id", "fdc_id", "nutrient_id", "amount", "data_points", "derivation_id"],
            [1, 900001, 1003, amount, 3, 1],
            [2, 900001, 1087, 120, 1, 49],
            [3, 900001, 9999, 5, 1, 1],
            [4, 900002, 1003, 1, 1, 1],
            [5, 171265, 1003, 3.2, 1, 1],
        ],
    )
    return folder


def sr_ascii(folder: Path, *, value: str = "20.1") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "FOOD_DES.txt").write_text(
        "~99901~^~1600~^~Marama beans, raw~^~MARAMA~^~~^~~^~~^~~^0^~~^6.25^3.4^8.3^4\r\n",
        encoding="cp1252",
    )
    (folder / "NUT_DATA.txt").write_text(
        f"~99901~^~203~^{value}^3^0.5^~1~^~A~^~~^~~^2^19^21^2^18^22^~~^05/2016^~~\r\n"
        "~99901~^~618~^5.5^0^^~4~^~NC~^~~^~~^^^^^^^~~^05/2016^~~\r\n",
        encoding="cp1252",
    )
    return folder


def foodb(folder: Path, *, content: str = "12.5", smiles: str = "CCCCCC=O") -> Path:
    write_csv(
        folder / "Food.csv",
        [["id", "name", "name_scientific"], [1, "Pineapple", "Ananas comosus"], [2, "Kelpie", ""]],
    )
    write_csv(
        folder / "Compound.csv",
        [["id", "name", "moldb_smiles"], [7, "Hexanal", smiles], [8, "Vanillin", ""]],
    )
    head = [
        "id", "source_id", "source_type", "food_id", "orig_content", "orig_min", "orig_max",
        "orig_unit", "orig_citation",
    ]  # fmt: skip
    write_csv(
        folder / "Content.csv",
        [
            head,
            [1, 7, "Compound", 1, content, "", "", "mg/kg", "Paper A"],
            [2, 8, "Compound", 1, "", "", "", "", ""],
            [3, 7, "Compound", 2, 1, "", "", "mg/kg", ""],
            [4, 7, "Nutrient", 1, 1, "", "", "mg/kg", ""],
        ],
    )
    return folder / "Content.csv"


def flavordb(folder: Path, *, n_foods: int = 60, n_block: int = 95) -> Path:
    """Foods with the repeated block; milk carries only part of it, pineapple its own besides."""
    folder.mkdir(parents=True, exist_ok=True)
    block = [
        {"pubchem_id": 10_000 + i, "common_name": f"block {i}", "smile": "CCO"}
        for i in range(n_block)
    ]
    own = {"pubchem_id": 1, "common_name": "furaneol", "smile": "CC1=C(O)C(=O)C(C)O1"}
    foods = {f"Unknown {i}": [*block, {**own, "pubchem_id": 50_000 + i}] for i in range(n_foods)}
    foods["Pineapple"] = [*block, own]
    foods["Cabbage"] = [*block[: n_block // 3], own]
    for name, molecules in foods.items():
        data = {"entity_id": 1, "entity_alias_readable": name, "molecules": molecules}
        (folder / f"{name.replace(' ', '_')}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def lotus(path: Path, *, smiles: str = "CCCCCC=O") -> Path:
    rows = [
        [
            "structure_wikidata", "structure_inchikey", "structure_smiles", "structure_smiles_2D",
            "structure_nameTraditional", "organism_name", "reference_doi",
        ],
        ["Q1", "JARKCYVAAOWBJS-UHFFFAOYSA-N", smiles, smiles, "hexanal", "Ananas comosus", ""],
        ["Q2", "WQZGKKKJIJFFOK-UHFFFAOYSA-N", "OCC1OC(O)C(O)C(O)C1O", "", "glucose",
         "Ananas comosus", ""],
        ["Q3", "JARKCYVAAOWBJS-UHFFFAOYSA-N", smiles, smiles, "hexanal", "Quercus suber", ""],
    ]  # fmt: skip
    with gzip.open(path, "wt", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def duke(path: Path, *, amount: str = "12") -> Path:
    tables = {
        "FNFTAX.csv": "FNFNUM,TAXON\n1,Ananas comosus\n2,Quercus suber\n",
        "PARTS.csv": "PPCO,PPNA\nFR,Fruit\nLF,Leaf\n",
        "FARMACY_NEW.csv": (
            "FNFNUM,CHEM,PPCO,AMT_LO,AMT_HI,REFERENCE\n"
            f"1,ETHYL BUTYRATE,FR,1,{amount},JBH\n1,VANILLIN,LF,,,\n2,HEXANAL,FR,,,\n"
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"Duke-Source-CSV/{name}", text.encode("latin-1"))
    return path


OWN_HEADER = [
    "name", "category", "use_min", "use_typical", "use_max", "allergens_eu", "evidence",
    "water [g]", "protein [g]", "fat [g]", "carbohydrate [g]", "ash [g]", "saturated_fat [g]",
]  # fmt: skip
OWN_ROW = [
    "Marama bean flour", "legume", 1, 5, 10, "", "supplier specification", 6, 34, 40, 17, 3, 6,
]  # fmt: skip


def own(path: Path, *rows: Sequence[object]) -> Path:
    return write_csv(path, [OWN_HEADER, *(rows or (OWN_ROW,))])


def xlsx(path: Path, rows: Sequence[Sequence[object]], *, formula: str = "") -> Path:
    """A workbook of inline strings and numbers, as spreadsheet programs may write it."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = []
    for i, row in enumerate(rows, start=1):
        cells = []
        for j, value in enumerate(row):
            place = f"{chr(65 + j)}{i}"
            if isinstance(value, str):
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
            else:
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
        lines.append(f'<row r="{i}">{"".join(cells)}</row>')
    if formula:
        lines.append(f'<row r="99"><c r="B99"><f>{formula}</f><v>1</v></c></row>')
    sheet = f'<worksheet xmlns="{space}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path
