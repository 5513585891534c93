"""Build ``data/functional``: isolates, gums, salts, fats and other ingredients of the trade.

``python -m ingredients.build.functional SHARED_DIR``. A value that merely repeats the SR28 food
named as its basis is left out: that food's own row carries it, with its standard error.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from ingredients.build import sr28
from ingredients.build.allergens import cross_reactions
from ingredients.build.basis import functional_rows, ndb_of
from ingredients.build.botany import botanical_name
from ingredients.build.dietary import dietary
from ingredients.build.keytable import KeyTable
from ingredients.build.novelty import novelty_of
from ingredients.build.properties import specs
from ingredients.build.selected import SELECTIONS
from ingredients.build.writing import (
    Cell,
    source_folder,
    write_composition,
    write_foods,
    write_manifest,
)
from ingredients.records import Evidence

SOURCE = "functional"
COLUMNS = {
    "water": "water", "protein": "protein", "fat": "fat", "satfat": "saturated_fat",
    "carb": "carbohydrate", "fibre": "fibre", "sugars": "sugars", "ash": "ash", "other": "other",
    "na_mg": "sodium", "ca_mg": "calcium", "k_mg": "potassium", "sfc10_pct": "sfc_10",
    "sfc20_pct": "sfc_20", "sfc35_pct": "sfc_35", "pod": "pod", "pac": "pac",
    "pdcaas": "pdcaas", "diaas": "diaas",
}  # fmt: skip
"""Column of the curated table -> our property."""
NO_PLANT = {"mineral", "culture_enzyme", "preservative_vitamin"}
"""Categories whose ingredients come from no plant."""
NOT_COMPOSITION = {"sfc_10", "sfc_20", "sfc_35", "pod", "pac", "pdcaas", "diaas"}
ZERO_BLOCKS = {
    "sugars", "acids", "minerals", "fatty_acids", "amino_acids", "vitamins", "taste_active",
    "colour", "other",
}  # fmt: skip
"""Blocks of which a pure substance holds only what its formula tells."""
_BASIS: tuple[tuple[str, Evidence], ...] = (
    (r"STOICH|definition", Evidence.CALCULATED),
    (r"DERIVED|SR28:\d+ analog", Evidence.ESTIMATED),
    (r"SR28", Evidence.CALCULATED),
    (r"READ|SPEC", Evidence.SPECIFICATION),
    (r"RECALL", Evidence.GENERAL_KNOWLEDGE),
)
ALLERGENS = {
    "soybeans": "soy", "soy": "soy", "wheat": "wheat", "sesame": "sesame", "lupin": "lupin",
    "mustard": "mustard",
}  # fmt: skip


CONFIDENCE = {"H": "high", "M": "medium", "L": "low"}
_MARKS = (
    (r"\bRECALL\b", "unverified"),
    (r"\bREAD\b:? ?", ""),
    (r"\b(INFERRED|DERIVED)\b", "inferred"),
)


def in_words(basis: str) -> str:
    """Return where a number comes from without the source's marks."""
    for mark, words in _MARKS:
        basis = re.sub(mark, words, basis)
    return basis.strip()


def evidence_of(basis: str) -> Evidence:
    """Kind of evidence of a composition, from the words of its basis."""
    return next(kind for pattern, kind in _BASIS if re.search(pattern, basis))


def allergen_keys(text: str) -> tuple[str, ...]:
    """Keys of an allergen remark; remarks in brackets alone are no allergen statement.

    Examples
    --------
    >>> allergen_keys("cereals containing gluten (oats)")
    ('gluten',)
    >>> allergen_keys("(highly refined oil exempt)")
    ()
    """
    plain = text.strip()
    if not plain or plain.startswith("("):
        return ()
    if "gluten" in plain:
        return ("gluten",)
    if "nuts" in plain:
        return ("tree_nuts",)
    if "cross-react" in plain:
        return ()
    return (ALLERGENS[plain],)


def cross_of(row: dict[str, str]) -> tuple[str, ...]:
    """Cross-reactions by name and by the remarks of the table."""
    remark = f"{row['allergen_us']} {row['allergen_eu']}".lower()
    found = set(cross_reactions(row["name"]))
    if "peanut cross" in remark:
        found.add("peanut")
    if "mustard (cross" in remark:
        found.add("mustard")
    if "milk-free medium" in remark:
        found.add("milk (culture medium)")
    return tuple(sorted(found))


def cells_of(row: dict[str, str], same_food: dict[str, Cell]) -> dict[str, Cell]:
    """Values of one ingredient that its SR28 food does not already carry."""
    evidence = evidence_of(row["comp_basis"])
    found: dict[str, Cell] = {}
    for column, prop in COLUMNS.items():
        value = mean_of(row[column])
        if value is None:
            continue
        kind = Evidence.GENERAL_KNOWLEDGE if prop in NOT_COMPOSITION else evidence
        if prop in same_food and agrees(value, same_food[prop].value):
            continue
        if prop == "other" and "alcohol" in same_food:
            value -= same_food["alcohol"].value
            if value < 0.5:  # what remains is the curated table's rounding
                continue
        found[prop] = Cell(value, kind)
    return found


