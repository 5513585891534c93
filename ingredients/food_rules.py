"""Reported facts behind the food-science and legal rules: windows, coefficients, limits, steps.

Every row says where its number comes from; rows of general practice say so. What follows from
them (a verdict on a formula) belongs to ``formulator.search.rules``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

from ingredients.errors import DataError
from ingredients.records import Evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FoodCategory:
    """A product category that rules speak of."""

    key: str
    name: str
    windows_of: str
    """Category whose windows apply."""
    traits: frozenset[str]
    """drink, cream, neutral, acid, heated, dairy, frozen, oil_in_water, water_in_oil ..."""
    droplet_d32: float | None
    """Customary Sauter diameter of the droplets, [um]; None where it is no O/W emulsion."""
    us: tuple[str, ...]
    """Food categories that may fit; the lower limit wins. Categories of 21 CFR 170.3(n) fall back
    on a material's row "all other"; names with "=" are single foods of part 172 and do not."""
    eu: tuple[str, ...]
    codex: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Customary range of one quantity in finished products of a category."""

    category: str
    kind: str
    """Type within the category ("starch type"), empty when there is only one."""
    quantity: str
    low: float | None
    aim: float | None
    high: float | None
    unit: str
    use: str
    """rule (judged), advice (shown) or bench (to be measured)."""
    confidence: str
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What one percent of a material adds to a quantity."""

    quantity: str
    material: str
    value: float
    unit: str
    confidence: str
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Pattern on a food's key or name that makes it the same material for the rules."""

    material: str
    pattern: str
    note: str


@dataclass(frozen=True, slots=True)
class ProteinFact:
    """How a protein behaves in water."""

    key: str
    soluble_share: float
    """Share of the protein that dissolves near pH 7, [g/g]."""
    isoelectric: tuple[float, float] | None
    """pH range."""
    gelation: float | None
    """Lowest concentration that gels on heating, [g/100 g]."""
    care: str
    confidence: str
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class FatMelting:
    """Solid fat content of a kind of fat, found by a word in the food's name."""

    pattern: str
    solid: tuple[float, float, float]
    """At 10, 20 and 35 C, [g/100 g fat]."""
    confidence: str
    evidence: Evidence
    source: str


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """One row of a regulation."""

    material: str
    jurisdiction: str
    food_category: str
    kind: str
    """limit, gmp, blocked, only there, limit not held."""
    percent: float | None
    """[g/100 g], as the regulation expresses the material."""
    regulation: str
    edition: str
    verified: bool
    """Whether the text of the regulation was read."""
    confidence: str


