"""The invariants of the tables: what ``python -m ingredients check`` and the tests hold.

Exceptions are named one by one, with their reason, in ``data/exceptions.csv``; a food that is
listed there but no longer breaks its rule is reported as well, so that the list cannot rot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingredients.catalogue import EVIDENCE_ORDER, Catalogue
from ingredients.records import Food, Kind
from ingredients.tables import DATA, rows_of

AMINO_ACIDS = (
    "tryptophan", "threonine", "isoleucine", "leucine", "lysine", "methionine", "cystine",
    "phenylalanine", "tyrosine", "valine", "arginine", "histidine", "alanine", "aspartic_acid",
    "glutamic_acid", "glycine", "proline", "serine",
)  # fmt: skip
"""The 18 amino acids that SR28 reports."""
BALANCE = ("water", "protein", "fat", "carbohydrate", "ash", "alcohol", "other")
BALANCE_TOLERANCE = 1.5  # g/100 g: rounding of six columns and the method errors of each
SUGAR_TOLERANCE = 0.6  # carbohydrate is a difference and carries the error of the other columns
FATTY_ACID_SHARE = 0.96  # fatty acids per g fat of a triglyceride of C16-C18 (glycerol apart)
FATTY_ACID_TOLERANCE = 0.5  # g/100 g, plus 4 % of the fat for the method error
AMINO_ACID_RANGE = (0.75, 1.2)  # of protein, for foods with >= 5 g protein and all 18 known
MIN_PROTEIN = 5.0
ALLERGENS = frozenset(
    "soy peanut tree_nuts gluten wheat sesame mustard celery lupin sulphites milk egg fish "
    "crustaceans molluscs".split()
)
ANIMAL_WORDS = re.compile(
    r"\b(beef|pork|chicken|turkey|lamb|veal|mutton|duck|goose|poultry|meat|fish|menhaden|salmon|"
    r"tuna|cod|anchov\w*|shrimp|crab|lobster|oyster|clam|mussel|squid|eggs?|milk|cream|butter|"
    r"cheese|yogurt|yoghurt|whey|casein\w*|lactose|ghee|lard|tallow|suet|gelatin\w*|collagen|honey|"
    r"bee|beeswax|carmine|cochineal|isinglass|bacon|ham|sausage|bone|blood|liver|animal|dairy|"
    r"seal|whale|caribou|moose|deer|elk|bear|reindeer|walrus)\b",
    re.IGNORECASE,
)
PLANT_PHRASES = re.compile(
    r"coconut (meat|milk|cream)|creamed|cocoa butter|shea butter|kokum butter|(nutmeg|ucuhuba|"
    r"illipe|mango|shea|sal) butter|(peanut|almond|cashew|sunflower|sesame|seed|nut|apple|soy|"
    r"pumpkin|hazelnut|pistachio|walnut|plum|prune|avocado)( seed)? butter|butter beans?|"
    r"butterhead|butternuts?|cream of tartar|oyster mushrooms?|oyster plant|chicken of the woods|"
    r"hen of the woods|sea ?grape|milk thistle|milk/cream-type flavour|dairy flavour|"
    r"soy ?milk\w*|(rice|oat|almond|cashew|hemp) milk|vegan|milk-free|lamb'?s lettuce|"
    r"without milk|goose ?berr\w*|goosefoot|without (salt|butter)|duck ?weed|ears?\b|"
    r"fishwort|horse ?radish|horse ?tail|bear'?s garlic|oyster sauce flavour|eggplants?|egg fruit|"
    r"coconut, (meat|milk|cream)[^,]*|sesame butter|butter, (peanut|almond|sesame)|elk ?weed|"
    r"cream style|creamy|lactic|oysternut|crab ?apples?|deer ?tongue lettuce|cowberr\w+|"
    r"buffalo ?berr\w+|bee ?balm|salmonberr\w+|hog ?plum|hog ?peanut|honey ?dew|honey ?suckle|"
    r"honey locust|honeyberr\w+|nutmeg butter oil|ucuhuba butter oil|meat (analogue|substitute)|"
    r"no animal|of plant origin|vegetable milk|high-gel starch \(cheese\)|starch ha cheese",
    re.IGNORECASE,
)
"""Plant foods named with an animal word."""


@dataclass(frozen=True, slots=True)
class Check:
    """Outcome of one invariant."""

    name: str
    rule: str
    n_checked: int
    problems: tuple[str, ...]

    @property
    def is_ok(self) -> bool:
        """True when nothing breaks the rule."""
        return not self.problems


def read_exceptions(path: Path = DATA / "exceptions.csv") -> dict[str, dict[str, str]]:
    """Exceptions by check: ``{check: {food key: reason}}``."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(path):
        found.setdefault(row["check"], {})[row["key"]] = row["reason"]
    return found


