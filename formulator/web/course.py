"""Did liking rise? The difference between two tasted formulas, with its uncertainty, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from formulator.learning import Belief
from formulator.learning.ranking import Z90
from formulator.web.iterations import Chapter, best_chapter, chapters
from formulator.web.results import Story, control_id

SURE, LIKELY = 0.95, 0.80
"""Probabilities from which on a difference is called shown, and probable: a convention."""


@dataclass(frozen=True, slots=True)
class Step:
    """How much more the population is believed to like one formula than another."""

    points: float
    """Difference of the means, [scale points 1-9]; positive when the later one is liked more."""
    low90: float
    high90: float
    p_better: float
    """Probability that the later one is liked more."""

    @property
    def in_words(self) -> str:
        """The difference with its interval and probability, for example in a sentence."""
        return (
            f"{_signed(self.points)} points (90 % interval {_signed(self.low90)} to "
            f"{_signed(self.high90)}; {_percent(self.p_better)} likely to be liked more)"
        )


def _signed(points: float) -> str:
    """Return points with their sign, zero without one.

    Examples
    --------
    >>> _signed(0.32), _signed(-0.01), _signed(-1.26)
    ('+0.3', '0.0', '-1.3')
    """
    rounded = f"{points:+.1f}"
    return "0.0" if float(rounded) == 0 else rounded


def _percent(p: float) -> str:
    """Return a probability without claiming certainty.

    Examples
    --------
    >>> _percent(0.9991), _percent(0.62), _percent(0.002)
    ('over 99 %', '62 %', 'under 1 %')
    """
    if p > 0.99:
        return "over 99 %"
    return "under 1 %" if p < 0.01 else f"{p:.0%}".replace("%", " %")


def step_between(belief: Belief, before: str, after: str) -> Step:
    """Compare two formulas of one belief.

    The level of the panel, which both share, cancels: the interval is that of the difference, not
    of two means, and narrower than their intervals look.

    Parameters
    ----------
    belief : Belief
    before, after : str
        Ids of the formulas.
    """
    i, j = belief.index(before), belief.index(after)
    mean, covariance = belief.blend.mean, belief.blend.covariance
    points = float(mean[j] - mean[i])
    variance = float(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
    sd = math.sqrt(max(variance, 1e-12))
    return Step(points, points - Z90 * sd, points + Z90 * sd, NormalDist().cdf(points / sd))


def verdict(told: Story, found: Sequence[Chapter]) -> tuple[str, ...]:
    """Answer whether liking rose over the iterations, and where the best stands to the control.

    Returns
    -------
    tuple of str
        One sentence for each; empty before the first tasting.
    """
    tasted = [c for c in found if c.is_tasted]
    best = best_chapter(told, found)
    if told.belief is None or best is None:
        return ()
    return (*_rise(told, told.belief, tasted), *_against_control(told, told.belief, best))


def _rise(told: Story, belief: Belief, tasted: Sequence[Chapter]) -> tuple[str, ...]:
    first, last = tasted[0], tasted[-1]
    if len(tasted) == 1:
        return ()
    if last.best.id == first.best.id:
        return (
            f"Liking did not rise: {first.best_name} of iteration {first.iteration.number} is "
            "still the best-liked formula that was tasted.",
        )
    step = step_between(belief, first.best.id, last.best.id)
    return (
        f"{_answer(step)}: {last.best_name} of iteration {last.iteration.number} against "
        f"{first.best_name} of iteration {first.iteration.number}, {step.in_words}.",
    )


def _answer(step: Step) -> str:
    p = step.p_better
    for least, words in (
        (SURE, "Liking rose"),
        (LIKELY, "Liking probably rose, which is not shown yet"),
        (1 - LIKELY, "No rise in liking is shown"),
        (1 - SURE, "Liking probably fell"),
    ):
        if p >= least:
            return words
    return "Liking fell"


def _against_control(told: Story, belief: Belief, best: Chapter) -> tuple[str, ...]:
    control = control_id(told)
    if control is None:
        return ()
    step = step_between(belief, control, best.best.id)
    name = told.labels.get(control, control)
    return (
        f"The best formula so far, {best.best_name}, against {name}: {step.in_words}. That is an "
        "estimate, not a proof of being as good.",
    )


def between(told: Story, before: str, after: str) -> str:
    """Say how two formulas differ in liking; empty before the first score."""
    if told.belief is None or not {before, after} <= set(told.belief.ids):
        return ""
    return f"Liking: {step_between(told.belief, before, after).in_words}."


def ends(told: Story) -> tuple[str, str]:
    """Return the best formula of the first tasted iteration and the best of all; empty before."""
    found = chapters(told)
    best = best_chapter(told, found)
    first = next((c.best.id for c in found if c.is_tasted), "")
    return first, "" if best is None else best.best.id


def since_before(told: Story, found: Sequence[Chapter], chapter: Chapter) -> str:
    """Say what an iteration's best formula gained on that of the tasted iteration before.

    Returns
    -------
    str
        Empty for the first, and where nothing was tasted.
    """
    earlier = [c for c in found if c.is_tasted and c.iteration.number < chapter.iteration.number]
    if told.belief is None or not chapter.is_tasted or not earlier:
        return ""
    before = earlier[-1]
    if before.best.id == chapter.best.id:
        return f"Best formula: {chapter.best_name}, the same as before."
    step = step_between(told.belief, before.best.id, chapter.best.id)
    return (
        f"Best formula: {chapter.best_name}; against {before.best_name} of iteration "
        f"{before.iteration.number} {step.in_words}."
    )