@dataclass(frozen=True, slots=True)
class LegalMember:
    """How an ingredient counts toward the limit of a material or group."""

    material: str
    key: str
    factor: float
    """Mass as the limit expresses it per mass of ingredient, [g/g]."""
    expressed_as: str
    source: str


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of a process plan and what it is for."""

    order: int
    step: str
    temperature: str
    """Range, [C]; empty when it does not matter."""
    says: str
    materials: tuple[str, ...]
    """Ingredient keys, ``@category`` for all ingredients of a category, or ``~key`` for one that
    goes in earlier and calls for the step."""
    traits: tuple[str, ...]
    """Traits of the categories that need the step whatever the ingredients."""
    evidence: Evidence
    source: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.strip() for w in text.split(";") if w.strip())


def _number(text: str) -> float | None:
    return float(text) if text else None


def _read(name: str, make: Callable[[dict[str, str]], T]) -> tuple[T, ...]:
    """Read a table of the folder; all rows that break its rule are reported together."""
    made: list[T] = []
    problems: list[str] = []
    for line, row in enumerate(_rows(name), start=2):
        try:
            made.append(make(row))
        except (KeyError, ValueError) as error:
            problems.append(f"{name} line {line}: {error}")
    if problems:
        raise DataError("rows of data/food_science must follow their header", problems)
    return tuple(made)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("ingredients").joinpath("data/food_science", name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def categories() -> dict[str, FoodCategory]:
    """Product categories by key."""
    rows = _read(
        "categories.csv",
        lambda r: FoodCategory(
            key=r["category"],
            name=r["name"],
            windows_of=r["windows_of"],
            traits=frozenset(_words(r["traits"])),
            droplet_d32=_number(r["droplet_d32_um"]),
            us=_words(r["us_categories"]),
            eu=_words(r["eu_categories"]),
            codex=_words(r["codex_categories"]),
        ),
    )
    return {c.key: c for c in rows}


@lru_cache(maxsize=1)
def windows() -> tuple[Window, ...]:
    """Return the customary ranges of finished products."""
    return _read(
        "windows.csv",
        lambda r: Window(
            category=r["category"],
            kind=r["kind"],
            quantity=r["quantity"],
            low=_number(r["low"]),
            aim=_number(r["aim"]),
            high=_number(r["high"]),
            unit=r["unit"],
            use=r["use"],
            confidence=r["confidence"],
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        ),
    )


@lru_cache(maxsize=1)
def coefficients() -> tuple[Coefficient, ...]:
    """Return what one percent of each material adds to each quantity."""
    return _read(
        "coefficients.csv",
        lambda r: Coefficient(
            quantity=r["quantity"],
            material=r["key"],
            value=float(r["coefficient"]),
            unit=r["unit"],
            confidence=r["confidence"],
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        ),
    )


@lru_cache(maxsize=1)
def equivalents() -> tuple[Equivalent, ...]:
    """Return patterns that make plant foods the same material as a functional ingredient."""
    return _read(
        "equivalents.csv",
        lambda r: Equivalent(material=r["material"], pattern=r["pattern"], note=r["note"]),
    )


@lru_cache(maxsize=1)
def proteins() -> dict[str, ProteinFact]:
    """Behaviour of proteins by ingredient key; ``other`` stands for all the rest."""
    rows = _read(
        "soluble_protein.csv",
        lambda r: ProteinFact(
            key=r["key"],
            soluble_share=float(r["share"]),
            isoelectric=(
                (float(r["isoelectric_low"]), float(r["isoelectric_high"]))
                if r["isoelectric_low"]
                else None
            ),
            gelation=_number(r["gel_low"]),
            care=r["care"],
            confidence=r["confidence"],
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        ),
    )
    return {p.key: p for p in rows}


@lru_cache(maxsize=1)
def fat_melting() -> tuple[FatMelting, ...]:
    """Solid fat content of kinds of fat that the catalogue's rows do not carry."""
    return _read(
        "fat_melting.csv",
        lambda r: FatMelting(
            pattern=r["pattern"],
            solid=(float(r["sfc_10"]), float(r["sfc_20"]), float(r["sfc_35"])),
            confidence=r["confidence"],
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        ),
    )


@lru_cache(maxsize=1)
def legal_limits() -> tuple[LegalLimit, ...]:
    """Return the rows of regulations that we hold; what has no row is unchecked, not allowed."""
    per_percent = {"%": 1.0, "mg/kg": 10_000.0, "": 1.0}
    return _read(
        "legal_limits.csv",
        lambda r: LegalLimit(
            material=r["material"],
            jurisdiction=r["jurisdiction"],
            food_category=r["food_category"],
            kind=r["kind"],
            percent=float(r["limit"]) / per_percent[r["unit"]] if r["limit"] else None,
            regulation=r["regulation"],
            edition=r["edition"],
            verified=r["verified"] == "yes",
            confidence=r["confidence"],
        ),
    )


@lru_cache(maxsize=1)
def legal_members() -> tuple[LegalMember, ...]:
    """How ingredients count toward limits that speak of a group or another form."""
    return _read(
        "legal_members.csv",
        lambda r: LegalMember(
            material=r["material"],
            key=r["key"],
            factor=float(r["factor"]),
            expressed_as=r["expressed_as"],
            source=r["source"],
        ),
    )


@lru_cache(maxsize=1)
def process_steps() -> tuple[ProcessStep, ...]:
    """Return the steps of a process plan in their order."""
    return _read(
        "process_steps.csv",
        lambda r: ProcessStep(
            order=int(r["order"]),
            step=r["step"],
            temperature=r["temperature_c"],
            says=r["says"],
            materials=_words(r["materials"]),
            traits=_words(r["categories"]),
            evidence=Evidence(r["evidence"]),
            source=r["source"],
        ),
    )
