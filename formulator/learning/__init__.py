"""Learning: liking model, directives, acquisition, re-ranking."""

from formulator.learning.acquisition import expected_improvement
from formulator.learning.belief import Belief, believe
from formulator.learning.components import PRIOR, Components, Prior
from formulator.learning.liking import LikingPosterior, Scores, liking_posterior
from formulator.learning.ranking import Ranking, rank_formulas
from formulator.learning.rerank import CandidateLiking, Reranked, rerank
from formulator.learning.tables import Rating, read_mixture_csv, read_ratings_csv

__all__ = [
    "PRIOR",
    "Belief",
    "CandidateLiking",
    "Components",
    "LikingPosterior",
    "Prior",
    "Ranking",
    "Rating",
    "Reranked",
    "Scores",
    "believe",
    "expected_improvement",
    "liking_posterior",
    "rank_formulas",
    "read_mixture_csv",
    "read_ratings_csv",
    "rerank",
]
