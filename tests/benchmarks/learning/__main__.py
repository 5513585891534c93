"""Print the tables of the panel model."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formulator.learning.components import PRIOR
from formulator.search.candidate import Candidate
from tests.benchmarks.learning import (
    choosers,
    pools,
    simulated,
    speed,
    studies,
    whole_loop,
)
from tests.benchmarks.learning.arena import Arena, play_all, workers
from tests.benchmarks.learning.simulated import Games
from tests.benchmarks.learning.tables import data_parts, printed

RANDOM_SEED = 2026
"""Of the random utilities and their panels."""


def panels(options: Options) -> None:
    """All sets of hidden utilities, every method on the same pools and panels."""
    if not options.peers:
        print("\nBayBE and BoFire: not run (give the Python that has them: --peers PATH)")
    played: dict[str, list[Games]] = {}
    for target, hidden, first_seed in (
        (pools.TARGET, pools.utilities, 0),
        (pools.SECOND_TARGET, pools.untouched_utilities, 1000),
    ):
        candidates = _pool(options, target)
        seeds = tuple(range(first_seed, first_seed + options.seeds))
        found = _games(options, candidates, hidden(candidates), seeds)
        print(
            f"\nSimulated panels, {target}, pool of {len(candidates)}, {options.seeds} seeds: mean "
            "regret after rounds 1-6 (a game ends at 95 % of the optimum)"
        )
        simulated.show(found)
        for by_method in found.values():
            for name, g in by_method.items():
                played.setdefault(name, []).append(g)
    print("\nover both sets")
    simulated.show_total(played)


def many_panels(options: Options) -> None:
    """Random hidden utilities, so that no five of them decide."""
    n = 6 if options.quick else 36
    for target in (pools.TARGET, pools.SECOND_TARGET):
        candidates = _pool(options, target)
        hidden = pools.random_utilities(candidates, n=n, seed=RANDOM_SEED)
        found = _games(options, candidates, hidden, (RANDOM_SEED,))
        print(f"\nSimulated panels, {target}, pool of {len(candidates)}, {n} random utilities")
        simulated.show_kinds(found)


def loop(options: Options) -> None:
    """The whole loop with a real search each round; few seeds, because every round searches."""
    utilities = (*whole_loop.SEEN, *whole_loop.UNTOUCHED)
    whole_loop.show(
        n_seeds=1 if options.quick else 3, utilities=utilities[:1] if options.quick else utilities
    )


def _pool(options: Options, target: str) -> list[Candidate]:
    path = options.pool_folder / f"{target}.json" if options.pool_folder else None
    return pools.kept_pool(path, target=target, time_limit=options.time_limit)


def _games(
    options: Options,
    candidates: list[Candidate],
    hidden: dict[str, np.ndarray],
    seeds: tuple[int, ...],
) -> dict[str, dict[str, Games]]:
    names = [
        name for name in choosers.names(options.peers)
        if not options.methods or name in options.methods
    ]  # fmt: skip
    return play_all(Arena(candidates, hidden, options.peers, seeds), names)


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    quick: bool
    seeds: int
    time_limit: float
    peers: str
    pool_folder: Path | None
    methods: tuple[str, ...]
    only: tuple[str, ...]


def read_options() -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.learning", description=__doc__
    )
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--peers", default="", help="Python that has baybe and bofire")
    parser.add_argument("--pools", type=Path, help="folder that keeps the pools between runs")
    parser.add_argument("--methods", default="", help="some methods only, between semicolons")
    parser.add_argument(
        "--only", default="", help="some parts only: b1,b1b,b2,b3,b456,speed,panels,many,loop"
    )
    a = parser.parse_args()
    return Options(
        quick=a.quick,
        seeds=3 if a.quick else 20,
        time_limit=4.0 if a.quick else 10.0,
        peers=a.peers,
        pool_folder=a.pools,
        methods=tuple(m for m in a.methods.split(";") if m),
        only=tuple(m for m in a.only.split(",") if m),
    )


def is_wanted(name: str, only: tuple[str, ...]) -> bool:
    """Whether a part was asked for: "b1" means all of b1.0, b1.1 ..."""
    return not only or name in only or name.split(".", maxsplit=1)[0] in only


def main() -> None:
    options = read_options()
    start = time.perf_counter()
    print(f"prior version {PRIOR.version}")
    if studies.shared_data() is None:
        print("the development data are not here: set FORMULATOR_SHARED_DATA; B1-B6 skipped")
    else:
        found = data_parts(quick=options.quick)
        wanted = [part for name, part in found.items() if is_wanted(name, options.only)]
        with workers() as pool:
            for text in pool.map(printed, wanted):
                print(text, end="", flush=True)
    if is_wanted("speed", options.only):
        speed.show()
    for name, play in (("panels", panels), ("many", many_panels), ("loop", loop)):
        if is_wanted(name, options.only):
            play(options)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
