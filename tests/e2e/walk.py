"""Steps that the browser tests share: people's moves, found by what they read."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.e2e.conftest import App

LARGE, PHONE = 1440, 390


def settle(page: Any) -> None:
    """Wait until the page's script has run."""
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
    for unfinished in ("[data-stale='true']", "[data-testid='stSkeleton']"):
        page.wait_for_selector(unfinished, state="detached")


def picture(page: Any, folder: Path, name: str) -> None:
    """Photograph the whole page."""
    settle(page)
    size = page.viewport_size
    height = page.evaluate(
        "(document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"
    )
    page.set_viewport_size({"width": size["width"], "height": min(max(height, 700), 5000)})
    settle(page)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=str(folder / f"{name}_{size['width']}.png"), animations="disabled")
    page.set_viewport_size(size)


def open_view(page: Any, app: App, view: str) -> None:
    """Open a page of the app."""
    page.goto(f"{app.url}/{view}")
    settle(page)
    assert page.get_by_text("Page not found").count() == 0


def choose(page: Any, name: str) -> None:
    """Choose a part of a page from its row of parts."""
    page.get_by_role("radio", name=name, exact=True).click()
    settle(page)


def give_time(page: Any, seconds: int) -> None:
    """Let the search take its time, so that a busy machine finds as many formulas."""
    page.get_by_text("More: other limits").click()
    field = page.get_by_role("spinbutton", name="Time for the search, s")
    field.fill(str(seconds))
    field.press("Enter")
    settle(page)


class Ballot(HTMLParser):
    """The light ballot as a phone receives it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.heading = ""
        self.names: set[str] = set()
        self._in_heading = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_heading = tag == "h1"
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[str(given["name"])] = str(given["value"])
        elif tag in ("input", "textarea"):
            self.names.add(str(given.get("name")))

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data

    def handle_endtag(self, tag: str) -> None:
        self._in_heading = self._in_heading and tag != "h1"

    @property
    def code(self) -> str:
        """Code of the cup in front; empty after the last."""
        found = re.search(r"\d{3}", self.heading)
        return found[0] if found else ""


def fetch(url: str, form: Mapping[str, str] | None = None) -> str:
    """Get a page, or send a form and follow where it leads."""
    data = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url, data=data, headers={"Accept-Language": "en"})  # noqa: S310 - our own http URL
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own http URL
        return str(answer.read().decode())


def answer_by_http(link: str, scores: Mapping[str, int], *, sweetness: Mapping[str, int]) -> int:
    """Answer all cups of a taster as a phone without JavaScript does; returns how many.

    ``sweetness`` holds the just-about-right answer, 1 to 5, of each code.
    """
    n = 0
    ballot = Ballot(fetch(link))
    while ballot.code:
        score = str(scores[ballot.code])
        form = {
            **ballot.hidden,
            "code": ballot.code,
            **dict.fromkeys(("overall", "taste", "texture", "appearance"), score),
            "sweetness": str(sweetness[ballot.code]),
        }
        ballot = Ballot(fetch(link, form))
        n += 1
    return n
