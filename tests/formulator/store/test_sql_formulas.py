"""Own formulas: versions, undo, and nobody overwrites another's work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from formulator.errors import TableError
from formulator.store import ConflictError, FormulaVersion, NotFoundError, SqlStore, diff_parts

OAT = (("water", 90.0), ("oat", 10.0))
PEA = (("water", 90.0), ("oat", 6.0), ("pea", 4.0))
RICH = (("water", 85.0), ("oat", 10.0), ("pea", 5.0))


@pytest.fixture
def project(store: SqlStore) -> str:
    return store.create_project("Milk").id


def save(store: SqlStore, project: str, parts: object, start: int) -> FormulaVersion:
    return store.save_formula(
        project,
        "mine",
        parts,  # type: ignore[arg-type]
        expected_version=start,
        note=f"from {start}",
        data={"target": "milk_whole"},
        actor="ann",
    )


def test_versions_are_kept(store: SqlStore, project: str) -> None:
    made = [save(store, project, p, n) for n, p in enumerate((OAT, PEA, RICH))]
    assert store.formula_versions(project, "mine") == tuple(made)
    assert store.formulas(project) == (made[-1],)
    assert [(v.version, v.parent, v.author, v.note) for v in made] == [
        (1, None, "ann", "from 0"),
        (2, 1, "ann", "from 1"),
        (3, 2, "ann", "from 2"),
    ]
    assert made[1].parts == PEA
    assert made[1].data == {"target": "milk_whole"}


def test_undo_is_a_new_version_and_goes_back_step_by_step(store: SqlStore, project: str) -> None:
    for number, parts in enumerate((OAT, PEA, RICH)):
        save(store, project, parts, number)
    fourth = store.undo_formula(project, "mine", expected_version=3, actor="bob")
    assert (fourth.version, fourth.parts, fourth.author) == (4, PEA, "bob")
    fifth = store.undo_formula(project, "mine", expected_version=4)
    assert (fifth.version, fifth.parts, fifth.note) == (5, OAT, "back to version 1")
    with pytest.raises(ConflictError, match="nothing earlier"):
        store.undo_formula(project, "mine", expected_version=5)
    assert len(store.formula_versions(project, "mine")) == 5
    with pytest.raises(NotFoundError, match="no version 9"):
        store.undo_formula(project, "mine", expected_version=9)


def test_a_stale_save_is_refused_in_words(store: SqlStore, project: str) -> None:
    save(store, project, OAT, 0)
    save(store, project, PEA, 1)
    with pytest.raises(ConflictError, match=r"after version 1 \(now version 2 by ann\)"):
        save(store, project, RICH, 1)
    with pytest.raises(ConflictError, match="changed by someone else"):
        save(store, project, RICH, 7)
    with pytest.raises(ConflictError, match="already"):
        save(store, project, RICH, 0)
    assert len(store.formula_versions(project, "mine")) == 2


def test_of_many_at_once_one_wins(store: SqlStore, project: str) -> None:
    save(store, project, OAT, 0)

    def attempt(_: int) -> bool:
        try:
            save(store, project, PEA, 1)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert [v.version for v in store.formula_versions(project, "mine")] == [1, 2]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ([], "1 to 200 parts"),
        ([("water", 60.0), ("oat", 30.0)], "sum to 100 %, got 90.00"),
        ([("water", 50.0), ("water", 50.0)], "'water' stands twice"),
        ([("water", 101.0), ("oat", -1.0)], "'oat' must have more than 0"),
        ([("water", float("nan"))], "at most 100"),
        ([(" ", 100.0)], "no ingredient"),
    ],
    ids=["empty", "sum", "twice", "negative", "nan", "nameless"],
)
def test_what_is_no_formula_is_refused(
    store: SqlStore, project: str, parts: list[tuple[str, float]], problem: str
) -> None:
    with pytest.raises(TableError) as caught:
        save(store, project, parts, 0)
    assert problem in str(caught.value)
    assert store.formulas(project) == ()


def test_a_diff_names_what_changed_largest_first() -> None:
    changes = diff_parts(PEA, RICH)
    assert [(c.key, c.before, c.after) for c in changes] == [
        ("water", 90.0, 85.0),
        ("oat", 6.0, 10.0),
        ("pea", 4.0, 5.0),
    ]
    assert diff_parts(OAT, (("oat", 10.0001), ("water", 89.9999))) == ()
    assert [(c.key, c.before, c.after) for c in diff_parts(PEA, OAT)] == [
        ("oat", 6.0, 10.0),
        ("pea", 4.0, 0),
    ]
