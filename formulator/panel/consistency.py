"""Consistency flags: things a panel leader should look at; none of them condemns a person."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from formulator.panel.judgements import Judgement
from formulator.panel.wishes import DIRECTIVES

MIN_SCORES = 6
"""No word about a person below so many scores (handbook, section 3)."""
REPEATABILITY = 2.77
"""1.96 sqrt 2: the limit that 95 % of the differences of two scores of one cup stay below."""
QUICK = 5.0
"""A ballot sent sooner than this was hardly tasted, [s]: general knowledge."""
HIGH = 8.0
"""Overall liking from which several wishes for change are surprising: general knowledge."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing worth a look."""

    kind: str
    """duplicate, flat, wishes, jar_wish or quick."""
    taster: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeatability:
    """What hidden duplicates say about the noise of one score."""

    n_pairs: int
    sd: float
    """Within-taster standard deviation, sqrt(sum diff^2 / 2n)."""
    limit: float
    """Repeatability limit, 2.77 sd."""

    @property
    def relative_error(self) -> float:
        """About 1 / sqrt(2n)."""
        return 1 / math.sqrt(2 * self.n_pairs)


def duplicate_pairs(judgements: Sequence[Judgement]) -> list[tuple[str, str, float, float]]:
    """Find cups of one formula that a taster got under two codes in one sitting.

    Returns
    -------
    list of (taster, formula, first score, second score)
    """
    cups: dict[tuple[str, str, str], list[Judgement]] = defaultdict(list)
    for j in judgements:
        if j.overall is not None and j.code:
            cups[(j.taster, j.sitting, j.formula)].append(j)
    return [
        (taster, formula, float(pair[0].overall or 0), float(pair[1].overall or 0))
        for (taster, _, formula), pair in sorted(cups.items())
        if len(pair) == 2 and pair[0].code != pair[1].code
    ]


def repeatability(judgements: Sequence[Judgement]) -> Repeatability | None:
    """Estimate the noise of one score from hidden duplicates; None without a pair."""
    gaps = np.array([a - b for _, _, a, b in duplicate_pairs(judgements)])
    if not len(gaps):
        return None
    sd = float(np.sqrt((gaps**2).sum() / (2 * len(gaps))))
    return Repeatability(len(gaps), sd, REPEATABILITY * sd)


def consistency_flags(judgements: Sequence[Judgement], *, noise_sd: float) -> tuple[Flag, ...]:
    """List what a panel leader should look at.

    Parameters
    ----------
    judgements : sequence of Judgement
        Of one round.
    noise_sd : float
        Expected standard deviation of one score, [scale points], e.g. from the prior.

    Returns
    -------
    tuple of Flag
        Sorted by taster and kind.
    """
    found = [
        *_apart(judgements, REPEATABILITY * noise_sd),
        *_flat(judgements),
        *_against_wishes(judgements),
        *_quick(judgements),
    ]
    return tuple(sorted(found, key=lambda flag: (flag.taster, flag.kind, flag.text)))


def _apart(judgements: Sequence[Judgement], limit: float) -> Iterable[Flag]:
    for taster, _, one, other in duplicate_pairs(judgements):
        if abs(one - other) > limit:
            yield Flag(
                "duplicate",
                taster,
                f"scored the same formula {one:g} and {other:g}; 95 % of such differences "
                f"stay below {limit:.1f}",
            )


def _flat(judgements: Sequence[Judgement]) -> Iterable[Flag]:
    scores: dict[str, list[float]] = defaultdict(list)
    for j in judgements:
        if j.overall is not None:
            scores[j.taster].append(j.overall)
    for taster, own in scores.items():
        if len(own) >= MIN_SCORES and len(set(own)) == 1:
            yield Flag("flat", taster, f"gave {own[0]:g} to all {len(own)} cups")


def _against_wishes(judgements: Sequence[Judgement]) -> Iterable[Flag]:
    for j in judgements:
        if j.overall is not None and j.overall >= HIGH and len(j.directives) >= 2:
            yield Flag("wishes", j.taster, f"scored {j.code} {j.overall:g} and asked for changes")
        for key in j.directives:
            wish = DIRECTIVES[key]
            step = j.jar_step(wish.attribute)
            if step is not None and step * wish.direction > 0:
                side = "too much" if step > 0 else "too little"
                yield Flag("jar_wish", j.taster, f"said {side} of {j.code} but wished {wish.en}")


def _quick(judgements: Sequence[Judgement]) -> Iterable[Flag]:
    for j in judgements:
        if j.seconds is not None and j.seconds < QUICK:
            yield Flag("quick", j.taster, f"sent {j.code} after {j.seconds:.0f} s")
