"""Benchmark of the certified search: ``python -m tests.benchmarks.search [--scip PYTHON]``.

Prints, as Markdown:

1. the families of ``instances.py`` at N = 100, 500, 2,000, in each of their readings: gap after the
   time of the targets;
2. other targets and seeds;
3. SCIP with the same time, in a subprocess of its own environment (``--scip``);
4. nutrient matching as in ``rival.py``, against an exact optimum of scipy's;
5. how the time to a gap of 1 % grows with N and K;
6. real briefs on the full catalogue with all rules on: gap after 10 s per question.

Wall and CPU seconds are both given. On a busy machine ``--cpu`` stops our search by CPU seconds
instead (SCIP's limit is CPU seconds then too).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from formulator.search import SparseMixture, solve_sparse_mixture
from tests.benchmarks.search.instances import READINGS, instance
from tests.benchmarks.search.rival import PRODUCTS, exact_optimum, task

Measured = tuple[SparseMixture, float]
PEER = Path(__file__).with_name("scip_peer.py")
FAMILIES = (
    (100, "std", 2.0, 1e-4),
    (100, "rel", 2.0, 1e-4),
    (500, "std", 2.0, 1e-4),
    (500, "rel", 2.0, 1e-4),
    (2000, "std", 10.0, 1e-3),
    (2000, "rel", 10.0, 2e-2),
    (2000, "rel", 60.0, 5e-3),
)
"""(N, scaling, seconds, wanted gap): the targets."""
REAL = (
    "milk_whole",
    "cream_heavy_whipping",
    "yogurt_whole",
    "butter_unsalted",
    "cheddar",
    "ice_cream_vanilla",
)
OTHERS = (
    ("01077", "whole milk"),
    ("01053", "heavy whipping cream"),
    ("01116", "plain whole-milk yogurt"),
    ("01001", "salted butter"),
    ("01009", "cheddar"),
)


class Clock:
    """Stops a search after so many CPU seconds of this process."""

    uses_cpu = False

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    def __call__(self, objective: float, bound: float) -> bool:
        return time.process_time() < self.end


def timed(F: np.ndarray, target: np.ndarray, k: int, seconds: float, gap: float) -> Measured:
    """Solve an instance; the answer and its CPU seconds."""
    cpu = time.process_time()
    answer = solve_sparse_mixture(
        F,
        target,
        max_ingredients=k,
        upper=0.9,
        time_limit=30 * seconds if Clock.uses_cpu else seconds,
        gap=gap,
        progress=Clock(seconds) if Clock.uses_cpu else None,
    )
    return answer, time.process_time() - cpu


def solve(
    n: int, scaling: str, *, k: int = 8, seconds: float, gap: float, **which: Any
) -> Measured:
    """Solve one instance; the answer and its CPU seconds."""
    F, target = instance(n, scaling, **which)
    return timed(F, target, k, seconds, gap)


def row(cells: list[object]) -> None:
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def head(title: str, cells: list[str]) -> None:
    print(f"\n### {title}\n")
    row(list(cells))
    row(["---"] * len(cells))


def cells_of(answer: SparseMixture, cpu: float) -> list[object]:
    return [
        f"{answer.objective:.6g}",
        f"{100 * answer.gap:.3f} %",
        answer.n_nodes,
        f"{answer.seconds:.2f}",
        f"{cpu:.2f}",
    ]


ANSWER = ["objective", "gap", "nodes", "wall s", "CPU s"]


def families(quick: bool) -> None:
    head(
        "Families (whole milk, K = 8, x <= 0.9)",
        ["reading", "N", "scaling", "limit s", "wanted gap", *ANSWER, "met"],
    )
    for reading in READINGS:
        for n, scaling, seconds, gap in FAMILIES[:4] if quick else FAMILIES:
            answer, cpu = solve(n, scaling, seconds=seconds, gap=gap, reading=reading)
            row(
                [
                    reading,
                    n,
                    scaling,
                    seconds,
                    f"{100 * gap:g} %",
                    *cells_of(answer, cpu),
                    met(answer, gap),
                ]
            )


def met(answer: SparseMixture, gap: float) -> str:
    return "yes" if answer.gap <= gap * (1 + 1e-9) else "no"


def others(quick: bool) -> None:
    head(
        "Other targets and seeds",
        ["target", "reading", "N", "scaling", "seed", "limit s", "wanted gap", *ANSWER, "met"],
    )
    sizes = FAMILIES[2:4] if quick else FAMILIES[2:6]
    for reading, (n, scaling, seconds, gap) in itertools.product(READINGS, sizes):
        for ndb, name in OTHERS[:2] if quick else OTHERS:
            for seed in (1,) if quick or n == 2000 else (1, 2):
                which = {"target": ndb, "seed": seed, "reading": reading}
                answer, cpu = solve(n, scaling, seconds=seconds, gap=gap, **which)
                wanted = [seconds, f"{100 * gap:g} %", *cells_of(answer, cpu), met(answer, gap)]
                row([name, reading, n, scaling, seed, *wanted])


def scip(python: str, quick: bool) -> None:
    head(
        "SCIP, same time (wanted gap 0.01 %)",
        ["N", "scaling", "limit s", "solver", "objective", "gap", "wall s", "CPU s"],
    )
    sizes = [(100, 20.0), (250, 30.0)] if quick else [(100, 60.0), (250, 60.0), (500, 60.0)]
    for n, seconds in sizes:
        for scaling in ("std", "rel"):
            ours, cpu = solve(n, scaling, seconds=seconds, gap=1e-4)
            cells = cells_of(ours, cpu)
            row([n, scaling, seconds, "ours", *cells[:2], *cells[3:]])
            theirs = peer(python, n, scaling, seconds)
            row([n, scaling, seconds, "SCIP", *theirs])


def peer(python: str, n: int, scaling: str, seconds: float) -> list[object]:
    """Solve by SCIP in a subprocess, because its big-M form can crash."""
    F, target = instance(n, scaling)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        np.savez(path, F=F, target=target, upper=np.full(n, 0.9), max_ingredients=8)
        done = subprocess.run(
            [
                python,
                str(PEER),
                str(path),
                str(seconds),
                "1e-4",
                "cpu" if Clock.uses_cpu else "wall",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds * 40 + 120,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
    if done.returncode != 0:
        return [f"crashed ({done.returncode})", "-", "-", "-"]
    answer = json.loads(done.stdout.splitlines()[-1])
    return [
        f"{answer['objective']:.6g}",
        f"{100 * answer['gap']:.3f} %",
        f"{answer['seconds']:.2f}",
        f"{answer['cpu']:.2f}",
    ]


def rivals(quick: bool) -> None:
    """Nutrient matching: ours against the exact optimum by scipy's non-negative least squares."""
    head(
        "8 nutrients, 90 ingredients, K = 9 (wanted gap 0.01 %)",
        ["product", *ANSWER, "exact optimum", "within 0.1 %"],
    )
    for product, name in list(PRODUCTS.items())[: 2 if quick else None]:
        F, target = task(product)
        cpu = time.process_time()
        answer = solve_sparse_mixture(F, target, max_ingredients=9, time_limit=10.0, gap=1e-4)
        cells = cells_of(answer, time.process_time() - cpu)
        best = exact_optimum(F, target)
        row([name, *cells, f"{best:.6g}", "yes" if answer.objective <= 1.001 * best else "no"])


