"""Similarity of odour mixtures against human ratings, with the record of what lost.

``python -m tests.benchmarks.similarity.odour_mixtures`` prints r on all 360 pairs, on the 312 that
are not identical, and within each experiment. Nothing of the shipped method is fitted; its three
choices (radius, sharpness, pooling) are checked by choosing them anew without the pairs judged.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from formulator.molecules import morgan_bits, morgan_counts, tanimoto
from formulator.molecules.kernel import similarity_kernel
from formulator.molecules.mixtures import SHARPNESS, Pooling, odorant_similarity, pooled
from tests.benchmarks.similarity.snitz_2013 import RatedPairs, rated_pairs

Array = npt.NDArray[np.float64]
Folds = Iterator[tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]]
RADII, SHARPNESSES = (1, 2, 3), (1.0, 1.5, 2.0, 3.0)
POOLINGS: tuple[Pooling, ...] = ("mean", "worse")


def between_mixtures(data: RatedPairs, table: Array, pooling: Pooling = "worse") -> Array:
    """One number a pair from the similarities of all pairs of molecules."""
    values = []
    for a, b in zip(data.a, data.b, strict=True):
        part = table[np.ix_(a, b)]
        values.append(pooled(part, np.ones(len(a)), np.ones(len(b)), pooling=pooling))
    return np.array(values)


def shipped(data: RatedPairs) -> Array:
    return between_mixtures(data, odorant_similarity(data.smiles, data.smiles))


def shared_odorants(data: RatedPairs) -> Array:
    sets = [(set(a), set(b)) for a, b in zip(data.a, data.b, strict=True)]
    return np.array([len(a & b) / len(a | b) for a, b in sets])


def mean_of_all_pairs(data: RatedPairs, table: Array) -> Array:
    return np.array([table[np.ix_(a, b)].mean() for a, b in zip(data.a, data.b, strict=True)])


def summed_counts(data: RatedPairs) -> Array:
    """Tanimoto of the mixtures' mean Morgan counts."""
    counts = morgan_counts(data.smiles)
    return np.array(
        [
            tanimoto(counts[list(a)].mean(0), counts[list(b)].mean(0))[0, 0]
            for a, b in zip(data.a, data.b, strict=True)
        ]
    )


def methods(data: RatedPairs) -> dict[str, Array]:
    """Each method's value of each pair; the shipped one is the last."""
    smiles = data.smiles
    bits, counts = tanimoto(morgan_bits(smiles)), tanimoto(morgan_counts(smiles))
    kernel = similarity_kernel(smiles)
    return {
        "number of odorants, ratio": -np.abs(np.log(data.sizes[:, 0] / data.sizes[:, 1])),
        "shared odorants (Jaccard)": shared_odorants(data),
        "mean of all pairs, counts": mean_of_all_pairs(data, counts),
        "Tanimoto of mean counts": summed_counts(data),
        "mean-max, bits": between_mixtures(data, bits, "mean"),
        "mean-max, counts": between_mixtures(data, counts, "mean"),
        "mean-max, counts^1.5": between_mixtures(data, counts**1.5, "mean"),
        "mean-max, counts^2": between_mixtures(data, counts**2, "mean"),
        "mean-max, kernel": between_mixtures(data, kernel, "mean"),
        "mean-max, kernel^4": between_mixtures(data, kernel**4, "mean"),
        "worse side, kernel": between_mixtures(data, kernel),
        "worse side, kernel^4": between_mixtures(data, kernel**4),
        "worse side, bits": between_mixtures(data, bits),
        "worse side, counts": between_mixtures(data, counts),
        f"worse side, counts^{SHARPNESS} (shipped)": shipped(data),
    }


SIMPLE = (
    "number of odorants, ratio",
    "shared odorants (Jaccard)",
    "mean of all pairs, counts",
    "Tanimoto of mean counts",
    "mean-max, bits",
    "mean-max, counts",
)
"""Methods without any choice of ours in them."""


def r(x: Array, y: Array) -> float:
    return float(np.corrcoef(x, y)[0, 1]) if x.std() > 0 else float("nan")


def row(data: RatedPairs, value: Array) -> tuple[float, ...]:
    """Return r on all pairs, on non-identical ones, and on these within experiments 1, 2, 3."""
    other = ~data.is_identical
    parts = [np.ones_like(other), other, *(other & (data.experiment == e) for e in (1, 2, 3))]
    return tuple(r(value[p], data.rating[p]) for p in parts)


