"""The Design page's sections for everybody: axe-core in both schemes, keyboard, phone, words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formulator.store import Project, open_store
from formulator.web import auth, own_store
from tests.e2e.conftest import App, tab
from tests.e2e.test_accessible import grave
from tests.e2e.walk import LARGE, PHONE, choose, open_view, picture, settle
from tests.formulator.web.examples import proposal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECTIONS = ("Formulas", "Trade-offs", "Side by side", "Own formulas")
TABS = ("How near", "Composition and reasons", "Molecules", "Label and bench")


@pytest.fixture(scope="module")
def project(app: App) -> Iterator[Project]:
    """A project with formulas of which five were measured on the bench."""
    store = open_store(app.database_url)
    made = store.create_project("Seen by everybody")
    answer = proposal()
    iteration = store.add_iteration(made.id, answer.brief.to_dict(), answer.to_dict())
    for number, candidate in enumerate(answer.candidates[1:]):
        kept = own_store.Kept.proposal(iteration, candidate)
        rows = [{"quantity": "pH", "value": 6.6 + 0.1 * number, "unit": ""}]
        own_store.add_results(store, auth.OWNER, made, kept, rows, sheet=str(number))
    store.close()
    yield made


def open_tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    page.locator(f"[role=tab][aria-selected=true]:has-text('{name}')").wait_for()
    settle(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_section_shuts_anybody_out(
    app: App, browser: Any, project: Project, pictures: Path, *, scheme: str
) -> None:
    with tab(browser, width=LARGE, color_scheme=scheme) as page:
        open_view(page, app, "")
        for name in TABS:
            open_tab(page, name)
            assert grave(page) == [], name
            picture(page, pictures, f"design_{name.split()[0].lower()}_{scheme}")
        for name in SECTIONS[1:]:
            choose(page, name)
            assert grave(page) == [], name
        page.get_by_text("Brief", exact=True).click()
        page.get_by_text("More: other limits").click()
        settle(page)
        assert grave(page) == []


def test_every_chart_is_told_in_words(app: App, browser: Any, project: Project) -> None:
    with tab(browser, width=LARGE) as page:
        open_view(page, app, "")
        seen = 0
        for name in SECTIONS[:3]:
            choose(page, name)
            page.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
            charts = page.get_by_test_id("stVegaLiteChart")
            for i in range(charts.count()):
                told = charts.nth(i).evaluate(
                    "e => [e, ...e.querySelectorAll('[aria-label]')]"
                    ".map(n => n.getAttribute('aria-label') || '').join(' ')"
                )
                assert len(told.split()) > 6, f"chart {i} of {name} says {told!r}"
                seen += 1
        assert seen >= 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_charts_stand_out_from_their_ground(
    app: App, browser: Any, project: Project, scheme: str
) -> None:
    with tab(browser, width=LARGE, color_scheme=scheme) as page:
        open_view(page, app, "")
        page.locator("[data-testid=stVegaLiteChart] svg text").first.wait_for()
        inks, paper = page.evaluate(
            "() => [[...new Set([...document.querySelectorAll('[data-testid=stVegaLiteChart] svg "
            "text')].map(e => getComputedStyle(e).fill))], "
            "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor]"
        )
        assert inks
        assert min(contrast(ink, paper) for ink in inks) >= 4.5


def contrast(ink: str, paper: str) -> float:
    """Return the contrast of two CSS colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = [float(x) / 255 for x in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        r, g, b = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(ink), luminance(paper)))
    return (high + 0.05) / (low + 0.05)


def test_a_formula_is_opened_and_its_tabs_walked_by_keyboard(
    app: App, browser: Any, project: Project
) -> None:
    with tab(browser, width=LARGE) as page:
        open_view(page, app, "")
        reached: list[str] = []
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.innerText || ''").strip())
            if reached[-1] == "Show 2":
                break
        assert reached[-1] == "Show 2", reached
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="2. ").wait_for()
        settle(page)
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('role')") == "tab":
                break
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Exclude").first.wait_for()


def test_the_cards_leave_room_for_the_formula_on_a_phone(
    app: App, browser: Any, project: Project
) -> None:
    with tab(browser, width=PHONE) as page:
        open_view(page, app, "")
        page.get_by_role("button", name="Show 2").wait_for()
        assert page.locator(".st-key-candidate_list").bounding_box()["height"] < 450


def test_the_triangle_is_whole_on_a_phone(
    app: App, browser: Any, project: Project, pictures: Path
) -> None:
    with tab(browser, width=PHONE) as page:
        open_view(page, app, "")
        choose(page, "Trade-offs")
        if page.get_by_role("switch").is_checked():
            page.get_by_text("Only where the formulas stand").click()
        page.get_by_text("100 % Protein").wait_for()
        settle(page)
        picture(page, pictures, "triangle")
        chart = page.get_by_test_id("stVegaLiteChart").nth(1)
        frame = chart.locator("svg").bounding_box()
        for corner in ("100 % Protein", "100 % Fat", "100 % Sugars"):
            box = chart.locator("text", has_text=corner).bounding_box()
            assert frame["x"] <= box["x"], corner
            assert box["x"] + box["width"] <= frame["x"] + frame["width"], corner


def test_ph_is_foretold_from_other_formulas_readings(
    app: App, browser: Any, project: Project
) -> None:
    with tab(browser, width=LARGE) as page:
        open_view(page, app, "")
        open_tab(page, "Label and bench")
        page.get_by_text("Measured on the bench").wait_for()
        cells = page.locator("table[role=grid] td", has_text="learned from")
        cells.first.wait_for(state="attached")
        assert "learned from 5 formulas" in cells.first.inner_text()
