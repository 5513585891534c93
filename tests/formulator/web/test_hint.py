"""The hint under the brief says what is known, and says when it is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from formulator.search.brief import Brief, Limit
from formulator.search.prospect import Outlook
from formulator.store import Project
from formulator.web import hint
from formulator.web.candidate_view import tab_key
from formulator.web.hint import hint_lines
from formulator.web.jobs import Job, JobState
from formulator.web.presets import PRESETS
from formulator.web.questions import QUESTIONS, prospect_payload, why_not_payload

APP = Path(__file__).parents[3] / "app.py"


def quiet(message: str) -> None:
    """Take no notice of progress."""


class Prompt:
    """A second worker that has always just answered."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.jobs: dict[str, Job] = {}

    def latest(self, owner: str) -> Job | None:
        return self.jobs.get(owner)

    def start(self, owner: str, kind: str, payload: dict[str, Any]) -> Job:
        job = Job("1", owner, kind, payload, state=JobState.DONE, result=self.answers[kind])
        self.jobs[owner] = job
        return job


def answer(outlook: str, **more: Any) -> dict[str, Any]:
    return {
        "outlook": outlook,
        "n_considered": 54,
        "reason": "",
        "conflicts": [],
        "relaxations": [],
        **more,
    }


@pytest.mark.parametrize(
    ("outlook", "words"),
    [
        ("can be met", "can be met: 54"),
        ("can be met with warnings", "only by formulas with a warning"),
        ("cannot be met", "This cannot be met: fat is too low."),
        ("not yet known", "Not yet known"),
    ],
)
def test_each_outlook_has_words(outlook: str, words: str) -> None:
    assert words in hint_lines(answer(outlook, reason="fat is too low"))[1]


def test_a_reason_that_says_so_itself_is_not_doubled() -> None:
    told = hint_lines(answer("cannot be met", reason="protein >= 20 cannot be met"))[1]
    assert told == "Protein >= 20 cannot be met."


def test_ways_out_are_listed() -> None:
    assert hint_lines(answer("cannot be met", relaxations=["fat <= 8"]))[2] == [
        "would help: fat <= 8"
    ]


def test_the_page_shows_the_hint_in_names(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = answer("cannot be met", reason="coconut_oil_rbd must be used, but it cannot be")
    prompt = Prompt({"prospect": told})
    monkeypatch.setattr("formulator.web.cached.quick_jobs", lambda: prompt)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    hint = next(m.value for m in app.markdown if "cannot be met" in m.value)
    assert "Coconut oil" in hint
    assert "coconut_oil_rbd" not in hint


def test_the_page_says_when_it_does_not_know(project: Project) -> None:
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert any("Not yet known" in c.value for c in app.caption)


def test_the_page_answers_why_not(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = {
        "reason": "the best formula that holds it stands at 9.1 instead of 7.2 (proven)",
        "distance": 7.2,
        "distance_with": 9.1,
        "bound_with": 9.0,
        "parts": [["water", 90.0], ["xanthan", 10.0]],
    }
    prompt = Prompt({"prospect": answer("can be met"), "why_not": reply})
    monkeypatch.setattr("formulator.web.cached.quick_jobs", lambda: prompt)
    app = AppTest.from_file(APP, default_timeout=30)
    app.session_state[tab_key(project.id)] = "Composition and reasons"
    app.run()
    place = f"{project.id}_F-0aaaaa"
    app.selectbox(key=f"why_{place}").set_value("xanthan").run()
    app.button(key=f"ask_{place}").click().run()
    assert not app.exception
    assert any("9.1 instead of 7.2" in m.value.replace("\\", "") for m in app.markdown)
    assert {m.value for m in app.metric} >= {"7.20", "9.10", "9.00"}
    app.button(key=f"why_require_{project.id}_xanthan").click().run()
    assert app.multiselect(key=f"brief_{project.id}_require").value == ["xanthan"]


def test_equal_briefs_are_one_question() -> None:
    one, other = Brief("milk_whole", seed=1), Brief("milk_whole", seed=2, time_limit=3)
    assert prospect_payload(one) == prospect_payload(other)
    assert prospect_payload(one) != prospect_payload(Brief("milk_skim"))


@pytest.mark.slow
def test_the_worker_answers_both_questions() -> None:
    butter = Brief("butter_unsalted", max_ingredients=6, limits=(Limit.parse("protein>=60"),))
    found = QUESTIONS["prospect"](prospect_payload(butter), quiet)
    assert found["outlook"] == "cannot be met"
    possible = Brief("butter_unsalted", max_ingredients=6)
    payload = why_not_payload(possible, "shea_butter", seconds=2.0)
    reply = QUESTIONS["why_not"](payload, quiet)
    assert reply["key"] == "shea_butter"
    assert reply["distance"] > 0


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_met(name: str) -> None:
    found = QUESTIONS["prospect"](prospect_payload(PRESETS[name]), quiet)
    assert found["outlook"] == "can be met"


def test_the_hint_knows_every_outlook_by_its_word() -> None:
    known = {str(outlook) for outlook in Outlook} - {str(Outlook.UNKNOWN)}
    assert known == {hint.CAN, hint.WARNED, hint.CANNOT}
