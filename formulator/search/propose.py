"""The answer to a brief: several clearly different formulas, each with its proof."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formulator.errors import InputError
from formulator.profiles import ProfileTable, profile_table
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.search.front import aims_of, on_front
from formulator.search.further import ENOUGH, HOPELESS, fill
from formulator.search.gathered import Gathered, Watch
from formulator.search.nearest import nearest
from formulator.search.steering import moderated, weighed
from ingredients import Catalogue, Kind

__all__ = ["Watch", "propose"]


def propose(
    brief: Brief,
    catalogue: Catalogue,
    *,
    n: int = 10,
    seed: int | None = None,
    watch: Watch | None = None,
    table: ProfileTable | None = None,
    preference: Mapping[str, float] | None = None,
    emphasis: Mapping[str, float] | None = None,
) -> Proposal:
    """Propose formulas for a brief.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    n : int
        Wanted number of candidates; fewer come back when the brief allows no more that differ.
    seed : int, optional
        Replaces the brief's seed.
    watch : callable, optional
        Told of progress; returning False ends the search with what has been found.
    table : ProfileTable, optional
        Profiles of all foods of the catalogue, when the caller holds them already.
    preference : mapping of ingredient key to float, optional
        Price of each mass fraction, in units of the distance, negative where a panel likes the
        ingredient. It steers every candidate but the first, which stays the nearest.
    emphasis : mapping of block to float, optional
        Factors on the brief's block weights, learned from a panel. They steer as ``preference``
        does; distances, bounds and similarities stay those of the brief's own weights.

    Returns
    -------
    Proposal
        Candidates from the nearest to the farthest.

    Raises
    ------
    InfeasibleError
        If no formula meets the brief, with the smallest conflicting set and relaxations.
    UnknownKeyError
        For an unknown target, ingredient, allergen, quantity or claim.

    Notes
    -----
    ``bound`` is valid for the brief together with the rules, windows and structure of the
    category: no formula that keeps them all is nearer, whatever its support.
    """
    if not 1 <= n <= 100:
        raise InputError(f"n must be 1 to 100, got {n}")
    if seed is not None:
        brief = replace(brief, seed=seed)
    table = profile_table(catalogue) if table is None else table
    start = time.perf_counter()
    aim = weighed(brief, catalogue, table, emphasis) if emphasis else None
    gathered = Gathered(n, aim=aim, watch=watch)
    bound, order = nearest(brief, catalogue, table, gathered)
    if preference and gathered.candidates:
        closest = min(c.distance for c in gathered.candidates)
        gathered.preference = moderated(preference, order[0], closest)
    fill(order, gathered, bound, start=start)
    if not gathered.candidates:
        raise gathered.nothing(brief)
    return Proposal(
        target_key=brief.target,
        target_name=order[0].target.name,
        brief=brief,
        n_ingredients=len(catalogue.of_kind(Kind.INGREDIENT)),
        n_considered=len(order[0].keys),
        candidates=_ordered(gathered.candidates),
    )


def _ordered(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Sort candidates by distance, drop the hopeless beyond enough, mark those on the front."""
    ordered = sorted(candidates, key=lambda c: (c.distance, c.id))
    most = HOPELESS * ordered[0].distance  # what was near while the list was short may be far now
    ordered = [c for i, c in enumerate(ordered) if i < ENOUGH or c.distance <= most]
    front = on_front(aims_of(ordered))
    return tuple(replace(c, on_front=bool(f)) for c, f in zip(ordered, front, strict=True))
