"""Serving orders: Williams squares, and balanced incomplete blocks when a sitting is too short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.panel.blocks import improve_blocks

IntArray = npt.NDArray[np.intp]

CYCLIC_BASES: dict[tuple[int, int], tuple[int, ...]] = {
    # (samples, per sitting): base block of a cyclic balanced incomplete design,
    # difference sets as listed in Cochran & Cox 1957, Experimental Designs, chapter 11
    (7, 3): (0, 1, 3),
    (7, 4): (0, 1, 2, 4),
    (11, 5): (1, 3, 4, 5, 9),
    (13, 4): (0, 1, 3, 9),
    (21, 5): (0, 1, 4, 14, 16),
}


@dataclass(frozen=True, slots=True)
class Balance:
    """How even a set of orders is; a range of 0 is perfect."""

    samples: tuple[int, int]
    """Smallest and largest number of servings of a sample."""
    pairs: tuple[int, int]
    """Smallest and largest number of sittings that hold a pair of samples."""
    positions: tuple[int, int]
    """Smallest and largest number of times a sample stands in a position."""
    neighbours: tuple[int, int]
    """Smallest and largest number of times a sample directly follows another."""

    @property
    def is_perfect(self) -> bool:
        """Whether all four counts are even."""
        return all(
            low == high for low, high in (self.samples, self.pairs, self.positions, self.neighbours)
        )

    def describe(self) -> str:
        """Say the four ranges in words.

        Examples
        --------
        >>> balance_of(williams(4), n_samples=4).describe()
        'servings 4-4, pairs together 4-4, per position 1-1, directly after another 1-1'
        """
        parts = {
            "servings": self.samples,
            "pairs together": self.pairs,
            "per position": self.positions,
            "directly after another": self.neighbours,
        }
        return ", ".join(f"{name} {low}-{high}" for name, (low, high) in parts.items())


def williams(n_samples: int) -> IntArray:
    """Return the orders of a Williams square.

    Every sample stands once in every position and follows every other sample equally often
    (Williams 1949, Aust. J. Sci. Res. A 2, 149).

    Parameters
    ----------
    n_samples : int
        Coded samples, control and duplicate included; the warm-up stays outside.

    Returns
    -------
    ndarray of shape (n_samples, n_samples), or (2 n_samples, n_samples) when odd
        One row per taster, sample numbers in serving order.

    Raises
    ------
    InputError
        If there is no sample.

    Examples
    --------
    >>> ["".join(map(str, row)) for row in williams(4)]
    ['0312', '1023', '2130', '3201']
    """
    if n_samples < 1:
        raise InputError(f"a serving order needs at least 1 sample, got {n_samples}")
    first = [0]
    for i in range(1, n_samples):
        step = n_samples - i if i % 2 else i - n_samples
        first.append((first[-1] + step) % n_samples)
    rows = (np.array(first)[None, :] + np.arange(n_samples)[:, None]) % n_samples
    if n_samples % 2 and n_samples > 1:
        rows = np.vstack([rows, rows[:, ::-1]])
    return rows.astype(np.intp)


def serving_orders(n_samples: int, n_tasters: int, *, seed: int) -> IntArray:
    """Assign complete orders to tasters in shuffled Williams blocks.

    Sample labels and rows are shuffled, so that no sample keeps a fixed neighbour over sessions.

    Returns
    -------
    ndarray of shape (n_tasters, n_samples)
    """
    rng = np.random.default_rng(seed)
    square = williams(n_samples)
    labels = rng.permutation(n_samples)
    rows: list[IntArray] = []
    while len(rows) < n_tasters:
        rows += [labels[square[i]] for i in rng.permutation(len(square))]
    return np.array(rows[:n_tasters], dtype=np.intp).reshape(n_tasters, n_samples)


def cyclic_blocks(n_samples: int, per_sitting: int) -> IntArray | None:
    """Return the balanced incomplete blocks developed from a base block, None when not listed.

    Every pair of samples stands together equally often, and every sample once per position.
    """
    base = CYCLIC_BASES.get((n_samples, per_sitting))
    if base is None:
        return None
    return ((np.array(base)[None, :] + np.arange(n_samples)[:, None]) % n_samples).astype(np.intp)


def incomplete_orders(
    n_samples: int,
    n_tasters: int,
    *,
    per_sitting: int,
    seed: int,
    always: Sequence[int] = (),
) -> IntArray:
    """Assign blocks of fewer samples than there are, as evenly as swaps can make them.

    Parameters
    ----------
    n_samples, n_tasters : int
    per_sitting : int
        Cups a taster drinks.
    seed : int
    always : sequence of int
        Samples that go into every block (control, duplicate).

    Returns
    -------
    ndarray of shape (n_tasters, per_sitting)

    Raises
    ------
    InputError
        If a block cannot hold the samples that must be in it.
    """
    free = [i for i in range(n_samples) if i not in always]
    n_free = per_sitting - len(always)
    if not 0 < n_free <= len(free):
        raise InputError(
            f"a sitting of {per_sitting} cups must hold {len(always)} fixed and at least one, "
            f"at most {len(free)} further samples"
        )
    rng = np.random.default_rng(seed)
    start = _start_blocks(len(free), n_tasters, n_free, rng)
    fixed = np.tile(np.array(always, dtype=np.intp), (n_tasters, 1))
    blocks = np.hstack([fixed, np.array(free, dtype=np.intp)[start]])
    return improve_blocks(blocks, n_samples=n_samples, always=always, seed=seed)


def _start_blocks(n_free: int, n_tasters: int, size: int, rng: np.random.Generator) -> IntArray:
    """Cyclic blocks while a full set fits, then blocks filled with the samples served least."""
    cyclic = cyclic_blocks(n_free, size)
    labels = rng.permutation(n_free)
    rows: list[IntArray] = []
    while cyclic is not None and len(rows) + len(cyclic) <= n_tasters:
        rows += [labels[cyclic[i]] for i in rng.permutation(len(cyclic))]
    counts = np.bincount(np.concatenate([*rows, np.empty(0, np.intp)]), minlength=n_free)
    while len(rows) < n_tasters:
        block = np.lexsort((rng.random(n_free), counts))[:size]
        counts[block] += 1
        rows.append(rng.permutation(block))
    return np.array(rows, dtype=np.intp).reshape(n_tasters, size)


def balance_of(orders: npt.ArrayLike, *, n_samples: int) -> Balance:
    """Count servings, pairs, positions and direct neighbours.

    Parameters
    ----------
    orders : array-like of shape (n_tasters, per_sitting)
        Sample numbers in serving order; -1 marks a cup that was not served.
    n_samples : int
    """
    table = np.atleast_2d(np.asarray(orders, dtype=np.intp))
    n_positions = table.shape[1]
    position = np.zeros((n_samples, n_positions), dtype=int)
    together = np.zeros((n_samples, n_samples), dtype=int)
    after = np.zeros((n_samples, n_samples), dtype=int)
    for row in table:
        for place, sample in enumerate(row):
            if sample >= 0:
                position[sample, place] += 1
        served = row[row >= 0]
        together[np.ix_(served, served)] += 1
        np.add.at(after, (served[:-1], served[1:]), 1)
    off = ~np.eye(n_samples, dtype=bool)
    return Balance(
        samples=_range(position.sum(axis=1)),
        pairs=_range(together[off]),
        positions=_range(position.ravel()),
        neighbours=_range(after[off]),
    )


def _range(counts: npt.NDArray[np.int_]) -> tuple[int, int]:
    return (int(counts.min()), int(counts.max())) if counts.size else (0, 0)
