"""A scientist at work in a real browser: hint, wishes, trade-offs, own formulas, bench."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formulator.store import open_store
from formulator.store.tasting import candidates_of
from tests.e2e.conftest import App, tab
from tests.e2e.test_story import LARGE, PHONE, open_view, picture, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = "Drink of a scientist"
OWN = b"ingredient,percent\nwater,89\npea_protein_isolate,3.5\ncoconut_oil_rbd,3\nsucrose,4.5\n"
BAD = b"ingredient,percent\nwater,much\nno such thing,5\n"
RESULTS = b"name,measured\npH,6.8\ntotal solids,12.1\n"


@pytest.fixture(scope="module")
def page(app: App, browser: Any) -> Iterator[Any]:
    with tab(browser, width=LARGE) as opened:
        yield opened


def section(page: Any, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
    settle(page)


def upload(page: Any, name: str, data: bytes) -> None:
    kind = "text/csv"
    page.locator("input[type=file]").last.set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    page.get_by_text(name).last.wait_for()
    settle(page)


def test_the_hint_follows_the_brief(app: App, page: Any, pictures: Path) -> None:
    open_view(page, app, "")
    page.get_by_label("Name").fill(PROJECT)
    page.get_by_role("button", name="Create project").click()
    page.get_by_text(re.compile("This brief can be met: ")).wait_for(timeout=60_000)
    protein = page.get_by_label("Protein at least, g/100 g")
    protein.fill("20")
    protein.press("Enter")
    page.get_by_text(re.compile("Protein .* cannot be met")).wait_for()
    page.get_by_text(re.compile("would help: protein >= ")).wait_for()
    picture(page, pictures, "hint")
    protein.fill("")
    protein.press("Enter")
    page.get_by_text(re.compile("This brief can be met: ")).wait_for()


def test_a_locked_part_stays_and_the_rest_is_searched_again(
    app: App, page: Any, pictures: Path
) -> None:
    page.get_by_role("button", name="Find formulas").click()
    page.get_by_text("Taste it").first.wait_for(timeout=90_000)
    settle(page)
    page.get_by_role("tab", name="Composition and reasons").click()
    page.get_by_role("button", name="Exclude").last.click()
    page.get_by_role("button", name="Undo: excluded").wait_for()
    page.get_by_role("button", name="Undo: excluded").click()
    page.get_by_role("button", name="Undo: excluded").wait_for(state="detached")
    page.get_by_role("button", name="Lock").first.click()
    page.get_by_text("For the next search:").wait_for()
    tab_ = page.get_by_role("tab", name="Composition and reasons")
    assert tab_.get_attribute("aria-selected") == "true"
    picture(page, pictures, "wishes")
    page.get_by_role("button", name="Search again").click()
    page.get_by_text("Iteration 2", exact=True).first.wait_for(timeout=90_000)
    settle(page)
    store = open_store(app.database_url)
    iteration = store.iterations(store.project(PROJECT).id)[-1]
    store.close()
    ((key, fraction),) = iteration.brief["locked"]
    for candidate in candidates_of(iteration):
        assert candidate.formula.fraction(key) == pytest.approx(fraction)


def test_why_not_is_answered_with_a_proof(page: Any) -> None:
    page.get_by_role("tab", name="Composition and reasons").click()
    box = page.get_by_label("Why not …?")
    box.click()
    box.fill("xanthan")
    page.get_by_role("option").first.click()
    settle(page)
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("Proven: not below").wait_for(timeout=60_000)


def test_a_search_can_be_cancelled(page: Any) -> None:
    page.get_by_role("button", name="Find formulas").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("The search was cancelled").wait_for()


@pytest.mark.parametrize("name", ["Trade-offs", "Side by side"])
def test_charts_of_many_formulas_draw_their_marks(page: Any, pictures: Path, name: str) -> None:
    section(page, name)
    page.wait_for_selector(".mark-symbol path", state="attached")
    picture(page, pictures, name.replace(" ", "_").lower())
    # The charts are drawn anew when the window changes its size, as for the picture.
    page.locator(".mark-symbol path").nth(5).wait_for(state="attached")


def test_bad_rows_are_all_named_and_good_ones_judged(page: Any, pictures: Path) -> None:
    section(page, "Own formulas")
    page.get_by_role("button", name="Upload or copy").click()
    upload(page, "bad.csv", BAD)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("line 2: 'much' is no amount").wait_for()
    page.get_by_text("line 3: 'no such thing' is no ingredient").wait_for()
    upload(page, "own.csv", OWN)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_text("Own formula, not saved yet").wait_for()
    page.keyboard.press("Escape")
    page.get_by_label("Name").fill("My pea drink")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="My pea drink v1").wait_for()
    picture(page, pictures, "own")


def test_the_bench_sheet_leaves_and_results_come_back(app: App, page: Any, pictures: Path) -> None:
    page.get_by_role("tab", name="Label and bench").click()
    settle(page)
    for ending, magic in (("PDF", b"%PDF"), ("XLSX", b"PK")):
        link = page.get_by_role("link", name=f"Bench sheet {ending}").get_attribute("href")
        answer = page.request.get(f"{app.url}{link}")
        assert answer.status == 200
        assert answer.body().startswith(magic)
    page.get_by_role("button", name="Add results").click()
    upload(page, "results.csv", RESULTS)
    page.get_by_role("button", name="Keep these results").click()
    page.get_by_role("button", name="All readings").wait_for()
    picture(page, pictures, "bench")
    store = open_store(app.database_url)
    kept = store.measurements(store.project(PROJECT).id)
    store.close()
    assert sorted((m.quantity, m.value) for m in kept) == [("dry_matter", 12.1), ("pH", 6.8)]


def test_no_section_is_wider_than_a_phone(app: App, browser: Any, pictures: Path) -> None:
    with tab(browser, width=PHONE) as phone:
        open_view(phone, app, "")
        for name in ("Formulas", "Trade-offs", "Side by side", "Own formulas"):
            section(phone, name)
            picture(phone, pictures, name.replace(" ", "_").lower())
            overflow = phone.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{name} is wider than the screen"
