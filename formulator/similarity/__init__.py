"""Similarity: targets with natural variation, distance, explanation, aroma coverage."""

from formulator.similarity.distance import (
    axis_contributions,
    block_distances,
    distance,
    ranking_distance,
    similarity,
)
from formulator.similarity.target import Target, build_target, fit_target

__all__ = [
    "Target",
    "axis_contributions",
    "block_distances",
    "build_target",
    "distance",
    "fit_target",
    "ranking_distance",
    "similarity",
]
