"""Reported facts for labels: E-numbers, sub-ingredients, digestibility of protein."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingredients.records import Evidence


@dataclass(frozen=True, slots=True)
class Declaration:
    """How an ingredient is declared beyond its name."""

    key: str
    e_number: str
    eu_class: str
    """Functional class that the EU asks for before the name, empty for plain foods."""
    sub_ingredients: tuple[str, ...]
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class Digestibility:
    """True digestibility of the protein of the foods whose key matches a pattern."""

    pattern: str
    value: float
    """[g/g]."""
    spread: float
    """Standard deviation between lots and processes, [g/g]."""
    evidence: Evidence
    source: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("ingredients").joinpath("data/food_science", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def declarations() -> dict[str, Declaration]:
    """Return declarations by ingredient key; most plain foods have none."""
    return {
        r["key"]: Declaration(
            key=r["key"],
            e_number=r["e_number"],
            eu_class=r["eu_class"],
            sub_ingredients=tuple(w.strip() for w in r["sub_ingredients"].split(";") if w.strip()),
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        )
        for r in _rows("declarations.csv")
    }


@lru_cache(maxsize=1)
def digestibilities() -> tuple[Digestibility, ...]:
    """Return digestibilities, the most specific pattern first; the last one matches all."""
    return tuple(
        Digestibility(
            pattern=r["pattern"],
            value=float(r["digestibility"]),
            spread=float(r["spread"]),
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        )
        for r in _rows("protein_digestibility.csv")
    )
