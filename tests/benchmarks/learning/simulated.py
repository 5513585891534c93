"""Simulated panels: five hidden utilities on a pool from the real search, against peers."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import norm, rankdata
from sklearn.exceptions import ConvergenceWarning

from formulator.learning import believe, next_batch
from formulator.learning.acquisition import expected_improvement
from formulator.learning.belief import candidate_features
from formulator.panel import Judgement, incomplete_orders
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.search.propose import propose
from tests.benchmarks.learning.peers import linear_gp

N_ROUNDS, PER_ROUND, N_TASTERS, CUPS = 6, 6, 12, 4
EXCLUSIONS: tuple[tuple[str, ...], ...] = (
    (), ("soy_protein_isolate",), ("pea_protein_isolate",), ("coconut_oil_rbd",), ("oat_base",),
)  # fmt: skip


def pool(*, target: str = "milk_whole", n: int = 6, time_limit: float = 10.0) -> list[Candidate]:
    """Candidates of several briefs, so that they differ in protein, fat and size."""
    import ingredients

    catalogue = ingredients.load()
    found: dict[str, Candidate] = {}
    for exclude in EXCLUSIONS:
        known = tuple(k for k in exclude if k in catalogue)
        for size in (5, 6, 7, 8, 9, 10):
            brief = Brief(target, max_ingredients=size, exclude=known, time_limit=time_limit)
            found |= {c.id: c for c in propose(brief, catalogue, n=n).candidates}
    return sorted(found.values(), key=lambda c: (c.distance, c.id))


def _axis(candidates: list[Candidate], name: str) -> np.ndarray:
    return np.array([dict(c.profile)[name].value for c in candidates])


def _standard(values: np.ndarray) -> np.ndarray:
    spread = values.std()
    return (values - values.mean()) / (spread if spread > 0 else 1.0)


def utilities(candidates: list[Candidate]) -> dict[str, np.ndarray]:
    """True liking of each candidate: normal scores of its rank, mean 5, sd 1 on the 9-point scale.

    Ranks keep one odd candidate from stretching the scale until all others are equal.
    """
    near = -np.sqrt([c.distance for c in candidates])
    sugar, fat = _standard(_axis(candidates, "sugars")), _standard(_axis(candidates, "fat"))
    protein = _standard(_axis(candidates, "protein"))
    salt = _standard(_axis(candidates, "sodium"))

    def holds(word: str) -> np.ndarray:
        return np.array([sum(p.percent for p in c.parts if word in p.key) for c in candidates])

    raw = {
        "near the target": near,
        "away from the target": -near + 0.3 * fat,
        "sweet and creamy": sugar + fat - 0.5 * (sugar - 0.5) ** 2,
        "ingredients": _standard(holds("coconut")) - _standard(holds("pea")) + 0.5 * protein,
        "interaction": sugar * fat - protein - 0.5 * salt**2,
    }
    return {name: 5 + norm.ppf((rankdata(u) - 0.5) / len(u)) for name, u in raw.items()}


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
        orders = incomplete_orders(len(rows), N_TASTERS, per_sitting=size, seed=turn)
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


Chooser = Callable[[list[Candidate], list[Judgement], list[int], np.random.Generator], list[int]]


def ours(
    candidates: list[Candidate],
    judged: list[Judgement],
    tasted: list[int],
    rng: np.random.Generator,
) -> list[int]:
    belief = believe(candidates, judged)
    batch = next_batch(belief, candidates, n=PER_ROUND, n_tasters=N_TASTERS)
    row = {c.id: i for i, c in enumerate(candidates)}
    return [row[p.id] for p in batch.picks]


def by_distance(
    candidates: list[Candidate],
    judged: list[Judgement],
    tasted: list[int],
    rng: np.random.Generator,
) -> list[int]:
    return [i for i in range(len(candidates)) if i not in tasted][:PER_ROUND]


def at_random(
    candidates: list[Candidate],
    judged: list[Judgement],
    tasted: list[int],
    rng: np.random.Generator,
) -> list[int]:
    left = [i for i in range(len(candidates)) if i not in tasted]
    return [int(i) for i in rng.permutation(left)[:PER_ROUND]]


def _gp(features: Callable[[list[Candidate]], np.ndarray]) -> Chooser:
    def choose(
        candidates: list[Candidate],
        judged: list[Judgement],
        tasted: list[int],
        rng: np.random.Generator,
    ) -> list[int]:
        if not judged:
            return by_distance(candidates, judged, tasted, rng)
        x = features(candidates)
        row = {c.id: i for i, c in enumerate(candidates)}
        table = np.full((N_TASTERS, len(candidates)), np.nan)
        for j in judged:
            table[int(j.taster[1:]), row[j.formula]] = j.overall
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            p = linear_gp(x, table)
        sd = (p.high - p.mean) / 1.6449
        gains = expected_improvement(p.mean, sd, float(p.mean[tasted].max()))
        gains[tasted] = -1
        return [int(i) for i in np.argsort(-gains, kind="stable")[:PER_ROUND]]

    return choose


def composition(candidates: list[Candidate]) -> np.ndarray:
    keys = sorted({p.key for c in candidates for p in c.parts})
    return np.array([[c.formula.fraction(k) for k in keys] for c in candidates])


METHODS: dict[str, Chooser] = {
    "formulator": ours,
    "random": at_random,
    "similarity order": by_distance,
    "GP-EI, composition": _gp(composition),
    "GP-EI, profile": _gp(candidate_features),
}


def play(
    candidates: list[Candidate], utility: np.ndarray, method: Chooser, *, seed: int
) -> list[float]:
    """Best true utility among tasted formulas after each round, as regret [scale points]."""
    panel, rng = Panel.of(seed), np.random.default_rng(seed)
    ids = [c.id for c in candidates]
    judged: list[Judgement] = []
    tasted: list[int] = []
    regrets: list[float] = []
    for turn in range(N_ROUNDS):
        rows = method(candidates, judged, tasted, rng)
        if rows:
            judged += [replace(j, sitting=str(turn)) for j in panel.taste(utility, rows, ids, turn)]
        tasted = sorted({*tasted, *rows})
        regrets.append(float(utility.max() - utility[tasted].max()))
    return regrets


def tastings_to(regrets: list[float], goal: float) -> int:
    """Rounds until the regret is at most ``goal``; one more than there were when never."""
    reached = [i for i, r in enumerate(regrets, start=1) if r <= goal]
    return reached[0] if reached else len(regrets) + 1
