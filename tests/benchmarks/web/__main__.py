"""Measure how long tasters wait: ``python -m tests.benchmarks.web [TASTERS] [start]``.

Each taster submits once in 20 s, six cups. Rows: 200 tasters on the Streamlit view and 800 on the
HTML ballot (or TASTERS on both), without and with a search running beside them, on SQLite with one
process and on PostgreSQL with two. ``start`` measures cold start to first paint and warm page
changes in Chromium instead. Clients and server share this machine's processors.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import threading
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
    " face  store      processes tasters search  p50 ms  p95 ms  p99 ms  max ms  CPU ms"
    "  failed  kept         promise"
)


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    face: str
    n: int
    has_search: bool
    store: str
    apps: Sequence[App]

    def line(self, load: Load, *, n_kept: int, cpu: float) -> str:
        """Return the row; CPU is the web processes' time for each submit."""
        cuts = [1000 * q for q in statistics.quantiles(load.seconds, n=100)]
        worst = 1000 * max(load.seconds)
        times = " ".join(f"{t:7.0f}" for t in (cuts[49], cuts[94], cuts[98], worst))
        is_kept = n_kept == self.n * N_CUPS and not load.n_failed
        is_met = is_kept and cuts[94] <= PROMISED_MS[self.face]
        return (
            f"{self.face:>5}  {self.store:<10} {len(self.apps):9d} {self.n:7d} "
            f"{'yes' if self.has_search else 'no':>6} {times} "
            f"{1000 * cpu / len(load.seconds):7.1f} {load.n_failed:7d}  "
            f"{f'{n_kept} of {self.n * N_CUPS}':<13}{'met' if is_met else 'NOT met'}"
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
    round_id, tokens = open_tasting(url, n_tasters=case.n, name=name)
    stop = threading.Event()
    searcher = threading.Thread(target=keep_searching, args=(url, stop))
    if case.has_search:
        searcher.start()
    before = sum(app.cpu_seconds() for app in case.apps)
    load = asyncio.run(_all(case, tokens))
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
    return case.line(load, n_kept=n_kept, cpu=cpu)


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


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    if "start" in arguments:
        start.main()
        return
    counts = [int(a) for a in arguments if a.isdigit()]
    tasters = dict.fromkeys(N_TASTERS, counts[0]) if counts else N_TASTERS
    print(f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f} before the start")
    print(HEADING)
    with running(1) as apps:
        for face, n in tasters.items():
            for has_search in (False, True):
                print(measure(Case(face, n, has_search, "sqlite", apps)), flush=True)
    with postgres_server() as url:
        open_store(url, migrate=True).close()
        with running(2, url) as apps:
            for face, n in tasters.items():
                print(measure(Case(face, n, True, "postgresql", apps)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
