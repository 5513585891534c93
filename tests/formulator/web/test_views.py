"""Every page opens, for an empty store and for a full one, and says what it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formulator.store import Answers, Project, RoundStatus, SqlStore
from formulator.web.main import PAGES
from tests.formulator.web.conftest import OpenTasting

pytestmark = pytest.mark.slow

APP = Path(__file__).parents[3] / "app.py"
VIEWS = [file.removesuffix(".py") for file, *_ in PAGES]


def page(view: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.run()
    app.switch_page(f"formulator/web/views/{view}.py").run()
    assert not app.exception, app.exception[0].message
    return app


def judge_everything(store: SqlStore, tasting: OpenTasting) -> None:
    """Everybody likes the third formula best and finds the first too sweet."""
    samples = {s.id: s for s in store.samples(tasting.opened.round.id)}
    for number, serving in enumerate(store.servings(tasting.opened.round.id)):
        rank = int(samples[serving.sample_id].candidate_id[2])
        answers = Answers(
            scores=dict.fromkeys(("overall", "taste", "texture", "appearance"), 4 + 2 * rank),
            jar={"sweetness": 1 if rank == 0 else 0},
            directives=("less_sweet",) if rank == 0 else (),
            comment="a bit beany" if number == 0 else "",
        )
        store.submit(serving.id, answers, idempotency_key=f"{number:032d}")


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_on_an_empty_store(store: SqlStore, view: str) -> None:
    page(view)


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_with_an_open_round(tasting: OpenTasting, view: str) -> None:
    page(view)


@pytest.mark.parametrize("view", VIEWS)
def test_every_page_opens_with_a_closed_round(
    store: SqlStore, tasting: OpenTasting, view: str
) -> None:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    page(view)


def test_results_are_sealed_while_the_round_is_open(store: SqlStore, tasting: OpenTasting) -> None:
    judge_everything(store, tasting)
    app = page("compare")
    assert any("No round is closed" in info.value for info in app.info)
    assert not any("beany" in str(frame.value) for frame in app.dataframe)


def test_the_favourite_stands_first_after_closing(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    judge_everything(store, tasting)
    store.close_round(tasting.opened.round.id)
    app = page("compare")
    app.button_group(key="compare_part").set_value("Rounds").run()
    results = app.dataframe[0].value
    assert list(results["overall"]) == [8.0, 6.0, 4.0]
    app.button_group(key="compare_part").set_value("Next formulas").run()
    following = next(f.value for f in app.dataframe if "place_by_nearness" in f.value)
    assert following["place_by_nearness"].tolist() != sorted(following["place_by_nearness"])


def test_the_leader_opens_a_round_by_the_page(store: SqlStore, project: Project) -> None:
    app = page("panel")
    app.button[[b.label for b in app.button].index("Open the round")].click().run()
    assert not app.exception
    (opened,) = store.rounds(project.id)
    assert opened.status is RoundStatus.OPEN
    assert len(store.seats(opened.id)) == 8
    assert len(store.samples(opened.id)) == 4


def test_the_leader_closes_a_round_by_the_page(store: SqlStore, tasting: OpenTasting) -> None:
    round_id = tasting.opened.round.id
    app = page("panel")
    app.checkbox(key=f"sure_{round_id}").check().run()
    app.button(key=f"end_{round_id}").click().run()
    assert not app.exception
    assert store.round(round_id).status is RoundStatus.CLOSED


def test_opening_the_kitchen_sheet_early_is_logged(store: SqlStore, tasting: OpenTasting) -> None:
    round_id = tasting.opened.round.id
    page("panel").button(key=f"kitchen_{round_id}").click().run()
    assert "open kitchen sheet" in [entry.action for entry in store.audit(subject=round_id)]


def test_a_project_is_created_by_the_page(store: SqlStore) -> None:
    app = page("design")
    app.text_input(key="new_project_name").set_value("Oat drink")
    next(b for b in app.button if b.label == "Create project").click().run()
    assert not app.exception
    assert [p.name for p in store.projects()] == ["Oat drink"]


def test_a_second_project_is_created_and_opened_by_the_page(
    store: SqlStore, project: Project
) -> None:
    app = page("design")
    app.text_input(key="new_project_1_name").set_value("Yogurt")
    next(b for b in app.button if b.label == "Create project").click().run()
    assert not app.exception, app.exception[0].message
    assert {p.name for p in store.projects()} == {project.name, "Yogurt"}
    assert app.selectbox(key="project_choice").value == "Yogurt"
    assert app.text_input(key="new_project_2_name").value == ""
    app.selectbox(key="project_choice").set_value(project.name).run()
    app.switch_page("formulator/web/views/compare.py").run()
    assert app.selectbox(key="project_choice").value == project.name
