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
    loops,
    people,
    pools,
    simulated,
    speed,
    studies,
)
from tests.benchmarks.learning.arena import Arena, play_all
from tests.benchmarks.learning.few_shot import few_shot, leave_one_out
from tests.benchmarks.learning.simulated import Games

RANDOM_SEED = 2026
"""Of the random utilities and their panels."""


def b1(n_splits: int) -> None:
    print(f"\nB1 few-shot, {n_splits} splits: RMSE, Spearman, regret of the pick, 90 % coverage")
    cases = [
        (studies.yogurt(), 8, 5, True),
        (studies.yogurt(), 12, 6, True),
        (studies.yogurt(), 10, 4, True),
        (studies.coffee(), 8, 5, True),
        (studies.coffee_measured(), 10, 11, True),
        (studies.beer(), 10, 6, False),
        (studies.blend_panels("Score"), 10, 6, True),
        (studies.blend_panels("Bitterness"), 10, 6, True),
    ]
    for study, n_tasters, n_formulas, untasted in cases:
        print(f"{study.name}, {n_tasters} tasters x {n_formulas} of {len(study.names)} formulas")
        found = few_shot(
            study, n_tasters=n_tasters, n_formulas=n_formulas, n_splits=n_splits, untasted=untasted
        )
        for name, f in found.items():
            print(
                f"  {name:18s} {f.rmse:6.3f} {f.rank:6.3f}±{f.rank_se:.3f} "
                f"{f.regret:6.3f} {f.coverage:6.3f}",
                flush=True,
            )


def b1b() -> None:
    print("\nB1b leave one formula out, full means: RMSE, Q2, Spearman")
    for study, ratio in (
        (studies.yogurt(), 1 / 80),
        (studies.coffee_measured(), 1 / 118),
        (studies.blend_mixtures("Score"), 1 / 30),
        (studies.blend_mixtures("Bitterness"), 1 / 30),
    ):
        print(f"  {study.name:18s} " + " ".join(f"{v:6.3f}" for v in leave_one_out(study, ratio)))


def b2(n_seeds: int) -> None:
    print(f"\nB2 search on yogurt, {n_seeds} seeds: rounds to best, regret after 3 and at the end")
    for name, at_random, everybody in (
        ("formulator", False, False),
        ("random", True, False),
        ("formulator, truth with the panel", False, True),
    ):
        g = loops.search_game(
            studies.yogurt(),
            n_tasters=10,
            n_seeds=n_seeds,
            at_random=at_random,
            everybody=everybody,
        )
        print(
            f"  {name:33s} {g.rounds_to_best:5.2f}  model {g.regret_after_3:.3f} "
            f"{g.regret_at_end:.3f}  raw favourite {g.raw_after_3:.3f} {g.raw_at_end:.3f} "
            f"(se of regrets {g.se:.3f})"
        )


def b3(n_draws: int) -> None:
    print(f"\nB3 incomplete panels, {n_draws} draws: Spearman, regret")
    for study, n_tasters in ((studies.yogurt(), 8), (studies.yogurt(), 12)):
        print(f"{study.name}, {n_tasters} tasters x 4")
        found = loops.incomplete_panel(study, n_tasters=n_tasters, n_cups=4, n_draws=n_draws)
        for name, (rank, regret) in found.items():
            print(f"  {name:18s} {rank:6.3f} {regret:6.3f}")


def b456(n: int) -> None:
    print(f"\nB4 taster level from 3 cups, {n} splits, RMSE")
    for study in (studies.coffee(), studies.yogurt()):
        found = people.taster_levels(study, n_splits=n)
        print(f"  {study.name:10s} " + " ".join(f"{k} {v:.3f}" for k, v in found.items()))
    print(f"\nB5 later slope on strength from k tastings, {n} splits, r")
    for k in (3, 6, 12, 18):
        found = people.directive_slopes(k=k, n_splits=n)
        print(f"  k = {k:2d}  " + " ".join(f"{name} {r:.3f}" for name, r in found.items()))
    print(f"\nB6 difference detected by 8 tasters x 6 formulas, share of {n} panels")
    for study, permuted in (
        (studies.coffee(), False),
        (studies.yogurt(), False),
        (studies.yogurt(), True),
    ):
        share = people.detected(study, n_tasters=8, n_formulas=6, n_panels=n, permuted=permuted)
        print(f"  {study.name}{', scores permuted' if permuted else ''}: {share:.3f}")


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
        "--only", default="", help="some parts only: b1,b1b,b2,b3,b456,speed,panels,many"
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


def main() -> None:
    options = read_options()
    quick = options.quick
    start = time.perf_counter()
    print(f"prior version {PRIOR.version}")
    parts = {
        "b1": lambda: b1(20 if quick else 200),
        "b1b": b1b,
        "b2": lambda: b2(20 if quick else 500),
        "b3": lambda: b3(20 if quick else 300),
        "b456": lambda: b456(20 if quick else 200),
        "speed": speed.show,
        "panels": lambda: panels(options),
        "many": lambda: many_panels(options),
    }
    here = studies.shared_data() is not None
    if not here:
        print("the development data are not here: set FORMULATOR_SHARED_DATA; B1-B6 skipped")
    for name, part in parts.items():
        if (not options.only or name in options.only) and (here or not name.startswith("b")):
            part()
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
