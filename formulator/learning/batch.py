"""The next round: which candidates to taste, why, and whether it is still worth it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from formulator.learning.acquisition import (
    best_probability,
    condition,
    confirmation_gain,
    expected_improvement,
    greedy_batch,
    tied_with_best,
)
from formulator.learning.belief import Belief, compositions
from formulator.panel.scales import HEDONIC_RANGE
from formulator.search.candidate import Candidate

FloatArray = npt.NDArray[np.float64]
Label = Literal["improve", "explore", "confirm", "directive", "first"]

STEP = 0.5
"""Two formulas differ noticeably when this much of one must be replaced, [g/100 g]."""
STOP_SHARE = 0.015
"""Stop when the largest expected gain is below this share of the range (handbook: 1-2 %)."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One formula of the next round."""

    id: str
    label: Label
    reason: str
    expected_gain: float
    """Expected improvement over the best tasted formula, [scale points]."""
    mean: float
    low90: float
    high90: float


@dataclass(frozen=True, slots=True)
class NextBatch:
    """The next round, and the state of the search."""

    picks: tuple[Pick, ...]
    incumbent: str | None
    """Tasted candidate with the highest posterior mean."""
    tied: tuple[str, ...]
    """Tasted candidates that cannot be told from the incumbent, itself first."""
    largest_gain: float
    """Largest expected improvement over all untasted candidates, [scale points]."""
    should_stop: bool
    advice: str
    """Why to go on, to confirm or to stop, in one sentence."""
    best_probability: tuple[tuple[str, float], ...]
    """(candidate, probability of being the best of all), highest first."""


def composition_steps(candidates: Sequence[Candidate]) -> FloatArray:
    """How much of one formula must be replaced to get another, [g/100 g].

    Returns
    -------
    ndarray of shape (n_candidates, n_candidates)
        Half the sum of absolute differences.
    """
    x = 100 * compositions(candidates)
    return np.asarray(0.5 * cdist(x, x, "cityblock"))


