"""B1: a few tasters, a few formulas; the truth is what all other tasters say."""

from __future__ import annotations

import numpy as np

from formulator.learning.ranking import Z90, fit, readings
from tests.benchmarks.learning.measures import Figures, average, judge
from tests.benchmarks.learning.peers import PEERS, Prediction
from tests.benchmarks.learning.studies import Study

OURS = "formulator"


def ours(study: Study, tasters: np.ndarray, formulas: np.ndarray) -> Prediction:
    blend = fit(study.formulas, study.ratings(tasters, formulas), scale=study.scale)
    half = Z90 * blend.interval_sd
    return Prediction(blend.mean, blend.mean - half, blend.mean + half)


def few_shot(
    study: Study,
    *,
    n_tasters: int,
    n_formulas: int,
    n_splits: int,
    seed: int = 0,
    peers: tuple[str, ...] = tuple(PEERS),
    untasted: bool = True,
) -> dict[str, Figures]:
    """Average figures per method over random splits.

    ``untasted`` compares on the formulas that were not tasted, otherwise on all.
    """
    rng = np.random.default_rng(seed)
    x = readings(study.formulas)[-1][0]
    found: dict[str, list[Figures]] = {name: [] for name in (OURS, *peers)}
    n_all, n_columns = study.scores.shape
    for _ in range(n_splits):
        people, order = rng.permutation(n_all), rng.permutation(n_columns)
        inside, tasted = people[:n_tasters], order[:n_formulas]
        truth = np.nanmean(study.scores[people[n_tasters:]], axis=0)
        rows = order[n_formulas:] if untasted else order
        table = np.full((n_tasters, n_columns), np.nan)
        table[:, tasted] = study.scores[np.ix_(inside, tasted)]
        answers = {OURS: ours(study, inside, tasted)}
        answers |= {name: PEERS[name](x, table) for name in peers}
        for name, a in answers.items():
            found[name].append(
                judge(a.mean[rows], a.low[rows], a.high[rows], truth[rows], a.mean[rows])
            )
    return {name: average(figures) for name, figures in found.items()}


def leave_one_out(study: Study, ratio: float) -> tuple[float, float, float]:
    """B1b: RMSE, Q2 and Spearman when each formula's mean is predicted from the others'.

    ``ratio`` is the noise variance of a mean relative to one score (1 / tasters).
    """
    from dataclasses import replace

    from formulator.learning.blend import SMOOTH_STEPS, blended_posterior, hypothesis_grid
    from formulator.learning.components import PRIOR
    from formulator.learning.features import Kernel
    from formulator.learning.liking import Scores
    from tests.benchmarks.learning.measures import spearman

    c = PRIOR.for_scale(*study.scale)
    c = replace(c, personal=c.personal * ratio, taster=c.taster * ratio)
    x = readings(study.formulas)[-1][0]
    kernel = Kernel.of(x, length=c.length)
    means = study.scores.mean(axis=0)
    predicted = np.zeros(len(means))
    for i in range(len(means)):
        rows = np.delete(np.arange(len(means)), i)
        scores = Scores(
            rows, np.zeros(len(rows), np.intp), means[rows], np.zeros(len(rows)),
            np.full(len(rows), ratio),
        )  # fmt: skip
        blend = blended_posterior(
            [kernel],
            scores,
            hypothesis_grid(c, smooth=SMOOTH_STEPS),
            prior_mean=sum(study.scale) / 2,
        )
        predicted[i] = blend.mean[i]
    gap = predicted - means
    q2 = 1 - float((gap**2).sum() / ((means - means.mean()) ** 2).sum())
    return float(np.sqrt((gap**2).mean())), q2, spearman(predicted, means)
