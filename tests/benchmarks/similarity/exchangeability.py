"""What molecular exchangeability adds inside blocks: an ablation of the kernel.

Inside a block of molecules the tolerated covariance is ``S (I + theta K) S`` with the tolerated
deviations S and a kernel K over the molecules: a shift of mass between like molecules becomes
cheap. ``python -m tests.benchmarks.similarity.exchangeability`` compares the molecular kernel with
the identity (the same variance, no likeness), with the molecular kernel under a random renaming of
the molecules (likeness of the wrong pairs), and with leaving it out, as the library does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np

import ingredients
from formulator.molecules.kernel import similarity_kernel
from formulator.profiles import ProfileTable
from formulator.similarity import fit_target
from tests.benchmarks.similarity.categories import (
    ANALOGUES,
    DAIRY_CATEGORIES,
    OTHER_ANALOGUES,
    OTHER_CATEGORIES,
)
from tests.benchmarks.similarity.likeness import likeness_table, retrieval_table
from tests.benchmarks.similarity.sr28_foods import Array, foods, pool_keys

BLOCKS = ("fatty_acids", "amino_acids", "sugars")
Kernel = Callable[[tuple[str, ...]], Array]


@cache
def molecules() -> dict[str, str]:
    """SMILES of the axes that are one molecule or shown by one."""
    return {p.key: p.smiles for p in ingredients.load().properties if p.smiles}


@cache
def molecular(smiles: tuple[str, ...]) -> Array:
    return similarity_kernel(smiles)


def identity(smiles: tuple[str, ...]) -> Array:
    return np.eye(len(smiles))


def renamed(smiles: tuple[str, ...]) -> Array:
    order = np.random.default_rng(3).permutation(len(smiles))
    return molecular(smiles)[np.ix_(order, order)]


def measure(
    table: ProfileTable,
    members: list[str],
    centre: str | None,
    *,
    kernel: Kernel | None,
    theta: float,
    blocks: tuple[str, ...] = BLOCKS,
) -> Array:
    """Ranking distances of all SR28 foods, with the kernel inside some blocks."""
    target = fit_target(table, members, centre=centre)
    pool = table.select(pool_keys(range(len(foods()))))
    gap = pool.mean - target.mean
    labels = np.array([a.block for a in table.axes])
    total = np.zeros(len(gap))
    for block, weight in target.weights:
        columns = np.flatnonzero((labels == block) & np.isfinite(target.deviation))
        whiten = np.diag(1 / target.deviation[columns])
        if kernel is not None and block in blocks:
            whiten = _whitening(table, columns, target.deviation[columns], kernel, theta)
        z = gap[:, columns] @ whiten.T
        doubt = (pool.spread[:, columns] ** 2) @ (whiten**2).T
        total += weight * np.log1p(z**2 / (1 + doubt)).mean(axis=1)
    return total


def _whitening(
    table: ProfileTable, columns: Array, deviation: Array, kernel: Kernel, theta: float
) -> Array:
    """Symmetric inverse root of the covariance; axes that are no molecule stay on their own."""
    known = [i for i, j in enumerate(columns) if table.axes[j].key in molecules()]
    covariance = np.eye(len(columns))
    smiles = tuple(molecules()[table.axes[columns[i]].key] for i in known)
    covariance[np.ix_(known, known)] += theta * kernel(smiles)
    values, vectors = np.linalg.eigh(covariance)
    return (vectors / np.sqrt(values)) @ vectors.T / deviation


def main() -> None:
    print("kernel          theta  dairy   other   analogues  other analogues (mean AUROC)")
    rows: list[tuple[str, Kernel | None, float, tuple[str, ...]]] = [
        ("left out", None, 0.0, BLOCKS)
    ]
    for theta in (1.0, 4.0):
        rows += [
            ("molecular", molecular, theta, BLOCKS),
            ("identity", identity, theta, BLOCKS),
            ("renamed", renamed, theta, BLOCKS),
        ]
    rows += [(f"molecular, {b}", molecular, 4.0, (b,)) for b in BLOCKS]
    for label, kernel, theta, blocks in rows:
        found = partial(measure, kernel=kernel, theta=theta, blocks=blocks)
        means = [
            np.mean(list(t.values()))
            for t in (
                likeness_table(found, DAIRY_CATEGORIES),
                likeness_table(found, OTHER_CATEGORIES),
                retrieval_table(found, ANALOGUES, point=True),
                retrieval_table(found, OTHER_ANALOGUES, point=True),
            )
        ]
        print(f"{label:24s} {theta:3.0f}  " + "  ".join(f"{m:.4f}" for m in means), flush=True)


if __name__ == "__main__":
    main()
