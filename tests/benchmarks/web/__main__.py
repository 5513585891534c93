"""Measure the HTML ballot: ``python -m tests.benchmarks.web [TASTERS ...]``.

Each taster submits once in 20 s, six cups; a second run has a search running beside it.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import threading
from pathlib import Path

from formulator.search.brief import Brief
from formulator.store import open_store
from formulator.web.jobs import Jobs
from tests.benchmarks.web.ballots import N_CUPS, Load, open_tasting, run
from tests.e2e.conftest import App

PAUSE_SECONDS = 20.0
HEADING = " tasters  search  p50 ms  p95 ms  p99 ms  max ms  CPU ms kept"


def line(n: int, load: Load, *, has_search: bool, n_kept: int, cpu: float) -> str:
    """Return one row of the table; CPU is the web process's time for each submit."""
    cuts = [1000 * q for q in statistics.quantiles(load.seconds, n=100)]
    worst = 1000 * max(load.seconds)
    words = "yes" if has_search else "no"
    kept = f"{n_kept} of {n * N_CUPS}"
    times = " ".join(f"{t:7.0f}" for t in (cuts[49], cuts[94], cuts[98], worst))
    return f"{n:8d} {words:>7} {times} {1000 * cpu / len(load.seconds):7.1f} {kept}"


def keep_searching(app: App, stop: threading.Event) -> None:
    """Search again and again in a worker process, as a scientist's jobs do."""
    jobs = Jobs()
    payload = {
        "url": app.database_url,
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


def measure(app: App, n: int, *, has_search: bool) -> str:
    """Run one load and count what was kept."""
    round_id, tokens = open_tasting(
        app.database_url, n_tasters=n, name=f"{n} tasters, search {has_search}"
    )
    stop = threading.Event()
    searcher = threading.Thread(target=keep_searching, args=(app, stop))
    if has_search:
        searcher.start()
    before = app.cpu_seconds()
    load = asyncio.run(run(app.url, tokens, pause=PAUSE_SECONDS))
    cpu = app.cpu_seconds() - before
    stop.set()
    if has_search:
        searcher.join()
    store = open_store(app.database_url)
    n_kept = len(store.judgements(round_id=round_id))
    store.close()
    return line(n, load, has_search=has_search, n_kept=n_kept, cpu=cpu)


def main() -> None:
    """Print the table."""
    counts = [int(a) for a in sys.argv[1:]] or [100, 800]
    with tempfile.TemporaryDirectory() as folder:
        app = App(Path(folder))
        app.start()
        store = open_store(app.database_url)
        store.create_project("Searches")
        store.close()
        print(HEADING)
        try:
            for n in counts:
                for has_search in (False, True):
                    print(measure(app, n, has_search=has_search), flush=True)
        finally:
            app.stop()


if __name__ == "__main__":
    main()
