"""Simulated panels: hidden utilities on a pool from the real search, against peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from formulator.panel import Judgement, incomplete_orders
from formulator.search.candidate import Candidate
from tests.benchmarks.learning.choosers import N_TASTERS, PER_ROUND, Chooser

N_ROUNDS, CUPS = 6, 4
GOAL = 0.05
"""Share of the pool's range that may be left: 95 % of the optimum."""


@cache
def _orders(n: int, size: int, turn: int) -> list[tuple[int, ...]]:
    """Serving orders of a round; the same for all games."""
    return [tuple(o) for o in incomplete_orders(n, N_TASTERS, per_sitting=size, seed=turn)]


@dataclass(frozen=True)
class Panel:
    """Tasters with levels; a cup of a candidate gives a noisy, rounded score."""

    levels: np.ndarray
    seed: int

    @classmethod
    def of(cls, seed: int) -> Panel:
        return cls(np.random.default_rng(seed).normal(0, 0.8, N_TASTERS), seed)

    def taste(
        self, utility: np.ndarray, rows: list[int], ids: list[str], turn: int
    ) -> list[Judgement]:
        """Everybody gets CUPS of the round's formulas; the first cup is over-scored by .3."""
        rng = np.random.default_rng((self.seed, turn))
        size = min(CUPS, len(rows))
        orders = _orders(len(rows), size, turn)
        return [
            Judgement(
                f"t{t}",
                ids[rows[i]],
                position=place + 1,
                overall=float(
                    np.clip(
                        round(
                            utility[rows[i]] + self.levels[t] + 0.3 * (place == 0)
                            + rng.normal(0, 1.6)
                        ),
                        1,
                        9,
                    )
                ),
            )
            for t, order in enumerate(orders)
            for place, i in enumerate(order)
        ]  # fmt: skip


def play(
    candidates: list[Candidate],
    utility: np.ndarray,
    method: Chooser,
    *,
    seed: int,
    goal: float = 0.0,
) -> list[float]:
    """Best true utility among tasted formulas after each round, as regret [scale points].

    The game ends when the regret is at most ``goal``; later rounds carry it on.
    """
    panel, rng = Panel.of(seed), np.random.default_rng(seed)
    ids = [c.id for c in candidates]
    judged: list[Judgement] = []
    tasted: list[int] = []
    regrets: list[float] = []
    for turn in range(N_ROUNDS):
        if regrets and regrets[-1] <= goal:
            regrets.append(regrets[-1])
            continue
        rows = method(candidates, judged, tasted, rng)
        if rows:
            judged += [replace(j, sitting=str(turn)) for j in panel.taste(utility, rows, ids, turn)]
        tasted = sorted({*tasted, *rows})
        regrets.append(float(utility.max() - utility[tasted].max()))
    return regrets


def games(
    candidates: list[Candidate], utility: np.ndarray, method: Chooser, seeds: Sequence[int]
) -> Games:
    """Play one utility with every seed, each game until the goal is reached."""
    goal = GOAL * float(utility.max() - utility.min())
    regrets = np.array([play(candidates, utility, method, seed=s, goal=goal) for s in seeds])
    return Games(regrets, np.array([rounds_to(row, goal) for row in regrets.tolist()]))


@dataclass(frozen=True)
class Games:
    """The games of one method on one utility."""

    regrets: np.ndarray
    """After each round, shape (n_seeds, n_rounds); from the goal on, as it was there."""
    rounds: np.ndarray
    """Rounds to the goal, shape (n_seeds,)."""

    def line(self) -> str:
        n = len(self.rounds)
        means = self.regrets.mean(axis=0)
        se = self.regrets.std(axis=0, ddof=1) / np.sqrt(n)
        cells = " ".join(f"{m:4.2f}±{s:.2f}" for m, s in zip(means, se, strict=True))
        return f"{cells} | {describe_rounds(self.rounds)}"


def describe_rounds(rounds: np.ndarray) -> str:
    se = rounds.std(ddof=1) / np.sqrt(len(rounds)) if len(rounds) > 1 else np.nan
    return (
        f"tastings to 95 %: median {PER_ROUND * np.median(rounds):.0f}, "
        f"mean {PER_ROUND * rounds.mean():.1f}±{PER_ROUND * se:.1f}"
    )


def rounds_to(regrets: list[float], goal: float) -> int:
    """Rounds until the regret is at most ``goal``; one more than there were when never."""
    reached = [i for i, r in enumerate(regrets, start=1) if r <= goal]
    return reached[0] if reached else len(regrets) + 1


def show(found: dict[str, dict[str, Games]]) -> None:
    """Print games by utility and method, then each method over all utilities."""
    for what, by_method in found.items():
        print(what)
        for name, g in by_method.items():
            print(f"  {name:20s} {g.line()}", flush=True)
    print("over all utilities")
    show_total(by_name(found))


def by_name(found: dict[str, dict[str, Games]]) -> dict[str, list[Games]]:
    """Games by method, utility after utility."""
    return {
        name: [by_method[name] for by_method in found.values()]
        for name in next(iter(found.values()))
    }


def show_total(played: dict[str, list[Games]]) -> None:
    """Print each method over all its games."""
    for name, parts in played.items():
        rounds = np.concatenate([g.rounds for g in parts])
        print(f"  {name:20s} {describe_rounds(rounds)}", flush=True)


def show_kinds(found: dict[str, dict[str, Games]]) -> None:
    """Print mean tastings by kind of utility (its name without the number) and over all."""
    kinds = list(dict.fromkeys(what.rsplit(" ", 1)[0] for what in found))
    for name, parts in by_name(found).items():
        rounds = np.concatenate([g.rounds for g in parts])
        cells = [
            np.mean([g.rounds.mean() for what, g in zip(found, parts, strict=True)
                     if what.rsplit(" ", 1)[0] == kind])
            for kind in kinds
        ]  # fmt: skip
        means = ", ".join(f"{k} {PER_ROUND * v:.0f}" for k, v in zip(kinds, cells, strict=True))
        print(f"  {name:20s} {describe_rounds(rounds)} ({means})", flush=True)
