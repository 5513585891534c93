"""Why not this ingredient? The best formula with it forced in, beside the best without."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from formulator.errors import InfeasibleError
from formulator.profiles import ProfileTable, profile_table
from formulator.search.assemble import ask, solve
from formulator.search.brief import Brief
from formulator.search.sparse_mixture import SparseMixture
from ingredients import Catalogue


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What forcing one ingredient into the best formula costs."""

    key: str
    name: str
    is_considered: bool
    """Whether the search may choose it without being told."""
    reason: str
    """In words."""
    distance: float | None
    """Distance of the best formula found without a demand for the ingredient."""
    distance_with: float | None
    """Distance of the best formula found that holds it; None when there is none."""
    bound_with: float | None
    """No formula that holds it is nearer."""
    parts: tuple[tuple[str, float], ...]
    """(key, percent) of the best formula that holds it, before rounding."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def why_not(
    brief: Brief, catalogue: Catalogue, key: str, *, table: ProfileTable | None = None
) -> WhyNot:
    """Force an ingredient into the best formula and say what it costs.

    Parameters
    ----------
    brief : Brief
        Its time limit is shared by the two searches.
    catalogue : Catalogue
    key : str
        Key of the ingredient.
    table : ProfileTable, optional
        Profiles of all foods of the catalogue, when the caller holds them already.

    Returns
    -------
    WhyNot

    Raises
    ------
    UnknownKeyError
        For an unknown target, ingredient, allergen, quantity or claim.
    InfeasibleError
        If the brief itself cannot be met.
    """
    forced = replace(brief, require=tuple(dict.fromkeys((*brief.require, key))))
    table = profile_table(catalogue) if table is None else table
    plain, keys, left_out = _best(brief, catalogue, table)
    if not math.isfinite(plain.objective):
        raise InfeasibleError("the brief itself has no formula; run propose to see why")
    name = catalogue.food(key).name
    try:
        with_it, forced_keys, _ = _best(forced, catalogue, table)
    except InfeasibleError as error:
        return _refused(key, name, plain, error.message)
    if not math.isfinite(with_it.objective):
        proven = with_it.status == "infeasible"
        words = "no formula that holds it keeps every limit" if proven else "none was found in time"
        return _refused(key, name, plain, words)
    used = np.flatnonzero(with_it.fractions > 1e-9)
    parts = sorted(
        ((forced_keys[i], round(100 * float(with_it.fractions[i]), 4)) for i in used),
        key=lambda p: -p[1],
    )
    return WhyNot(
        key=key,
        name=name,
        is_considered=key in keys,
        reason=_words(key, plain, with_it, keys, left_out.get(key)),
        distance=plain.objective,
        distance_with=with_it.objective,
        bound_with=with_it.bound,
        parts=tuple(parts),
    )


def _refused(key: str, name: str, plain: SparseMixture, reason: str) -> WhyNot:
    return WhyNot(key, name, False, reason, plain.objective, None, None, ())


def _best(
    brief: Brief, catalogue: Catalogue, table: ProfileTable
) -> tuple[SparseMixture, tuple[str, ...], dict[str, str]]:
    """Best formula over the structure systems, with its columns and what was left out."""
    questions = ask(brief, catalogue, table)
    share = brief.time_limit / 2 / len(questions)
    solved = [(solve(q, time_limit=share), q) for q in questions]
    mixture, question = min(solved, key=lambda pair: (pair[0].objective, pair[0].bound))
    lowest = min(s.bound for s, _ in solved)
    best = replace(mixture, bound=min(mixture.bound, lowest))
    return best, question.keys, dict(question.pantry.left_out)


def _words(
    key: str,
    plain: SparseMixture,
    with_it: SparseMixture,
    keys: tuple[str, ...],
    left_out: str | None,
) -> str:
    rise = with_it.objective - plain.objective
    # a bound above the best without it proves the difference, a smaller one does not
    proof = "proven" if with_it.bound > plain.objective else "as far as the search went"
    is_as_near = rise <= 1e-6 * max(plain.objective, 1.0)
    cost = (
        f"the best formula that holds it stands at {with_it.objective:.4g} instead of "
        f"{plain.objective:.4g} ({proof})"
    )
    if is_as_near:
        cost = f"a formula that holds it is as near as the best ({with_it.objective:.4g})"
    if left_out is not None:
        return f"not considered unless required: {left_out}; {cost}"
    return f"{cost}: nothing speaks against it" if is_as_near else cost