def growth(quick: bool) -> None:
    head("Growth (rel, 30 s, wanted gap 1 %)", ["N", "K", *ANSWER])
    sizes = [(n, 8) for n in ((250, 500) if quick else (250, 500, 1000, 2000))]
    sizes += [(500, k) for k in ((4, 6) if quick else (4, 6, 10, 12))]
    for n, k in sizes:
        answer, cpu = solve(n, "rel", k=k, seconds=30, gap=1e-2)
        row([n, k, *cells_of(answer, cpu)])
    for n in () if quick else (4000, 8000):
        answer, cpu = wide(n)
        row([f"{n} (2,000 foods and their blends)", 8, *cells_of(answer, cpu)])


def wide(n: int) -> Measured:
    """Solve a larger instance than SR28 has foods: seeded blends of two foods are added."""
    F, target = instance(2000, "rel")
    rng = np.random.default_rng(0)
    pairs = rng.integers(0, 2000, size=(n - 2000, 2))
    share = rng.uniform(0.2, 0.8, size=n - 2000)
    blends = F[:, pairs[:, 0]] * share + F[:, pairs[:, 1]] * (1 - share)
    return timed(np.hstack([F, blends]), target, 8, 30.0, 1e-2)


def briefs(quick: bool) -> None:
    import ingredients  # here, because the other tables need no catalogue
    from formulator.profiles import profile_table
    from formulator.search.assemble import arguments, ask
    from formulator.search.brief import Brief

    catalogue = ingredients.load()
    table = profile_table(catalogue)
    head(
        "Real briefs (K = 9, all rules on, 10 s a question, wanted gap 0.1 %)",
        ["target", "unexpected", "N", "rows", "groups", *ANSWER],
    )
    for target in REAL[:2] if quick else REAL:
        for n_unexpected in (0, 1):
            brief = Brief(target=target, max_ingredients=9, n_unexpected=n_unexpected)
            for question in ask(brief, catalogue, table):
                given = arguments(question)
                F, aim = given.pop("F"), given.pop("target")
                cpu = time.process_time()
                answer = solve_sparse_mixture(
                    F,
                    aim,
                    **given,
                    time_limit=300.0 if Clock.uses_cpu else 10.0,
                    gap=1e-3,
                    progress=Clock(10.0) if Clock.uses_cpu else None,
                )
                shape = [F.shape[1], len(given["b_ub"]), len(given["groups"])]
                cells = cells_of(answer, time.process_time() - cpu)
                row([target, n_unexpected, *shape, *cells])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scip", metavar="PYTHON", help="interpreter that has pyscipopt")
    parser.add_argument("--cpu", action="store_true", help="limits are CPU seconds")
    parser.add_argument("--quick", action="store_true", help="small sizes only")
    parser.add_argument(
        "--only",
        choices=("families", "others", "scip", "rivals", "growth", "briefs"),
        help="one table only",
    )
    options = parser.parse_args()
    Clock.uses_cpu = options.cpu
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, "
        f"load at the start {load}; one BLAS thread"
    )
    if options.only in (None, "families"):
        families(options.quick)
    if options.only in (None, "others"):
        others(options.quick)
    if options.scip and options.only in (None, "scip"):
        scip(options.scip, options.quick)
    if options.only in (None, "rivals"):
        rivals(options.quick)
    if options.only in (None, "growth"):
        growth(options.quick)
    if options.only in (None, "briefs"):
        briefs(options.quick)


if __name__ == "__main__":
    sys.exit(main())
