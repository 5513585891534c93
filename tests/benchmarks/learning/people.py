"""B4 taster levels, B5 directives, B6 negative controls."""

from __future__ import annotations

import numpy as np

from formulator.learning.blend import blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR, Components
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores
from formulator.learning.wish_prior import GAIN
from formulator.panel.means import Scored, formula_means
from tests.benchmarks.learning.studies import Study, rows


def taster_levels(study: Study, *, n_cups: int = 3, n_splits: int = 200) -> dict[str, float]:
    """B4: RMSE of a taster's level learnt from a few cups against the other cups.

    "by the prior" shrinks by the prior's own ratio of taster to noise; "model" is what the liking
    model says of all tasters together, its hypotheses weighed by these cups.
    """
    rng = np.random.default_rng(0)
    c = PRIOR.for_scale(*study.scale)
    s = c.taster / (c.taster + (c.noise + c.personal) / n_cups)
    gap = study.scores - study.scores.mean(axis=0)
    n_tasters, n_columns = gap.shape
    errors: dict[str, list[float]] = {"none": [], "raw": [], "by the prior": [], "model": []}
    for _ in range(n_splits):
        order = np.argsort(rng.random((n_tasters, n_columns)), axis=1)
        cups = np.take_along_axis(gap, order[:, :n_cups], axis=1)
        here = cups.mean(axis=1)
        rest = np.take_along_axis(gap, order[:, n_cups:], axis=1).mean(axis=1)
        answers = {
            "none": 0 * here, "raw": here, "by the prior": s * here, "model": model_levels(cups, c),
        }  # fmt: skip
        for name, level in answers.items():
            errors[name].append(float(np.mean((level - rest) ** 2)))
    return {name: float(np.sqrt(np.mean(v))) for name, v in errors.items()}


def model_levels(cups: np.ndarray, components: Components) -> np.ndarray:
    """Taster levels by the liking model; formula effects have been taken out of the cups."""
    n_tasters, n_cups = cups.shape
    scores = Scores(
        np.zeros(cups.size, np.intp), np.repeat(np.arange(n_tasters), n_cups), cups.ravel(),
        np.zeros(cups.size),
    )  # fmt: skip
    same = Kernel(np.zeros((1, 1)), np.ones((1, 1)))
    blend = blended_posterior([same], scores, hypothesis_grid(components), prior_mean=0.0)
    return blend.taster_level


def directive_slopes(*, k: int, n_splits: int = 200) -> dict[str, float]:
    """B5: a taster's later liking slope on coffee strength, predicted from k tastings.

    The prediction is the model's: prior mean GAIN x net vote, posterior with his likings.
    """
    data = rows("coffee_cotter", "cotter_dataset.csv")
    cups = [
        (r["Judge"], r["Brew"], float(r["Liking"]), float(r["Flavor.intensity"]) - 3) for r in data
    ]
    judges, brews = sorted({c[0] for c in cups}), sorted({c[1] for c in cups})
    liking, vote = (np.full((len(judges), len(brews)), np.nan) for _ in range(2))
    for judge, brew, score, jar in cups:
        at = judges.index(judge), brews.index(brew)
        liking[at], vote[at] = score, -np.sign(jar)
    strength = np.array([(float(b.split("-")[1]) - 1.25) / 0.25 for b in brews])
    own = liking - liking.mean(axis=0)
    c = PRIOR.for_scale(1, 9)
    # the personal slope is shared by the study's three columns, each scaled to sd 1
    variance = c.personal / 3 / strength.var()
    rng = np.random.default_rng(0)
    found: dict[str, list[float]] = {"votes": [], "likings": [], "both": []}
    for _ in range(n_splits):
        order = np.argsort(rng.random(own.shape), axis=1)
        here, rest = order[:, :k], order[:, k:]
        x, y = strength[here], np.take_along_axis(own, here, axis=1)
        net = np.take_along_axis(vote, here, axis=1).mean(axis=1)
        start = GAIN * 8 * net
        later = _slope(strength[rest], np.take_along_axis(own, rest, axis=1))
        found["votes"].append(float(np.corrcoef(net, later)[0, 1]))
        flat = _posterior(x, y, np.zeros(len(net)), variance, c.noise)
        found["likings"].append(float(np.corrcoef(flat, later)[0, 1]))
        both = _posterior(x, y, start, variance, c.noise)
        found["both"].append(float(np.corrcoef(both, later)[0, 1]))
    return {name: float(np.mean(v)) for name, v in found.items()}


def _slope(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    dx = x - x.mean(axis=1, keepdims=True)
    return np.asarray((dx * y).sum(axis=1) / (dx**2).sum(axis=1))


def _posterior(
    x: np.ndarray, y: np.ndarray, start: np.ndarray, slope_variance: float, noise: float
) -> np.ndarray:
    """Posterior slope with prior mean ``start``; the level is free."""
    dx = x - x.mean(axis=1, keepdims=True)
    information = (dx**2).sum(axis=1) / noise
    pull = ((dx * y).sum(axis=1)) / noise
    return np.asarray((start / slope_variance + pull) / (1 / slope_variance + information))


def detected(
    study: Study, *, n_tasters: int, n_formulas: int, n_panels: int, permuted: bool = False
) -> float:
    """B6: share of random panels in which the report finds a difference at 5 %."""
    rng = np.random.default_rng(0)
    n_all, n_columns = study.scores.shape
    hits = 0
    for _ in range(n_panels):
        people = rng.permutation(n_all)[:n_tasters]
        columns = rng.permutation(n_columns)[:n_formulas]
        table = study.scores[np.ix_(people, columns)]
        if permuted:
            table = rng.permuted(table, axis=1)
        scores = [
            Scored(str(j), str(i), float(v))
            for i, row in enumerate(table)
            for j, v in enumerate(row)
        ]
        hits += formula_means(scores).is_difference_detected
    return hits / n_panels
