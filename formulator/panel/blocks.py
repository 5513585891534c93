"""Swaps that make incomplete blocks and their serving orders even."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.intp]
N_TRIALS_PER_CUP = 60
"""Random swaps tried per cup; more changed no range on designs up to 20 samples."""


def imbalance(orders: IntArray, *, n_samples: int) -> float:
    """Sum of squared deviations of sample, pair, position and neighbour counts from their means."""
    n_tasters, size = orders.shape
    served = np.zeros((n_tasters, n_samples))
    np.add.at(served, (np.arange(n_tasters)[:, None], orders), 1)
    place = np.zeros((n_samples, size))
    np.add.at(place, (orders, np.arange(size)[None, :]), 1)
    after = np.zeros((n_samples, n_samples))
    np.add.at(after, (orders[:, :-1].ravel(), orders[:, 1:].ravel()), 1)
    off = ~np.eye(n_samples, dtype=bool)
    together = (served.T @ served)[off]
    counts = (served.sum(axis=0), together, place.ravel(), after[off])
    return float(sum(((c - c.mean()) ** 2).sum() for c in counts if c.size))


def improve_blocks(
    blocks: IntArray, *, n_samples: int, always: Collection[int] = (), seed: int
) -> IntArray:
    """Swap cups within and between blocks while the four counts get more even.

    Parameters
    ----------
    blocks : ndarray of shape (n_tasters, per_sitting)
    n_samples : int
    always : collection of int
        Samples that stay in every block; they only change their position.
    seed : int

    Returns
    -------
    ndarray of shape (n_tasters, per_sitting)
        No block holds a sample twice.
    """
    rng = np.random.default_rng(seed)
    best = np.array([rng.permutation(row) for row in blocks], dtype=np.intp)
    if best.size == 0 or best.shape[1] < 2:
        return best
    score = imbalance(best, n_samples=n_samples)
    for _ in range(N_TRIALS_PER_CUP * best.size):
        trial = _swapped(best, rng, always)
        if trial is None:
            continue
        value = imbalance(trial, n_samples=n_samples)
        if value <= score:
            best, score = trial, value
    return best


def _swapped(
    orders: IntArray, rng: np.random.Generator, always: Collection[int]
) -> IntArray | None:
    """Swap two cups of one taster, or one cup each of two tasters; None when not allowed."""
    n_tasters, size = orders.shape
    trial = orders.copy()
    i, j = rng.integers(n_tasters, size=2)
    a, b = rng.integers(size, size=2)
    if i != j:
        mine, other = orders[i, a], orders[j, b]
        fixed = mine in always or other in always
        if fixed or other in orders[i] or mine in orders[j]:
            return None
    trial[i, a], trial[j, b] = orders[j, b], orders[i, a]
    return trial
