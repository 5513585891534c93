"""What has been reported about foods: composition, molecules, usage, prices, sources."""

from ingredients.catalogue import EVIDENCE_ORDER, Catalogue
from ingredients.errors import DataError, IngredientsError, UnknownKeyError
from ingredients.records import Evidence, Food, Kind, Price, Property, Source, Usage, Value
from ingredients.tables import load

__all__ = [
    "EVIDENCE_ORDER",
    "Catalogue",
    "DataError",
    "Evidence",
    "Food",
    "IngredientsError",
    "Kind",
    "Price",
    "Property",
    "Source",
    "UnknownKeyError",
    "Usage",
    "Value",
    "load",
]
