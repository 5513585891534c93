"""No version is ever lost, and nobody overwrites what he has not seen."""

from __future__ import annotations

import pytest

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.search.brief import Brief
from formulator.store import ConflictError, Project, SqlStore
from formulator.store.tasting import candidates_of
from formulator.web import own_store
from formulator.web.auth import OWNER, AccessError, Viewer
from tests.formulator.web.examples import candidate

FIRST = Formula.from_grams({"water": 90, "sucrose": 10})
SECOND = Formula.from_grams({"water": 91, "sucrose": 9})


def save(store: SqlStore, project: Project, formula: Formula, expected: int) -> own_store.Version:
    return own_store.save_version(
        store, OWNER, project, "  My   oat ", formula, target="milk_whole", expected=expected
    )


def test_every_version_stays(store: SqlStore, project: Project) -> None:
    save(store, project, FIRST, 0)
    made = save(store, project, SECOND, 1)
    assert (made.name, made.number) == ("My oat", 2)
    (versions,) = own_store.own_formulas(store, project).values()
    assert [v.formula.percents() for v in versions] == [FIRST.percents(), SECOND.percents()]
    assert all(v.by == OWNER.name and v.at for v in versions)


def test_going_back_is_a_new_version(store: SqlStore, project: Project) -> None:
    save(store, project, FIRST, 0)
    save(store, project, SECOND, 1)
    versions = own_store.own_formulas(store, project)["My oat"]
    undone = own_store.undo_version(store, OWNER, project, versions, 1)
    assert undone.number == 3
    assert undone.formula.percents() == FIRST.percents()
    assert "back to version 1" in undone.note


def test_a_save_over_an_unseen_version_is_refused(store: SqlStore, project: Project) -> None:
    save(store, project, FIRST, 0)
    with pytest.raises(ConflictError):
        save(store, project, SECOND, 0)
    assert len(own_store.own_formulas(store, project)["My oat"]) == 1


def test_saving_nothing_new_is_refused(store: SqlStore, project: Project) -> None:
    save(store, project, FIRST, 0)
    with pytest.raises(InputError, match="nothing was changed"):
        save(store, project, FIRST, 1)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_needed(store: SqlStore, project: Project, name: str) -> None:
    with pytest.raises(InputError, match="name of 1 to 80"):
        own_store.save_version(store, OWNER, project, name, FIRST, target="milk_whole", expected=0)


def test_only_a_scientist_saves(store: SqlStore, project: Project) -> None:
    reader = Viewer("eve", "product")
    with pytest.raises(AccessError):
        own_store.save_version(
            store, reader, project, "Mine", FIRST, target="milk_whole", expected=0
        )
    kept = own_store.Kept.proposal(store.iterations(project.id)[0], candidate(0))
    with pytest.raises(AccessError):
        own_store.add_results(store, reader, project, kept, [reading(6.8)], sheet="1")
    assert own_store.own_formulas(store, project) == {}
    assert own_store.bench_results(store, project, kept) == ()


def reading(value: float) -> dict[str, object]:
    return {"quantity": "pH", "value": value, "unit": "", "note": "batch 1"}


def test_results_are_added_once_and_voided_never_changed(store: SqlStore, project: Project) -> None:
    kept = own_store.Kept.proposal(store.iterations(project.id)[0], candidate(0))
    for value, sheet in ((6.8, "1"), (6.8, "1"), (6.9, "2")):
        own_store.add_results(store, OWNER, project, kept, [reading(value)], sheet=sheet)
    results = own_store.bench_results(store, project, kept)
    assert [r.value for r in results] == [6.8, 6.9]
    own_store.void_result(store, OWNER, results[0].id, reason="dirty probe")
    assert [r.value for r in own_store.bench_results(store, project, kept)] == [6.9]
    assert len(store.measurements(project.id)) == 2
    with pytest.raises(InputError):
        own_store.add_results(store, OWNER, project, kept, [], sheet="3")


def test_versions_and_results_travel_with_the_project(store: SqlStore, project: Project) -> None:
    kept = own_store.Kept.own(save(store, project, FIRST, 0))
    own_store.add_results(store, OWNER, project, kept, [reading(7.0)], sheet="1")
    dump = str(store.dump_project(project.id))
    assert "My oat" in dump
    assert "batch 1" in dump


def test_an_own_formula_stands_among_the_proposals(store: SqlStore, project: Project) -> None:
    version = save(store, project, FIRST, 0)
    made = own_store.offer(
        store, OWNER, project, version, candidate=candidate(0), brief=Brief("milk_whole")
    )
    (offered,) = candidates_of(store.iterations(project.id)[-1])
    assert made.number == 2
    assert offered.id == candidate(0).id
    assert offered.base.startswith("My oat v1")
