"""Foods picked by hand from a table, with English names of our own (``selections/*.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from ingredients.build.allergens import allergens, cross_reactions
from ingredients.build.classify import category_of, caution_of, form_of, part_of
from ingredients.build.dietary import dietary
from ingredients.build.keytable import KeyTable
from ingredients.build.naming import declaration_name
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
from ingredients.records import Evidence

SELECTIONS = Path(__file__).parent / "selections"
Row = dict[str, str]


def selection(source: str) -> list[Row]:
    """Rows ``code|name|botanical_name`` that add a food to the catalogue."""
    with (SELECTIONS / f"{source}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="|"))


def food_of(row: Row, key: str, *, source: str, group: str, notes: str) -> Row:
    """Row of the table of foods.

    Parameters
    ----------
    row : dict
        Row of the selection.
    key : str
        Key given by the key table.
    source : str
        Source key, for the alias.
    group : str
        SR28-like food group that gives the default category.
    notes : str
        The food's name in the source, in its own language.
    """
    name = row["name"]
    category, form = category_of(group, name), form_of(name)
    us, eu = allergens(name)
    dose = dict(
        zip(
            ("use_min", "use_typical", "use_max"),
            map(number, default_dose(category, form, name)),
            strict=True,
        )
    )
    return {
        "key": key,
        "name": name,
        "kind": "ingredient",
        "category": category,
        "declaration_name": declaration_name(name),
        "roles": ";".join(ROLES[category]),
        "botanical_name": row["botanical_name"],
        "part": part_of(category, name),
        "form": form,
        "allergens_us": ";".join(us),
        "allergens_eu": ";".join(eu),
        "cross_reactions": ";".join(cross_reactions(name)),
        "dietary": ";".join(dietary(name, eu, fungal=category == "mushroom")),
        "novelty": novelty_of(source, key, f"{name} {notes}"),
        "use_evidence": "general knowledge",
        "use_basis": BASIS,
        "notes": caution_of(name) + notes,
        "aliases": f"{source}:{row['code']}",
    } | dose


def by_difference(cells: Mapping[str, Cell]) -> Cell | None:
    """Carbohydrate by difference: 100 minus the other proximates, or None when one is unknown.

    This is the definition of the column (FAO/INFOODS CHOCDF); it includes fibre and acids.
    """
    needed = ("water", "protein", "fat", "ash")
    if not all(p in cells for p in needed):
        return None
    rest = sum(cells[p].value for p in needed)
    rest += cells["alcohol"].value if "alcohol" in cells else 0.0
    return Cell(max(0.0, round(100 - rest, 3)), Evidence.CALCULATED)


def keep(cells: Mapping[str, Cell]) -> bool:
    """Whether the proximates are complete enough for an ingredient."""
    return all(p in cells for p in ("water", "protein", "fat", "carbohydrate", "ash"))


class SelectedBuild:
    """Gathers selected foods of one source and writes its folder.

    Parameters
    ----------
    source : str
        Source key and folder name.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.keys = KeyTable()
        self.foods: list[Row] = []
        self.composition: dict[str, Mapping[str, Cell]] = {}
        self.left_out: list[str] = []

    def add(self, row: Row, cells: Mapping[str, Cell], *, group: str, notes: str) -> None:
        """Add one selected food, or note that its proximates are incomplete."""
        if not keep(cells):
            self.left_out.append(f"{row['code']} {row['name']}")
            return
        key = self.keys.give(self.source, row["code"], [row["name"]])
        self.foods.append(food_of(row, key, source=self.source, group=group, notes=notes))
        self.composition[key] = cells

    def share(self, code: str, key: str, cells: Mapping[str, Cell]) -> None:
        """Add the values of a row that is a food we have already."""
        self.keys.share(self.source, code, key)
        self.composition.setdefault(key, cells)

    def write(self, manifest: Mapping[str, str | int], inputs: list[Path]) -> None:
        """Write foods, composition, manifest and the key table."""
        folder = source_folder(self.source)
        write_foods(folder, self.foods)
        write_composition(folder, self.composition)
        write_manifest(folder, manifest, inputs)
        self.keys.save()
        for line in self.left_out:
            print(f"left out, proximates incomplete: {line}")
