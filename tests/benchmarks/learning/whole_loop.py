"""The whole loop: brief, real search, panel, and a real search again with what the panel taught.

Each panel has a hidden utility: an ideal point in what people taste, in multiples of the target's
own values, or nearness to the target. Two utilities on another target were written before the
steps of the search were changed, and not looked at until the end.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

import ingredients
from formulator.errors import InfeasibleError
from formulator.learning import believe, next_batch, next_iteration
from formulator.panel import Judgement
from formulator.profiles import ProfileTable, profile_table
from formulator.search.brief import Brief, Limit
from formulator.search.candidate import Candidate
from formulator.search.engine import engine
from formulator.search.propose import propose
from ingredients import Catalogue
from tests.benchmarks.learning.arena import workers
from tests.benchmarks.learning.choosers import N_TASTERS, PER_ROUND
from tests.benchmarks.learning.simulated import Panel

N_ROUNDS, N_LIST = 4, 10
TIME_LIMIT = 4.0
"""Of each search, [s] of a clock that passes by work done."""
TICK = 0.002
"""Seconds that pass at each look at that clock."""
STEEP = 4.0
"""Points lost when one axis is off its ideal by as much as the target has of it."""
PER_DISTANCE = 0.25
"""Points lost per unit of distance from the target, where people want nothing else."""
JUST_RIGHT, DOUBT = 0.2, 0.2
"""How far off the ideal a taster finds it just right, and the sd of that judgement, share of the
target's value."""
ASKED = {"sugars": "sweetness", "fat": "creaminess", "protein": "firmness", "sodium": "saltiness"}
"""Attribute on the ballot that stands for each axis."""


@dataclass(frozen=True)
class Hidden:
    """What a panel likes."""

    name: str
    target: str
    ideal: tuple[tuple[str, float], ...] = ()
    """(axis, multiple of the target's value); empty where people want the target itself."""

    def liking(self, candidate: Candidate) -> float:
        """True liking of a candidate, [scale points]."""
        if not self.ideal:
            return 7.5 - PER_DISTANCE * candidate.distance
        return 7.5 - STEEP * float(np.linalg.norm([gap for _, gap in self.gaps(candidate)]))

    def gaps(self, candidate: Candidate) -> list[tuple[str, float]]:
        """(axis, how much more than the ideal it has, in multiples of the target's value)."""
        profile = dict(candidate.profile)
        return [(a, profile[a].value / profile[a].target - m) for a, m in self.ideal]


MILK, YOGURT = "milk_whole", "yogurt_whole"
SEEN = (
    Hidden("near the target", MILK),
    Hidden("sweeter", MILK, (("sugars", 1.45),)),
    Hidden("less sugar, more fat", MILK, (("sugars", 0.4), ("fat", 1.6))),
    Hidden("more protein", MILK, (("protein", 1.5),)),
    Hidden("less sodium, sweeter", MILK, (("sodium", 0.4), ("sugars", 1.4))),
)
UNTOUCHED = (
    Hidden("richer and firmer", YOGURT, (("fat", 1.7), ("protein", 1.4))),
    Hidden("sweeter and leaner", YOGURT, (("sugars", 1.8), ("fat", 0.6))),
)


@dataclass(frozen=True)
class Course:
    """One project of ``N_ROUNDS`` rounds."""

    best: tuple[float, ...]
    """True liking of the best formula served so far, after each round."""
    winner: tuple[float, ...]
    """True liking of the formula that the model would choose after each round."""
    stepped: int
    """Formulas served that came from a step beyond the region."""


@contextmanager
def clock_of_work() -> Iterator[None]:
    """Let the time of a search pass by its work, and stay with numpy: the same on every machine."""
    ticks, real = itertools.count(), time.perf_counter
    compiled, given_up = engine.entries, engine._is_given_up
    time.perf_counter = lambda: TICK * next(ticks)
    engine.entries, engine._is_given_up = None, True
    try:
        yield
    finally:
        time.perf_counter = real
        engine.entries, engine._is_given_up = compiled, given_up


