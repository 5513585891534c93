"""What obeying a wish costs, in predicted liking and in distance to the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formulator.learning.belief import believe
from formulator.learning.wish_prior import wish_prior
from formulator.panel.judgements import Judgement
from formulator.search.candidate import Candidate


@dataclass(frozen=True, slots=True)
class WishCost:
    """One untasted candidate that follows a wish, beside the best tasted one."""

    candidate: str
    wish: str
    """For example ``less sweet``."""
    liking_with: float
    """Predicted liking when the wish is believed, [scale points]."""
    liking_without: float
    """Predicted liking from the scores alone."""
    best: str
    """Tasted candidate with the highest predicted liking."""
    best_liking: float
    distance: float
    best_distance: float

    @property
    def points(self) -> float:
        """Liking given up against the best tasted formula if the wish proves empty."""
        return self.best_liking - self.liking_without

    def describe(self) -> str:
        """Say the price in one sentence."""
        gain = self.liking_with - self.liking_without
        side = "costs" if self.points >= 0 else "gains"
        return (
            f"{self.wish}: {self.candidate} {side} {abs(self.points):.2f} points against "
            f"{self.best} by the scores alone; believing the wish changes that by {gain:+.2f}; "
            f"distance {self.distance:.2f} instead of {self.best_distance:.2f}"
        )


def wish_costs(
    candidates: Sequence[Candidate], judgements: Sequence[Judgement], *, n: int = 5
) -> tuple[WishCost, ...]:
    """Return the prices of the candidates that follow the panel's wishes best.

    Parameters
    ----------
    candidates : sequence of Candidate
    judgements : sequence of Judgement
        Oldest first.
    n : int
        At most so many.

    Returns
    -------
    tuple of WishCost
        Empty without a wish that the recipe can follow, or before the first score.
    """
    prior = wish_prior(candidates, judgements)
    with_wish = believe(candidates, judgements, shift=prior.shift)
    without = believe(candidates, judgements)
    best_mean = without.best_tasted
    if best_mean is None:
        return ()
    by_id = {c.id: c for c in candidates}
    tasted = [c.id for c, count in zip(candidates, without.n_ratings, strict=False) if count]
    best = max(tasted, key=lambda name: float(without.blend.mean[without.index(name)]))
    return tuple(
        WishCost(
            candidate=name,
            wish=words,
            liking_with=float(with_wish.blend.mean[with_wish.index(name)]),
            liking_without=float(without.blend.mean[without.index(name)]),
            best=best,
            best_liking=best_mean,
            distance=by_id[name].distance,
            best_distance=by_id[best].distance,
        )
        for name, words in prior.followers[:n]
    )
