"""Look one clear step beyond the candidates: where the panel points, when nothing lies there.

A search near the target only returns formulas near it: all of them may be as sweet and as lean as
milk while the panel asks for less sugar or likes the fatter ones. What nobody can taste can neither
be confirmed nor dropped. A few short searches, each with a limit one clear step from the best
formula so far, give the next round something to try; the liking model decides whether to serve it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formulator.errors import InfeasibleError
from formulator.learning.belief import Belief
from formulator.learning.preference import axis_slopes
from formulator.learning.wish_prior import AXES, ROLE, WishPrior
from formulator.panel.judgements import Judgement
from formulator.profiles import ProfileTable
from formulator.search.brief import Brief, Limit
from formulator.search.candidate import Candidate
from formulator.search.propose import Watch, propose
from ingredients import Catalogue

SIZE = 0.25
"""One clear step, share of the value it starts from. People notice about a tenth to a fifth of a
taste's strength (Weber fractions; evidence: general knowledge), so that a quarter is noticed."""
TIME_SHARE = 0.2
"""Share of the brief's time that each extra search may take."""
LEAST_TIME = 0.5
"""Seconds below which no extra search is worth starting."""
STRONG = 0.25
"""Net vote from which a wish is searched for, -1 to 1: a clear majority, shrunk."""
STAY = 0.15
"""How far the other levers may move meanwhile, share of their value: hardly noticed."""
LEVERS = ("sugars", "fat", "protein", "sodium")
"""Axes that people perceive and that a recipe can move by a quarter."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step from the best formula so far, as limits of the search."""

    limit: Limit
    """Beyond the step."""
    stay: tuple[Limit, ...]
    """Keeps what else people perceive about where the best formula has it."""
    words: str
    """Who points there, for example ``the wish 'less sweet'``."""


def next_steps(
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    *,
    wishes: WishPrior,
    belief: Belief,
    n: int = 2,
) -> tuple[Step, ...]:
    """Return the steps worth a search: strong wishes first, then the steepest likings.

    A step that some candidate of the region has already made is not repeated: once it is tasted its
    likings speak, and until then it can be served without a search.

    Parameters
    ----------
    candidates : sequence of Candidate
        The region.
    judgements : sequence of Judgement
    wishes : WishPrior
        Of the latest round, over the same region.
    belief : Belief
        Over the same candidates, in the same order.
    n : int
        At most so many.

    Returns
    -------
    tuple of Step
        Empty before the first score.
    """
    tasted = [i for i in range(len(candidates)) if belief.n_ratings[i] > 0]
    if not tasted:
        return ()
    best = candidates[max(tasted, key=lambda i: float(belief.blend.mean[i]))]
    found: dict[str, Step] = {}
    for axis, upward, words in (*_wished(wishes, best), *_liked(candidates, judgements, best)):
        start = dict(best.profile)[axis].value
        limit = Limit(axis, ">=" if upward else "<=", start * (1 + SIZE if upward else 1 - SIZE))
        if start > 0 and axis not in found and not any(_meets(c, limit) for c in candidates):
            found[axis] = Step(limit, _stay(best, axis), words)
    return tuple(found.values())[:n]


def _wished(wishes: WishPrior, best: Candidate) -> list[tuple[str, bool, str]]:
    """(axis, upward, words) of the clear wishes that a search can follow, strongest first."""
    found: list[tuple[str, bool, str]] = []
    carried = {name for name, _ in best.profile}
    for wish in sorted(wishes.wishes, key=lambda w: -abs(w.net)):
        axes = [(a, s) for a, s in AXES.get(wish.attribute, ()) if a in carried]
        for axis, sign in axes[:1]:
            if abs(wish.net) >= STRONG and axis in LEVERS and not axis.startswith(ROLE):
                found.append((axis, wish.net * sign > 0, f"the wish '{wish.words}'"))
    return found


def _liked(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement], best: Candidate
) -> list[tuple[str, bool, str]]:
    """(axis, upward, words) by how much liking one step is predicted to change."""
    slopes = axis_slopes(candidates, judgements, axes=LEVERS)
    gains = {a: s * SIZE * dict(best.profile)[a].value for a, s in slopes.items()}
    order = sorted(gains, key=lambda a: -abs(gains[a]))
    return [
        (a, gains[a] > 0, f"the panel's liking of {'more' if gains[a] > 0 else 'less'} {a}")
        for a in order
        if np.abs(gains[a]) > 0
    ]


def _stay(best: Candidate, axis: str) -> tuple[Limit, ...]:
    """Limits around the best formula's other levers."""
    here = {a: v.value for a, v in best.profile if a in LEVERS and a != axis}
    return tuple(
        limit
        for a, value in sorted(here.items())
        for limit in (Limit(a, ">=", value * (1 - STAY)), Limit(a, "<=", value * (1 + STAY)))
    )


def _meets(candidate: Candidate, limit: Limit) -> bool:
    value = dict(candidate.profile).get(limit.axis)
    if value is None:
        return False
    return value.value <= limit.value if limit.relation == "<=" else value.value >= limit.value


def search_steps(
    steps: Sequence[Step],
    brief: Brief,
    catalogue: Catalogue,
    *,
    n: int,
    table: ProfileTable | None = None,
    watch: Watch | None = None,
) -> tuple[Candidate, ...]:
    """Search once for each step; a step that the brief leaves no room for brings nothing.

    Bound and gap of what comes back are those of the search with the step's limit, and a note on
    the candidate says so.

    Parameters
    ----------
    steps : sequence of Step
    brief : Brief
    catalogue : Catalogue
    n : int
        Wanted number for each step.
    table : ProfileTable, optional
    watch : callable, optional
    """
    seconds = TIME_SHARE * brief.time_limit
    if seconds < LEAST_TIME:
        return ()
    found: dict[str, Candidate] = {}
    for step in steps:
        stepped = replace(brief, limits=(*brief.limits, step.limit, *step.stay), time_limit=seconds)
        try:
            proposal = propose(stepped, catalogue, n=n, watch=watch, table=table)
        except InfeasibleError:
            continue
        note = f"one step along {step.words}: searched, and bounded, with {step.limit}"
        for c in proposal.candidates:
            found.setdefault(c.id, replace(c, warnings=(*c.warnings, note)))
    return tuple(found.values())
