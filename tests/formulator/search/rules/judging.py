"""Short ways to ask one rule about one formula."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ingredients
from formulator.search.rules import Finding, Product, category_of, check_formula

CASES: dict[str, dict[str, float]] = {
    c["name"]: c["parts"]
    for c in json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
}


def with_water(parts: Mapping[str, float]) -> dict[str, float]:
    """Fill up to 100 % with water."""
    rest = {k: v for k, v in parts.items() if k != "water"}
    return {"water": 100 - sum(rest.values()), **rest}


def changed(name: str, **doses: float) -> dict[str, float]:
    """Return a known formula with some doses changed, water making up for it."""
    return with_water({**CASES[name], **doses})


def findings(
    parts: Mapping[str, float], target: str, rule: str, *, word: str = "", **options: Any
) -> list[Finding]:
    """Return what one rule found, optionally only messages that hold a word."""
    verdict = check_formula(parts, ingredients.load(), target=target, **options)
    return [f for f in verdict.findings if f.rule == rule and word in f.message]


def level(
    parts: Mapping[str, float], target: str, rule: str, *, word: str = "", **options: Any
) -> str:
    """Worst severity of one rule's findings (notes count as nothing), or ``ok``."""
    found = {f.severity.value for f in findings(parts, target, rule, word=word, **options)}
    return next((s for s in ("hard", "soft", "unchecked") if s in found), "ok")


def product(parts: Mapping[str, float], target: str, **options: Any) -> Product:
    """Return a product as the rules see it."""
    catalogue = ingredients.load()
    return Product.make(parts, catalogue, category=category_of(target, catalogue), **options)
