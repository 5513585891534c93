"""What the tasters said changes what is proposed next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import ingredients
from formulator.learning import select, steps
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.store import Answers, Project, SqlStore, improve, open_store
from formulator.store.improve import learn, project_judgements, propose_next, tasted_candidates
from formulator.store.tasting import TastingPlan, candidates_of, choose, open_round
from tests.formulator.store.candidates import candidate

BRIEF = Brief(target="milk_whole")
TASTERS = tuple(f"T{i}" for i in range(1, 9))


def line(n: int) -> tuple[Candidate, ...]:
    """Formulas along one direction: more and more pea protein."""
    return tuple(candidate(f"F{i}", pea=1 + 0.5 * i) for i in range(1, n + 1))


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    def search(brief: Brief, catalogue: object, *, n: int, **_: object) -> Proposal:
        found = line(n + len(brief.exclude))[len(brief.exclude) :]
        return Proposal("milk_whole", "Whole milk", brief, 100, 90, found)

    monkeypatch.setattr(improve, "propose", search)
    monkeypatch.setattr(select, "propose", search)
    monkeypatch.setattr(steps, "propose", search)
    opened = open_store("memory://")
    yield opened
    opened.close()


def taste(store: SqlStore, project: Project, *, like_pea: bool, close: bool = True) -> None:
    """Eight tasters score six formulas by their pea protein."""
    iteration = store.iterations(project.id)[-1]
    chosen = choose(iteration, [f"F{i}" for i in range(1, 7)])
    plan = TastingPlan("Round", chosen, TASTERS, iteration.id)
    opened = open_round(store, project.id, plan)
    samples = {s.id: s for s in store.samples(opened.round.id)}
    for number, serving in enumerate(store.servings(opened.round.id)):
        step = int(samples[serving.sample_id].candidate_id[1:])
        score = 1 + step if like_pea else 9 - step
        store.submit(serving.id, Answers(scores={"overall": score}), idempotency_key=f"{number}")
    if close:
        store.close_round(opened.round.id)


def next_ids(store: SqlStore, project: Project) -> list[str]:
    iteration = propose_next(store, project, BRIEF, ingredients.load(), n=6)
    return [c.id for c in candidates_of(iteration)]


def test_without_a_panel_the_search_order_stands(store: SqlStore) -> None:
    project = store.create_project("Milk")
    assert next_ids(store, project) == [f"F{i}" for i in range(1, 7)]
    assert store.iterations(project.id)[0].learned_from == ()


def test_the_panel_changes_what_is_proposed(store: SqlStore) -> None:
    project = store.create_project("Milk")
    first = next_ids(store, project)
    taste(store, project, like_pea=True)
    second = next_ids(store, project)
    assert second == first[::-1]
    kept = store.iterations(project.id)[1]
    assert kept.learned_from == (store.rounds(project.id)[0].id,)
    assert all(c.liking is not None for c in candidates_of(kept))
    assert kept.proposal["learned"]["next_round"]
    assert "pea_protein_isolate" in kept.proposal["learned"]["lesson"]


def test_tasted_formulas_are_not_listed_for_other_demands(store: SqlStore) -> None:
    project = store.create_project("Milk")
    propose_next(store, project, BRIEF, ingredients.load(), n=6)
    taste(store, project, like_pea=True)
    strict = replace(BRIEF, exclude=("soybean_oil",))
    kept = propose_next(store, project, strict, ingredients.load(), n=3)
    assert {c.id for c in candidates_of(kept)} == {"F2", "F3", "F4"}
    same = propose_next(store, project, replace(BRIEF, seed=5), ingredients.load(), n=3)
    assert {c.id for c in candidates_of(same)} == {f"F{i}" for i in range(1, 7)}


@pytest.mark.slow
def test_opposite_tastes_lead_to_opposite_orders(store: SqlStore) -> None:
    orders = []
    for name, like_pea in (("A", True), ("B", False)):
        project = store.create_project(name)
        propose_next(store, project, BRIEF, ingredients.load(), n=6)
        taste(store, project, like_pea=like_pea)
        proposal = Proposal("milk_whole", "Whole milk", BRIEF, 100, 90, line(6))
        ranked = learn(store, project.id, proposal)
        orders.append([c.id for c in ranked.proposal.candidates])
    assert orders[0] == orders[1][::-1]


def test_open_rounds_teach_nothing(store: SqlStore) -> None:
    project = store.create_project("Milk")
    first = next_ids(store, project)
    taste(store, project, like_pea=True, close=False)
    assert project_judgements(store, project.id) == ()
    assert tasted_candidates(store, project.id) == ()
    assert next_ids(store, project) == first
