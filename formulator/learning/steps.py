"""Look beyond the candidates: where the panel points, when nothing lies there.

A search near the target only returns formulas near it: all of them may be as sweet and as lean as
milk while the panel asks for less sugar and more fat. What nobody can taste can neither be
confirmed nor dropped. A few short searches, each with limits some clear steps from the best formula
so far, on one or several levers at once, give the next round something to try; the liking model
decides whether to serve it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formulator.errors import InfeasibleError
from formulator.learning.acquisition import better_probability, greedy_batch
from formulator.learning.batch import STOP_SHARE
from formulator.learning.belief import Belief
from formulator.learning.levers import Points, lever_points
from formulator.learning.wish_prior import AXES, GAIN, Wish, WishPrior
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.profiles import ProfileTable
from formulator.search.brief import Brief, Limit
from formulator.search.candidate import Candidate
from formulator.search.propose import Watch, propose
from ingredients import Catalogue

FloatArray = npt.NDArray[np.float64]

TIME_SHARE = 0.4
"""Share of the brief's time that the extra searches may take together."""
LEAST_TIME = 0.3
"""Seconds below which no extra search is worth starting."""
STRONG = 0.25
"""Net vote from which a wish is searched for, -1 to 1: a clear majority, shrunk."""
STAY = 0.6
"""How far a lever may end from where it is sought, in steps: hardly noticed."""
LIKELY = 0.8
"""Probability from which a lever's move is said to please, and not only tried."""
N_TASTERS = 10
"""Expected to taste what is found."""
N_STEPS = 3
"""Searches that may succeed."""
N_SPARE = 2
"""Moves held ready for those that the brief leaves no room for."""


@dataclass(frozen=True, slots=True)
class Step:
    """Some clear steps from the best formula so far, as limits of the search."""

    limits: tuple[Limit, ...]
    """At or beyond the step, one for each lever that moves."""
    stay: tuple[Limit, ...]
    """Keeps those levers near the step, and the others where the best formula has them."""
    words: str
    """Who points there, for example ``the wish 'less sweet'``."""


