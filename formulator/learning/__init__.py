"""Learning: liking model, directives, acquisition, re-ranking, the next iteration."""

from formulator.learning.acquisition import expected_improvement
from formulator.learning.batch import NextBatch, Pick, next_batch
from formulator.learning.belief import Belief, believe
from formulator.learning.choice import Choice, choose_model
from formulator.learning.components import PRIOR, Components, Prior
from formulator.learning.liking import LikingPosterior, Scores, liking_posterior
from formulator.learning.ranking import Ranking, rank_formulas
from formulator.learning.rerank import CandidateLiking, Reranked, rerank
from formulator.learning.select import Lesson, NextIteration, next_iteration
from formulator.learning.tables import Rating, read_mixture_csv, read_ratings_csv
from formulator.learning.wish_cost import WishCost, wish_costs
from formulator.learning.wish_prior import Wish, WishPrior, wish_prior

__all__ = [
    "PRIOR",
    "Belief",
    "CandidateLiking",
    "Choice",
    "Components",
    "Lesson",
    "LikingPosterior",
    "NextBatch",
    "NextIteration",
    "Pick",
    "Prior",
    "Ranking",
    "Rating",
    "Reranked",
    "Scores",
    "Wish",
    "WishCost",
    "WishPrior",
    "believe",
    "choose_model",
    "expected_improvement",
    "liking_posterior",
    "next_batch",
    "next_iteration",
    "rank_formulas",
    "read_mixture_csv",
    "read_ratings_csv",
    "rerank",
    "wish_costs",
    "wish_prior",
]
