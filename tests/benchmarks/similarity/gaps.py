"""Gap estimates against known values that were hidden, block by block.

``python -m tests.benchmarks.similarity.gaps`` hides a seventh of the foods' values of one block at
a time (all of its axes together, so that no relative on the same axis gives the answer away),
estimates them, and prints the error beside two simple ways, and how often the 90 % interval holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import ingredients
from formulator.profiles import AXES, BLOCKS, axis_values, fill_gaps, genus, is_purified, kingdom
from formulator.profiles.gaps import Z90, bases
from tests.benchmarks.similarity.sr28_foods import Array, foods

SHARE_HIDDEN = 1 / 7
LEAST_HIDDEN = 20
SEED = 7
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of one block: median over axes of mean absolute error over mean absolute deviation.

    The median, because axes that are 0 in nearly all foods (DHA) have next to no deviation.
    """

    block: str
    n_hidden: int
    estimate: float
    """Of the shipped estimate; 1 is the mean absolute deviation of the axis from its median."""
    mean_share: float
    """Of the mean share of the base over all foods."""
    zero: float
    """Of taking the missing value as zero."""
    coverage: float
    """Share of hidden values within the 90 % interval, over the whole block."""
    least_coverage: float
    """The same on the worst axis."""


def hidden_blocks(values: Array) -> Iterator[tuple[str, Mask]]:
    """Per block the cells to hide: axes with a base, in a seventh of the foods."""
    rng = np.random.default_rng(SEED)
    for block in BLOCKS:
        of_block = np.array([a.block == block and bool(a.base) for a in AXES])
        chosen = rng.random(len(values)) < SHARE_HIDDEN
        yield block, np.isfinite(values) & np.outer(chosen, of_block)


def score(block: str, hidden: Mask, truth: Array, *, filled: Array, spread: Array) -> Score | None:
    """Errors and interval coverage of the hidden cells of one block."""
    kept = np.where(hidden, np.nan, truth)
    whole = bases(kept, AXES)
    errors: list[tuple[float, float, float]] = []
    inside: list[Array] = []
    for j in np.flatnonzero(hidden.sum(axis=0) >= LEAST_HIDDEN):
        rows, known = hidden[:, j], np.isfinite(kept[:, j])
        scale = float(np.mean(np.abs(truth[rows, j] - np.median(truth[rows, j]))))
        if scale <= 0:
            continue
        share = np.nansum(kept[known, j]) / max(np.nansum(whole[known, j]), 1e-9)
        guesses = (filled[rows, j], share * np.nan_to_num(whole[rows, j]), 0.0)
        errors.append(
            tuple(float(np.mean(np.abs(g - truth[rows, j]))) / scale for g in guesses)  # type: ignore[arg-type]  # three of them
        )
        inside.append(np.abs(filled[rows, j] - truth[rows, j]) <= Z90 * spread[rows, j] + 1e-9)
    if not errors:
        return None
    estimate, mean_share, zero = np.median(errors, axis=0)
    return Score(
        block=block,
        n_hidden=int(sum(len(i) for i in inside)),
        estimate=float(estimate),
        mean_share=float(mean_share),
        zero=float(zero),
        coverage=float(np.concatenate(inside).mean()),
        least_coverage=float(min(i.mean() for i in inside)),
    )


def sr28_scores() -> list[Score]:
    """Scores on all foods of SR28, with nothing but names and composition to go by."""
    pool = foods()
    found = []
    for block, hidden in hidden_blocks(pool.values):
        if hidden.sum() >= LEAST_HIDDEN:
            filled = fill_gaps(np.where(hidden, np.nan, pool.values), AXES, names=pool.names)
            found.append(
                score(block, hidden, pool.values, filled=filled.mean, spread=filled.spread)
            )
    return [s for s in found if s is not None]


def catalogue_scores() -> list[Score]:
    """Scores on the catalogue as it is used, with categories and botanical genera."""
    catalogue = ingredients.load()
    values, _ = axis_values(catalogue)
    found = []
    for block, hidden in hidden_blocks(values):
        filled = fill_gaps(
            np.where(hidden, np.nan, values),
            AXES,
            names=[f.name for f in catalogue.foods],
            categories=[f.category for f in catalogue.foods],
            genera=[genus(f) for f in catalogue.foods],
            purified=[is_purified(f) for f in catalogue.foods],
            kingdoms=[kingdom(f) for f in catalogue.foods],
        )
        found.append(score(block, hidden, values, filled=filled.mean, spread=filled.spread))
    return [s for s in found if s is not None]


def report(title: str, scores: list[Score]) -> None:
    print(f"--- {title}: mean absolute error over mean absolute deviation, and 90 % intervals")
    print(f"{'block':14s} {'hidden':>7s} {'estimate':>9s} {'mean share':>10s} {'zero':>6s}", end="")
    print(f" {'in 90 %':>8s} {'worst axis':>10s}")
    for s in scores:
        print(
            f"{s.block:14s} {s.n_hidden:7d} {s.estimate:9.3f} {s.mean_share:10.3f} {s.zero:6.3f}"
            f" {s.coverage:8.3f} {s.least_coverage:10.3f}"
        )


def main() -> None:
    report("all SR28 foods, names and composition only", sr28_scores())
    report("the catalogue, with categories and genera", catalogue_scores())


if __name__ == "__main__":
    main()
