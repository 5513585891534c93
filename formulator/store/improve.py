"""From judgements to better formulas: learn from closed rounds and propose again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from formulator.learning import Reranked, next_iteration, rerank
from formulator.panel import Judgement
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.search.propose import Watch, propose
from formulator.store.base import Store
from formulator.store.records import Iteration, Project
from formulator.store.tasting import candidates_of, closed_rounds, panel_judgements
from ingredients import Catalogue


def project_judgements(store: Store, project_id: str) -> tuple[Judgement, ...]:
    """Return the judgements of all closed rounds of a project."""
    return tuple(
        judgement
        for found in closed_rounds(store, project_id)
        for judgement in panel_judgements(store, found)
    )


def tasted_candidates(store: Store, project_id: str) -> tuple[Candidate, ...]:
    """Return every candidate that was served in a closed round, each once."""
    served = {
        sample.candidate_id
        for found in closed_rounds(store, project_id)
        for sample in store.samples(found.id)
        if sample.candidate_id
    }
    known = {
        c.id: c for iteration in store.iterations(project_id) for c in candidates_of(iteration)
    }
    return tuple(known[i] for i in sorted(served & set(known)))


def learn(store: Store, project_id: str, proposal: Proposal) -> Reranked:
    """Order a proposal by what the project's panels have said so far.

    Judgements of open rounds are sealed and teach nothing yet.
    """
    return rerank(
        proposal,
        project_judgements(store, project_id),
        earlier=tasted_candidates(store, project_id),
    )


def propose_next(
    store: Store,
    project: Project,
    brief: Brief,
    catalogue: Catalogue,
    *,
    n: int = 10,
    actor: str = "",
    watch: Watch | None = None,
) -> Iteration:
    """Search formulas for a brief with what the panels taught, and keep them.

    Before the first closed round the candidates stand by distance. Afterwards the search runs
    with learned preferences, the tasted formulas that the brief still allows stand among the
    new ones, and all are in the order of predicted liking. What was learned, and which formulas
    to taste next and why, is kept with the proposal under ``learned``.

    ``watch`` is told of progress; returning False ends the search with what was found.

    Raises
    ------
    InfeasibleError
        If no formula meets the brief; nothing is saved then.
    """
    judgements = project_judgements(store, project.id)
    if judgements:
        content = _taught(store, project, brief, catalogue, judgements, n=n, watch=watch)
    else:
        content = propose(brief, catalogue, n=n, watch=watch).to_dict()
    return store.add_iteration(
        project.id,
        brief.to_dict(),
        content,
        learned_from=tuple(r.id for r in closed_rounds(store, project.id)),
        actor=actor,
    )


def _taught(
    store: Store,
    project: Project,
    brief: Brief,
    catalogue: Catalogue,
    judgements: tuple[Judgement, ...],
    *,
    n: int,
    watch: Watch | None,
) -> dict[str, Any]:
    iterations = store.iterations(project.id)
    earlier = {c.id: c for iteration in iterations for c in candidates_of(iteration)}
    found = next_iteration(
        brief,
        catalogue,
        earlier=tuple(earlier.values()),
        judgements=judgements,
        n=n,
        seed=brief.seed,
        watch=watch,
    )
    alien = _alien(iterations, brief) - set(found.new)
    proposal = replace(
        found.proposal,
        candidates=tuple(c for c in found.proposal.candidates if c.id not in alien),
    )
    picks = [asdict(p) for p in found.batch.picks if p.id not in alien]
    learned = {
        "lesson": found.lesson.describe(),
        "advice": found.batch.advice,
        "should_stop": found.batch.should_stop,
        "next_round": picks,
    }
    return {**proposal.to_dict(), "learned": learned}


def _alien(iterations: Sequence[Iteration], brief: Brief) -> set[str]:
    """Candidates found for other demands than these: they teach, but may break the new brief."""
    same = [i for i in iterations if _demands(Brief.from_dict(i.brief)) == _demands(brief)]
    fitting = {c.id for i in same for c in candidates_of(i)}
    return {c.id for i in iterations for c in candidates_of(i)} - fitting


def _demands(brief: Brief) -> Brief:
    """Return the brief without what does not decide whether a formula meets it."""
    return replace(brief, weights=(), seed=0, time_limit=1.0, notes="")
