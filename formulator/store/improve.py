"""From judgements to better formulas: learn from closed rounds and propose again."""

from __future__ import annotations

from dataclasses import replace

from formulator.learning import Reranked, rerank
from formulator.panel import Judgement
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.search.propose import Watch, propose
from formulator.store.base import Store
from formulator.store.records import Iteration, Project
from formulator.store.tasting import candidates_of, closed_rounds, panel_judgements
from ingredients import Catalogue

POOL_FACTOR = 2
"""The search offers this many times the wished number once a panel can choose among them."""


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
    """Search formulas for a brief, choose among them by what was learned, and keep them.

    Before the first closed round the candidates stand by distance. Afterwards the search
    offers more than asked for, and the panel's posterior decides which are kept and in which
    order; the best tasted formula that meets the same brief's target stays among them.

    ``watch`` is told of progress; returning False ends the search with what was found.

    Raises
    ------
    InfeasibleError
        If no formula meets the brief; nothing is saved then.
    """
    judgements = project_judgements(store, project.id)
    found = propose(brief, catalogue, n=n * POOL_FACTOR if judgements else n, watch=watch)
    if judgements:
        found = _chosen(found, judgements, tasted_candidates(store, project.id), n)
    return store.add_iteration(
        project.id,
        brief.to_dict(),
        found.to_dict(),
        learned_from=tuple(r.id for r in closed_rounds(store, project.id)),
        actor=actor,
    )


def _chosen(
    found: Proposal, judgements: tuple[Judgement, ...], tasted: tuple[Candidate, ...], n: int
) -> Proposal:
    ranked = rerank(found, judgements, earlier=tasted)
    return replace(ranked.proposal, candidates=ranked.proposal.candidates[:n])
