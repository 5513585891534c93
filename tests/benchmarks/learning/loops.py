"""B2 search games and B3 incomplete panels on the yogurt study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formulator.learning import Rating
from formulator.learning.acquisition import expected_improvement
from formulator.learning.ranking import fit
from formulator.panel.means import Scored, formula_means
from formulator.panel.pairs import bradley_terry, pairs_from_scores
from tests.benchmarks.learning.measures import spearman
from tests.benchmarks.learning.studies import Study


@dataclass(frozen=True)
class Game:
    """Means over seeds."""

    rounds_to_best: float
    regret_after_3: float
    regret_at_end: float
    raw_after_3: float
    """Regret of the raw favourite after three rounds."""
    raw_at_end: float
    se: float
    """Standard error of the model's regret after three rounds."""


def search_game(
    study: Study,
    *,
    n_tasters: int,
    n_seeds: int,
    at_random: bool = False,
    everybody: bool = False,
) -> Game:
    """Start with three formulas, add one a round by expected improvement until all are tasted.

    The truth is what the tasters outside the panel say, or with ``everybody`` all of them.
    """
    figures: list[tuple[float, ...]] = []
    n_all, n_columns = study.scores.shape
    for seed in range(n_seeds):
        rng = np.random.default_rng(seed)
        people = rng.permutation(n_all)
        inside = people[:n_tasters]
        judges = people if everybody else people[n_tasters:]
        truth = np.nanmean(study.scores[judges], axis=0)
        best = int(np.argmax(truth))
        tasted = list(rng.permutation(n_columns)[:3])
        found, regrets, raw = (0 if best in tasted else None), [], []
        for turn in range(n_columns - 3 + 1):
            blend = fit(study.formulas, study.ratings(inside, np.array(tasted)), scale=study.scale)
            means = np.nanmean(study.scores[np.ix_(inside, tasted)], axis=0)
            winner = tasted[int(np.argmax(blend.mean[tasted]))]
            regrets.append(float(truth.max() - truth[winner]))
            raw.append(float(truth.max() - truth[tasted[int(np.argmax(means))]]))
            left = [j for j in range(n_columns) if j not in tasted]
            if not left:
                break
            gains = expected_improvement(
                blend.mean[left], blend.sd[left], float(blend.mean[tasted].max())
            )
            tasted.append(int(rng.choice(left)) if at_random else left[int(np.argmax(gains))])
            if found is None and best in tasted:
                found = turn + 1
        figures.append((float(found or 0), regrets[3], regrets[-1], raw[3], raw[-1]))
    se = np.std(figures, axis=0, ddof=1)[1] / np.sqrt(n_seeds)
    return Game(*np.mean(figures, axis=0).tolist(), se=float(se))


def incomplete_panel(
    study: Study, *, n_tasters: int, n_cups: int, n_draws: int, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Each taster gets a few random cups; Spearman and regret against all other tasters."""
    rng = np.random.default_rng(seed)
    found: dict[str, list[tuple[float, float]]] = {}
    n_all, n_columns = study.scores.shape
    while len(found.get("formulator", [])) < n_draws:
        people = rng.permutation(n_all)
        inside = people[:n_tasters]
        cups = [rng.permutation(n_columns)[:n_cups] for _ in inside]
        if len({int(j) for row in cups for j in row}) < n_columns:
            continue  # raw means need every formula once
        truth = np.nanmean(study.scores[people[n_tasters:]], axis=0)
        ratings = [
            Rating(study.names[j], f"t{i}", float(study.scores[i, j]))
            for i, row in zip(inside, cups, strict=True)
            for j in row
        ]
        for name, values in _answers(study, ratings).items():
            regret = float(truth.max() - truth[int(np.argmax(values))])
            found.setdefault(name, []).append((spearman(values, truth), regret))
    return {
        name: (float(np.mean([a for a, _ in v])), float(np.mean([b for _, b in v])))
        for name, v in found.items()
    }


def _answers(study: Study, ratings: list[Rating]) -> dict[str, np.ndarray]:
    names = study.names
    raw = [np.mean([r.score for r in ratings if r.formula == n]) for n in names]
    scored = [Scored(r.formula, r.taster, r.score) for r in ratings]
    report = formula_means(scored)
    tasters = sorted({r.taster for r in ratings})
    table = np.full((len(tasters), len(names)), np.nan)
    for r in ratings:
        table[tasters.index(r.taster), names.index(r.formula)] = r.score
    wins, _ = pairs_from_scores(table)
    return {
        "formulator": fit(study.formulas, ratings, scale=study.scale).mean,
        "raw means": np.array(raw),
        "product + taster": np.array([report.means[report.names.index(n)] for n in names]),
        "Bradley-Terry": bradley_terry(wins, prior=0.1),
    }
