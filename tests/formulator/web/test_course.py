"""Whether liking rose: the difference's own interval, and words that do not claim too much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formulator.store import Project, SqlStore
from formulator.web import course, results
from formulator.web.auth import OWNER
from formulator.web.course import Step, step_between
from formulator.web.iterations import chapters
from tests.formulator.web.test_iterations import two_rounds  # noqa: F401 (a fixture)


def test_a_step_is_the_difference_with_its_own_spread(
    store: SqlStore,
    two_rounds: Project,  # noqa: F811 (the fixture)
) -> None:
    belief = results.story(store, OWNER, two_rounds).belief
    assert belief is not None
    a, b = belief.ids[:2]
    step = step_between(belief, a, b)
    draws = np.random.default_rng(0).multivariate_normal(
        belief.blend.mean[:2], belief.blend.covariance[:2, :2], 200_000
    )
    gaps = draws[:, 1] - draws[:, 0]
    assert step.points == pytest.approx(float(gaps.mean()), abs=0.02)
    assert (step.low90, step.high90) == pytest.approx(np.quantile(gaps, (0.05, 0.95)), abs=0.03)
    assert step.p_better == pytest.approx(float((gaps > 0).mean()), abs=0.01)


def test_both_ways_are_the_same_step(
    store: SqlStore,
    two_rounds: Project,  # noqa: F811 (the fixture)
) -> None:
    belief = results.story(store, OWNER, two_rounds).belief
    assert belief is not None
    there, back = (step_between(belief, *pair) for pair in (belief.ids[:2], belief.ids[1::-1]))
    assert there.points == pytest.approx(-back.points)
    assert there.p_better + back.p_better == pytest.approx(1)
    assert step_between(belief, belief.ids[0], belief.ids[0]).points == 0


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.97, "Liking rose"),
        (0.9, "Liking probably rose, which is not shown yet"),
        (0.5, "No rise in liking is shown"),
        (0.1, "Liking probably fell"),
        (0.01, "Liking fell"),
    ],
)
def test_the_word_follows_the_probability(p: float, words: str) -> None:
    assert course._answer(Step(0.4, -0.1, 0.9, p)) == words


def test_the_answer_names_both_formulas_and_the_control(
    store: SqlStore,
    two_rounds: Project,  # noqa: F811 (the fixture)
) -> None:
    told = results.story(store, OWNER, two_rounds)
    found = chapters(told)
    rise, control = course.verdict(told, found)
    assert found[0].best_name in rise and found[1].best_name in rise
    assert "90 % interval" in rise and "likely" in rise
    assert "Milk, whole (control)" in control and "not a proof" in control
    assert course.since_before(told, found, found[0]) == ""
    assert "of iteration 1" in course.since_before(told, found, found[1])


def test_the_same_formula_is_no_rise(
    store: SqlStore,
    two_rounds: Project,  # noqa: F811 (the fixture)
) -> None:
    told = results.story(store, OWNER, two_rounds)
    first, last = chapters(told)
    again = replace(last, best=first.best, best_name=first.best_name)
    assert course.verdict(told, (first, again))[0].startswith("Liking did not rise")
    assert "same as before" in course.since_before(told, (first, again), again)


def test_the_ends_are_the_first_best_and_the_best_of_all(
    store: SqlStore,
    two_rounds: Project,  # noqa: F811 (the fixture)
) -> None:
    told = results.story(store, OWNER, two_rounds)
    start, best = course.ends(told)
    found = chapters(told)
    assert start == found[0].best.id
    tasted = [row.id for chapter in found for row in chapter.rows]
    assert best == max(tasted, key=lambda i: told.likings[i].mean)


def test_nothing_is_said_before_a_tasting(store: SqlStore, project: Project) -> None:
    told = results.story(store, OWNER, project)
    assert course.ends(told) == ("", "")
    assert told.belief is None
    assert course.verdict(told, chapters(told)) == ()
