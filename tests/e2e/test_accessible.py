"""Every view and the ballot, looked at by axe-core, in light and dark; the ballot by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formulator.store import Answers, Round, open_store
from formulator.store.tasting import TastingPlan, open_round
from formulator.web import shares, triangle, triangle_phone
from formulator.web.auth import OWNER
from tests.e2e.conftest import App, tab
from tests.e2e.walk import LARGE, PHONE, choose, open_view, picture, settle
from tests.formulator.web.examples import candidate, proposal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = ("serious", "critical")
TASTERS = tuple(f"T{i}" for i in range(1, 7))


@pytest.fixture(scope="module")
def tasting(app: App) -> Iterator[tuple[Round, dict[str, str]]]:
    """A project with a closed round and an open one."""
    store = open_store(app.database_url)
    project = store.create_project("Seen by everybody")
    answer = proposal()
    iteration = store.add_iteration(project.id, answer.brief.to_dict(), answer.to_dict())
    closed = _round(store, project.id, iteration.id, "First")
    samples = {s.id: s for s in store.samples(closed.round.id)}
    for number, serving in enumerate(store.servings(closed.round.id)):
        rank = int((samples[serving.sample_id].candidate_id or "F-3")[2])
        score = 3 + rank + number % 3
        answers = Answers(
            scores=dict.fromkeys(("overall", "taste", "texture", "appearance"), score),
            jar={"sweetness": number % 2},
            directives=("less_sweet",),
            comment="thin",
        )
        store.submit(serving.id, answers, idempotency_key=f"{number:032d}")
    store.close_round(closed.round.id)
    opened = _round(store, project.id, iteration.id, "Second")
    store.close()
    yield opened.round, dict(opened.tokens)


def _round(store: Any, project_id: str, iteration_id: str, name: str) -> Any:
    plan = TastingPlan(
        name=name,
        candidates=tuple(candidate(n) for n in range(3)),
        tasters=TASTERS,
        iteration_id=iteration_id,
        control="milk_whole",
        cata=("beany", "creamy", "vanilla"),
        difference=True,
    )
    return open_round(store, project_id, plan)


def grave(page: Any) -> list[str]:
    """Return the serious and critical findings of axe-core, with where they are."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node['html'][:160]}"
        for v in found
        if v["impact"] in GRAVE
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["design", "panel", "compare", "data", "taste"])
def test_no_view_shuts_anybody_out(
    app: App, browser: Any, tasting: object, pictures: Path, *, view: str, scheme: str
) -> None:
    with tab(browser, width=LARGE, color_scheme=scheme) as page:
        open_view(page, app, view)
        assert grave(page) == []
        if scheme == "dark":
            picture(page, pictures, f"{view}_dark")
        if view == "compare":
            for part in ("Rounds", "Next formulas", "Side by side", "Projects", "Files"):
                choose(page, part)
                assert grave(page) == [], part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_inner_section_shuts_anybody_out(
    app: App, browser: Any, tasting: tuple[Round, dict[str, str]], pictures: Path, scheme: str
) -> None:
    with tab(browser, width=LARGE, color_scheme=scheme) as page:
        open_view(page, app, "panel")
        for inner in ("Links and codes", "Sheets to print", "Kitchen", "Answers", "Close"):
            page.get_by_role("tab", name=inner, exact=True).first.click()
            settle(page)
            assert grave(page) == [], inner
        for inner in ("Triangle tests", "New round"):
            page.get_by_text(inner, exact=True).click()
            settle(page)
            assert grave(page) == [], inner
        picture(page, pictures, f"panel_inner_{scheme}")
        open_view(page, app, "compare")
        choose(page, "Rounds")
        page.get_by_text("Statistics of this round").click()
        page.get_by_text("Reliability").first.wait_for(timeout=60_000)
        for inner in ("Means", "Too little, too much", "Wishes and model", "Tasters", "Claims"):
            page.get_by_role("tab", name=inner, exact=True).click()
            settle(page)
            assert grave(page) == [], inner
        open_view(page, app, "accounts")
        assert grave(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_shared_report_shuts_nobody_out(
    app: App, browser: Any, tasting: object, pictures: Path, scheme: str
) -> None:
    store = open_store(app.database_url)
    project = store.project("Seen by everybody")
    link = shares.make_link(store, OWNER, project, days=7, base=app.url)
    store.close()
    with tab(browser, width=PHONE, color_scheme=scheme) as page:
        page.goto(link)
        assert grave(page) == []
        page.screenshot(path=str(pictures / f"report_{scheme}.png"), full_page=True)
        overflow = page.evaluate("document.body.scrollWidth - document.body.clientWidth")
        assert overflow <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_ballot_shuts_anybody_out(
    app: App,
    browser: Any,
    tasting: tuple[Round, dict[str, str]],
    pictures: Path,
    *,
    language: str,
    scheme: str,
) -> None:
    _, tokens = tasting
    with tab(browser, width=PHONE, color_scheme=scheme) as page:
        page.goto(f"{app.url}/b/{tokens['T1']}?lang={language}")
        assert page.evaluate("document.documentElement.lang") == language
        assert grave(page) == []
        page.screenshot(path=str(pictures / f"ballot_{language}_{scheme}.png"), full_page=True)
        overflow = page.evaluate("document.body.scrollWidth - document.body.clientWidth")
        assert overflow <= 0


def test_the_page_ballot_shuts_nobody_out(
    app: App, browser: Any, tasting: tuple[Round, dict[str, str]], pictures: Path
) -> None:
    round_, _ = tasting
    store = open_store(app.database_url)
    code = store.seats(round_.id)[1].short_code
    store.close()
    with tab(browser, width=PHONE) as page:
        page.goto(f"{app.url}/taste?seat={code}")
        page.get_by_role("button", name="Send").wait_for()
        settle(page)
        assert grave(page) == []
        picture(page, pictures, "taste_all_questions")


def test_the_page_declares_the_language_of_its_taster(
    app: App, browser: Any, tasting: object
) -> None:
    with tab(browser, width=LARGE) as page:

        def declares(language: str) -> None:
            page.locator(f"html[lang='{language}']").wait_for(state="attached")

        open_view(page, app, "taste?lang=ko")
        declares("ko")
        page.get_by_text("English", exact=True).click()
        declares("en")
        page.get_by_text("한국어", exact=True).click()
        declares("ko")
        page.get_by_role("link", name="Data").click()
        declares("en")


def test_a_triangle_test_is_answered_by_keyboard_alone(
    app: App, browser: Any, tasting: tuple[Round, dict[str, str]], pictures: Path
) -> None:
    store = open_store(app.database_url)
    project = store.project("Seen by everybody")
    planned = triangle.open_test(
        store, OWNER, project, name="Told apart?", tasters=("T1", "T2"), seed=1,
        samples=(candidate(0).id, candidate(1).id),
    )  # fmt: skip
    first, second = triangle_phone.make_links(store, OWNER, project, planned, base=app.url)
    with tab(browser, width=PHONE, color_scheme="dark") as page:
        page.goto(f"{first.url}?lang=ko")
        assert page.evaluate("document.documentElement.lang") == "ko"
        assert grave(page) == []
        page.screenshot(path=str(pictures / "triangle_ko.png"), full_page=True)
    with tab(browser, width=PHONE) as page:
        page.goto(second.url)
        assert grave(page) == []
        page.locator("input[name=odd]").first.focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Send").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Thank you!").wait_for()
    (kept,) = triangle.tests(store, OWNER, project)
    store.close()
    assert [t.picked for t in kept.trials] == ["", planned.trials[1].codes[0]]


