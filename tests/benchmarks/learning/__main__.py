"""Print the tables of the panel model: ``python -m tests.benchmarks.learning [--quick]``."""

from __future__ import annotations

import sys
import time

import numpy as np

from formulator.learning.components import PRIOR
from tests.benchmarks.learning import loops, people, simulated, speed, studies
from tests.benchmarks.learning.few_shot import few_shot, leave_one_out


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
                f"  {name:18s} {f.rmse:6.3f} {f.rank:6.3f} {f.regret:6.3f} {f.coverage:6.3f}",
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
    for name, at_random in (("formulator", False), ("random", True)):
        g = loops.search_game(studies.yogurt(), n_tasters=10, n_seeds=n_seeds, at_random=at_random)
        print(
            f"  {name:12s} {g.rounds_to_best:5.2f}  model {g.regret_after_3:.3f} "
            f"{g.regret_at_end:.3f}  raw favourite {g.raw_after_3:.3f} {g.raw_at_end:.3f}"
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


def panels(n_seeds: int, time_limit: float) -> None:
    candidates = simulated.pool(time_limit=time_limit)
    print(
        f"\nSimulated panels, pool of {len(candidates)} candidates, {n_seeds} seeds: median regret"
    )
    totals: dict[str, list[int]] = {name: [] for name in simulated.METHODS}
    for what, utility in simulated.utilities(candidates).items():
        print(f"{what}")
        goal = 0.05 * float(utility.max() - utility.min())
        for name, method in simulated.METHODS.items():
            games = [simulated.play(candidates, utility, method, seed=s) for s in range(n_seeds)]
            rounds = [simulated.tastings_to(g, goal) for g in games]
            totals[name] += rounds
            table = np.array(games)
            se = table.std(axis=0, ddof=1)[2] / np.sqrt(n_seeds)
            print(
                f"  {name:20s} " + " ".join(f"{m:5.2f}" for m in np.median(table, axis=0))
                + f"   rounds to 95 %: median {np.median(rounds):.1f}, mean {np.mean(rounds):.2f}"
                + f" (se of round-3 regret {se:.3f})"
            )  # fmt: skip
    for name, rounds in totals.items():
        print(
            f"  all utilities: {name:20s} median {np.median(rounds):.1f} mean {np.mean(rounds):.2f}"
        )


def main() -> None:
    quick = "--quick" in sys.argv
    start = time.perf_counter()
    print(f"prior version {PRIOR.version}")
    if studies.shared_data() is not None:
        b1(20 if quick else 200)
        b1b()
        b2(20 if quick else 500)
        b3(20 if quick else 300)
        b456(20 if quick else 200)
    else:
        print("the development data are not here: set FORMULATOR_SHARED_DATA; B1-B6 skipped")
    speed.show()
    panels(3 if quick else 20, 4.0 if quick else 10.0)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
