"""How long until the app shows something: cold start to first paint, warm page changes."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from formulator.store import open_store
from tests.e2e.conftest import CHROMIUM_FLAGS, App
from tests.formulator.web.examples import proposal
from tests.services import chromium

PROMISED_START, PROMISED_CHANGE = 5.0, 1.0
"""Promised times on two processors, [s]."""
PAGES = ("Panel", "Compare", "Data", "Design")
ROUNDS = 4
"""Times through all pages; the first one warms up and does not count."""


def _painted(page: Any, title: str) -> None:
    page.get_by_role("heading", name=title, exact=True, level=1).first.wait_for(timeout=60_000)


def cold_start(browser: Any, folder: Path) -> tuple[float, App]:
    """Return the time from starting the process to the first painted page, [s]."""
    app = App(folder)
    begun = time.perf_counter()
    app.start()
    page = browser.new_page()
    page.goto(app.url)
    _painted(page, "Design")
    took = time.perf_counter() - begun
    page.close()
    return took, app


def warm_changes(browser: Any, app: App) -> dict[str, float]:
    """Return the median time from the click on a page to its painted title, [s], by page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(app.url)
    _painted(page, "Design")
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for number in range(ROUNDS):
        for name in PAGES:
            begun = time.perf_counter()
            page.get_by_role("link", name=name, exact=True).click()
            _painted(page, name)
            if number:
                times[name].append(time.perf_counter() - begun)
    page.close()
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Print the times."""
    print(f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f} before the start")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_FLAGS), headless=True
        )
        store = open_store(f"sqlite:///{Path(folder) / 'formulator.db'}")
        project = store.create_project("Oat drink")
        answer = proposal()
        store.add_iteration(project.id, answer.brief.to_dict(), answer.to_dict())
        store.close()
        took, app = cold_start(browser, Path(folder))
        try:
            cpu = app.cpu_seconds()
            print(
                f"cold start to first paint {took:6.2f} s (promised {PROMISED_START:.0f} s), "
                f"processor time of the web process {cpu:.2f} s"
            )
            for name, seconds in warm_changes(browser, app).items():
                print(
                    f"warm change to {name:<10} {seconds:6.2f} s (promised {PROMISED_CHANGE:.0f} s)"
                )
        finally:
            app.stop()
            browser.close()
