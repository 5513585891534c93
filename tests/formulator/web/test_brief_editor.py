"""The brief editor: presets, limits, buttons on a formula, and what is sent to the search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ingredients
from formulator.search.brief import Brief
from formulator.store import ConflictError, Project
from formulator.web import formulas
from formulator.web.candidate_view import tab_key
from formulator.web.jobs import Job, JobState
from formulator.web.presets import PRESETS

pytestmark = pytest.mark.slow

APP = Path(__file__).parents[3] / "app.py"


class FakeJobs:
    """Takes searches and never runs one."""

    def __init__(self) -> None:
        self.started: list[dict[str, Any]] = []
        self.job: Job | None = None

    def start(self, owner: str, kind: str, payload: dict[str, Any]) -> None:
        if self.job is not None:
            raise ConflictError("your last search is still running; wait or cancel it")
        self.started.append(payload)

    def latest(self, owner: str) -> Job | None:
        return self.job

    def cancel(self, owner: str) -> None:
        self.job = None


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> FakeJobs:
    made = FakeJobs()
    monkeypatch.setattr("formulator.web.cached.jobs", lambda: made)
    return made


def design(project: Project | None = None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    if project is not None:
        app.session_state[tab_key(project.id)] = "Composition and reasons"
    app.run()
    assert not app.exception
    return app


def find(app: AppTest, jobs: FakeJobs) -> Brief:
    next(b for b in app.button if b.label.startswith("Find formulas")).click().run()
    assert not app.exception
    return Brief.from_dict(jobs.started[-1]["brief"])


def test_the_last_brief_is_where_one_goes_on(project: Project, jobs: FakeJobs) -> None:
    brief = find(design(), jobs)
    assert brief == Brief.from_dict({**brief.to_dict(), "limits": ["sugars<=5"]})
    assert brief.target == "milk_whole"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fills_the_whole_editor(project: Project, jobs: FakeJobs, name: str) -> None:
    app = design()
    app.pills(key=f"preset_{project.id}").set_value(name).run()
    sent, wanted = find(app, jobs), PRESETS[name]
    assert set(sent.limits) == set(wanted.limits)
    assert sent.to_dict() | {"limits": []} == wanted.to_dict() | {"limits": []}


def test_what_is_set_is_what_is_searched(project: Project, jobs: FakeJobs) -> None:
    app = design()
    prefix = f"brief_{project.id}_"
    app.multiselect(key=f"{prefix}allergens").set_value(["soy"])
    app.multiselect(key=f"{prefix}exclude").set_value(["sucrose"])
    app.number_input(key=f"{prefix}cost_max").set_value(0.8)
    app.text_area(key=f"{prefix}limits").set_value("fibre>=1\nsodium<=60")
    app.number_input(key=f"count_{project.id}").set_value(3).run()
    brief = find(app, jobs)
    assert brief.exclude_allergens == ("soy",)
    assert brief.exclude == ("sucrose",)
    texts = {str(limit) for limit in brief.limits}
    assert texts == {"sugars<=5", "cost<=0.8", "fibre>=1", "sodium<=60"}
    assert jobs.started[-1]["n"] == 3


def test_a_limit_that_cannot_be_read_is_shown_and_not_searched(
    project: Project, jobs: FakeJobs
) -> None:
    app = design()
    app.text_area(key=f"brief_{project.id}_limits").set_value("fibre is nice").run()
    assert any("a limit reads like" in text.value for text in app.text)
    assert next(b for b in app.button if b.label.startswith("Find formulas")).disabled


def test_a_contradiction_is_shown_in_words(project: Project, jobs: FakeJobs) -> None:
    app = design()
    for field in ("exclude", "require"):
        app.multiselect(key=f"brief_{project.id}_{field}").set_value(["sucrose"])
    app.run()
    assert any("required or locked and excluded at once" in text.value for text in app.text)


def test_a_part_is_excluded_with_one_click_and_that_is_undone_with_one(
    project: Project, jobs: FakeJobs
) -> None:
    app = design(project)
    app.button(key=f"exclude_{project.id}_F-0aaaaa_sucrose").click().run()
    assert find(app, jobs).exclude == ("sucrose",)
    app.button(key=f"undo_{project.id}").click().run()
    assert find(app, jobs).exclude == ()


def test_a_part_is_locked_at_its_dose_and_the_rest_is_searched_again(
    project: Project, jobs: FakeJobs
) -> None:
    app = design(project)
    app.button(key=f"locked_{project.id}_F-0aaaaa_sucrose").click().run()
    app.button(key=f"again_{project.id}").click().run()
    assert not app.exception
    brief = Brief.from_dict(jobs.started[-1]["brief"])
    assert brief.locked == (("sucrose", pytest.approx(0.04)),)
    app.multiselect(key=f"brief_{project.id}_locked").set_value([]).run()
    assert find(app, jobs).locked == ()


def test_excluding_a_locked_part_unlocks_it(project: Project, jobs: FakeJobs) -> None:
    app = design(project)
    app.button(key=f"locked_{project.id}_F-0aaaaa_sucrose").click().run()
    app.button(key=f"exclude_{project.id}_F-0aaaaa_sucrose").click().run()
    brief = find(app, jobs)
    assert (brief.locked, brief.exclude) == ((), ("sucrose",))


def test_ticked_formulas_are_offered_to_the_panel(project: Project, jobs: FakeJobs) -> None:
    app = design()
    for number in (1, 4):
        app.checkbox(key=f"choose_{project.id}_F-{number}aaaaa").check().run()
    app.switch_page("formulator/web/views/panel.py").run()
    assert not app.exception
    offered = next(m for m in app.multiselect if m.label == "Formulas to taste")
    assert offered.value == ["F-1aaaaa", "F-4aaaaa"]


def test_a_failed_search_says_what_contradicts_what(project: Project, jobs: FakeJobs) -> None:
    jobs.job = Job(
        "1",
        "owner",
        "propose",
        {"project": project.name},
        state=JobState.FAILED,
        error={
            "type": "InfeasibleError",
            "message": "no formula meets these limits",
            "conflicts": ["fat<=1", "fat>=2"],
            "relaxations": ["fat<=2"],
        },
    )
    told = "\n".join(text.value for text in design().text)
    assert "no formula meets these limits" in told
    assert "fat>=2" in told
    assert "Any one of these would help" in told


def test_a_running_search_shows_progress_and_can_be_cancelled(
    project: Project, jobs: FakeJobs
) -> None:
    payload = {"project": project.name, "brief": Brief("milk_whole").to_dict()}
    jobs.job = Job("1", "owner", "propose", payload, state=JobState.RUNNING, message="searching")
    app = design()
    assert "searching" in app.get("progress")[0].proto.text
    next(b for b in app.button if b.label == "Cancel").click().run()
    assert jobs.job is None


def test_keys_are_read_as_names() -> None:
    catalogue = ingredients.load()
    told = formulas.readable("more of coconut_oil_rbd and fatty_acids, 3 % fat", catalogue)
    name = catalogue.food("coconut_oil_rbd").name
    assert told == f"more of {name} and fatty acids, 3 % fat"


def test_a_change_of_the_brief_is_taken_back(project: Project) -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    sugars, back = f"brief_{project.id}_sugars_max", f"brief_undo_{project.id}"
    before = app.number_input(key=sugars).value
    assert app.button(key=back).disabled
    app.number_input(key=sugars).set_value(2.5).run()
    app.number_input(key=sugars).set_value(1.5).run()
    app.button(key=back).click().run()
    assert app.number_input(key=sugars).value == 2.5
    app.button(key=back).click().run()
    assert not app.exception
    assert app.number_input(key=sugars).value == before
    assert app.button(key=back).disabled


def test_a_preset_can_be_taken_back_whole(project: Project) -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    target = f"brief_{project.id}_target"
    before = app.selectbox(key=target).value
    app.pills(key=f"preset_{project.id}").set_value("Ice cream").run()
    assert app.selectbox(key=target).value == "ice_cream_vanilla"
    app.button(key=f"brief_undo_{project.id}").click().run()
    assert not app.exception
    assert app.selectbox(key=target).value == before


def test_boxes_that_a_browser_drew_blank_do_not_overwrite_the_brief(
    project: Project, jobs: FakeJobs
) -> None:
    app = design(project)

    def key(field: str) -> str:
        return f"brief_{project.id}_{field}"

    app.number_input(key=key("protein_min")).set_value(3.0).run()
    asked = find(app, jobs)
    for field, value in (("max_ingredients", 1), ("time_limit", 1.0), ("scale_step", 0.001)):
        app.number_input(key=key(field)).set_value(value)
    app.number_input(key=key("protein_min")).set_value(None)
    app.multiselect(key=key("allergens")).set_value(["soy"])  # what the person did at that moment
    app.run()
    jobs.job = None
    found = find(app, jobs)
    assert found.exclude_allergens == ("soy",)
    assert found.limits == asked.limits
    assert any(limit.axis == "protein" for limit in found.limits)
    assert (found.max_ingredients, found.time_limit) == (asked.max_ingredients, asked.time_limit)
    # One box at its least is a wish like any other.
    app.number_input(key=key("max_ingredients")).set_value(1).run()
    assert app.number_input(key=key("max_ingredients")).value == 1
