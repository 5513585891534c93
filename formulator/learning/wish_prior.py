"""Directives as a weak, bounded, expiring prior on a direction; they never override liking.

On real panels an obeyed wish gains 1-4 % of the range at best, and people ask for more than they
then like (coffee milk, PMC4438862: maximising liking beat minimising just-right deviations).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.learning.features import CONSTANT
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.panel.wishes import DIRECTIVES, directive_for
from formulator.search.candidate import Candidate

FloatArray = npt.NDArray[np.float64]

GAIN = 0.04
"""Largest prior gain per noticeable level, share of the range (coffee: .35 of 8 per level)."""
SHRINK = 5.0
"""A net vote of n tasters counts n / (n + 5): an assumption, not measured."""
MAX_LEVELS = 1.0
"""A wish is believed up to one noticeable level from where it was made."""
MIN_NET = 0.1
"""Net votes below this are no wish."""

ROLE = "role:"
"""Prefix of a pseudo-axis: the amount of all parts with this role, [g/100 g]."""
AXES: dict[str, tuple[tuple[str, int], ...]] = {
    # attribute -> profile axes that carry it, with sign; general knowledge of recipes
    "sweetness": (("sugars", 1),),
    "saltiness": (("sodium", 1),),
    "sourness": (("lactic_acid", 1), ("citric_acid", 1), ("acetic_acid", 1), ("malic_acid", 1)),
    "thickness": ((ROLE + "stabiliser", 1), ("starch", 1), ("fibre", 1)),
    "creaminess": (("fat", 1),),
    "oiliness": (("fat", 1),),
    "firmness": (("protein", 1), ("saturated_fat", 1)),
    "flavour_strength": (("water", -1),),
}
"""The scientist confirms these directions: the panel names attributes, the recipe has none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One attribute's net vote in the latest round."""

    attribute: str
    net: float
    """(share too little - share too much), shrunk; positive = more is wished, -1 to 1."""
    n: int
    """Tasters who answered."""
    axis: str
    """Profile axis that stands for it; empty when the recipe has none."""
    words: str
    """For example ``less sweet``."""


@dataclass(frozen=True, slots=True)
class WishPrior:
    """Shift of the prior mean of each candidate, for the next round only."""

    shift: FloatArray
    """Shape (n_candidates,), [scale points]."""
    wishes: tuple[Wish, ...]
    followers: tuple[tuple[str, str], ...]
    """(candidate id, wish it follows) pairs of untasted candidates, largest shift first."""


def net_votes(judgements: Sequence[Judgement]) -> dict[str, tuple[float, int]]:
    """Net vote per attribute from just-about-right steps and directives, one voice per taster.

    Returns
    -------
    dict
        Attribute -> (shrunken net vote in [-1, 1], tasters who answered).
    """
    voices: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for j in judgements:
        for attribute, step in j.jar:
            voices[attribute][j.taster].append(-float(np.sign(step)))
        asked = {name for name, _ in j.jar}
        for wish in (w for w in map(_directive, j.directives) if w[0] not in asked):
            voices[wish[0]][j.taster].append(wish[1])
    n_tasters = len({j.taster for j in judgements})
    found: dict[str, tuple[float, int]] = {}
    for attribute, by_taster in voices.items():
        answered = any(attribute in dict(j.jar) for j in judgements)
        n = len(by_taster) if answered else n_tasters
        total = sum(float(np.mean(v)) for v in by_taster.values())
        found[attribute] = (total / n * n / (n + SHRINK), n)
    return found


def _directive(key: str) -> tuple[str, float]:
    return DIRECTIVES[key].attribute, float(DIRECTIVES[key].direction)


def wish_prior(candidates: Sequence[Candidate], judgements: Sequence[Judgement]) -> WishPrior:
    """Shift the prior mean along the wishes of the latest round.

    A wish expires: only judgements of the latest sitting vote, and once a candidate on the wished
    side has been tasted in it, its likings speak instead. The step along an attribute is measured
    in levels, one level being the standard deviation of the axis over the candidates, from the
    formulas that were tasted when the wish was made, and counts up to one level.

    Parameters
    ----------
    candidates : sequence of Candidate
    judgements : sequence of Judgement
        Oldest first; those of the last one's ``sitting`` vote.

    Returns
    -------
    WishPrior
    """
    latest = _latest(judgements)
    shift = np.zeros(len(candidates))
    tasted = {j.formula for j in latest}
    rows = [i for i, c in enumerate(candidates) if c.id in tasted]
    wishes: list[Wish] = []
    follows: dict[str, tuple[float, str]] = {}
    for attribute, (net, n) in sorted(net_votes(latest).items()):
        chip = directive_for(attribute, 1 if net > 0 else -1)
        if abs(net) < MIN_NET or chip is None or not rows:
            continue
        axis, levels = _levels(candidates, rows, attribute)
        wishes.append(Wish(attribute, net, n, axis, chip.en))
        step = np.clip(np.sign(net) * levels, -MAX_LEVELS, MAX_LEVELS)
        gain = GAIN * (HEDONIC_RANGE[1] - HEDONIC_RANGE[0]) * abs(net) * step
        shift += gain
        for i, candidate in enumerate(candidates):
            if gain[i] > follows.get(candidate.id, (0.0, ""))[0] and candidate.id not in tasted:
                follows[candidate.id] = (float(gain[i]), chip.en)
    bound = GAIN * (HEDONIC_RANGE[1] - HEDONIC_RANGE[0])
    order = sorted(follows.items(), key=lambda item: (-item[1][0], item[0]))
    return WishPrior(
        shift=np.clip(shift, -bound, bound),
        wishes=tuple(wishes),
        followers=tuple((name, words) for name, (_, words) in order),
    )


def _latest(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Judgements of the sitting that comes last; all of them when sittings are not named."""
    last = judgements[-1].sitting if judgements else ""
    return [j for j in judgements if j.sitting == last]


def _levels(
    candidates: Sequence[Candidate], rows: Sequence[int], attribute: str
) -> tuple[str, FloatArray]:
    """Return each candidate's steps from the tasted ones, in levels of the first axis found."""
    for axis, sign in AXES.get(attribute, ()):
        values = _axis(candidates, axis)
        if values is None:
            continue
        spread = float(values.std())
        if spread > CONSTANT * max(float(np.abs(values).max()), 1e-300):
            return axis, np.asarray(sign * (values - values[list(rows)].mean()) / spread)
    return "", np.zeros(len(candidates))


def _axis(candidates: Sequence[Candidate], axis: str) -> FloatArray | None:
    """Values of an axis, None where a candidate does not carry it."""
    if axis.startswith(ROLE):
        role = axis.removeprefix(ROLE)
        return np.array([sum(p.percent for p in c.parts if p.role == role) for c in candidates])
    profiles = [dict(c.profile) for c in candidates]
    if not all(axis in p for p in profiles):
        return None
    return np.array([p[axis].value for p in profiles])
