"""Similarity: targets with natural variation, distance, explanation, aroma coverage."""

from formulator.similarity.composition_table import CompositionTable, read_composition
from formulator.similarity.distance import (
    axis_contributions,
    block_distances,
    distance,
    ranking_distance,
    similarity,
)
from formulator.similarity.nearest import Neighbour, nearest
from formulator.similarity.target import Target, build_target, fit_target

__all__ = [
    "CompositionTable",
    "Neighbour",
    "Target",
    "axis_contributions",
    "block_distances",
    "build_target",
    "distance",
    "fit_target",
    "nearest",
    "ranking_distance",
    "read_composition",
    "similarity",
]
