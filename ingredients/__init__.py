"""What has been reported about foods: composition, molecules, usage, prices, sources.

``load()`` is the catalogue of foods by properties. ``odorants(food)``, ``presences()`` and
``thresholds()`` say what was smelt where and how little is noticed; ``sweetness()`` how sweet
molecules are. Presence, amount and threshold are different facts in different records.
"""

from ingredients.aroma import molecule, molecules, odorants, presences, threshold, thresholds
from ingredients.catalogue import EVIDENCE_ORDER, Catalogue
from ingredients.errors import DataError, IngredientsError, UnknownKeyError
from ingredients.records import (
    Evidence,
    Food,
    Kind,
    Molecule,
    Presence,
    Price,
    Property,
    Source,
    Threshold,
    Usage,
    Value,
)
from ingredients.sweetness import SweetMolecule, sweetness
from ingredients.tables import load

__all__ = [
    "EVIDENCE_ORDER",
    "Catalogue",
    "DataError",
    "Evidence",
    "Food",
    "IngredientsError",
    "Kind",
    "Molecule",
    "Presence",
    "Price",
    "Property",
    "Source",
    "SweetMolecule",
    "Threshold",
    "UnknownKeyError",
    "Usage",
    "Value",
    "load",
    "molecule",
    "molecules",
    "odorants",
    "presences",
    "sweetness",
    "threshold",
    "thresholds",
]
