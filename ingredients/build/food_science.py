"""Build the legal tables of ``data/food_science`` from the curated tables, and its manifest.

Run ``python -m ingredients.build.food_science FOLDER`` where FOLDER holds
``regulatory_limits.csv`` and ``functional_ingredients.csv``. The other tables of the folder are
kept by hand; the manifest lists the rows and the hash of every table.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "food_science"
QUANTUM_SATIS = Path(__file__).parent / "selections" / "eu_quantum_satis.csv"
"""Additives read in the list of Group I (quantum satis); later entries of it were not read."""
EU_REGULATION = "Regulation (EC) 1333/2008 Annex II part C Group I"
EU_EDITION = "2020-12-31, as kept at legislation.gov.uk"

US_CATEGORIES = {
    "all other (incl. dairy product analogs)": "all other",
    "beverages and bases": "beverages",
    "beverages nonalcoholic": "beverages",
    "cheese": "cheeses",
    "frozen desserts (alone or with PS65)": "frozen dairy desserts",
    "general": "all",
    "general food": "all",
    "06.8.1 soybean-based beverages": "06.8.1",
    "protein products EXCLUDING category 1.8 only": "protein products outside 1.8",
    "vegetable protein drinks (14.1.x) / dairy analogues (01.8)": "1.8",
    "whipped edible oil topping (alone or combined)": "whipped edible oil topping",
}
MATERIALS = {"phosphates (as P, group)": "phosphates"}
KINDS = {
    "GMP": "gmp",
    "allowed": "only there",
    "block by default": "blocked",
    "numeric limits exist": "limit not held",
}
UNITS = {"% as served": "%", "%": "%", "ppm": "mg/kg", "mg/kg": "mg/kg"}
LIMIT_FIELDS = (
    "material", "jurisdiction", "food_category", "kind", "limit", "unit", "regulation", "edition",
    "verified", "confidence",
)  # fmt: skip


def limit_row(row: dict[str, str]) -> list[str]:
    """Return one row of ``legal_limits.csv`` from one of ``regulatory_limits.csv``."""
    kind = KINDS.get(row["limit"], "limit")
    verified = "yes" if "READ" in row["source"] else "no"
    edition = re.search(r"edition (\d{4})", row["source"])
    regulation = re.split(r"\s*\((?:READ|RECALL)|RECALL", row["source"])[0].strip(" -;:")
    return [
        MATERIALS.get(row["ingredient_id"], row["ingredient_id"]),
        row["jurisdiction"],
        US_CATEGORIES.get(row["food_category"], row["food_category"]),
        kind,
        row["limit"] if kind == "limit" else "",
        UNITS[row["unit"]] if kind == "limit" else "",
        regulation or "regulation not recorded",
        edition[1] if edition else "not recorded",
        verified,
        row["confidence"],
    ]


def cited(row: list[str], functional: dict[str, dict[str, str]]) -> list[str]:
    """Fill a missing regulation from the functional table, where that names one."""
    regulation = re.match(r"21 CFR [\d.]+", functional.get(row[0], {}).get("legal_source", ""))
    if row[6] == "regulation not recorded" and row[1] == "US" and regulation:
        return [*row[:6], regulation[0], *row[7:]]
    return row


def gmp_rows(table: Iterable[dict[str, str]], known: set[tuple[str, str]]) -> list[list[str]]:
    """Rows for ingredients whose legal scope is good manufacturing practice (US)."""
    rows = []
    for row in table:
        scope, source = row["legal_scope"], row["legal_source"]
        granted = scope.startswith(("GMP", "US GMP", "US 21 CFR", "GRAS notified"))
        if not granted or (row["ingredient_id"], "US") in known:
            continue
        verified = "yes" if source.startswith("READ") else "no"
        regulation = re.sub(r"\s*\((READ|RECALL)\)|^READ\s*|\b(RECALL)\b", "", source).strip()
        regulation = re.sub(r"\s+[HML]$", "", regulation)
        rows.append(
            [row["ingredient_id"], "US", "all", "gmp", "", "", regulation or "not recorded",
             "not recorded", verified, row["legal_conf"] or "L"]
        )  # fmt: skip
    return rows


def quantum_satis_rows(table: Iterable[dict[str, str]]) -> list[list[str]]:
    """Rows for additives that the EU lets in without a number, wherever Group I holds.

    That Group I holds for a category (1.8, 2.2, 3, 12.6) was not read: the rows are not verified.
    """
    return [
        [r["key"], "EU", "all", "gmp", "", "", f"{EU_REGULATION} ({r['e_number']})", EU_EDITION,
         "no", "M"]
        for r in table
    ]  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows as UTF-8 CSV with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def manifest(folder: Path) -> str:
    """Text of ``manifest.toml``: what the folder is and the hash of every table."""
    lines = [
        'title = "Food-science rules: windows, coefficients, legal limits, process steps"',
        'authors = "plant-formulator contributors"',
        "year = 2026",
        'licence = "CC0-1.0"',
        'url = ""',
        'doi = ""',
        'kind = "rules"',
        'script = "ingredients/build/food_science.py (legal tables); the others by hand"',
        'remarks = "Reported facts: stoichiometry, law text and general practice; each row says '
        'which. Rows of general practice are to be verified before they carry weight."',
        "",
    ]
    for path in sorted(folder.glob("*.csv")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines += ["[[tables]]", f'file = "{path.name}"', f"rows = {len(read(path))}",
                  f'sha256 = "{digest}"', ""]  # fmt: skip
    return "\n".join(lines)


def build(source: Path, folder: Path = FOLDER) -> None:
    """Write ``legal_limits.csv`` and ``manifest.toml``."""
    functional = {r["ingredient_id"]: r for r in read(source / "functional_ingredients.csv")}
    limits = [cited(limit_row(r), functional) for r in read(source / "regulatory_limits.csv")]
    known = {(r[0], r[1]) for r in limits}
    limits += gmp_rows(functional.values(), known)
    limits += quantum_satis_rows(read(QUANTUM_SATIS))
    write(folder / "legal_limits.csv", [LIMIT_FIELDS, *sorted(limits)])
    (folder / "manifest.toml").write_text(manifest(folder), encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
