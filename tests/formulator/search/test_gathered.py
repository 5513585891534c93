"""The growing list: what it remembers, what it starts from, why it may stay empty."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import Question, ask, solve
from formulator.search.brief import Brief
from formulator.search.diversify import without
from formulator.search.gathered import N_STARTS, Gathered

CATALOGUE = ingredients.load()
BRIEF = Brief("butter_unsalted", max_ingredients=6, time_limit=3)


@pytest.fixture(scope="module")
def question() -> Question:
    (only,) = ask(BRIEF, CATALOGUE, profile_table(CATALOGUE))
    return only


@pytest.fixture(scope="module")
def gathered(question: Question) -> Gathered:
    found = Gathered(3)
    mixture = solve(question, time_limit=3)
    found.remember(question, mixture)
    found.accept(question, mixture.fractions, bound=mixture.bound)
    return found


def test_an_accepted_formula_is_judged_and_signed(gathered: Gathered) -> None:
    (candidate,) = gathered.candidates
    assert gathered.missing == 2
    assert gathered.signatures[0].support == {p.key for p in candidate.parts} - {"water"}
    assert not gathered.rejected


def test_starts_keep_what_the_next_question_forbids(gathered: Gathered, question: Question) -> None:
    best = {question.index(p.key) for p in gathered.candidates[0].parts}
    closed = next(question.index(p.key) for p in gathered.candidates[0].parts if "oil" in p.key)
    starts = gathered.starts(without(question, [closed]), [(tuple(best), len(best) - 2)])
    assert 0 < len(starts) <= N_STARTS
    for columns in starts:
        assert closed not in columns
        assert len(best & set(columns)) <= len(best) - 2


def test_another_system_starts_from_nothing(question: Question) -> None:
    assert Gathered(3).starts(question, []) == ()


def test_a_formula_no_rounding_can_keep_is_remembered_as_rejected(question: Question) -> None:
    found = Gathered(1)
    x = np.zeros(len(question.keys))
    x[question.index("water")] = 1.0
    found.accept(question, x, bound=0.0)
    assert found.candidates == []
    assert found.shut[question.system.name] == [((question.index("water"),), 0)]
    error = found.nothing(BRIEF)
    assert "reject each of them" in error.message
    assert error.conflicts == ("no rounding to the scale step keeps every limit",)


def test_an_empty_list_without_rejections_is_not_called_proven() -> None:
    error = Gathered(1).nothing(BRIEF)
    assert "not proven" in error.message
    assert error.relaxations


def test_the_watcher_can_stop_the_search() -> None:
    told: list[str] = []

    def watch(found: int, wanted: int, words: str) -> bool:
        told.append(f"{found} of {wanted}: {words}")
        return len(told) < 2

    gathered = Gathered(4, watch=watch)
    assert gathered.go_on(2.0, 1.0)
    assert not gathered.go_on(1.5, 1.0)
    assert gathered.is_over
    assert not gathered.go_on(1.2, 1.0)  # not asked again
    assert told[0] == "0 of 4: best so far 2, none below 1"
    assert len(told) == 2


def test_a_formula_is_kept_once(gathered: Gathered, question: Question) -> None:
    n = len(gathered.candidates)
    mixture = solve(question, time_limit=3)
    held = {p.key for p in gathered.candidates[0].parts}
    x = np.zeros(len(question.keys))
    for part in gathered.candidates[0].parts:
        x[question.index(part.key)] = part.percent / 100
    gathered.accept(question, x, bound=mixture.bound)
    assert len(gathered.candidates) == n
    (shut, most) = gathered.shut[question.system.name][-1]
    assert {question.keys[i] for i in shut} == held
    assert most == len(held) - 1