def check_all(
    catalogue: Catalogue, exceptions: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[Check, ...]:
    """Run every invariant.

    Parameters
    ----------
    catalogue : Catalogue
        The tables to check.
    exceptions : mapping, optional
        ``{check: {food key: reason}}``; the shipped list by default.

    Returns
    -------
    tuple of Check
        One a rule, in a fixed order.
    """
    allowed = read_exceptions() if exceptions is None else exceptions
    return tuple(
        _judge(name, rule, test(catalogue), allowed.get(name, {})) for name, rule, test in CHECKS
    )


Breach = tuple[str, str]
"""Food key (or place) and the value that breaks the rule; an empty text when it holds."""


def _judge(name: str, rule: str, outcomes: Iterator[Breach], allowed: Mapping[str, str]) -> Check:
    problems: list[str] = []
    n_checked = 0
    broken: set[str] = set()
    for key, text in outcomes:
        n_checked += 1
        if text:
            broken.add(key)
            if key not in allowed:
                problems.append(f"{key}: {text}")
    problems += [
        f"{key}: listed as an exception ({allowed[key]}) but keeps the rule"
        for key in sorted(set(allowed) - broken)
    ]
    return Check(name, rule, n_checked, tuple(problems))


def _column(catalogue: Catalogue, prop: str) -> npt.NDArray[np.float64]:
    return catalogue.values[:, catalogue.column(prop)]


def _balance(catalogue: Catalogue) -> Iterator[Breach]:
    table = np.column_stack([_column(catalogue, p) for p in BALANCE])
    total = np.nansum(table, axis=1)
    for food, row, value in zip(catalogue.foods, table, total, strict=True):
        if np.isfinite(row[:5]).all():
            is_off = abs(value - 100) > BALANCE_TOLERANCE
            yield food.key, f"sums to {value:.2f} g" if is_off else ""


def _pair(part: str, whole: str, slack: float) -> Callable[[Catalogue], Iterator[Breach]]:
    def test(catalogue: Catalogue) -> Iterator[Breach]:
        a, b = _column(catalogue, part), _column(catalogue, whole)
        for food, x, y in zip(catalogue.foods, a, b, strict=True):
            if np.isfinite(x) and np.isfinite(y):
                over = x > y + slack + 0.005 * y
                yield food.key, f"{part} {x:g} g exceeds {whole} {y:g} g" if over else ""

    return test


def fatty_acid_columns(catalogue: Catalogue) -> list[str]:
    """Return the keys of single fatty acids."""
    return [p.key for p in catalogue.properties if re.match(r"fa_\d", p.key)]


def _fatty_acids(catalogue: Catalogue) -> Iterator[Breach]:
    table = np.column_stack([_column(catalogue, p) for p in fatty_acid_columns(catalogue)])
    total, fat = np.nansum(table, axis=1), _column(catalogue, "fat")
    for food, value, grams in zip(catalogue.foods, total, fat, strict=True):
        if value > 0 and np.isfinite(grams):
            limit = (FATTY_ACID_SHARE + 0.04) * grams + FATTY_ACID_TOLERANCE
            text = f"fatty acids {value:.2f} g of {grams:g} g fat" if value > limit else ""
            yield food.key, text


def _amino_acids(catalogue: Catalogue) -> Iterator[Breach]:
    table = np.column_stack([_column(catalogue, p) for p in AMINO_ACIDS])
    total, protein = table.sum(axis=1), _column(catalogue, "protein")
    low, high = AMINO_ACID_RANGE
    for food, value, grams in zip(catalogue.foods, total, protein, strict=True):
        if np.isfinite(value) and grams >= MIN_PROTEIN:
            share = value / grams
            is_off = not low <= share <= high
            yield food.key, f"amino acids are {share:.2f} of the protein" if is_off else ""


def _provenance(catalogue: Catalogue) -> Iterator[Breach]:
    known = np.isfinite(catalogue.values)
    complete = (catalogue.evidence >= 0) & (catalogue.source_index >= 0)
    complete &= catalogue.evidence < len(EVIDENCE_ORDER)
    for i, food in enumerate(catalogue.foods):
        bad = np.flatnonzero(known[i] != complete[i])
        names = ", ".join(catalogue.properties[j].key for j in bad[:5])
        yield food.key, f"no source or evidence for {names}" if names else ""


def _non_negative(catalogue: Catalogue) -> Iterator[Breach]:
    for i, food in enumerate(catalogue.foods):
        bad = np.flatnonzero(catalogue.values[i] < 0)
        names = ", ".join(catalogue.properties[j].key for j in bad[:5])
        yield food.key, f"negative {names}" if names else ""


def _structures(catalogue: Catalogue) -> Iterator[Breach]:
    for prop in catalogue.properties:
        if prop.smiles:
            yield prop.key, "" if plain_smiles(prop.smiles) else f"not a SMILES: {prop.smiles!r}"


def plain_smiles(text: str, *, max_length: int = 500) -> bool:
    """Whether a text could be a SMILES: its characters, brackets and length.

    The full parse needs RDKit, which this package does not import; the test suite does it.

    Examples
    --------
    >>> plain_smiles("CC(=O)O"), plain_smiles("CC(=O"), plain_smiles("=HYPERLINK(1)")
    (True, False, False)
    """
    if not 0 < len(text) <= max_length or not re.fullmatch(
        r"[A-Za-z0-9@+\-\[\]()=#$%/\\.:*]+", text
    ):
        return False
    if text[0] in "=#$)]/\\" or re.search(r"[A-Z]{6,}", text.replace("C", "").replace("O", "")):
        return False
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _units(catalogue: Catalogue) -> Iterator[Breach]:
    units = {"g", "mg", "ug", "kcal", "%", "1"}
    for prop in catalogue.properties:
        yield prop.key, "" if prop.unit in units else f"unknown unit {prop.unit!r}"


def _keys(catalogue: Catalogue) -> Iterator[Breach]:
    given = {row["key"] for row in rows_of(DATA / "keys.csv")}
    for food in catalogue.foods:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", food.key):
            yield food.key, "a key is lower-case words joined by underscores"
        else:
            yield food.key, "" if food.key in given else "not in the committed key table"


def _names(catalogue: Catalogue) -> Iterator[Breach]:
    seen: dict[str, str] = {}
    for food in catalogue.foods:
        first = seen.setdefault(food.name.casefold(), food.key)
        yield food.key, "" if first == food.key else f"same name as {first}: {food.name!r}"


def _usage(catalogue: Catalogue) -> Iterator[Breach]:
    for food in catalogue.of_kind(Kind.INGREDIENT):
        yield food.key, "" if food.usage and food.usage.maximum > 0 else "no customary dose"


def animal_words(food: Food) -> list[str]:
    """Animal words in the name of a food, plant phrases such as "cocoa butter" set aside."""
    text = PLANT_PHRASES.sub(" ", f"{food.name} | {food.key.replace('_', ' ')}")
    return sorted({w.lower() for w in ANIMAL_WORDS.findall(text)})


def _plants(catalogue: Catalogue) -> Iterator[Breach]:
    for food in catalogue.of_kind(Kind.INGREDIENT):
        words = ", ".join(animal_words(food))
        banned = {"milk", "egg", "fish", "crustaceans", "molluscs"} & set(food.allergens_eu)
        text = f"animal word {words}" if words else ", ".join(sorted(banned))
        yield food.key, text


def _allergens(catalogue: Catalogue) -> Iterator[Breach]:
    for food in catalogue.foods:
        bad = sorted((set(food.allergens_us) | set(food.allergens_eu)) - ALLERGENS)
        yield food.key, f"unknown allergens {bad}" if bad else ""


def _licences(catalogue: Catalogue) -> Iterator[Breach]:
    for source in catalogue.sources:
        yield source.key, "" if source.licence and source.title else "no licence or title"


CHECKS: tuple[tuple[str, str, Callable[[Catalogue], Iterator[Breach]]], ...] = (
    ("mass_balance", "water + protein + fat + carbohydrate + ash + alcohol + other = 100 +- 1.5 g",
     _balance),
    ("sugars", "sugars <= carbohydrate", _pair("sugars", "carbohydrate", SUGAR_TOLERANCE)),
    ("fibre", "fibre <= carbohydrate", _pair("fibre", "carbohydrate", SUGAR_TOLERANCE)),
    ("fatty_acids", "fatty acids <= 0.96 fat, method error allowed", _fatty_acids),
    ("amino_acids", "amino acids / protein in 0.75-1.2 where all 18 are known", _amino_acids),
    ("saturated", "saturated fat <= fat", _pair("saturated_fat", "fat", 0.05)),
    ("provenance", "no value without source and evidence", _provenance),
    ("non_negative", "no amount below zero", _non_negative),
    ("units", "every property has a known unit", _units),
    ("structures", "every structure is a SMILES", _structures),
    ("keys", "every key is readable, unique and in the committed key table", _keys),
    ("names", "every name is unique", _names),
    ("usage", "every ingredient has a customary dose", _usage),
    ("plants", "no animal food among the ingredients", _plants),
    ("allergens", "every allergen is one of the known keys", _allergens),
    ("licences", "every source states its licence", _licences),
)  # fmt: skip
"""(name, rule in words, test), in the order they are printed."""
