"""Speed of profiles and distances in processor time on one core.

``OMP_NUM_THREADS=1 python -m tests.benchmarks.similarity.speed``
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

import ingredients
from formulator.profiles import ProfileTable, profile_table
from formulator.similarity import build_target, mixture_distance, nearest

N_FORMULAS, N_INGREDIENTS, N_PARTS = 100_000, 3_000, 8


def seconds(call: Callable[[], object]) -> float:
    """Processor time of a call: with one thread, what it takes on a quiet core."""
    start = time.process_time()
    call()
    return time.process_time() - start


def repeated(table: ProfileTable, n: int) -> ProfileTable:
    """As many foods as asked for, by taking the foods of a table again from the start."""
    rows = np.arange(n) % len(table.keys)
    return ProfileTable(
        axes=table.axes,
        keys=tuple(f"{table.keys[i]}:{j}" for j, i in enumerate(rows)),
        mean=table.mean[rows],
        spread=table.spread[rows],
        coverage=table.coverage[rows],
    )


def formulas(seed: int = 0) -> sp.csr_array:
    """Random formulas of a few ingredients each."""
    rng = np.random.default_rng(seed)
    columns = rng.integers(0, N_INGREDIENTS, (N_FORMULAS, N_PARTS))
    parts = rng.dirichlet(np.ones(N_PARTS), N_FORMULAS)
    rows = np.repeat(np.arange(N_FORMULAS), N_PARTS)
    shape = (N_FORMULAS, N_INGREDIENTS)
    return sp.csr_array((parts.ravel(), (rows, columns.ravel())), shape=shape)


def main() -> None:
    catalogue = ingredients.load()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FORMULATOR_CACHE_DIR"] = folder
        cold = seconds(lambda: profile_table(catalogue))
        warm = seconds(lambda: profile_table(catalogue))
        table = profile_table(catalogue)
        print(f"profiles of {len(catalogue)} foods, cold   {cold:6.2f} s (goal 2 s)")
        print(f"profiles of {len(catalogue)} foods, cached {warm:6.2f} s")
        target = build_target(catalogue, table, "milk_whole")
        made = seconds(lambda: build_target(catalogue, table, "milk_whole"))
        print(f"target of milk_whole           {made:6.2f} s")
        near = seconds(lambda: nearest(catalogue, "milk_whole"))
        print(f"nearest milk_whole, cached     {near:6.2f} s")
        many, X = repeated(table, N_INGREDIENTS), formulas()
        took = seconds(lambda: mixture_distance(target, many, X))
        label = f"distance of {N_FORMULAS} formulas x {N_INGREDIENTS} ingredients"
        print(f"{label}, sparse {took:6.2f} s (goal 2 s)")
        dense = X[: N_FORMULAS // 10].toarray()
        took = seconds(lambda: mixture_distance(target, many, dense))
        print(f"the same, dense, from a tenth of them {10 * took:6.2f} s")


if __name__ == "__main__":
    main()
