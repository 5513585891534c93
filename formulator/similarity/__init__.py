"""Similarity: targets with natural variation, distance, explanation, aroma coverage."""

from formulator.similarity.aroma import AromaCoverage, KeyOdorant, aroma_coverage
from formulator.similarity.composition_table import CompositionTable, read_composition
from formulator.similarity.distance import (
    axis_contributions,
    block_distances,
    distance,
    mixture_distance,
    ranking_distance,
    similarity,
)
from formulator.similarity.explain import Explanation, explain_formula
from formulator.similarity.nearest import Neighbour, nearest
from formulator.similarity.odorants import Odorant, Presence, odorant_doses
from formulator.similarity.off_flavour import OffFlavour, off_flavour
from formulator.similarity.shipped_aroma import FormulaAroma, formula_aroma
from formulator.similarity.target import Target, build_target, fit_target

__all__ = [
    "AromaCoverage",
    "CompositionTable",
    "Explanation",
    "FormulaAroma",
    "KeyOdorant",
    "Neighbour",
    "Odorant",
    "OffFlavour",
    "Presence",
    "Target",
    "aroma_coverage",
    "axis_contributions",
    "block_distances",
    "build_target",
    "distance",
    "explain_formula",
    "fit_target",
    "formula_aroma",
    "mixture_distance",
    "nearest",
    "odorant_doses",
    "off_flavour",
    "ranking_distance",
    "read_composition",
    "similarity",
]
