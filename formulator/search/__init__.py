"""Search: briefs, constraints, food-science rules, certified sparse mixtures, candidates."""

from formulator.search.sparse_mixture import SparseMixture, solve_sparse_mixture

__all__ = ["SparseMixture", "solve_sparse_mixture"]
