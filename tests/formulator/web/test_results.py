from __future__ import annotations

import pytest
from scipy.stats import t as student_t

from formulator.store import Project, SqlStore
from formulator.web import results
from formulator.web.auth import NOBODY, OWNER, AccessError
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.test_views import judge_everything


def test_a_raw_mean_carries_student_s_interval() -> None:
    mean, low, high = results.raw_mean([4.0, 6.0, 8.0]) or (0, 0, 0)
    half = student_t.ppf(0.95, 2) * 2.0 / 3**0.5
    assert mean == 6.0
    assert (low, high) == pytest.approx((6 - half, min(6 + half, 9.0)))


def test_one_score_tells_nothing_of_its_spread() -> None:
    assert results.raw_mean([7.0]) == (7.0, 1.0, 9.0)
    assert results.raw_mean([]) is None


def test_nobody_reads_results_without_the_right(store: SqlStore, project: Project) -> None:
    with pytest.raises(AccessError, match="read results"):
        results.story(store, NOBODY, project)


def test_an_open_round_tells_nothing(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    told = results.story(store, OWNER, project)
    assert told.rounds == ()
    assert told.likings == {}
    assert all(row["liking"] is None for row in results.next_rows(told))


def test_a_closed_round_tells_means_wishes_and_jar(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    told = results.story(store, OWNER, project)
    (round_,) = told.rounds
    rows = results.result_rows(told, round_)
    assert [row["overall"] for row in rows] == [8.0, 6.0, 4.0]
    assert [row["n"] for row in rows] == [2, 2, 2]
    jar = results.jar_rows(told, round_, "sweetness")
    worst = [row for row in jar if row["item"] == rows[2]["formula"]]
    assert {row["level"]: row["share"] for row in worst}["too much"] == 1.0
    assert results.jar_rows(told, round_, "thickness") == []
    assert results.wish_rows(told, round_) == [
        {"formula": rows[2]["formula"], "wish": "less sweet", "tasters": 2}
    ]
    assert [row["comment"] for row in results.comment_rows(told, round_)] == ["a bit beany"]
    kinds = {row["kind"] for row in results.liking_rows(told, round_)}
    assert kinds == {results.MODEL, results.RAW}


def test_the_story_is_told_in_order_of_time(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    assert results.timeline(results.story(store, OWNER, project)) == [
        "Iteration 1: 6 formulas",
        "First round: 6 judgements of 2 tasters",
    ]


def test_a_voided_judgement_counts_no_more(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    bad = store.judgements(round_id=tasting.opened.round.id)[0]
    store.void_judgement(bad.id, reason="wrong cup served")
    told = results.story(store, OWNER, project)
    assert sum(row["n"] for row in results.result_rows(told, told.rounds[0])) == 5
