"""Write ``DATA_LICENSES.md``: ``python -m ingredients.build.licences``.

The table comes from the manifests; the words around it are below.
"""

from __future__ import annotations

from pathlib import Path

from ingredients.citations import licence_table
from ingredients.tables import DATA

PATH = Path(__file__).parents[2] / "DATA_LICENSES.md"
HEAD = """# Licences of the data

The code is Apache-2.0 (`LICENSE`). The tables under `ingredients/data/` are facts and figures in
our own selection, keys, names and units. Each folder has a `manifest.toml` with title, authors,
year, licence, the checksum of its inputs, row counts and the script that made it; every value
names its source and its kind of evidence (`python -m ingredients cite KEY PROPERTY`).

This file is generated: `python -m ingredients.build.licences`.

"""
TAIL = """
`columns.csv` (data dictionary), `keys.csv` (key table), `names_ko.csv` (Korean names),
`exceptions.csv` and `molecules.csv` (structures written from names or taken over from the public
sources above) are our own work, CC0-1.0.

## Notices that must be kept

- **CIQUAL**: Anses. 2020. Ciqual French food composition table. https://ciqual.anses.fr/ .
  Selected rows, English names of our own, carbohydrate recomputed by difference, `< x` shown as
  x/2 and traces as 0 (both marked estimated). Licence Ouverte / Open Licence Etalab 2.0.
- **Japan**: quoted from the Standard Tables of Food Composition in Japan, 2020 (Eighth Revised
  Edition), Ministry of Education, Culture, Sports, Science and Technology (MEXT). Selected rows,
  our own translation of the names.
- **SweetenersDB** is under the MIT licence; its text stands in
  `ingredients/data/sweetenersdb/LICENSE.txt`.
- **USDA** (SR28, FoodData Central Foundation Foods, flavonoids, Dr. Duke): public domain / CC0;
  the citations above are given as a courtesy that USDA asks for.
- **Thresholds** are single facts; the paper is named on each row. Rows without a reference are
  general knowledge and count as unverified.

## What is not here

Data under share-alike or non-commercial terms (FlavorDB, FooDB, Open Food Facts and others) are
not shipped. `python -m ingredients import FORMAT PATH` reads files that you downloaded yourself
into your own folder of tables, shows their licence, and keeps them out of the package. Dr. Duke's
lists name what was reported in plants; nothing in this package is health advice.
"""


def text() -> str:
    """Return the whole file."""
    return HEAD + "\n".join(licence_table(DATA)) + "\n" + TAIL


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