def test_a_korean_ballot_holds_no_english_word(
    app: App, browser: Any, tasting: tuple[Round, dict[str, str]]
) -> None:
    _, tokens = tasting
    with tab(browser, width=PHONE) as page:
        page.goto(f"{app.url}/b/{tokens['T2']}?lang=ko")
        words = page.locator("main").inner_text().replace("CONTROL", "").replace("English", "")
        assert re.findall(r"[A-Za-z]{2,}", words) == []
        page.get_by_role("button").click()
        words = page.locator("main").inner_text().replace("CONTROL", "").replace("English", "")
        assert re.findall(r"[A-Za-z]{2,}", words) == []  # neither in its messages


def test_the_ballot_is_answered_by_keyboard_alone(
    app: App, browser: Any, tasting: tuple[Round, dict[str, str]]
) -> None:
    round_, tokens = tasting
    with tab(browser, width=LARGE) as page:
        page.goto(f"{app.url}/b/{tokens['T3']}")
        told = page.get_by_role("heading", level=1).inner_text()
        reached: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            field = page.evaluate(
                "() => { const e = document.activeElement; "
                "return e.type === 'submit' ? 'send' : (e.name || e.tagName); }"
            )
            reached.append(field)
            if field == "send":
                break
            if field == "code":
                page.keyboard.type(re.sub(r"\D", "", told))
            elif field in ("overall", "taste", "texture", "appearance", "difference"):
                page.keyboard.press("ArrowRight")
                page.keyboard.press("ArrowRight")
            outline = page.evaluate(
                "() => { const e = document.activeElement.closest('label') "
                "|| document.activeElement; return getComputedStyle(e).outlineStyle; }"
            )
            assert outline != "none", f"no focus to be seen on {field}"
        assert reached[-1] == "send"
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=told).wait_for(state="detached")
    store = open_store(app.database_url)
    (kept,) = [j for j in store.judgements(round_id=round_.id) if j.taster == "T3"]
    store.close()
    assert set(kept.scores) == {"overall", "taste", "texture", "appearance"}
    assert kept.difference is not None
