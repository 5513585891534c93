"""Relative sweetness from structure, judged by random and by scaffold splits.

``python -m tests.benchmarks.similarity.sweetness [n_repeats]`` prints R2, errors and the coverage
of the 90 % interval on SweetenersDB (log10 of sweetness relative to sucrose), for the shipped model
and for the ones that lost. The table is made of congeneric series, so a random split flatters; the
scaffold split keeps all molecules of one ring system (and all without a ring) together.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.model_selection import GroupKFold, KFold

from formulator.molecules import (
    autocorrelation_matrix,
    descriptor_matrix,
    morgan_counts,
    scaffold_groups,
    surface_matrix,
    tanimoto,
)
from formulator.molecules.predict import MIN_SIMILARITY, Features, fit_structure_model
from formulator.molecules.sweetness import sweetness_table

Array = npt.NDArray[np.float64]
Splits = list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]
N_FOLDS = 10
BANDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.85, 1.01)


def random_splits(n: int, seed: int) -> Splits:
    return list(KFold(N_FOLDS, shuffle=True, random_state=seed).split(np.zeros(n)))


def scaffold_splits(smiles: Sequence[str]) -> Splits:
    groups = scaffold_groups(smiles)
    return list(GroupKFold(N_FOLDS).split(np.zeros(len(smiles)), groups=groups))


def out_of_fold(smiles: Sequence[str], values: Array, splits: Splits) -> tuple[Array, Array, Array]:
    """Predictions, half widths of the 90 % interval and nearest similarity, each out of fold."""
    predicted, reach, nearest = (np.zeros(len(values)) for _ in range(3))
    for train, test in splits:
        model = fit_structure_model([smiles[i] for i in train], values[train])
        features = Features.of([smiles[i] for i in test])
        predicted[test], doubt = model.raw(features)
        reach[test] = model.stretch * doubt
        nearest[test] = tanimoto(features.counts, model.features.counts).max(axis=1)
    return predicted, reach, nearest


def trees_out_of_fold(table: Array, values: Array, splits: Splits) -> Array:
    predicted = np.zeros(len(values))
    for train, test in splits:
        trees = ExtraTreesRegressor(150, max_features=0.4, random_state=0)
        predicted[test] = trees.fit(table[train], values[train]).predict(table[test])
    return predicted


def process_out_of_fold(smiles: Sequence[str], values: Array, splits: Splits) -> Array:
    """The shipped model's Gaussian process by itself: its trees are taken out of the mean."""
    predicted = np.zeros(len(values))
    for train, test in splits:
        model = fit_structure_model([smiles[i] for i in train], values[train])
        features = Features.of([smiles[i] for i in test])
        both, _ = model.raw(features)
        predicted[test] = 2 * both - model.trees.predict(features.autocorrelations)
    return predicted


def r_squared(predicted: Array, values: Array) -> float:
    return float(1 - ((predicted - values) ** 2).sum() / ((values - values.mean()) ** 2).sum())


def losers(smiles: Sequence[str], values: Array, splits: Splits) -> dict[str, float]:
    counts = morgan_counts(smiles)
    tables = {
        "extra trees, 13 physical descriptors": descriptor_matrix(smiles),
        "extra trees, physical + surface": np.hstack(
            [descriptor_matrix(smiles), surface_matrix(smiles)]
        ),
        "extra trees, Morgan counts seen 3 times": counts[:, (counts > 0).sum(axis=0) >= 3],
        "extra trees, autocorrelations": autocorrelation_matrix(smiles),
    }
    figures = {
        name: r_squared(trees_out_of_fold(table, values, splits), values)
        for name, table in tables.items()
    }
    figures["Gaussian process by itself"] = r_squared(
        process_out_of_fold(smiles, values, splits), values
    )
    return figures


def _by_similarity(values: Array, predicted: Array, reach: Array, nearest: Array) -> list[str]:
    error = np.abs(values - predicted)
    lines = []
    for low, high in itertools.pairwise(BANDS):
        inside = (nearest >= low) & (nearest < high)
        if inside.any():
            lines.append(
                f"    nearest {low:.2f}-{min(high, 1.0):.2f}: n {inside.sum():3d}, "
                f"mean error {error[inside].mean():.2f}, "
                f"in 90 % interval {(error <= reach)[inside].mean():.0%}"
            )
    return lines


def main(n_repeats: int = 3, write: Callable[[str], object] = sys.stdout.write) -> None:
    smiles, values = sweetness_table()
    started = time.perf_counter()
    fit_structure_model(smiles, values)
    lines = [f"fit on all {len(smiles)} molecules: {time.perf_counter() - started:.1f} s"]
    by_scaffold = scaffold_splits(smiles)
    runs = {
        f"random {N_FOLDS}-fold, seed {s}": random_splits(len(smiles), s) for s in range(n_repeats)
    }
    runs["scaffold split"] = by_scaffold
    figures = []
    for name, splits in runs.items():
        predicted, reach, nearest = out_of_fold(smiles, values, splits)
        figures.append(r_squared(predicted, values))
        error = np.abs(predicted - values)
        inside = nearest >= MIN_SIMILARITY
        lines.append(
            f"{name:26s} R2 {figures[-1]:.3f}, mean error {error.mean():.2f}, in 90 % interval "
            f"{(error <= reach).mean():.0%}; in the domain ({inside.mean():.0%}): "
            f"R2 {r_squared(predicted[inside], values[inside]):.3f}"
        )
    lines += _by_similarity(values, predicted, reach, nearest)
    lines.append(f"mean R2 over random seeds: {np.mean(figures[:-1]):.3f}")
    lines.append(f"{'what lost, R2':46s}  random  scaffold")
    at_random = losers(smiles, values, runs[f"random {N_FOLDS}-fold, seed 0"])
    by_ring = losers(smiles, values, by_scaffold)
    lines += [f"{name:46s}  {at_random[name]:6.3f}  {by_ring[name]:8.3f}" for name in at_random]
    write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