def next_batch(
    belief: Belief,
    candidates: Sequence[Candidate],
    *,
    n: int = 4,
    n_tasters: int = 10,
    seed: int = 0,
    wished: Mapping[str, str] | None = None,
    sought: Sequence[Sequence[str]] = (),
) -> NextBatch:
    """Choose the formulas of the next round.

    Slots improve or explore by greedy batch expected improvement; a wish of the panel may fill one,
    and up to half go to formulas that were sought beyond the region because something is expected
    there: belief over a region says little of what lies outside it until something there is tasted.
    A tasted leader is confirmed, served once more, when knowing it better is worth more than the
    least of the new ones: early there is more to gain from new formulas, late from telling the
    leaders apart. The blind control comes on top.

    Parameters
    ----------
    belief : Belief
        From ``believe`` over the same candidates, in the same order.
    candidates : sequence of Candidate
    n : int
        Formulas in the round.
    n_tasters : int
        Expected in the round.
    seed : int
        For the probabilities of being the best.
    wished : mapping, optional
        Candidate id -> the wish that it follows, best first.
    sought : sequence of sequences of str, optional
        Ids of the candidates that each search beyond the region brought, most promising search
        first and nearest formula first; one of each is served.

    Returns
    -------
    NextBatch
    """
    m = belief.n_candidates
    mean, s = belief.blend.mean[:m], belief.blend.covariance[:m, :m]
    tasted = np.array(belief.n_ratings[:m]) > 0
    best = belief.best_tasted
    apart = composition_steps(candidates) >= STEP
    if best is None:
        return _first_round(belief, apart, n=n, seed=seed)
    incumbent = int(np.argmax(np.where(tasted, mean, -np.inf)))
    open_ = ~tasted & apart[:, tasted].all(axis=1)
    noise = belief.blend.components.noise / n_tasters
    gains = expected_improvement(mean, np.sqrt(np.maximum(np.diag(s), 0)), best)
    beyond = _beyond(belief, open_, apart, sought)[: n // 2]
    follows = {belief.ids[j] for j in beyond} & set(wished or {})
    wish = _wish(belief, open_, wished or {}) if n >= 4 and not follows else None
    taken = [*beyond, *([wish[0]] if wish else [])]
    chosen = greedy_batch(
        mean,
        _after(s, beyond, noise=noise),
        best=best,
        noise=noise,
        n=n - len(taken),
        allowed=open_ & apart[taken].all(axis=0),
        apart=apart,
    )
    again = confirmation_gain(mean, s, rows=np.flatnonzero(tasted), noise=noise)
    leader = int(np.flatnonzero(tasted)[int(np.argmax(again))]) if again.any() else incumbent
    worth = float(again.max(initial=0.0))
    free = n - len(chosen) - len(taken)
    confirm = not chosen or (n >= 3 and (free > 0 or worth >= chosen[-1][1]))
    if confirm and not free:
        chosen = chosen[:-1]
    picks = [_pick(belief, j, float(gains[j]), best, beyond=True) for j in beyond]
    picks += [_pick(belief, j, gain, best) for j, gain in chosen]
    if wish is not None:
        picks.append(_wish_pick(belief, wish, best))
    if confirm:
        picks.append(_confirm(belief, leader, worth))
    largest = float(gains[open_].max()) if open_.any() else 0.0
    tied = tied_with_best(mean, s, rows=np.flatnonzero(tasted).tolist())
    stop, advice = _advice(belief, largest, tied, n_beyond=len(beyond))
    return NextBatch(
        picks=tuple(picks),
        incumbent=belief.ids[incumbent],
        tied=tuple(belief.ids[i] for i in tied),
        largest_gain=largest,
        should_stop=stop,
        advice=advice,
        best_probability=_best(belief, m, seed),
    )


def _first_round(belief: Belief, apart: npt.NDArray[np.bool_], *, n: int, seed: int) -> NextBatch:
    """Before any score: the likeliest by prior, then what teaches most beside it.

    The nearest formula is always tasted: it is the natural reference, and nothing is known yet that
    speaks against it. The others are spread by conditioning on those before.
    """
    m = belief.n_candidates
    mean, covariance = belief.blend.mean[:m], belief.blend.covariance[:m, :m]
    noise = belief.blend.components.noise / 10
    first = int(np.argmax(mean))
    allowed = apart[first].copy()
    allowed[first] = False
    best = float(mean[first])
    others = greedy_batch(
        mean,
        condition(covariance, first, noise=noise),
        best=best,
        noise=noise,
        n=n - 1,
        allowed=allowed,
        apart=apart,
    )
    own = float(expected_improvement(best, np.sqrt(covariance[first, first]), best))
    picks = [_made(belief, first, "first", "nearest to the target", own)]
    reason = "near the target and different from the others"
    picks += [_made(belief, j, "first", reason, gain) for j, gain in others]
    return NextBatch(
        picks=tuple(picks[:n]),
        incumbent=None,
        tied=(),
        largest_gain=max((p.expected_gain for p in picks), default=0.0),
        should_stop=False,
        advice="nothing has been tasted yet",
        best_probability=_best(belief, m, seed),
    )


def _made(belief: Belief, j: int, label: Label, reason: str, gain: float) -> Pick:
    z = 1.6448536269514722
    mean, half = float(belief.blend.mean[j]), z * float(belief.blend.interval_sd[j])
    low, high = HEDONIC_RANGE
    return Pick(
        id=belief.ids[j],
        label=label,
        reason=reason,
        expected_gain=gain,
        mean=float(np.clip(mean, low, high)),
        low90=float(np.clip(mean - half, low, high)),
        high90=float(np.clip(mean + half, low, high)),
    )


def _beyond(
    belief: Belief,
    open_: npt.NDArray[np.bool_],
    apart: npt.NDArray[np.bool_],
    sought: Sequence[Sequence[str]],
) -> list[int]:
    """Of each search beyond the region the first formula that is open.

    It is the nearest to the target, so that it differs in what was sought and in little else.
    """
    found: list[int] = []
    for ids in sought:
        rows = [belief.index(i) for i in ids if i in belief.ids]
        fit = [j for j in rows if open_[j] and apart[j, found].all()]
        found += fit[:1]
    return found


def _after(covariance: FloatArray, rows: Sequence[int], *, noise: float) -> FloatArray:
    """Covariance after some formulas have been tasted."""
    for j in rows:
        covariance = condition(covariance, j, noise=noise)
    return covariance


def _pick(belief: Belief, j: int, gain: float, best: float, *, beyond: bool = False) -> Pick:
    """Label by what the expected gain rests on: a higher mean, or doubt."""
    lead = float(belief.blend.mean[j]) - best
    if lead > 0:
        reason = f"predicted {lead:.1f} points above the best tasted formula"
        return _made(belief, j, "improve", reason, gain)
    if beyond:
        reason = (
            f"predicted {-lead:.1f} points below the best, but a clear step from what was tasted, "
            "where likings say little yet"
        )
        return _made(belief, j, "explore", reason, gain)
    reason = (
        f"predicted {-lead:.1f} points below the best, but uncertain by {belief.blend.sd[j]:.1f}"
    )
    return _made(belief, j, "explore", reason, gain)


def _confirm(belief: Belief, leader: int, worth: float) -> Pick:
    n = belief.n_ratings[leader]
    reason = f"among the best so far ({n} scores); serve it twice to measure the noise"
    return _made(belief, leader, "confirm", reason, worth)


def _wish(
    belief: Belief, open_: npt.NDArray[np.bool_], wished: Mapping[str, str]
) -> tuple[int, str] | None:
    """First wished candidate that is still open."""
    for name, text in wished.items():
        if name in belief.ids and open_[belief.index(name)]:
            return belief.index(name), text
    return None


def _wish_pick(belief: Belief, wish: tuple[int, str], best: float) -> Pick:
    j, text = wish
    gain = expected_improvement(belief.blend.mean[j], belief.blend.sd[j], best)
    return _made(belief, j, "directive", f"follows the panel's wish: {text}", float(gain))


def _best(belief: Belief, m: int, seed: int) -> tuple[tuple[str, float], ...]:
    p = best_probability(belief.blend.mean[:m], belief.blend.covariance[:m, :m], seed=seed)
    order = np.argsort(-p, kind="stable")
    return tuple((belief.ids[i], float(p[i])) for i in order)


def _advice(
    belief: Belief, largest: float, tied: Sequence[int], *, n_beyond: int
) -> tuple[bool, str]:
    width = HEDONIC_RANGE[1] - HEDONIC_RANGE[0]
    if largest >= STOP_SHARE * width:
        return False, f"go on: an untasted candidate is expected to gain {largest:.2f} points"
    stop = f"no candidate is expected to gain more than {largest:.2f} points"
    if n_beyond:
        return False, f"go on: {stop}, but {n_beyond} lie a clear step from what was tasted"
    if len(tied) < 2:
        return True, f"stop: {stop}"
    n = _tasters_to_separate(belief, tied[0], tied[1])
    need = f"fewer than {n} tasters" if math.isfinite(n) else "any number of tasters"
    return True, (
        f"stop searching: {stop}; the {len(tied)} leaders cannot be separated by {need}; "
        "offer them to new tasters in a confirmation round"
    )


def _tasters_to_separate(belief: Belief, a: int, b: int) -> float:
    """Tasters for which the difference of two means reaches the least significant difference."""
    gap = abs(float(belief.blend.mean[a] - belief.blend.mean[b]))
    noise = belief.blend.components.noise
    return math.ceil(2 * noise * (1.96 / gap) ** 2) if gap > 0.01 else math.inf