@cache
def stock() -> tuple[Catalogue, ProfileTable]:
    catalogue = ingredients.load()
    return catalogue, profile_table(catalogue)


@cache
def first_list(target: str, n: int, time_limit: float) -> tuple[Candidate, ...]:
    """Candidates of a plain search, nearest first."""
    catalogue, table = stock()
    with clock_of_work():
        brief = Brief(target, time_limit=time_limit)
        return propose(brief, catalogue, n=n, table=table).candidates


def cups(
    hidden: Hidden, panel: Panel, served: Sequence[Candidate], turn: int, *, answers: bool
) -> list[Judgement]:
    """Scores of a round, with just-about-right answers if asked."""
    utility = np.array([hidden.liking(c) for c in served])
    rows, ids = list(range(len(served))), [c.id for c in served]
    found = [replace(j, sitting=str(turn)) for j in panel.taste(utility, rows, ids, turn)]
    if not (answers and hidden.ideal):
        return found
    gaps = {c.id: hidden.gaps(c) for c in served}
    rng = np.random.default_rng((panel.seed, turn, 1))
    return [replace(j, jar=tuple(_answers(gaps[j.formula], rng))) for j in found]


def _answers(
    gaps: Sequence[tuple[str, float]], rng: np.random.Generator
) -> Iterator[tuple[str, int]]:
    for axis, gap in gaps:
        felt = gap + rng.normal(0, DOUBT)
        yield ASKED[axis], int(np.sign(felt) * (abs(felt) > JUST_RIGHT))


def learnt(hidden: Hidden, seed: int, *, answers: bool = False, n_rounds: int = N_ROUNDS) -> Course:
    """Play a project: every round is chosen by ``next_iteration`` after a search of its own."""
    catalogue, table = stock()
    brief, panel = Brief(hidden.target, time_limit=TIME_LIMIT), Panel.of(seed)
    known = {c.id: c for c in first_list(hidden.target, N_LIST, TIME_LIMIT)}
    judged: list[Judgement] = []
    served: dict[str, Candidate] = {}
    best, winner = [], []
    stepped = 0
    for turn in range(n_rounds):
        if turn == 0:
            picks = opening(tuple(known.values()))
        else:
            with clock_of_work():
                found = next_iteration(
                    brief, catalogue, earlier=tuple(known.values()), judgements=judged,
                    n=N_LIST, n_round=PER_ROUND, n_tasters=N_TASTERS, seed=seed, table=table,
                )  # fmt: skip
            known |= {c.id: c for c in found.proposal.candidates}
            picks = tuple(p.id for p in found.batch.picks)
        here = [known[i] for i in picks]
        stepped += sum(_is_step(c) for c in here if c.id not in served)
        judged += cups(hidden, panel, here, turn, answers=answers)
        served |= {c.id: c for c in here}
        best.append(max(hidden.liking(c) for c in served.values()))
        winner.append(hidden.liking(favourite(tuple(known.values()), judged)))
    return Course(tuple(best), tuple(winner), stepped)