def pure_zeros(row: dict[str, str]) -> dict[str, Cell]:
    """Assumed zeros of a pure substance: what its formula does not hold.

    Salts, acids, sugars and water whose composition is stoichiometric; acids are left unknown for
    substances with an organic anion, which the column of the free acid does not describe, and
    minerals for water, which SR28 measured in tap water.
    """
    if row["comp_conf"] != "H" or not re.match(r"STOICH|definition", row["comp_basis"]):
        return {}
    is_organic = float(row["other"] or 0) > 0
    return {
        spec.key: Cell(0.0, Evidence.ASSUMED_ZERO)
        for spec in specs()
        if spec.block in ZERO_BLOCKS
        and spec.key not in NOT_COMPOSITION
        and not (is_organic and spec.block == "acids")
        and not (row["ingredient_id"] == "water" and spec.block == "minerals")
    }


def extra_cells() -> dict[str, dict[str, Cell]]:
    """Values that follow from the formula of a salt or acid, or from the kind of a fat."""
    found: dict[str, dict[str, Cell]] = {}
    path = SELECTIONS / "functional_extra.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            cell = Cell(float(row["value"]), Evidence(row["evidence"]))
            found.setdefault(row["key"], {})[row["property"]] = cell
    return found


def mean_of(text: str) -> float | None:
    """Return a number, or the middle of a range such as "0.98-1.00"; None when blank."""
    if not text.strip():
        return None
    ends = [float(part) for part in text.split("-")]
    return sum(ends) / len(ends)


def agrees(value: float, reported: float) -> bool:
    """Whether a curated value only repeats a reported one, to the table's rounding."""
    return abs(value - reported) <= max(0.06, 0.011 * abs(reported))


def food_of(row: dict[str, str], key: str) -> dict[str, str]:
    """Row of the table of foods."""
    us, eu = allergen_keys(row["allergen_us"]), allergen_keys(row["allergen_eu"])
    ndb = ndb_of(row)
    return {
        "key": key,
        "name": row["name"],
        "kind": "ingredient",
        "category": row["category"],
        "declaration_name": row["declaration_name"],
        "botanical_name": "" if row["category"] in NO_PLANT else botanical_name(row["name"]),
        "form": row["category"],
        "roles": ";".join(role.strip() for role in row["roles"].split(";")),
        "use_min": row["use_min_pct"],
        "use_typical": row["use_typ_pct"],
        "use_max": row["use_max_pct"],
        "use_products": row["use_products"],
        "use_evidence": "general knowledge",
        "use_basis": f"{in_words(row['use_basis'])}, {CONFIDENCE[row['use_conf']]} confidence",
        "allergens_us": ";".join(us),
        "allergens_eu": ";".join(eu),
        "cross_reactions": ";".join(cross_of(row)),
        "dietary": ";".join(dietary(row["name"], eu, fungal=key in ("yeast_protein",))),
        "price_low": row["price_lo_usd_kg"],
        "price_high": row["price_hi_usd_kg"],
        "price_date": "2022-2025",
        "price_confidence": row["price_conf"],
        "price_basis": in_words(row["price_basis"]),
        "novelty": novelty_of(SOURCE, key, row["name"]),
        "off_notes": row["off_notes"],
        "notes": row["notes"],
        "aliases": f"usda_sr28:{ndb}" if ndb else "",
    }


def main(shared: Path) -> None:
    """Write the folder."""
    keys = KeyTable()
    rows = functional_rows(shared)
    wanted = {ndb for row in rows if (ndb := ndb_of(row))}
    reported = sr28.values(shared / "usda_sr28", wanted)
    foods, composition = [], {}
    extra = extra_cells()
    for row in rows:
        key = keys.give(SOURCE, row["ingredient_id"], [row["ingredient_id"]])
        foods.append(food_of(row, key))
        same_food = reported.get(ndb_of(row) or "", {})
        composition[key] = (
            pure_zeros(row)
            | cells_of(row, same_food)
            | {p: c for p, c in extra.get(key, {}).items() if p not in same_food}
        )
    folder = source_folder(SOURCE)
    write_foods(folder, foods)
    write_composition(folder, composition)
    write_manifest(
        folder,
        {
            "title": "Functional ingredients of plant-based dairy: composition, doses, prices",
            "authors": "plant-formulator contributors",
            "year": 2026,
            "licence": "CC0-1.0",
            "url": "",
            "doi": "",
            "trust": 1,
            "script": "python -m ingredients.build.functional",
            "note": "Own work on public facts; each row names its basis. Reviewed by hand, so it "
            "stands before the tables it corrects.",
        },
        [shared / "curated" / "functional_ingredients.csv"],
    )
    keys.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
