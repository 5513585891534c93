"""How the next formulas are chosen: ours, simple orders, off-the-shelf optimisers.

All peers start with the nearest formulas, get panel means freed from the tasters' own levels, and
choose among the formulas not yet tasted.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from formulator.learning import believe, next_batch
from formulator.learning.acquisition import expected_improvement
from formulator.learning.belief import compositions
from formulator.panel import Judgement
from formulator.search.candidate import Candidate
from tests.benchmarks.learning.outside import LIBRARIES, Outside
from tests.benchmarks.learning.peers import centred_means, linear_gp

N_TASTERS, PER_ROUND = 12, 6

Chooser = Callable[[list[Candidate], list[Judgement], list[int], np.random.Generator], list[int]]
Features = Callable[[list[Candidate]], np.ndarray]


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


def composition(candidates: list[Candidate]) -> np.ndarray:
    """Fractions of the ingredients."""
    return compositions(candidates)


def profile(candidates: list[Candidate]) -> np.ndarray:
    """Axes of the profile that every candidate carries and that vary, each with sd 1."""
    found = [dict(c.profile) for c in candidates]
    axes = sorted(set.intersection(*(set(p) for p in found)))
    x = np.array([[p[a].value for a in axes] for p in found], dtype=float)
    spread = x.std(axis=0)
    varies = spread > 1e-9 * np.maximum(np.abs(x).max(axis=0), 1e-300)
    return np.asarray((x[:, varies] - x[:, varies].mean(axis=0)) / spread[varies])


def score_table(candidates: list[Candidate], judged: list[Judgement]) -> np.ndarray:
    """Scores by taster and candidate, NaN where not tasted."""
    row = {c.id: i for i, c in enumerate(candidates)}
    table = np.full((N_TASTERS, len(candidates)), np.nan)
    for j in judged:
        table[int(j.taster[1:]), row[j.formula]] = j.overall
    return table


def gp_chooser(features: Features) -> Chooser:
    """scikit-learn GP, linear + Matern, fitted; the six largest expected improvements."""

    def choose(
        candidates: list[Candidate],
        judged: list[Judgement],
        tasted: list[int],
        rng: np.random.Generator,
    ) -> list[int]:
        if not judged:
            return by_distance(candidates, judged, tasted, rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            p = linear_gp(features(candidates), score_table(candidates, judged))
        sd = (p.high - p.mean) / 1.6449
        gains = expected_improvement(p.mean, sd, float(p.mean[tasted].max()))
        gains[tasted] = -1
        return [int(i) for i in np.argsort(-gains, kind="stable")[:PER_ROUND]]

    return choose


def outside_chooser(running: Outside, features: Features) -> Chooser:
    """BayBE or BoFire with their own defaults."""

    def choose(
        candidates: list[Candidate],
        judged: list[Judgement],
        tasted: list[int],
        rng: np.random.Generator,
    ) -> list[int]:
        if not judged:
            return by_distance(candidates, judged, tasted, rng)
        means = centred_means(score_table(candidates, judged))
        return running.recommend(features(candidates), tasted, means[tasted], PER_ROUND)

    return choose


METHODS: dict[str, Chooser] = {
    "formulator": ours,
    "random": at_random,
    "similarity order": by_distance,
    "GP-EI, composition": gp_chooser(composition),
    "GP-EI, profile": gp_chooser(profile),
}


def methods(python: str = "") -> tuple[dict[str, Chooser], list[Outside]]:
    """Return all methods, with BayBE and BoFire when the Python that has them is given.

    The caller closes the processes in the second part.
    """
    running = [Outside(python, library) for library in LIBRARIES] if python else []
    outside = {f"{o.library}, profile": outside_chooser(o, profile) for o in running}
    return METHODS | outside, running


def names(python: str = "") -> list[str]:
    """Names of all methods, without starting one."""
    return [*METHODS, *(f"{library}, profile" for library in LIBRARIES if python)]
