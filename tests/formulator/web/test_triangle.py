"""Triangle tests: balanced, blind, answered with codes, judged by the binomial."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import FormulatorError, InputError
from formulator.panel import triangle as evaluate
from formulator.store import Project, SqlStore
from formulator.store.errors import ConflictError
from formulator.web import triangle
from formulator.web.auth import NOBODY, OWNER, AccessError, Viewer
from formulator.web.triangle import ORDERS, Trial, TriangleTest, plan
from tests.formulator.web.examples import candidate
from tests.formulator.web.test_paper import SECRETS, pages
from tests.formulator.web.test_views import page

A, B = candidate(0).id, candidate(1).id


@given(st.integers(1, 30), st.integers(0, 10_000))
def test_orders_are_even_and_codes_unique(n: int, seed: int) -> None:
    trials = plan([f"T{i}" for i in range(n)], seed=seed)
    counts = Counter(t.order for t in trials)
    assert max(counts.values()) - min(counts.get(o, 0) for o in ORDERS) <= 1
    codes = [code for t in trials for code in t.codes]
    assert len(set(codes)) == 3 * n
    assert trials == plan([f"T{i}" for i in range(n)], seed=seed)


@pytest.mark.parametrize(
    ("order", "odd"),
    [("AAB", "3"), ("ABA", "2"), ("BAA", "1"), ("BBA", "3"), ("BAB", "2"), ("ABB", "1")],
)
def test_the_odd_one_is_the_single_one(order: str, odd: str) -> None:
    assert Trial("T", ("1", "2", "3"), order).odd == odd


@pytest.fixture
def planned(store: SqlStore, project: Project) -> TriangleTest:
    tasters = [f"T{i}" for i in range(1, 13)]
    return triangle.open_test(
        store, OWNER, project, name="Told apart?", samples=(A, B), tasters=tasters, seed=1
    )


def test_answers_are_kept_and_judged(
    store: SqlStore, project: Project, planned: TriangleTest
) -> None:
    assert planned.result is None
    picks = {t.taster: t.odd for t in planned.trials[:8]}
    picks |= {t.taster: next(c for c in t.codes if c != t.odd) for t in planned.trials[8:11]}
    triangle.answer(store, OWNER, project, planned, picks)
    (kept,) = triangle.tests(store, OWNER, project)
    assert kept.result == evaluate(8, n=11)
    assert [t.picked for t in kept.trials][-1] == ""


def test_a_code_of_somebody_else_is_refused(
    store: SqlStore, project: Project, planned: TriangleTest
) -> None:
    with pytest.raises(InputError, match="T1"):
        triangle.answer(store, OWNER, project, planned, {"T1": planned.trials[1].codes[0]})


def test_of_two_leaders_the_second_is_told(
    store: SqlStore, project: Project, planned: TriangleTest
) -> None:
    triangle.answer(store, OWNER, project, planned, {"T1": planned.trials[0].odd})
    with pytest.raises(ConflictError):
        triangle.answer(store, OWNER, project, planned, {"T2": planned.trials[1].odd})


def test_the_ballots_are_blind(planned: TriangleTest) -> None:
    found = pages(triangle.ballots(planned, language="en"))
    assert len(found) == 12
    for words, trial in zip(found, planned.trials, strict=True):
        assert " ".join(trial.codes) in words
        assert "Which cup is the odd one?" in words
        assert not any(secret in words for secret in SECRETS)
    names = {A: "one", B: "two"}
    row = triangle.kitchen_rows(planned, names)[0]
    assert Counter(row.values())["one"] + Counter(row.values())["two"] == 3


def test_wrong_plans_and_strangers_are_refused(store: SqlStore, project: Project) -> None:
    for tasters in ([], ["T", "T"], [f"T{i}" for i in range(31)]):
        with pytest.raises(InputError, match="1 to 30"):
            plan(tasters, seed=0)
    more = {"name": "x", "tasters": ["T1"], "seed": 0}
    with pytest.raises(FormulatorError, match="two different"):
        triangle.open_test(store, OWNER, project, samples=(A, A), **more)  # type: ignore[arg-type]  # test values
    with pytest.raises(AccessError):
        triangle.tests(store, Viewer("s", "scientist"), project)


@pytest.mark.slow
def test_a_test_is_planned_and_answered_by_the_page(store: SqlStore, project: Project) -> None:
    app = page("panel")
    next(b for b in app.button if b.label == "Plan the test").click().run()
    assert not app.exception
    (kept,) = triangle.tests(store, OWNER, project)
    trial = kept.trials[0]
    key = f"triangle_{kept.name}_{trial.taster}_{kept.version}"
    app.selectbox(key=key).set_value(trial.odd)
    next(b for b in app.button if b.label == "Keep the answers").click().run()
    assert not app.exception
    assert not any("found the odd sample" in text.value for text in app.text)
    next(b for b in app.button if b.label == "Close the test").click().run()
    assert not app.exception
    assert any("1 of 1 found the odd sample" in text.value for text in app.text)
    assert "Keep the answers" not in [b.label for b in app.button]


def test_the_verdict_waits_for_the_end(
    store: SqlStore, project: Project, planned: TriangleTest
) -> None:
    names = {A: "oats", B: "peas"}
    begun = triangle.answer(
        store, OWNER, project, planned, {t.taster: t.odd for t in planned.trials[:11]}
    )
    assert triangle.verdict(begun, names) == "" and begun.n_answered == 11
    assert triangle.finished(store, OWNER, project) == ()
    ended = triangle.close(store, OWNER, project, begun)
    assert triangle.verdict(ended, names).startswith("oats against peas: 11 of 11 found")
    assert [t.name for t in triangle.finished(store, OWNER, project)] == ["Told apart?"]
    with pytest.raises(InputError, match="closed"):
        triangle.answer(store, OWNER, project, ended, {"T12": planned.trials[11].odd})


def test_all_answers_end_a_test(store: SqlStore, project: Project, planned: TriangleTest) -> None:
    picks = {t.taster: t.odd for t in planned.trials}
    assert triangle.answer(store, OWNER, project, planned, picks).is_over
    with pytest.raises(AccessError):
        triangle.finished(store, NOBODY, project)
