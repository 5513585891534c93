"""Build the aroma tables: molecules, presence by plant, key odorants, thresholds.

``python -m ingredients.build.aroma SHARED_DIR`` after the composition tables. Presence, amount
and threshold are different facts and stand in different tables; no row here is an amount.

Dr. Duke's lists say that a chemical was reported in a part of a plant. Kept are rows whose
structure was matched by its PubChem name, food parts only, and molecules small enough to smell
(:func:`is_odorant`).
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from ingredients.build.keytable import slug
from ingredients.build.properties import DATA
from ingredients.build.selected import SELECTIONS
from ingredients.build.writing import sha256, source_folder, write_manifest, write_rows
from ingredients.records import Food, Kind
from ingredients.tables import read

Row = dict[str, str]
SYNONYMS = {
    "solanum lycopersicum": "lycopersicon esculentum",
    "salvia rosmarinus": "rosmarinus officinalis",
    "lentinula edodes": "lentinus edodes",
    "citrus x paradisi": "citrus paradisi",
    "carya illinoinensis": "carya illinoensis",
    "eruca vesicaria": "eruca sativa",
    "persicaria hydropiper": "polygonum hydropiper",
    "fragaria x ananassa": "fragaria spp",
    "glebionis coronaria": "chrysanthemum coronarium",
    "chrysanthemum morifolium": "chrysanthemum x morifolium",
    "gossypium hirsutum": "gossypium sp",
    "cynara scolymus": "cynara cardunculus",
    "musa acuminata": "musa x paradisiaca",
    "allium porrum": "allium ampeloprasum",
    "capsicum anuum": "capsicum annuum",
    "macadamia integrifolia": "macadamia spp",
    "citrus junos": "citrus junos",
    "malus x domestica": "malus domestica",
    "malus sylvestris": "malus domestica",
    "pyrus malus": "malus domestica",
    "dysphania ambrosioides": "chenopodium ambrosioides",
    "rheum x hybridum": "rheum rhabarbarum",
    "mentha x piperita": "mentha x piperita",
}  # fmt: skip
"""Accepted name -> name in Dr. Duke's lists."""
PARTS: dict[str, frozenset[str]] = {
    "fruit": frozenset({"Fruit", "Fruit Juice", "Juice", "Fruit Essent. Oil", "Pericarp",
                        "Fruit Epidermis", "Exocarp", "Mesocarp"}),
    "peel": frozenset({"Pericarp", "Pericarp Essent. Oil", "Fruit Epidermis", "Exocarp"}),
    "seed": frozenset({"Seed", "Cotyledon", "Embryo", "Endosperm", "Seed Essent. Oil", "Bran",
                       "Caryopsis"}),
    "spice fruit": frozenset({"Fruit", "Seed", "Fruit Essent. Oil", "Seed Essent. Oil"}),
    "leaf": frozenset({"Leaf", "Shoot", "Leaf Essent. Oil", "Petiole"}),
    "herb": frozenset({"Leaf", "Shoot", "Leaf Essent. Oil", "Shoot Essent. Oil", "Essential Oil",
                       "Plant", "Herb"}),
    "root": frozenset({"Root", "Tuber", "Rhizome", "Root Essent. Oil", "Rhizome Essent. Oil"}),
    "bulb": frozenset({"Bulb"}),
    "stem": frozenset({"Stem", "Shoot", "Petiole"}),
    "flower": frozenset({"Flower", "Inflorescence", "Bud", "Silk Stigma Style"}),
    "bark": frozenset({"Bark", "Bark Essent. Oil"}),
    "sprout": frozenset({"Sprout Seedling"}),
}  # fmt: skip
"""Part of a food -> parts in Dr. Duke's lists."""
NO_AROMA_FORMS = {"isolate", "starch", "syrup"}
NO_AROMA_CATEGORIES = {
    "fat", "protein", "mineral", "starch", "sweetener", "hydrocolloid", "fibre", "emulsifier",
    "acid", "leavening", "culture_enzyme", "preservative_vitamin",
}  # fmt: skip
"""Refined materials: what the plant smells of says little about them."""
MAX_HEAVY_ATOMS = 16
NOT_ODORANTS = {"C#N", "S=C=S", "c1ccccc1", "Cc1ccccc1", "Cc1ccc(C)cc1", "Cc1ccccc1C", "CO", "C=O"}
"""Toxins and solvents; long alkanes, which hardly smell, fall out by the rule as well."""
ATOMS = re.compile(r"\[[^\]]*\]|Cl|Br|[BCNOPSFI]|[cnops]")


