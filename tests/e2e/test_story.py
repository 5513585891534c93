"""The whole loop in a real browser: formulas, a blind panel, a restart, better formulas.

The test walks as people do: it finds things by what they read, never by position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from formulator.store import open_store
from tests.e2e.conftest import App, tab
from tests.e2e.walk import LARGE, PHONE, choose, give_time, open_view, picture, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
N_FORMULAS, N_TASTERS = 6, 8
SEARCH_SECONDS = 30
PROJECT = "Milk for the story"


@pytest.fixture(scope="module")
def leader(app: App, browser: Any) -> Iterator[Any]:
    with tab(browser, width=LARGE) as page:
        yield page


def wish(formula: str) -> int:
    """Return how much the panel of this story likes a formula: a fixed taste, 3 to 8."""
    return 3 + sum(map(ord, formula)) % 6


def test_the_first_page_makes_a_project_and_finds_formulas(
    app: App, leader: Any, pictures: Path
) -> None:
    open_view(leader, app, "")
    leader.get_by_label("Name").fill(PROJECT)
    leader.get_by_role("button", name="Create project").click()
    leader.get_by_role("button", name="Find formulas").wait_for()
    picture(leader, pictures, "brief")
    give_time(leader, SEARCH_SECONDS)
    leader.get_by_role("button", name="Find formulas").click()
    leader.get_by_role("button", name="Cancel").wait_for()
    leader.get_by_text("Taste it").first.wait_for(timeout=90_000)
    settle(leader)
    assert leader.get_by_text("Taste it").count() >= N_FORMULAS
    picture(leader, pictures, "design")
    for name in ("Composition and reasons", "Molecules"):
        leader.get_by_role("tab", name=name).click()
        settle(leader)
        picture(leader, pictures, name.split(" ")[0].lower())


def test_every_chart_draws_its_marks(leader: Any) -> None:
    leader.get_by_role("tab", name="How near").click()
    settle(leader)
    for marks in ("mark-rect", "mark-symbol"):
        leader.wait_for_selector(f".{marks} path", state="attached")
    assert leader.locator(".mark-symbol path").count() > 5


def test_the_leader_opens_a_round(app: App, leader: Any, pictures: Path) -> None:
    for box in leader.get_by_text("Taste it").all()[:N_FORMULAS]:
        box.click()
        settle(leader)
    leader.get_by_role("link", name="Panel").click()
    leader.get_by_role("button", name="Open the round").wait_for()
    settle(leader)
    picture(leader, pictures, "panel_new")
    leader.get_by_role("button", name="Open the round").click()
    leader.get_by_role("tab", name="Links and codes").click()
    settle(leader)
    leader.get_by_text("/b/").first.wait_for()
    assert leader.get_by_text(re.compile(r"/b/[\w-]{22}$")).count() == N_TASTERS
    picture(leader, pictures, "panel_links")
    store = open_store(app.database_url)
    (round_,) = store.rounds(store.project(PROJECT).id)
    assert len(store.samples(round_.id)) == N_FORMULAS
    assert len(store.seats(round_.id)) == N_TASTERS
    store.close()


def answer_on_the_page(page: Any, score: int) -> None:
    """Answer the cup in front, in the Streamlit view."""
    told = page.get_by_role("heading", name="Take the cup marked").inner_text()
    code = re.sub(r"\D", "", told)
    page.get_by_label("Type the three digits").fill(code)
    page.get_by_label("Type the three digits").press("Tab")
    for question in ("Overall, how", "its taste", "its texture", "its appearance"):
        group = page.locator("[class*='st-key-nine']", has_text=question)
        group.get_by_role("radio", name=str(score), exact=True).click()
    page.get_by_role("button", name="creamier").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name=told).wait_for(state="detached")
    settle(page)


def secret_scores(app: App) -> dict[str, int]:
    """Return blind code to the score it will get."""
    store = open_store(app.database_url)
    (round_,) = store.rounds(store.project(PROJECT).id)
    scores = {s.code: wish(s.candidate_id) for s in store.samples(round_.id)}
    store.close()
    return scores


def test_a_taster_answers_on_the_page_and_resumes_after_a_restart(
    app: App, browser: Any, leader: Any, pictures: Path
) -> None:
    store = open_store(app.database_url)
    (round_,) = store.rounds(store.project(PROJECT).id)
    code = store.seats(round_.id)[0].short_code
    store.close()
    scores = secret_scores(app)
    with tab(browser, width=PHONE) as page:
        open_view(page, app, "taste")
        picture(page, pictures, "taste_entry")
        page.get_by_label("Type the code").fill(code)
        page.get_by_role("button", name="Begin").click()
        for number in range(1, N_FORMULAS + 1):
            page.get_by_text(f"Cup {number} of {N_FORMULAS}").wait_for()
            settle(page)
            if number == 1:
                picture(page, pictures, "taste_cup")
                widths = nine_widths(page)
                assert len(widths) == 9 and min(widths) >= 33
            if number == 3:
                app.kill()
                app.start()
                page.reload()
                page.get_by_text("Cup 3 of 6").wait_for()
                settle(page)
            told = page.get_by_role("heading", name="Take the cup").inner_text()
            answer_on_the_page(page, scores[re.sub(r"\D", "", told)])
        page.get_by_role("heading", name="Thank you!").wait_for()
        picture(page, pictures, "taste_thanks")


def nine_widths(page: Any) -> list[float]:
    """Return the widths of the buttons of the first nine-point row; all stand in one row."""
    row = page.locator("[class*='st-key-nine']").first.get_by_role("radio")
    boxes = [row.nth(i).bounding_box() for i in range(row.count())]
    assert len({round(box["y"]) for box in boxes}) == 1
    return [box["width"] for box in boxes]


def test_the_others_answer_on_their_phones(
    app: App, browser: Any, leader: Any, pictures: Path
) -> None:
    store = open_store(app.database_url)
    (round_,) = store.rounds(store.project(PROJECT).id)
    seats = store.seats(round_.id)
    tokens = {}
    for seat in seats[1:]:
        tokens[seat.taster] = f"token-of-{seat.taster}-{'x' * 12}"
        store.reissue_seat(seat.id, token=tokens[seat.taster])
    store.close()
    scores = secret_scores(app)
    with tab(browser, width=PHONE) as page:
        for number, (taster, token) in enumerate(tokens.items()):
            page.goto(f"{app.url}/b/{token}")
            if number == 0:
                page.screenshot(path=str(pictures / "html_ballot_390.png"), full_page=True)
            for _ in range(N_FORMULAS):
                told = page.get_by_role("heading", level=1).inner_text()
                code = re.sub(r"\D", "", told)
                page.get_by_label("Type the three digits").fill(code)
                shift = sum(map(ord, taster)) % 3 - 1
                score = min(max(scores[code] + shift, 1), 9)
                for name in ("overall", "taste", "texture", "appearance"):
                    page.locator(f"input[name={name}][value='{score}']").check()
                page.get_by_role("button", name="Send").click()
            page.get_by_role("heading", name="Thank you!").wait_for()
        assert {urlsplit(url).netloc for url in page.foreign} == {urlsplit(app.url).netloc}


def test_closing_teaches_and_the_next_proposal_differs(
    app: App, leader: Any, pictures: Path
) -> None:
    open_view(leader, app, "panel")
    leader.get_by_text(f"{N_FORMULAS * N_TASTERS} of {N_FORMULAS * N_TASTERS} cups").wait_for()
    picture(leader, pictures, "panel_progress")
    leader.get_by_role("tab", name="Close").click()
    leader.get_by_text("Close it for good").click()
    settle(leader)
    leader.get_by_role("button", name="Close the round").click()
    leader.get_by_text("Closed and unblinded").wait_for()
    leader.get_by_role("link", name="Compare").click()
    choose(leader, "Next formulas")
    told = leader.get_by_text(re.compile("The tasters changed the place of")).inner_text()
    moved = re.search(r"place of (\d+) of", told)
    assert moved is not None and int(moved[1]) > 0
    leader.get_by_role("link", name="Design").click()
    leader.get_by_role("button", name="Find formulas with what 1 round taught").click()
    leader.get_by_text("has learned from 1 closed round").wait_for(timeout=120_000)
    settle(leader)
    picture(leader, pictures, "design_learned")
    store = open_store(app.database_url)
    first, second = store.iterations(store.project(PROJECT).id)
    store.close()
    assert second.learned_from
    before = [c["id"] for c in first.proposal["candidates"]]
    after = [c["id"] for c in second.proposal["candidates"]]
    assert before != after
    assert all(c["liking"] for c in second.proposal["candidates"])


def test_compare_shows_the_story_after_another_restart(
    app: App, browser: Any, pictures: Path
) -> None:
    app.kill()
    app.start()
    for width in (LARGE, PHONE):
        with tab(browser, width=width) as page:
            open_view(page, app, "compare")
            page.get_by_role("heading", name="Iteration 2").wait_for()
            page.get_by_text("Timeline", exact=True).click()
            page.get_by_text("Round 1: 48 judgements of 8 tasters").wait_for()
            page.wait_for_selector(".mark-symbol path", state="attached")
            picture(page, pictures, "compare")


@pytest.mark.parametrize("width", [LARGE, PHONE])
def test_every_view_is_photographed_and_asks_no_foreign_server(
    app: App, browser: Any, pictures: Path, width: int
) -> None:
    with tab(browser, width=width) as page:
        for view, name in (
            ("", "design"),
            ("panel", "panel"),
            ("taste", "taste"),
            ("data", "data"),
        ):
            open_view(page, app, view)
            picture(page, pictures, name)
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{view} is wider than the screen"
        hosts = {urlsplit(url).netloc for url in page.foreign if not url.startswith("data:")}
        assert hosts <= {urlsplit(app.url).netloc, ""}


def test_scores_stand_in_the_store_as_they_were_given(app: App) -> None:
    store = open_store(app.database_url)
    (round_,) = store.rounds(store.project(PROJECT).id)
    judgements = store.judgements(round_id=round_.id)
    samples = {s.id: s for s in store.samples(round_.id)}
    store.close()
    assert len(judgements) == N_FORMULAS * N_TASTERS
    assert {j.source for j in judgements} == {"app", "html"}
    first = [j for j in judgements if j.source == "app"]
    assert all(j.scores["overall"] == wish(samples[j.sample_id].candidate_id) for j in first)
    assert all(j.directives == ("creamier",) for j in first)