def next_steps(
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    *,
    wishes: WishPrior,
    belief: Belief,
    n: int = N_STEPS + N_SPARE,
) -> tuple[Step, ...]:
    """Return the moves worth a search: all clear wishes at once, then by expected improvement.

    Where likings point, liking over the levers is asked (``lever_points``): moves are picked one by
    one by expected improvement, each given that those before are tasted. Early, when the candidates
    hardly differ in the levers, that tries several at once in opposite ways; later it follows what
    was learnt, on as many levers and as far as the likings carry.

    Where some candidate of the region stands already, no search is needed: once it is tasted its
    likings speak, and until then it can be served.

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
    points = lever_points(candidates, judgements, best=best)
    if points is None:
        return ()
    clear = _clear(wishes, points.axes)
    found: dict[int, Step] = {}
    for row, words in (*_wished(points, clear), *_liked(points, clear, candidates, n)):
        step = _as_step(points, row, words)
        if row not in found and not any(_is_there(c, step) for c in candidates):
            found[row] = step
    return tuple(found.values())[:n]


def _clear(wishes: WishPrior, axes: Sequence[str]) -> dict[str, tuple[Wish, int]]:
    """Axis -> (wish, direction) of the clear wishes that the levers can follow, strongest first."""
    found: dict[str, tuple[Wish, int]] = {}
    for wish in sorted(wishes.wishes, key=lambda w: -abs(w.net)):
        carried = [(a, s) for a, s in AXES.get(wish.attribute, ()) if a in axes]
        for axis, sign in carried[:1]:
            if abs(wish.net) >= STRONG:
                found.setdefault(axis, (wish, 1 if wish.net * sign > 0 else -1))
    return found


def _wished(points: Points, clear: dict[str, tuple[Wish, int]]) -> Iterator[tuple[int, str]]:
    """(point, words): one step along all clear wishes at once, and along the clearest alone."""
    for axes in (list(clear), list(clear)[:1]):
        if axes:
            words = " and ".join(f"'{clear[a][0].words}'" for a in axes)
            move = [clear[a][1] if a in axes else 0 for a in points.axes]
            yield points.row(move), f"the wish{'es' if len(axes) > 1 else ''} {words}"


def _liked(
    points: Points,
    clear: dict[str, tuple[Wish, int]],
    candidates: Sequence[Candidate],
    n: int,
) -> Iterator[tuple[int, str]]:
    """(point, words) by batch expected improvement over points where no candidate stands."""
    m = points.n
    mean = points.blend.mean[:m] + _wish_shift(points, clear)
    free = np.array(
        [
            i > 0 and not any(_is_there(c, _as_step(points, i, "")) for c in candidates)
            for i in range(m)
        ]
    )
    # what each formula has of its own is no reason to move the levers
    surface = points.blend.covariance[:m, :m] - points.blend.components.own * np.eye(m)
    picks = greedy_batch(
        mean,
        surface,
        best=float(mean[0]),
        noise=points.blend.components.noise / N_TASTERS,
        n=n,
        allowed=free,
        apart=~np.eye(m, dtype=bool),
    )
    width = HEDONIC_RANGE[1] - HEDONIC_RANGE[0]
    for row, gain in picks:
        if gain >= STOP_SHARE * width:
            yield row, _words(points, mean, row)


def _wish_shift(points: Points, clear: dict[str, tuple[Wish, int]]) -> FloatArray:
    """Prior gain of moves along clear wishes, bounded as in ``wish_prior``."""
    bound = GAIN * (HEDONIC_RANGE[1] - HEDONIC_RANGE[0])
    shift = np.zeros(points.n)
    for j, axis in enumerate(points.axes):
        if axis in clear:
            wish, direction = clear[axis]
            shift += bound * abs(wish.net) * np.clip(direction * points.moves[:, j], -1, 1)
    return np.clip(shift, -bound, bound)


def _words(points: Points, mean: FloatArray, row: int) -> str:
    """Name the levers of a move: those whose own step is likely to please, and mere tries."""
    liked: list[str] = []
    tried: list[str] = []
    for j in np.flatnonzero(points.moves[row]).tolist():
        alone = np.zeros(len(points.axes))
        alone[j] = np.sign(points.moves[row, j])
        text = f"{'more' if alone[j] > 0 else 'less'} {points.axes[j]}"
        (liked if _is_likely(points, mean, points.row(alone)) else tried).append(text)
    parts = [f"the panel's likely liking of {' and '.join(liked)}"] if liked else []
    parts += [f"a try of {' and '.join(tried)}"] if tried else []
    return " with ".join(parts)


def _is_likely(points: Points, mean: FloatArray, row: int) -> bool:
    """Whether a move probably pleases more than none."""
    rows = np.array([0, row])
    pair = points.blend.covariance[np.ix_(rows, rows)]
    return bool(better_probability(mean[rows], pair)[1, 0] >= LIKELY)


def _as_step(points: Points, row: int, words: str) -> Step:
    """Write a point as limits: moved levers at or beyond it, everything near it."""
    limits, stay = [], []
    levels, width = points.levels[row], STAY * points.step
    for j, axis in enumerate(points.axes):
        low, high = float(max(levels[j] - width[j], 0.0)), float(levels[j] + width[j])
        if points.moves[row, j] > 0:
            limits.append(Limit(axis, ">=", float(levels[j])))
            stay.append(Limit(axis, "<=", high))
        elif points.moves[row, j] < 0:
            limits.append(Limit(axis, "<=", float(levels[j])))
            stay.append(Limit(axis, ">=", low))
        else:
            stay += [Limit(axis, ">=", low), Limit(axis, "<=", high)]
    return Step(tuple(limits), tuple(stay), words)


def _is_there(candidate: Candidate, step: Step) -> bool:
    """Whether a candidate keeps all limits of a step."""
    profile = dict(candidate.profile)
    return all(
        profile[limit.axis].value <= limit.value
        if limit.relation == "<="
        else profile[limit.axis].value >= limit.value
        for limit in (*step.limits, *step.stay)
    )


def search_steps(
    steps: Sequence[Step],
    brief: Brief,
    catalogue: Catalogue,
    *,
    n: int,
    table: ProfileTable | None = None,
    watch: Watch | None = None,
) -> tuple[tuple[Candidate, ...], ...]:
    """Search step after step until enough succeed; a step without room brings nothing.

    Bound and gap of what comes back are those of the search with the step's limits, and a note on
    the candidate says so.

    Parameters
    ----------
    steps : sequence of Step
        The first ``N_STEPS`` that the brief has room for are kept.
    brief : Brief
    catalogue : Catalogue
    n : int
        Wanted number for each step.
    table : ProfileTable, optional
    watch : callable, optional

    Returns
    -------
    tuple of tuple of Candidate
        What each step that the brief has room for brought, in the steps' order.
    """
    seconds = TIME_SHARE / N_STEPS * brief.time_limit
    found: list[tuple[Candidate, ...]] = []
    for step in steps:
        if seconds < LEAST_TIME or len(found) == N_STEPS:
            break
        limits = (*brief.limits, *step.limits, *step.stay)
        stepped = replace(brief, limits=limits, time_limit=seconds)
        try:
            proposal = propose(stepped, catalogue, n=n, watch=watch, table=table)
        except InfeasibleError:
            continue
        asked = " and ".join(str(limit) for limit in step.limits)
        note = f"a step along {step.words}: searched, and bounded, with {asked}"
        noted = (replace(c, warnings=(*c.warnings, note)) for c in proposal.candidates)
        found.append(tuple(noted))
    return tuple(found)