def is_odorant(smiles: str) -> bool:
    """Whether a molecule is small and lipophilic enough to be smelt: a rule of thumb.

    C, H, O, N, S only; no charge; 2-16 heavy atoms, of them at most three O, two N, three S; at
    most one hydroxyl (acid, phenol or alcohol); nitrogen only in aromatic rings, nitriles and
    isothiocyanates, and then no hydroxyl. Saturates at sesquiterpene esters; sugars, amino acids,
    alkaloids and flavonoids fall out.

    Examples
    --------
    >>> is_odorant("CCCCCC=O"), is_odorant("NCC(=O)O"), is_odorant("O")
    (True, False, False)
    """
    if smiles in NOT_ODORANTS or re.fullmatch(r"C{9,}", smiles):
        return False
    atoms = ATOMS.findall(smiles)
    letters = [re.sub(r"[^A-Za-z]", "", a).replace("H", "") for a in atoms]
    count = Counter(a.upper() for a in letters)
    if set(count) - set("CONS") or re.search(r"\[[^\]]*[+-]", smiles) or "." in smiles:
        return False
    if not (2 <= len(atoms) <= MAX_HEAVY_ATOMS and count["C"] >= 1):
        return False
    if count["O"] > 3 or count["N"] > 2 or count["S"] > 3:
        return False
    return _groups_fit(smiles, count["N"])


def _groups_fit(smiles: str, n_nitrogen: int) -> bool:
    hydroxyls = len(re.findall(r"(?<![=#])O(?=\)|$)", smiles)) + bool(re.match(r"O[cC\[]", smiles))
    if n_nitrogen:
        fits = not re.sub(r"N=C=S|S=C=N|C#N|N#C|\[nH\]|n", "", smiles).count("N")
        return fits and not hydroxyls
    return hydroxyls <= 1


def binomial(name: str) -> str:
    """Genus and species in lower case, hybrid sign kept."""
    words = name.replace("×", "x").split()
    n = 3 if len(words) > 2 and words[1].lower() == "x" else 2
    short = " ".join(words[:n]).lower().rstrip(",.;")
    return SYNONYMS.get(short, short)


def part_group(food: Food) -> str | None:
    """Key of :data:`PARTS` for a food, or None when its aroma does not follow the plant's."""
    if food.category in NO_AROMA_CATEGORIES or food.form in NO_AROMA_FORMS:
        return None
    if food.form == "sprouted":
        return "sprout"
    if food.category == "spice" and food.part in ("fruit", "seed"):
        return "spice fruit"
    if food.category == "spice" and food.part in ("leaf", ""):
        return "herb"
    if food.category in ("base", "plant_concentrate", "cocoa", "flavour"):
        return food.part or FUNCTIONAL_PARTS.get(food.key)
    return food.part if food.part in PARTS else None


FUNCTIONAL_PARTS = {
    "oat_flour": "seed", "rice_flour": "seed", "almond_paste": "seed", "cashew": "seed",
    "hemp_hearts": "seed", "sunflower_kernels": "seed", "pumpkin_kernels": "seed",
    "sesame_tahini": "seed", "coconut_cream": "seed", "coconut_milk": "seed",
    "coconut_water": "fruit", "chickpea_flour": "seed", "white_bean_flour": "seed",
    "yellow_split_pea": "seed", "flaxseed": "seed", "pineapple_juice_concentrate": "fruit",
    "pineapple_juice_fc": "fruit", "cabbage_juice_concentrate": "leaf", "cabbage": "leaf",
    "carrot_juice_concentrate": "root", "apple_juice_concentrate": "fruit",
    "cauliflower": "flower", "banana": "fruit", "avocado": "fruit", "sweet_potato": "root",
    "pumpkin": "fruit", "beet": "root", "potato_flour": "root", "vanilla_extract": "fruit",
    "mustard_flour": "seed", "onion_powder": "bulb", "garlic_powder": "bulb",
    "turmeric": "root", "cocoa_alkalised": "seed", "oat_base_enzymatic": "seed",
}  # fmt: skip
"""Plant part behind functional ingredients."""


