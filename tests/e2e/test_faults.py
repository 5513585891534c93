"""Faults while a panel submits: nothing is lost, nothing is doubled, and it is said clearly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from formulator.store import open_store
from tests.benchmarks.web.ballots import N_CUPS, form_of, open_tasting
from tests.e2e.conftest import App
from tests.services import Postgres, restartable_postgres

pytestmark = [pytest.mark.slow]
N_TASTERS = 20
AGAIN = "Reload this page to send it again; nothing is kept twice."


class Panel:
    """Twenty impatient clients that send again what was not acknowledged."""

    def __init__(self, urls: list[str], tokens: list[str]) -> None:
        self._urls = urls
        self._tokens = tokens
        self.acknowledged: dict[str, int] = {}
        """Serving to the overall score whose saving was confirmed."""
        self.n_retries = 0
        self.n_unavailable = 0
        self._lock = threading.Lock()
        self.half_way = threading.Event()
        self.give_up = threading.Event()
        self.hold: threading.Event | None = None
        """Every second taster waits for this before he sends his last cup."""

    def _request(
        self, client: httpx.Client, method: str, path: str, data: dict[str, str] | None = None
    ) -> httpx.Response:
        wait = threading.Event()
        while True:
            try:
                answer = client.request(method, path, data=data)
                if answer.status_code != 503 or self.give_up.is_set():
                    return answer
                assert AGAIN in answer.text, answer.text
                with self._lock:
                    self.n_unavailable += 1
            except httpx.TransportError:
                with self._lock:
                    self.n_retries += 1
            wait.wait(0.2)

    def taster(self, number: int) -> None:
        path = f"/b/{self._tokens[number]}"
        with httpx.Client(timeout=30) as client:
            for cup in range(N_CUPS):
                shown, sent_to = (self._urls[(number + cup + n) % len(self._urls)] for n in (0, 1))
                page = self._request(client, "GET", shown + path)
                form = form_of(page.text)
                if form is None and self.give_up.is_set():
                    return
                assert form is not None, page.text
                score = 1 + (number + cup) % 9
                answers = {**form, "overall": str(score)}
                if self.hold is not None and number % 2 and cup == N_CUPS - 1:
                    assert self.hold.wait(120)
                sent = self._request(client, "POST", sent_to + path, answers)
                if sent.status_code in (404, 409, 503) and self.give_up.is_set():
                    return
                assert sent.status_code == 303, sent.text
                self._acknowledge(form["serving"], score)

    def _acknowledge(self, serving: str, score: int) -> None:
        with self._lock:
            self.acknowledged[serving] = score
            if len(self.acknowledged) >= N_TASTERS * N_CUPS // 3:
                self.half_way.set()

    def run(self) -> None:
        with ThreadPoolExecutor(N_TASTERS) as pool:
            list(pool.map(self.taster, range(N_TASTERS)))

    def run_through(self, fault: Callable[[], None]) -> None:
        """Let all tasters answer, with a fault after a third of the cups."""
        running = threading.Thread(target=self.run)
        running.start()
        assert self.half_way.wait(120)
        fault()
        running.join(180)
        assert not running.is_alive()


def kept_scores(url: str, round_id: str) -> dict[str, int]:
    """Return what the store holds, after a look that nothing is doubled or damaged."""
    store = open_store(url)
    kept = store.judgements(round_id=round_id)
    assert store.verify().problems == ()
    store.close()
    scores = {j.serving_id: j.scores["overall"] for j in kept}
    assert len(scores) == len(kept)
    return scores


def test_a_killed_app_loses_and_doubles_nothing(tmp_path: Path) -> None:
    app = App(tmp_path)
    app.start()
    try:
        round_id, tokens = open_tasting(app.database_url, n_tasters=N_TASTERS, name="Faults")
        panel = Panel([app.url], tokens)
        panel.run_through(lambda: (app.kill(), app.start()) and None)
    finally:
        app.stop()
    assert panel.n_retries > 0
    assert len(panel.acknowledged) == N_TASTERS * N_CUPS
    assert kept_scores(app.database_url, round_id) == panel.acknowledged


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with restartable_postgres() as server:
        yield server


@pytest.mark.postgres
def test_a_restarted_database_loses_and_doubles_nothing(tmp_path: Path, postgres: Postgres) -> None:
    app = App(tmp_path, database_url=postgres.url)
    open_store(postgres.url, migrate=True).close()
    app.start()
    try:
        round_id, tokens = open_tasting(postgres.url, n_tasters=N_TASTERS, name="Faults")
        panel = Panel([app.url], tokens)
        panel.run_through(postgres.restart)
    finally:
        app.stop()
    assert panel.n_unavailable > 0, "the restart went unnoticed"
    assert len(panel.acknowledged) == N_TASTERS * N_CUPS
    assert kept_scores(postgres.url, round_id) == panel.acknowledged
    log = app.log.read_text()
    assert not any(token in log for token in tokens)


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """The process may write no file larger than the database is now and a little more."""
    setup = App(tmp_path)
    round_id, tokens = open_tasting(setup.database_url, n_tasters=N_TASTERS, name="Faults")
    size = (tmp_path / "formulator.db").stat().st_size
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 90_000},) * 2)"
    app = App(tmp_path, first=limit)
    app.start()
    panel = Panel([app.url], tokens)
    panel.give_up.set()
    panel.run()
    app.kill()
    before = dict(panel.acknowledged)
    assert 0 < len(before) < N_TASTERS * N_CUPS, "the disk was never full"
    kept = kept_scores(app.database_url, round_id)
    assert before.items() <= kept.items()
    app.first = ""  # room again
    app.start()
    try:
        panel.give_up.clear()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: finish(app.url, tokens[n]), range(N_TASTERS)))
    finally:
        app.stop()
    after = kept_scores(app.database_url, round_id)
    assert len(after) == N_TASTERS * N_CUPS
    assert kept.items() <= after.items()


def finish(url: str, token: str) -> None:
    """Answer whatever cups are left."""
    with httpx.Client(base_url=url, timeout=30) as client:
        while (form := form_of(client.get(f"/b/{token}").text)) is not None:
            assert client.post(f"/b/{token}", data=form).status_code == 303
