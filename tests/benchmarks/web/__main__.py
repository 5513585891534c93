"""Measure how long tasters wait: ``python -m tests.benchmarks.web [start]``.

Each taster submits once in 20 s, six cups. Rows: 200 tasters on the Streamlit view and 800 on the
HTML ballot, without and with a search running beside them, on SQLite with one process and on
PostgreSQL with two. ``--help`` names the options that choose rows. ``start`` measures cold start to
first paint and warm page changes in Chromium instead.

Clients and server share this machine's processors; what each of them used stands in the table. A
submit is timed from the moment it was due, so that a late client is no quick answer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from formulator.search.brief import Brief
from formulator.store import open_store
from formulator.web.jobs import Jobs
from tests.benchmarks.web import ballots, sockets, start
from tests.benchmarks.web.ballots import N_CUPS, Load, open_tasting
from tests.e2e.conftest import App
from tests.services import postgres_server

PAUSE_SECONDS = 20.0
PROMISED_MS = {"view": 150, "html": 50}
"""95 of 100 submits are answered within this time."""
N_TASTERS = {"view": 200, "html": 800}
HEADING = (
    " face  store      processes tasters search  p50 ms  p95 ms  p99 ms  max ms"
    "  CPU ms  client  failed  kept         promise"
)


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    face: str
    n: int
    has_search: bool
    store: str
    apps: Sequence[App]
    n_cups: int = N_CUPS

    def line(self, load: Load, *, n_kept: int, cpu: float, client: float) -> str:
        """Return the row; CPU is the web processes' time for each submit, client the clients'."""
        cuts = [1000 * q for q in statistics.quantiles(load.seconds, n=100)]
        worst = 1000 * max(load.seconds)
        times = " ".join(f"{t:7.0f}" for t in (cuts[49], cuts[94], cuts[98], worst))
        is_kept = n_kept == self.n * self.n_cups and not load.n_failed
        is_met = is_kept and cuts[94] <= PROMISED_MS[self.face]
        return (
            f"{self.face:>5}  {self.store:<10} {len(self.apps):9d} {self.n:7d} "
            f"{'yes' if self.has_search else 'no':>6} {times} "
            f"{1000 * cpu / len(load.seconds):7.1f} {1000 * client / len(load.seconds):7.1f} "
            f"{load.n_failed:7d}  {f'{n_kept} of {self.n * self.n_cups}':<13}"
            f"{'met' if is_met else 'NOT met'}"
        )


def keep_searching(url: str, stop: threading.Event) -> None:
    """Search again and again in a worker process, as a scientist's jobs do."""
    jobs = Jobs()
    payload = {
        "url": url,
        "project": "Searches",
        "brief": Brief("milk_whole").to_dict(),
        "n": 8,
        "actor": "benchmark",
    }
    while not stop.wait(0.2):
        job = jobs.latest("benchmark")
        if job is None or job.is_over:
            jobs.start("benchmark", "propose", payload)
    jobs.close()


async def _all(case: Case, tokens: Sequence[str]) -> Load:
    """Spread the tasters over the processes; each stays with one."""
    run = sockets.run if case.face == "view" else ballots.run
    step = len(case.apps)
    loads = await asyncio.gather(
        *(
            run(app.url, list(tokens[i::step]), pause=PAUSE_SECONDS)
            for i, app in enumerate(case.apps)
        )
    )
    return Load([s for load in loads for s in load.seconds], sum(x.n_failed for x in loads))


def measure(case: Case) -> str:
    """Run one load and count what was kept."""
    url = case.apps[0].database_url
    name = f"{case.face} {case.n} {case.has_search} {case.store}"
    round_id, tokens = open_tasting(url, n_tasters=case.n, name=name, n_cups=case.n_cups)
    stop = threading.Event()
    searcher = threading.Thread(target=keep_searching, args=(url, stop))
    if case.has_search:
        searcher.start()
    before = sum(app.cpu_seconds() for app in case.apps)
    own = time.process_time()
    load = asyncio.run(_all(case, tokens))
    own = time.process_time() - own
    cpu = sum(app.cpu_seconds() for app in case.apps) - before
    stop.set()
    if case.has_search:
        searcher.join()
    store = open_store(url)
    n_kept = len(store.judgements(round_id=round_id))
    problems = store.verify().problems
    store.close()
    if problems:
        raise SystemExit(f"the record is damaged: {problems}")
    return case.line(load, n_kept=n_kept, cpu=cpu, client=own)


@contextmanager
def running(n: int, url: str = "") -> Iterator[list[App]]:
    """Run the app in some processes on one database."""
    with tempfile.TemporaryDirectory() as folder:
        apps = []
        try:
            for number in range(n):
                place = Path(folder) / str(number)
                place.mkdir()
                app = App(place, database_url=url)
                apps.append(app)
                app.start()
            store = open_store(apps[0].database_url)
            store.create_project("Searches")
            store.close()
            yield apps
        finally:
            for app in apps:
                app.stop()


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.web", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("load", "start"), default="load")
    parser.add_argument("--face", choices=tuple(N_TASTERS), help="this face only")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), help="this database only")
    parser.add_argument("--search", choices=("yes", "no"), help="with, without a search only")
    parser.add_argument("--tasters", type=int, help="this many on every face")
    parser.add_argument("--cups", type=int, default=N_CUPS, help="cups of each taster")
    return parser.parse_args(arguments)


def _cases(asked: argparse.Namespace, store: str, apps: Sequence[App]) -> Iterator[Case]:
    """Yield the rows for one database; beside PostgreSQL a search always runs."""
    for face, n in N_TASTERS.items():
        for has_search in (False, True) if store == "sqlite" else (True,):
            is_asked = asked.face in (None, face)
            if is_asked and asked.search in (None, "yes" if has_search else "no"):
                yield Case(face, asked.tasters or n, has_search, store, apps, asked.cups)


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    asked = _asked(arguments)
    if asked.what == "start":
        start.main()
        return
    print(f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f} before the start")
    print(HEADING)
    if asked.store != "postgresql":
        with running(1) as apps:
            for case in _cases(asked, "sqlite", apps):
                print(measure(case), flush=True)
    if asked.store != "sqlite":
        with postgres_server() as url:
            open_store(url, migrate=True).close()
            with running(2, url) as apps:
                for case in _cases(asked, "postgresql", apps):
                    print(measure(case), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