def duke_rows(path: Path) -> Iterable[Row]:
    """Rows with a public-domain structure."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["structure_basis"] == "pubchem_name" and row["smiles"]:
                yield row


def tidy(chemical: str) -> str:
    """Chemical name with its hyphens put back between numbers and words.

    Examples
    --------
    >>> tidy("3 Methyl 1 Butanol")
    '3-methyl-1-butanol'
    """
    text = re.sub(r"(\d)\s+(?=[A-Za-z])", r"\1-", chemical.strip().lower())
    return re.sub(r"(?<=[a-z])\s+(?=\d)", "-", text)


class Aroma:
    """Molecules and presences gathered so far.

    Parameters
    ----------
    shared : Path
        Folder with the input data.
    """

    def __init__(self, shared: Path) -> None:
        self.shared = shared
        self.catalogue = read(DATA)
        with (SELECTIONS / "molecules.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter=";"))
        self.names = {r["inchikey14"]: r["name"] for r in rows}
        self.smiles = {r["inchikey14"]: r["smiles"] for r in rows}
        self.key_of = {r["name"]: slug(r["name"]) for r in rows}

    def duke(self) -> tuple[list[list[str]], list[list[str]]]:
        """Presences by plant and part, and the foods of each plant and part."""
        foods = defaultdict(list)
        for food in self.catalogue.of_kind(Kind.INGREDIENT):
            part = part_group(food) if food.botanical_name else None
            if part:
                foods[binomial(food.botanical_name), part].append(food.key)
        plants = {plant for plant, _ in foods}
        reported: dict[tuple[str, str], set[str]] = defaultdict(set)
        labels: dict[str, Counter[str]] = defaultdict(Counter)
        for row in duke_rows(self.shared / "duke" / "duke_pairs_resolved.csv.gz"):
            plant = binomial(row["latin"])
            if plant in plants and (row["ik14"] in self.names or is_odorant(row["smiles"])):
                reported[plant, row["part"]].add(row["ik14"])
                labels[row["ik14"]][tidy(row["chem"])] += 1
                self.smiles.setdefault(row["ik14"], row["smiles"])
        for identity, names in labels.items():
            best = min(names, key=lambda n, c=names: (-c[n], len(n), n))  # type: ignore[misc]  # default binds the loop variable
            self.names.setdefault(identity, best)
        return self._tables(foods, reported)

    def _tables(
        self,
        foods: dict[tuple[str, str], list[str]],
        reported: dict[tuple[str, str], set[str]],
    ) -> tuple[list[list[str]], list[list[str]]]:
        presences, members = [], []
        for (plant, part), keys in sorted(foods.items()):
            found = set().union(*(reported.get((plant, p), set()) for p in PARTS[part]))
            presences += [[plant, part, m] for m in sorted(map(self.molecule, found))]
            members += [[key, plant, part] for key in sorted(keys)] if found else []
        return presences, members

    def molecule(self, identity: str) -> str:
        """Key of a molecule by the first block of its InChIKey."""
        return slug(self.names[identity])

    def curated(self) -> list[list[str]]:
        """Key odorants of targets and base ingredients."""
        rows = []
        with (SELECTIONS / "curated_odorants.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter=";"):
                for food in row["foods"].split(","):
                    self.catalogue.index(food)
                    names = row["molecules"].split("|")
                    rows += [[food, self.key_of[n], row["role"]] for n in names]
        return sorted({tuple(r): r for r in rows}.values())

    def molecules(self) -> list[list[str]]:
        """All molecules of the tables: key, name, SMILES, first block of the InChIKey."""
        return sorted([slug(self.names[i]), self.names[i], self.smiles[i], i] for i in self.names)


def main(shared: Path) -> None:
    """Write the folders ``duke`` and ``key_odorants`` and ``molecules.csv``."""
    aroma = Aroma(shared)
    presences, members = aroma.duke()
    folder = source_folder("duke")
    write_rows(folder / "plant_presences.csv", [["plant", "part", "molecule"], *presences])
    write_rows(folder / "food_plants.csv", [["food", "plant", "part"], *members])
    pairs = shared / "duke" / "duke_pairs_resolved.csv.gz"
    write_manifest(
        folder,
        {
            "title": "Dr. Duke's Phytochemical and Ethnobotanical Databases (plant, part, "
            "chemical)",
            "authors": "US Department of Agriculture, Agricultural Research Service",
            "year": 2016,
            "licence": "CC0-1.0",
            "url": "https://doi.org/10.15482/USDA.ADC/1239279",
            "doi": "10.15482/USDA.ADC/1239279",
            "trust": 6,
            "kind": "presence",
            "script": "python -m ingredients.build.aroma",
            "note": "Presence only, no amounts; what is not listed is unknown. Food parts; "
            "molecules small enough to smell. No health claim is made.",
        },
        [pairs],
    )
    folder = source_folder("key_odorants")
    write_rows(folder / "food_presences.csv", [["food", "molecule", "role"], *aroma.curated()])
    write_manifest(
        folder,
        {
            "title": "Key odorants of dairy foods and of base ingredients",
            "authors": "plant-formulator contributors",
            "year": 2026,
            "licence": "CC0-1.0",
            "url": "",
            "doi": "",
            "trust": 7,
            "kind": "presence",
            "script": "python -m ingredients.build.aroma",
            "note": "General knowledge of flavour chemistry, no paper looked up per row: counts "
            "as unverified. Presence only.",
        },
        [SELECTIONS / "curated_odorants.csv"],
    )
    write_rows(
        DATA / "molecules.csv", [["key", "name", "smiles", "inchikey14"], *aroma.molecules()]
    )
    print(len(presences), len(members), len(aroma.names), sha256(pairs)[:8])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