def opening(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """The first round, before anything was tasted."""
    batch = next_batch(believe(candidates, ()), candidates, n=PER_ROUND, n_tasters=N_TASTERS)
    return tuple(p.id for p in batch.picks)


def favourite(candidates: Sequence[Candidate], judged: Sequence[Judgement]) -> Candidate:
    """The tasted candidate with the highest posterior mean."""
    belief = believe(candidates, judged)
    rated = np.array(belief.n_ratings[: len(candidates)]) > 0
    means = np.where(rated, belief.blend.mean[: len(candidates)], -np.inf)
    return candidates[int(np.argmax(means))]


def _is_step(candidate: Candidate) -> bool:
    return any("step along " in w for w in candidate.warnings)


def in_order_of_similarity(hidden: Hidden, n_rounds: int = N_ROUNDS) -> tuple[float, ...]:
    """True liking of the best served when each round tastes the next nearest formulas."""
    nearest = first_list(hidden.target, PER_ROUND * n_rounds, n_rounds * TIME_LIMIT)
    liked = [hidden.liking(c) for c in nearest]
    return tuple(max(liked[: PER_ROUND * (turn + 1)]) for turn in range(n_rounds))


def reachable(hidden: Hidden) -> float:
    """Highest true liking found by searches that know the ideal: at it and on the way."""
    catalogue, table = stock()
    start = first_list(hidden.target, N_LIST, TIME_LIMIT)
    liked = [hidden.liking(c) for c in start]
    here = dict(start[0].profile)
    for way in (0.4, 0.6, 0.8, 0.9, 1.0) if hidden.ideal else ():
        limits = []
        for axis, multiple in hidden.ideal:
            now, goal = here[axis].value, multiple * here[axis].target
            level, upward = now + way * (goal - now), goal > now
            limits.append(Limit(axis, ">=" if upward else "<=", level))
            limits.append(Limit(axis, "<=" if upward else ">=", max(level, goal) * 1.05
                                if upward else min(level, goal) * 0.95))  # fmt: skip
        brief = Brief(hidden.target, limits=tuple(limits), time_limit=TIME_LIMIT)
        try:
            with clock_of_work():
                found = propose(brief, catalogue, n=3, table=table).candidates
        except InfeasibleError:
            continue
        liked += [hidden.liking(c) for c in found]
    return max(liked)


@dataclass(frozen=True)
class Task:
    """One game of one way."""

    hidden: Hidden
    way: str
    seed: int = 0


def play(task: Task) -> Course | tuple[float, ...] | float:
    """Play a task in a process of its own."""
    if task.way == "similarity order":
        return in_order_of_similarity(task.hidden)
    if task.way == "reachable":
        return reachable(task.hidden)
    return learnt(task.hidden, task.seed, answers=task.way == WAYS[1])


WAYS = ("scores only", "with just-about-right answers")


def show(*, n_seeds: int, utilities: Sequence[Hidden], ways: Sequence[str] = WAYS) -> None:
    """Print the courses of all utilities."""
    print(
        f"\nThe whole loop, {n_seeds} seeds, {N_TASTERS} tasters, {PER_ROUND} formulas a round: "
        "true liking after rounds 1-4, mean±standard error"
    )
    tasks = {h: _tasks(h, n_seeds, ways) for h in utilities}
    with workers() as pool:
        played = pool.map(play, [task for some in tasks.values() for task in some])
        for hidden, some in tasks.items():
            _show_one(hidden, dict(zip(some, itertools.islice(played, len(some)), strict=True)))


def _tasks(hidden: Hidden, n_seeds: int, ways: Sequence[str]) -> list[Task]:
    asked = ways if hidden.ideal else ways[:1]  # who wants the target itself has no more to say
    learning = [Task(hidden, way, seed) for way in asked for seed in range(n_seeds)]
    return [*learning, Task(hidden, "similarity order"), Task(hidden, "reachable")]


def _show_one(hidden: Hidden, found: dict[Task, Course | tuple[float, ...] | float]) -> None:
    likings = dict.fromkeys(WAYS, "")
    top = found[Task(hidden, "reachable")]
    print(f"{hidden.name} ({hidden.target}); best known {top:.2f}")
    for way in likings:
        courses = [
            c for task, c in found.items() if task.way == way and isinstance(c, Course)
        ]  # fmt: skip
        if courses:
            stepped = np.mean([c.stepped for c in courses])
            print(f"  {way:30s} best   {_line([c.best for c in courses])}")
            print(
                f"  {'':30s} winner {_line([c.winner for c in courses])}  "
                f"({stepped:.1f} served came from steps)",
                flush=True,
            )
    order = found[Task(hidden, "similarity order")]
    assert isinstance(order, tuple)
    print(f"  {'similarity order':30s} best   " + "  ".join(f"{v:4.2f}     " for v in order))


def _line(rows: Sequence[tuple[float, ...]]) -> str:
    table = np.array(rows)
    n = len(table)
    se = table.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else np.full(table.shape[1], np.nan)
    return "  ".join(f"{m:4.2f}±{s:4.2f}" for m, s in zip(table.mean(axis=0), se, strict=True))
