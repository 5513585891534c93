"""Put candidates in the order of predicted liking, tasted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from formulator.learning.acquisition import expected_improvement
from formulator.learning.belief import Belief, believe
from formulator.learning.ranking import Z90
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.search.candidate import Candidate, Proposal


@dataclass(frozen=True, slots=True)
class CandidateLiking:
    """What is believed of one candidate's population liking."""

    id: str
    mean: float
    """Posterior mean, [scale points 1-9]."""
    low90: float
    """Lower end of the 90 % interval of the population mean."""
    high90: float
    """Upper end."""
    expected_improvement: float
    """Expected gain over the best tasted candidate, [scale points]."""
    n_ratings: int
    before: float
    """Prior mean before any score, [scale points]."""

    @property
    def is_tasted(self) -> bool:
        """Whether the panel has scored this very candidate."""
        return self.n_ratings > 0


@dataclass(frozen=True, slots=True)
class Reranked:
    """A proposal in the order of predicted liking."""

    proposal: Proposal
    """Candidates carry ``liking`` and stand best first."""
    likings: tuple[CandidateLiking, ...]
    """For every candidate and judged stranger (control), best first."""
    n_scores: int
    n_tasters: int
    prior_version: str


def candidate_likings(belief: Belief) -> tuple[CandidateLiking, ...]:
    """Read the belief formula by formula, best first."""
    mean, sd, wide = belief.blend.mean, belief.blend.sd, belief.blend.interval_sd
    best = belief.best_tasted
    gains = expected_improvement(mean, sd, float(np.max(mean)) if best is None else best)
    low, high = HEDONIC_RANGE
    found = [
        CandidateLiking(
            id=name,
            mean=float(np.clip(mean[i], low, high)),
            low90=float(np.clip(mean[i] - Z90 * wide[i], low, high)),
            high90=float(np.clip(mean[i] + Z90 * wide[i], low, high)),
            expected_improvement=float(gains[i]),
            n_ratings=belief.n_ratings[i],
            before=belief.prior_mean[i],
        )
        for i, name in enumerate(belief.ids)
    ]
    return tuple(sorted(found, key=lambda item: (-item.mean, item.id)))


def rerank(
    proposal: Proposal,
    judgements: Sequence[Judgement],
    *,
    earlier: Sequence[Candidate] = (),
    attribute: str = "overall",
) -> Reranked:
    """Order a proposal's candidates by predicted liking.

    Parameters
    ----------
    proposal : Proposal
    judgements : sequence of Judgement
        All judgements of the project so far; without any, the order stays by distance.
    earlier : sequence of Candidate
        Candidates of earlier proposals that were tasted; they teach but are not listed.
    attribute : str
        ``overall``, ``taste``, ``texture`` or ``appearance``.

    Returns
    -------
    Reranked
    """
    here = {c.id for c in proposal.candidates}
    region = [*proposal.candidates, *(c for c in earlier if c.id not in here)]
    judged = [j for j in judgements if j.liking(attribute) is not None]
    if not judged:
        return Reranked(proposal, (), 0, 0, "")
    belief = believe(region, judged, attribute=attribute)
    likings = candidate_likings(belief)
    return Reranked(
        proposal=with_likings(proposal, likings),
        likings=likings,
        n_scores=len(judged),
        n_tasters=len({j.taster for j in judged}),
        prior_version=belief.prior_version,
    )


def with_likings(proposal: Proposal, likings: Sequence[CandidateLiking]) -> Proposal:
    """Return the proposal with predicted likings on its candidates, best first."""
    by_id = {item.id: item for item in likings}
    candidates = sorted(
        (_with_liking(c, by_id[c.id]) for c in proposal.candidates),
        key=lambda c: (-by_id[c.id].mean, c.id),
    )
    return replace(proposal, candidates=tuple(candidates))


def _with_liking(candidate: Candidate, item: CandidateLiking) -> Candidate:
    return replace(candidate, liking=(item.mean, item.low90, item.high90))
