"""What molecular likeness adds inside blocks: an ablation on likeness and analogue retrieval.

``python -m tests.benchmarks.similarity.kernel_ablation`` prints mean AUROCs with and without it.
Two ways of letting like molecules stand for each other are tried in every block that has several
molecules, and in all of them at once:

- exchange: ``Sigma = diag(v) + strength * exchange_covariance / n``: mass may move between them;
- metric: ``(1 - strength) * identity + strength * K`` on differences in units of deviation.

Axes without one structure stay by themselves. Nothing is fitted; each strength is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial

import numpy as np
import numpy.typing as npt

import ingredients
from formulator.molecules import exchange_covariance, similarity_kernel
from formulator.profiles import ProfileTable
from formulator.similarity import fit_target
from formulator.similarity.target import Target
from tests.benchmarks.similarity.categories import (
    ANALOGUES,
    DAIRY_CATEGORIES,
    OTHER_ANALOGUES,
    OTHER_CATEGORIES,
)
from tests.benchmarks.similarity.likeness import likeness_table, retrieval_table
from tests.benchmarks.similarity.sr28_foods import foods, joint_profiles, pool_keys

Array = npt.NDArray[np.float64]
Whitening = Callable[[Sequence[str], Array], Array]
"""(SMILES or empty, deviations) -> matrix that turns gaps into squares to be summed."""
STRENGTHS = (1.0, 3.0)
METRIC_STRENGTHS = (0.3, 0.7)


def plain(smiles: Sequence[str], deviation: Array) -> Array:
    return np.diag(1 / deviation)


def exchange(smiles: Sequence[str], deviation: Array, *, strength: float) -> Array:
    moved = exchange_covariance(smiles, deviation**2) / len(smiles)
    return _inverse_root(np.diag(deviation**2) + strength * moved)


def metric(smiles: Sequence[str], deviation: Array, *, strength: float) -> Array:
    kernel = np.eye(len(smiles))
    places = [i for i, text in enumerate(smiles) if text]
    kernel[np.ix_(places, places)] = similarity_kernel([smiles[i] for i in places])
    values, vectors = np.linalg.eigh((1 - strength) * np.eye(len(smiles)) + strength * kernel)
    root = vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.T
    return np.asarray(root @ np.diag(1 / deviation))


def _inverse_root(covariance: Array) -> Array:
    """Symmetric root of the inverse, on axes scaled to unit variance for accuracy."""
    scale = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    return np.asarray(vectors @ np.diag(values**-0.5) @ vectors.T @ np.diag(1 / scale))


@cache
def structures() -> dict[str, str]:
    """SMILES of the axes that are, or are represented by, one molecule."""
    return {p.key: p.smiles for p in ingredients.load().properties if p.smiles}


@cache
def fitted(members: tuple[str, ...], centre: str | None) -> Target:
    return fit_target(joint_profiles(), members, centre=centre)


@cache
def pool() -> ProfileTable:
    return joint_profiles().select(pool_keys(range(len(foods()))))


@lru_cache(maxsize=4000)  # 70 kB each: the plain blocks of all targets and one variant's
def block_part(
    members: tuple[str, ...], centre: str | None, block: str, whitening: Whitening, robust: bool
) -> Array | float:
    """Part of the distances of all SR28 foods that comes from one block."""
    target = fitted(members, centre)
    labels = np.array([a.block for a in target.axes])
    chosen = np.flatnonzero((labels == block) & np.isfinite(target.deviation))
    if not len(chosen):
        return 0.0
    smiles = [structures().get(target.axes[j].key, "") for j in chosen]
    turn = whitening(smiles, target.deviation[chosen])
    squares = ((pool().mean[:, chosen] - target.mean[chosen]) @ turn.T) ** 2
    if robust:
        known = target.deviation[chosen] ** 2
        squares = np.log1p(squares * known / (known + pool().spread[:, chosen] ** 2))
    return np.asarray(dict(target.weights)[block] * squares.mean(axis=1))


def measure(
    table: ProfileTable,
    members: list[str],
    centre: str | None,
    *,
    whitening: Whitening,
    blocks: frozenset[str],
    robust: bool,
) -> Array:
    """Distances of all SR28 foods, with the whitening in some blocks."""
    key = tuple(members)
    parts = [
        block_part(key, centre, block, whitening if block in blocks else plain, robust)
        for block in fitted(key, centre).blocks
    ]
    return np.asarray(sum(parts))


def figures(whitening: Whitening, blocks: frozenset[str], *, robust: bool) -> list[float]:
    """Mean AUROC: dairy likeness, other likeness, analogues, other analogues."""
    one = partial(measure, whitening=whitening, blocks=blocks, robust=robust)
    tables = (
        likeness_table(one, DAIRY_CATEGORIES),
        likeness_table(one, OTHER_CATEGORIES),
        retrieval_table(one, ANALOGUES, point=True),
        retrieval_table(one, OTHER_ANALOGUES, point=True),
    )
    return [float(np.mean(list(t.values()))) for t in tables]


def molecular_blocks() -> tuple[str, ...]:
    """Blocks in which at least two axes are molecules."""
    axes = joint_profiles().axes
    counts: dict[str, int] = {}
    for axis in axes:
        counts[axis.block] = counts.get(axis.block, 0) + (axis.key in structures())
    return tuple(block for block, n in counts.items() if n >= 2)


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    blocks = molecular_blocks()
    write(f"{'mean AUROC':44s}  dairy  other  analogues  other analogues\n")
    variants: list[tuple[str, Whitening]] = [
        *((f"exchange {s}", partial(exchange, strength=s)) for s in STRENGTHS),
        *((f"metric {s}", partial(metric, strength=s)) for s in METRIC_STRENGTHS),
    ]
    for robust in (True, False):
        label = "logarithmic" if robust else "quadratic"
        _line(write, f"{label}, without", figures(plain, frozenset(), robust=robust))
        for name, whitening in variants:
            for where in (*([b] for b in blocks), list(blocks)):
                title = f"{label}, {name}, {where[0] if len(where) == 1 else 'all of these'}"
                _line(write, title, figures(whitening, frozenset(where), robust=robust))


def _line(write: Callable[[str], object], title: str, values: list[float]) -> None:
    dairy, other, analogues, others = values
    write(f"{title:44s} {dairy:.4f} {other:.4f}     {analogues:.4f}           {others:.4f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
