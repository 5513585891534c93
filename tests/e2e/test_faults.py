"""The app is killed while a panel submits: nothing is lost, nothing is doubled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from formulator.store import open_store
from tests.benchmarks.web.ballots import N_CUPS, form_of, open_tasting
from tests.e2e.conftest import App

pytestmark = [pytest.mark.slow]
N_TASTERS = 20


class Panel:
    """Twenty impatient clients that send again what was not acknowledged."""

    def __init__(self, app: App, tokens: list[str]) -> None:
        self._app = app
        self._tokens = tokens
        self.acknowledged: dict[str, int] = {}
        """Serving to the overall score whose saving was confirmed."""
        self.n_retries = 0
        self._lock = threading.Lock()
        self.half_way = threading.Event()

    def _request(
        self, client: httpx.Client, method: str, path: str, data: dict[str, str] | None = None
    ) -> httpx.Response:
        wait = threading.Event()
        while True:
            try:
                return client.request(method, path, data=data)
            except httpx.TransportError:
                with self._lock:
                    self.n_retries += 1
                wait.wait(0.2)

    def taster(self, number: int) -> None:
        path = f"/b/{self._tokens[number]}"
        with httpx.Client(base_url=self._app.url, timeout=10) as client:
            for cup in range(N_CUPS):
                form = form_of(self._request(client, "GET", path).text)
                assert form is not None
                score = 1 + (number + cup) % 9
                sent = self._request(client, "POST", path, {**form, "overall": str(score)})
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


def test_a_killed_app_loses_and_doubles_nothing(tmp_path: Path) -> None:
    app = App(tmp_path)
    app.start()
    try:
        round_id, tokens = open_tasting(app.database_url, n_tasters=N_TASTERS, name="Faults")
        panel = Panel(app, tokens)
        running = threading.Thread(target=panel.run)
        running.start()
        assert panel.half_way.wait(60)
        app.kill()
        app.start()
        running.join(120)
        assert not running.is_alive()
    finally:
        app.stop()
    assert panel.n_retries > 0
    store = open_store(app.database_url)
    kept = store.judgements(round_id=round_id)
    store.close()
    assert len(kept) == N_TASTERS * N_CUPS
    assert {j.serving_id: j.scores["overall"] for j in kept} == panel.acknowledged
