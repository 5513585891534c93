"""The next iteration: search again with what the panel taught, then choose what to taste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formulator.learning.batch import NextBatch, next_batch
from formulator.learning.belief import Belief, believe
from formulator.learning.preference import (
    block_weights,
    ingredient_preference,
    search_prices,
)
from formulator.learning.rerank import CandidateLiking, candidate_likings, with_likings
from formulator.learning.steps import next_steps, search_steps
from formulator.learning.wish_prior import WishPrior, wish_prior
from formulator.panel.judgements import Judgement
from formulator.profiles import ProfileTable, profile_table
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.search.propose import Watch, propose
from ingredients import Catalogue, Kind

N_STEP = 2
"""Formulas looked for beyond the region, for each step."""

Sought = tuple[tuple[str, ...], ...]
"""Ids of what each search beyond the region brought."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the panel taught the search."""

    weights: tuple[tuple[str, float], ...]
    """(block, weight) for the distance."""
    prices: tuple[tuple[str, float], ...]
    """(ingredient, price per unit fraction in units of distance), negative where wished."""
    liked: tuple[tuple[str, float], ...]
    """(ingredient, scale points per g/100 g) of the strongest effects, best first."""

    def describe(self) -> str:
        """Say in one sentence what changed in the search."""
        heavy = [name for name, w in self.weights if w > 1.5]
        up = [name for name, v in self.liked if v > 0][:3]
        down = [name for name, v in reversed(self.liked) if v < 0][:3]
        parts = [
            f"{label} {', '.join(names)}"
            for label, names in (
                ("closer to the target in", heavy),
                ("more of", up),
                ("less of", down),
            )
            if names
        ]
        return "; ".join(parts) if parts else "nothing yet: the search stays as it was"


@dataclass(frozen=True, slots=True)
class NextIteration:
    """A new proposal in the order of predicted liking, and the round to taste from it."""

    proposal: Proposal
    batch: NextBatch
    likings: tuple[CandidateLiking, ...]
    lesson: Lesson
    wishes: WishPrior
    new: tuple[str, ...]
    """Ids of the candidates that this search found, whether they were known before or not."""


def learn_lesson(
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    table: ProfileTable,
    *,
    keys: Sequence[str],
) -> Lesson:
    """Turn judgements into block weights and ingredient prices.

    Parameters
    ----------
    candidates : sequence of Candidate
        All candidates of the project so far.
    judgements : sequence of Judgement
    table : ProfileTable
    keys : sequence of str
        Ingredients that the search may use.
    """
    preference = ingredient_preference(candidates, judgements, table, keys=keys)
    used = {k for c in candidates for k in c.formula.keys}
    strongest = sorted(
        ((k, v / 100) for k, v in preference.items() if k in used), key=lambda kv: (-kv[1], kv[0])
    )
    return Lesson(
        weights=tuple(block_weights(candidates, judgements).items()),
        prices=tuple(search_prices(preference, candidates).items()),
        liked=tuple(strongest),
    )


def next_iteration(
    brief: Brief,
    catalogue: Catalogue,
    *,
    earlier: Sequence[Candidate],
    judgements: Sequence[Judgement],
    n: int = 10,
    n_round: int = 4,
    n_tasters: int = 10,
    seed: int = 0,
    table: ProfileTable | None = None,
    watch: Watch | None = None,
) -> NextIteration:
    """Search again with what was learnt, add the new formulas to the old, and choose a round.

    Learned block weights and prices steer the search; distances stay those of the brief.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    earlier : sequence of Candidate
        Candidates of earlier proposals; those already tasted compete for the next round too.
    judgements : sequence of Judgement
        Of all closed rounds.
    n : int
        New candidates wanted.
    n_round : int
        Formulas in the next round, without control and duplicate.
    n_tasters : int
        Expected in the next round.
    seed : int
    table : ProfileTable, optional
        Profiles of all foods, when the caller holds them already.
    watch : callable, optional
        Told of the search's progress; returning False ends it with what has been found.

    Returns
    -------
    NextIteration
        ``proposal`` holds new candidates and those tasted earlier, best predicted liking first.

    Raises
    ------
    InfeasibleError
        If no formula meets the brief.
    """
    table = profile_table(catalogue) if table is None else table
    keys = [f.key for f in catalogue.of_kind(Kind.INGREDIENT)]
    lesson = learn_lesson(earlier, judgements, table, keys=keys) if earlier else Lesson((), (), ())
    found = propose(
        brief,
        catalogue,
        n=n,
        seed=seed,
        watch=watch,
        table=table,
        preference=dict(lesson.prices) or None,
        emphasis=dict(lesson.weights) or None,
    )
    judged = {j.formula for j in judgements}
    here = {c.id for c in found.candidates}
    kept = [c for c in earlier if c.id in judged and c.id not in here]
    found, wishes, belief, sought = _widened(
        found, kept, brief, catalogue, judgements=judgements, table=table, watch=watch
    )
    region = [*found.candidates, *kept]
    return _assembled(found, region, belief, lesson, wishes, sought=sought,
                      n_round=n_round, n_tasters=n_tasters, seed=seed)  # fmt: skip


def _widened(
    found: Proposal,
    kept: Sequence[Candidate],
    brief: Brief,
    catalogue: Catalogue,
    *,
    judgements: Sequence[Judgement],
    table: ProfileTable,
    watch: Watch | None,
) -> tuple[Proposal, WishPrior, Belief, Sought]:
    """Add formulas some steps beyond the region, and believe again over the wider one."""
    region = [*found.candidates, *kept]
    wishes = wish_prior(region, judgements)
    belief = believe(region, judgements, shift=wishes.shift)
    steps = next_steps(region, judgements, wishes=wishes, belief=belief)
    known = {c.id for c in region}
    extra = search_steps(steps, brief, catalogue, n=N_STEP, table=table, watch=watch)
    new = {c.id: c for brought in extra for c in brought if c.id not in known}
    if not new:
        return found, wishes, belief, ()
    wider = replace(found, candidates=(*found.candidates, *new.values()))
    region = [*wider.candidates, *kept]
    wishes = wish_prior(region, judgements)
    sought = tuple(tuple(c.id for c in brought) for brought in extra)
    return wider, wishes, believe(region, judgements, shift=wishes.shift), sought


def _assembled(
    found: Proposal,
    region: Sequence[Candidate],
    belief: Belief,
    lesson: Lesson,
    wishes: WishPrior,
    *,
    sought: Sought,
    n_round: int,
    n_tasters: int,
    seed: int,
) -> NextIteration:
    likings = candidate_likings(belief)
    batch = next_batch(
        belief,
        region,
        n=n_round,
        n_tasters=n_tasters,
        seed=seed,
        wished=dict(wishes.followers),
        sought=sought,
    )
    proposal = replace(found, candidates=tuple(region))
    if any(belief.n_ratings):
        proposal = with_likings(proposal, likings)
    new = tuple(c.id for c in found.candidates)
    return NextIteration(proposal, batch, likings, lesson, wishes, new)