def stimulus_folds(data: RatedPairs, *, n_folds: int = 5, seed: int = 0) -> Folds:
    """Train on pairs of which neither mixture is held out; test on pairs with one that is."""
    left, right = data.stimuli
    fold = np.random.default_rng(seed).integers(0, n_folds, max(left.max(), right.max()) + 1)
    for k in range(n_folds):
        held = (fold[left] == k) | (fold[right] == k)
        yield ~held, held


def experiment_folds(
    data: RatedPairs,
) -> Folds:
    for e in (1, 2, 3):
        yield data.experiment != e, data.experiment == e


def options(data: RatedPairs) -> dict[tuple[int, float, str], Array]:
    return {
        (radius, power, pooling): between_mixtures(
            data, tanimoto(morgan_counts(data.smiles, radius=radius)) ** power, pooling
        )
        for radius in RADII
        for power in SHARPNESSES
        for pooling in POOLINGS
    }


def chosen_without(
    data: RatedPairs,
    folds: Folds,
    choices: dict[tuple[int, float, str], Array],
) -> tuple[Array, list[tuple[int, float, str]]]:
    """Out-of-fold values: in each fold the option best on the training pairs, put on its scale."""
    total, times = np.zeros(len(data.rating)), np.zeros(len(data.rating))
    taken = []
    for train, test in folds:
        best = max(choices, key=lambda c: r(choices[c][train], data.rating[train]))
        slope, intercept = np.polyfit(choices[best][train], data.rating[train], 1)
        total[test] += slope * choices[best][test] + intercept
        times[test] += 1
        taken.append(best)
    return total / times, taken


def fitted(
    data: RatedPairs,
    folds: Folds,
) -> Array:
    """Out-of-fold least squares on similarity, ratio of sizes and size of the smaller mixture."""
    sizes = np.log(data.sizes)
    columns = [np.ones(len(sizes)), shipped(data), np.abs(np.diff(sizes)[:, 0]), sizes.min(1)]
    design = np.column_stack(columns)
    total, times = np.zeros(len(data.rating)), np.zeros(len(data.rating))
    for train, test in folds:
        weights = np.linalg.lstsq(design[train], data.rating[train], rcond=None)[0]
        total[test] += design[test] @ weights
        times[test] += 1
    return total / times


def gain_interval(
    data: RatedPairs, better: Array, worse: Array, *, n: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """95 % bootstrap interval (over pairs) of the gain in r on non-identical pairs."""
    places = np.flatnonzero(~data.is_identical)
    rng = np.random.default_rng(seed)
    gains = []
    for _ in range(n):
        s = rng.choice(places, len(places))
        gains.append(r(better[s], data.rating[s]) - r(worse[s], data.rating[s]))
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


def _line(name: str, figures: tuple[float, ...]) -> str:
    shown = "".join("      -" if np.isnan(f) else f"{f:7.3f}" for f in figures)
    return f"{name:44s}{shown}"


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    data = rated_pairs()
    lines = [_header("as published or plain, then ours (nothing fitted)")]
    values = methods(data)
    lines += [_line(name, row(data, value)) for name, value in values.items()]
    choices = options(data)
    lines += ["", _header("chosen among 24 options or fitted, out of fold")]
    kinds: list[tuple[str, Callable[[], Folds]]] = [
        ("mixtures held out", lambda: stimulus_folds(data)),
        ("experiment held out", lambda: experiment_folds(data)),
    ]
    for name, folds in kinds:
        value, taken = chosen_without(data, folds(), choices)
        lines.append(_line(f"best option, {name}", row(data, value)))
        lines.append("    chosen (radius, sharpness, pooling): " + "; ".join(map(str, taken)))
        lines.append(_line(f"least squares with sizes, {name}", row(data, fitted(data, folds()))))
    best = max(SIMPLE, key=lambda name: row(data, values[name])[1])
    low, high = gain_interval(data, shipped(data), values[best])
    lines += [
        "",
        f"gain over '{best}' on non-identical pairs, 95 % interval: {low:.3f} to {high:.3f}",
    ]
    write("\n".join(lines) + "\n")


def _header(title: str) -> str:
    return f"{title:44s}    all  other   ex1    ex2    ex3"


if __name__ == "__main__":
    main()
