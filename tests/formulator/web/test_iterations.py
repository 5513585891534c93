"""The course of a project: best formulas, changes, feedback, allergens; from made-up panels."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.learning.wish_prior import net_votes
from formulator.search.candidate import Candidate
from formulator.store import Answers, Project, SqlStore
from formulator.store.tasting import TastingPlan, open_round
from formulator.web import iterations, results
from formulator.web.auth import OWNER
from formulator.web.iterations import change_text, chapters, feedback_rows
from formulator.web.round_plan import offer
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.examples import candidate, proposal
from tests.formulator.web.test_views import judge_everything

CATALOGUE = ingredients.load()


def sugars(made: Candidate, percent: float) -> Candidate:
    """Return a candidate whose profile says how much sugar it has."""
    profile = dict(made.profile)
    profile["sugars"] = replace(profile["sucrose"], value=percent, unit="g/100 g")
    return replace(made, profile=tuple(profile.items()))


@pytest.fixture
def two_rounds(store: SqlStore, project: Project, tasting: OpenTasting) -> Project:
    """The first round finds formula 0 too sweet; the second iteration tastes 3 to 5."""
    judge_everything(store, tasting)
    first = store.close_round(tasting.opened.round.id)
    answer = proposal((3, 4, 5))
    learned = {
        "lesson": "closer in fatty_acids",
        "advice": "go on",
        "next_round": [{"id": candidate(3).id, "label": "improve", "reason": "likely better"}],
    }
    second = store.add_iteration(
        project.id, answer.brief.to_dict(), {**answer.to_dict(), "learned": learned},
        learned_from=(first.id,),
    )  # fmt: skip
    opened = open_round(
        store,
        project.id,
        TastingPlan(
            name="Second round",
            candidates=tuple(candidate(n) for n in (3, 4, 5)),
            tasters=("T1", "T2"),
            iteration_id=second.id,
            control="milk_whole",
            seed=1,
        ),
    )
    for number, serving in enumerate(store.servings(opened.round.id)):
        answers = Answers(scores={"overall": 3 + number % 3})
        store.submit(serving.id, answers, idempotency_key=f"b{number:031d}")
    store.close_round(opened.round.id)
    return project


def test_each_iteration_holds_its_own_rounds(store: SqlStore, two_rounds: Project) -> None:
    told = results.story(store, OWNER, two_rounds)
    first, second = chapters(told)
    assert {row.id for row in first.rows} == {candidate(n).id for n in range(3)}
    assert {row.id for row in second.rows} == {candidate(n).id for n in (3, 4, 5)}
    assert {row.round_name for row in second.rows} == {"Second round"}
    assert first.before == "" and first.changes == () and first.feedback == ()
    assert first.best.id == candidate(2).id  # scored 8 by both
    assert first.rows[0].panel == (8.0, 8.0, 8.0)


def test_the_next_iteration_says_what_taught_it(store: SqlStore, two_rounds: Project) -> None:
    told = results.story(store, OWNER, two_rounds)
    first, second = chapters(told)
    assert second.taught_by == ("First round",)
    assert second.before == first.best_name
    assert second.lesson == "closer in fatty_acids"
    assert second.picks == ((told.labels[candidate(3).id], "improve: likely better"),)
    changed = {row["name"]: row["change"] for row in second.changes}
    old = {p.name: p.percent for p in first.best.parts}
    new = {p.name: p.percent for p in second.best.parts}
    for name, change in changed.items():
        assert change == pytest.approx(new.get(name, 0) - old.get(name, 0))
    assert set(changed) >= set(old) ^ set(new)


def test_feedback_is_the_net_vote_and_is_compared_with_the_recipe(
    store: SqlStore, two_rounds: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = results.story(store, OWNER, two_rounds)
    assert chapters(told)[1].feedback == ()  # two tasters are too few for a wish to stand out
    monkeypatch.setattr(iterations, "MIN_NET", 0.05)
    _, second = chapters(told)
    (row,) = feedback_rows(second)
    net, n = net_votes(told.judgements[told.rounds[0].id])["sweetness"]
    assert (row["wish"], row["net"], row["tasters"]) == ("less sweet", pytest.approx(-net), n)
    assert row["verdict"] == "nothing in the recipe stands for it"  # the profile has no sugars


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(5.0, 3.0, "followed"), (3.0, 5.0, "not followed"), (5.0, 5.05, "hardly changed")],
)
def test_a_wish_is_followed_where_its_axis_moves(before: float, after: float, verdict: str) -> None:
    pair = (sugars(candidate(0), before), sugars(candidate(1), after))
    found = iterations._followed("less sweet", "sweetness", -0.5, 8, pair)
    assert (found.verdict, found.before, found.after, found.axis) == (
        verdict, before, after, "sugars"
    )  # fmt: skip


def test_the_control_is_named_and_drawn_apart(store: SqlStore, two_rounds: Project) -> None:
    told = results.story(store, OWNER, two_rounds)
    level = iterations.control_level(told)
    assert level is not None and level[0] == "Milk, whole (control)"
    trend = iterations.trend_rows(told, chapters(told))
    assert [row["iteration"] for row in trend] == ["Iteration 1", "Iteration 2"]
    points = iterations.trade_off_rows(chapters(told))
    assert len(points) == 6 and all(p["low"] <= p["liking"] <= p["high"] for p in points)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.0, 2.0, "new: x 2"),
        (2.0, 0.0, "gone: x (was 2)"),
        (1.0, 2.5, "more x: 1 to 2.5 (+1.5)"),
    ],
)
def test_changes_in_words(before: float, after: float, words: str) -> None:
    row = {"name": "x", "before": before, "after": after, "change": after - before}
    assert change_text(row) == words


def test_a_formula_of_one_s_own_between_two_iterations_hides_nothing(
    store: SqlStore, two_rounds: Project
) -> None:
    own = proposal((1,))
    store.add_iteration(two_rounds.id, own.brief.to_dict(), own.to_dict())
    rounds = [r.id for r in store.rounds(two_rounds.id)]
    answer = proposal((2, 4))
    store.add_iteration(
        two_rounds.id, answer.brief.to_dict(), answer.to_dict(), learned_from=rounds
    )
    told = results.story(store, OWNER, two_rounds)
    assert [c.taught_by for c in chapters(told)] == [(), ("First round",), (), ("Second round",)]
    offered = offer(store.iterations(two_rounds.id))
    assert offered.advice == {candidate(3).id: "improve, likely better"}
