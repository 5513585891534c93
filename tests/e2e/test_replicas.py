"""Two replicas of the app on one PostgreSQL: two real processes, one record."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from formulator.store import RoundStatus, open_store
from formulator.web.accounts import add_user
from tests.benchmarks.web.ballots import N_CUPS, open_tasting
from tests.e2e.conftest import App
from tests.e2e.test_faults import N_TASTERS, Panel, kept_scores
from tests.services import postgres_server

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
PASSWORD = "correct horse battery"
CLOSE = """
import sys
from formulator.store import ConflictError, open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    store.close_round(sys.argv[2], actor=sys.argv[3])
    print("closed")
except ConflictError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[App, App]]:
    with postgres_server() as url:
        store = open_store(url, migrate=True)
        for name, role in (("root", "admin"), ("lea", "leader"), ("leo", "leader")):
            add_user(store, name, role, PASSWORD)
        store.close()
        apps = [
            App(
                tmp_path_factory.mktemp(name),
                options="team=True",
                environment={"FORMULATOR_SECRET_KEY": "k" * 40},
                database_url=url,
            )
            for name in ("a", "b")
        ]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(App.start, apps))
        yield apps[0], apps[1]
        for app in apps:
            app.stop()


def test_a_panel_spread_over_both_loses_and_doubles_nothing(replicas: tuple[App, App]) -> None:
    """Each form is shown by one replica and sent to the other."""
    a, b = replicas
    round_id, tokens = open_tasting(a.database_url, n_tasters=N_TASTERS, name="Spread")
    panel = Panel([a.url, b.url], tokens)
    panel.run()
    assert len(panel.acknowledged) == N_TASTERS * N_CUPS
    assert kept_scores(a.database_url, round_id) == panel.acknowledged


def test_two_leaders_close_one_round_while_tasters_submit(replicas: tuple[App, App]) -> None:
    a, b = replicas
    round_id, tokens = open_tasting(a.database_url, n_tasters=N_TASTERS, name="Closing")
    leaders = [
        subprocess.Popen(
            [sys.executable, "-c", CLOSE, a.database_url, round_id, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("lea", "leo")
    ]
    for leader in leaders:
        assert leader.stdout is not None
        assert leader.stdout.readline() == "ready\n"
    said: list[str] = []

    def close() -> None:
        panel.give_up.set()
        for leader in leaders:
            assert leader.stdin is not None
            leader.stdin.write("now\n")
            leader.stdin.flush()
        said.extend(leader.communicate(timeout=60)[0].strip() for leader in leaders)
        hold.set()

    hold = threading.Event()
    panel = Panel([b.url, a.url], tokens)
    panel.hold = hold
    panel.run_through(close)
    assert sorted(said) == ["closed", "round 'Load' is closed already"]
    assert kept_scores(a.database_url, round_id) == panel.acknowledged
    assert len(panel.acknowledged) <= N_TASTERS * N_CUPS - N_TASTERS // 2
    store = open_store(a.database_url)
    assert store.round(round_id).status is RoundStatus.CLOSED
    assert [e.action for e in store.audit(subject=round_id)].count("close round") == 1
    store.close()


def test_a_login_counts_on_both_and_ends_on_both(replicas: tuple[App, App]) -> None:
    a, b = replicas
    with httpx.Client(timeout=20) as client:
        sent = client.post(f"{a.url}/login", data={"name": "lea", "password": PASSWORD})
        assert sent.status_code == 303
        cookies = {"formulator_staff": sent.cookies["formulator_staff"]}

    def fronts() -> list[int]:
        return [httpx.get(app.url, cookies=cookies, timeout=20).status_code for app in (a, b)]

    assert fronts() == [200, 200]
    store = open_store(a.database_url)
    (lea,) = (user for user in store.users() if user.name == "lea")
    store.save_user(replace(lea, active=False))
    assert fronts() == [403, 403]
    store.save_user(lea)
    store.close()


def test_guessing_is_slowed_down_on_each(replicas: tuple[App, App]) -> None:
    """The counter is each process's own: a guesser gets at most twenty tries a replica."""
    for app in replicas:
        with httpx.Client(base_url=app.url, timeout=20) as client:
            answers = [client.get(f"/b/guess-number-{n:012d}").status_code for n in range(22)]
        # Links of the round that was closed a moment ago count, too.
        assert answers.count(404) <= 20
        assert answers[20:] == [429, 429]
        assert set(answers) <= {404, 429}
