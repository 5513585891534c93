"""The tables B1-B6 on the development data, each a part that may run in a process of its own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.benchmarks.learning import loops, people, studies
from tests.benchmarks.learning.few_shot import few_shot, leave_one_out


@dataclass(frozen=True)
class Case:
    """A study, and how much of it is tasted."""

    study: Callable[[], studies.Study]
    n_tasters: int
    n_formulas: int
    untasted: bool = True


B1 = (
    Case(studies.yogurt, 8, 5),
    Case(studies.yogurt, 12, 6),
    Case(studies.yogurt, 10, 4),
    Case(studies.coffee, 8, 5),
    Case(studies.coffee_measured, 10, 11),
    Case(studies.beer, 10, 6, untasted=False),
    Case(partial(studies.blend_panels, "Score"), 10, 6),
    Case(partial(studies.blend_panels, "Bitterness"), 10, 6),
)


def b1(number: int, n_splits: int) -> None:
    case = B1[number]
    study = case.study()
    print(
        f"\nB1 few-shot, {n_splits} splits: {study.name}, {case.n_tasters} tasters x "
        f"{case.n_formulas} of {len(study.names)} formulas\n"
        "  method: RMSE, Spearman, regret of the pick, 90 % coverage"
    )
    found = few_shot(
        study,
        n_tasters=case.n_tasters,
        n_formulas=case.n_formulas,
        n_splits=n_splits,
        untasted=case.untasted,
    )
    for name, f in found.items():
        print(
            f"  {name:18s} {f.rmse:6.3f} {f.rank:6.3f}±{f.rank_se:.3f} "
            f"{f.regret:6.3f} {f.coverage:6.3f}"
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


def data_parts(*, quick: bool) -> dict[str, Callable[[], None]]:
    """The parts that need the development data."""
    few, some, many = (20, 20, 20) if quick else (200, 300, 500)
    cases = {f"b1.{i}": partial(b1, i, few) for i in range(len(B1))}
    return cases | {
        "b1b": b1b,
        "b2": partial(b2, many),
        "b3": partial(b3, some),
        "b456": partial(b456, few),
    }


def printed(part: Callable[[], None]) -> str:
    """What a part prints."""
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        part()
    return page.getvalue()
