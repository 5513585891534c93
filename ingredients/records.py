"""Frozen records of what has been reported about foods."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Evidence(StrEnum):
    """Where a number comes from: its kind of evidence."""

    MEASURED = "measured"
    CALCULATED = "calculated"
    ASSUMED_ZERO = "assumed zero"
    LABEL = "label"
    SPECIFICATION = "supplier specification"
    ESTIMATED = "estimated"
    GENERAL_KNOWLEDGE = "general knowledge"


class Kind(StrEnum):
    """What a food of the catalogue is used for."""

    INGREDIENT = "ingredient"
    TARGET = "target"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Property:
    """One measurable property of a food (a column of the data dictionary)."""

    key: str
    name: str
    unit: str
    """Unit of every value of this property, per 100 g of food unless said otherwise."""
    block: str
    """Block of the profile it belongs to: macro, sugars, acids, minerals, ..."""
    smiles: str = ""
    """Structure, when the property is one molecule or is shown by a representative one."""
    is_molecule: bool = False
    """True only when the property is exactly one compound."""
    infoods: str = ""
    sr28_number: str = ""
    fdc_id: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Customary dose of an ingredient in a finished product."""

    minimum: float
    """Lowest dose that acts, [g/100 g]."""
    typical: float
    """Customary dose, [g/100 g]."""
    maximum: float
    """Highest customary dose, [g/100 g]."""
    by_product: tuple[tuple[str, float, float], ...] = ()
    """Windows for single products: (product word, minimum, maximum), [g/100 g]."""
    products: tuple[str, ...] = ()
    """Words for the products it is customary in; empty where no list is held."""
    evidence: Evidence = Evidence.GENERAL_KNOWLEDGE
    basis: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.minimum <= self.typical <= self.maximum <= 100:
            raise ValueError(
                "usage must hold 0 <= minimum <= typical <= maximum <= 100, got "
                f"{self.minimum}, {self.typical}, {self.maximum}"
            )


@dataclass(frozen=True, slots=True)
class Price:
    """Bulk price range."""

    low: float
    """[USD/kg]."""
    high: float
    """[USD/kg]."""
    date: str = ""
    confidence: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One publication or data release, with its licence."""

    key: str
    title: str
    authors: str
    year: int
    licence: str
    url: str = ""
    doi: str = ""
    trust: int = 0
    """Rank when two sources report the same value: the lower wins."""


@dataclass(frozen=True, slots=True)
class Food:
    """Any row of the catalogue: ingredient, target or finished reference product."""

    key: str
    name: str
    kind: Kind
    category: str
    """For ingredients protein, fat, hydrocolloid, vegetable ...; for targets milk, yogurt ..."""
    source: str
    declaration_name: str = ""
    """Words for an ingredient statement."""
    botanical_name: str = ""
    part: str = ""
    form: str = ""
    roles: tuple[str, ...] = ()
    usage: Usage | None = None
    allergens_us: tuple[str, ...] = ()
    allergens_eu: tuple[str, ...] = ()
    cross_reactions: tuple[str, ...] = ()
    dietary: tuple[str, ...] = ()
    price: Price | None = None
    novelty: str = ""
    name_ko: str = ""
    off_notes: str = ""
    notes: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    """Other ids of the same food: (source key, id in that source)."""


@dataclass(frozen=True, slots=True)
class Value:
    """One reported number with its unit, source and evidence."""

    food: str
    property: str
    value: float
    unit: str
    source: str
    evidence: Evidence
    standard_error: float | None = None
    n_samples: int | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Molecule:
    """A compound by its structure; two spatial isomers share one row."""

    key: str
    name: str
    smiles: str
    inchikey14: str
    """First block of the InChIKey: the identity, stereochemistry apart."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A molecule was reported in a food: no amount, and what is not listed is unknown."""

    food: str
    molecule: str
    source: str
    evidence: Evidence
    role: str
    """``key`` (target), ``character``, ``off_note`` or ``reported`` (in the plant part)."""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Odour detection threshold of a molecule in one medium."""

    molecule: str
    value: float
    unit: str
    medium: str
    evidence: Evidence
    reference: str = ""
    note: str = ""

    @property
    def is_verified(self) -> bool:
        """True when the paper is named as the reference of the row."""
        return bool(self.reference)
