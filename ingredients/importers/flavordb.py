"""FlavorDB: one JSON file per food (folder or zip), licence CC BY-NC-SA 3.0.

The same block of molecules sits in hundreds of foods, whatever they are. It is found in the
files themselves: molecules listed in at least :data:`BLOCK_SHARE` of the foods. A food that
carries the block (almost) whole loses it; a food that carries only part of it keeps that part.
"Taste at x ppm" are use levels, not thresholds, and are not read.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from ingredients.importers import limits
from ingredients.importers.matching import foods_named
from ingredients.importers.presences import Presences, clean_smiles, clean_text
from ingredients.importers.reading import Files, whole_text
from ingredients.importers.staging import ImportReport, Staging

SOURCE = "flavordb_import"
MANIFEST: dict[str, str | int] = {
    "title": "FlavorDB, imported by the user",
    "authors": "Garg N et al., Complex Systems Laboratory, IIIT-Delhi",
    "year": 2018,
    "licence": "CC BY-NC-SA 3.0: not for redistribution with this package",
    "url": "https://cosylab.iiitd.edu.in/flavordb",
    "kind": "presence",
    "trust": 31,
}
BLOCK_SHARE = 0.3
"""Share of foods: the 95 block molecules stand in 295 or more of 935, no other in over 168."""
BLOCK_WHOLE = 0.84
"""Share of the block (80 of 95) from which on a food carries it whole."""
MIN_FOODS = 50
"""Fewer files tell nothing about the block; nothing is dropped then."""
MIN_BLOCK = 20
"""A block has at least this many molecules; fewer are common molecules, not an artefact."""

Molecule = tuple[str, str, str]
"""PubChem id, name, SMILES."""


def run(path: Path, staging: Staging) -> ImportReport:
    """Import the files at ``path``."""
    files = Files(path)
    foods: dict[str, set[Molecule]] = {}
    for name in files.names(".json"):
        staging.row(name)
        try:
            food, molecules = _read(files, name)
            foods.setdefault(food, set()).update(molecules)
        except ValueError as error:
            staging.problems.add(name, str(error))
    block = block_of(foods)
    found = Presences(staging)
    for food, molecules in sorted(foods.items()):
        keys = foods_named(food)
        kept = without_block(molecules, block)
        staging.n_skipped += len(molecules) - len(kept) if keys else len(molecules)
        for _, name, smiles in sorted(kept) if keys else ():
            found.add(keys, name, smiles)
    found.write()
    return staging.commit(MANIFEST)


def block_of(foods: dict[str, set[Molecule]]) -> frozenset[str]:
    """PubChem ids of the repeated block, empty when the files show none."""
    if len(foods) < MIN_FOODS:
        return frozenset()
    count = Counter(m[0] for molecules in foods.values() for m in molecules)
    often = frozenset(i for i, n in count.items() if n >= BLOCK_SHARE * len(foods))
    return often if len(often) >= MIN_BLOCK else frozenset()


def without_block(molecules: set[Molecule], block: frozenset[str]) -> set[Molecule]:
    """Return the molecules of a food, the block taken out only where it is there whole."""
    own = {m[0] for m in molecules}
    if not block or len(own & block) < BLOCK_WHOLE * len(block):
        return molecules
    return {m for m in molecules if m[0] not in block}


def _read(files: Files, name: str) -> tuple[str, set[Molecule]]:
    with files.text(name) as stream:
        text = whole_text(stream, name, limits.MAX_JSON)
    try:
        data: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not JSON: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("molecules"), list):
        raise ValueError("needs an object with the list 'molecules'")
    label = str(data.get("entity_alias_readable") or data.get("entity_alias") or "")
    return clean_text(label, "entity_alias_readable"), {_molecule(m) for m in data["molecules"]}


def _molecule(entry: Any) -> Molecule:
    if not isinstance(entry, dict) or "pubchem_id" not in entry:
        raise ValueError("every molecule needs pubchem_id and common_name")
    name = clean_text(str(entry.get("common_name", "")), "common_name")
    return str(entry["pubchem_id"]), name, clean_smiles(str(entry.get("smile") or ""))
