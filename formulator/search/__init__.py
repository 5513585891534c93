"""Search: briefs, constraints, food-science rules, certified sparse mixtures, candidates."""

from typing import TYPE_CHECKING

from formulator.lazy import lazy_names

if TYPE_CHECKING:
    from formulator.search.sparse_mixture import SparseMixture, solve_sparse_mixture

__all__ = ["SparseMixture", "solve_sparse_mixture"]

__getattr__ = lazy_names(__name__, {"sparse_mixture": ("SparseMixture", "solve_sparse_mixture")})
