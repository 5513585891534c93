"""Foods with composition, gathered by an importer in the layout of the shipped tables."""

from __future__ import annotations

from ingredients.build.allergens import allergens, cross_reactions
from ingredients.build.classify import category_of, form_of, part_of
from ingredients.build.keytable import slug
from ingredients.build.writing import FOOD_FIELDS, LETTERS, Cell, number
from ingredients.checks import ANIMAL_WORDS, PLANT_PHRASES
from ingredients.importers.staging import Staging
from ingredients.tables import load_shipped


def has_animal_word(text: str) -> bool:
    """Whether a description names an animal food, plant phrases set aside."""
    return bool(ANIMAL_WORDS.search(PLANT_PHRASES.sub(" ", text)))


class Foods:
    """Foods and values of one import.

    Parameters
    ----------
    staging : Staging
        Where they go; its source prefixes the keys of new foods.
    """

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        catalogue = load_shipped()
        self._aliases = {alias: f.key for f in catalogue.foods for alias in f.aliases}
        self._columns = [p.key for p in catalogue.properties]
        self._taken = {f.key for f in catalogue.foods}
        self._rows: list[dict[str, str]] = []
        self._cells: dict[str, dict[str, Cell]] = {}

    def known(self, *aliases: tuple[str, str]) -> str | None:
        """Key of a shipped food with one of these ids."""
        return next((self._aliases[a] for a in aliases if a in self._aliases), None)

    def new_key(self, name: str) -> str:
        """Return a free key for a food that is not in the catalogue."""
        base = f"{self.staging.source}_{slug(name)}"[:120].rstrip("_")
        key, n = base, 2
        while key in self._taken:
            key, n = f"{base}_{n}", n + 1
        self._taken.add(key)
        return key

    def add(self, row: dict[str, str]) -> None:
        """Add a food by the fields of ``foods.csv``."""
        self._rows.append(row)

    def add_described(self, name: str, group: str, alias: str) -> str:
        """Add a food by its description, as a reference food.

        Nobody has looked at what an imported row is, so it never becomes an ingredient by
        itself: the template for own ingredients is the way to use one in a formula.
        """
        key = self.new_key(name)
        category = category_of(group, name)
        us, eu = allergens(name)
        self._rows.append(
            {
                "key": key, "name": f"{name} [{key}]", "kind": "reference", "category": category,
                "form": form_of(name), "part": part_of(category, name),
                "allergens_us": ";".join(us), "allergens_eu": ";".join(eu),
                "cross_reactions": ";".join(cross_reactions(name)), "aliases": alias,
            }
        )  # fmt: skip
        return key

    def value(self, key: str, prop: str, cell: Cell) -> None:
        """Add one value."""
        self._cells.setdefault(key, {})[prop] = cell

    def write(self) -> int:
        """Write ``foods.csv``, ``composition.csv``; return the number of values."""
        rows = [list(FOOD_FIELDS)]
        rows += [[r.get(f, "") for f in FOOD_FIELDS] for r in self._rows]
        self.staging.write("foods.csv", rows)
        used = [c for c in self._columns if any(c in cells for cells in self._cells.values())]
        table = [["key", *used]]
        for key in sorted(self._cells):
            cells = self._cells[key]
            table.append([key, *(_text(cells.get(c)) for c in used)])
        self.staging.write("composition.csv", table)
        return sum(map(len, self._cells.values()))


def _text(cell: Cell | None) -> str:
    return "" if cell is None else number(cell.value) + LETTERS[cell.evidence]
