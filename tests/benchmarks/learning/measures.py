"""Measures of a prediction against what many other tasters say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

FloatArray = npt.NDArray[np.float64]


def spearman(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Rank correlation; 0 when one side is constant (it orders nothing)."""
    x, y = rankdata(a), rankdata(b)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


@dataclass(frozen=True)
class Figures:
    """One split's figures."""

    rmse: float
    rank: float
    regret: float
    coverage: float
    rank_se: float = 0.0
    """Standard error of ``rank`` over splits."""


def judge(
    mean: FloatArray, low: FloatArray, high: FloatArray, truth: FloatArray, pick: FloatArray
) -> Figures:
    """Compare predictions with the truth.

    Parameters
    ----------
    mean, low, high, truth : ndarray of shape (n,)
    pick : ndarray of shape (n,)
        What the pick goes by; regret is the best truth minus the truth of the highest.
    """
    return Figures(
        rmse=float(np.sqrt(np.mean((mean - truth) ** 2))),
        rank=spearman(mean, truth),
        regret=float(truth.max() - truth[int(np.argmax(pick))]),
        coverage=float(np.mean((low <= truth) & (truth <= high))),
    )


def average(figures: list[Figures]) -> Figures:
    """Means over splits."""
    names = ("rmse", "rank", "regret", "coverage")
    ranks = np.array([f.rank for f in figures])
    se = float(ranks.std(ddof=1) / np.sqrt(len(ranks))) if len(ranks) > 1 else 0.0
    return Figures(*(float(np.mean([getattr(f, n) for f in figures])) for n in names), rank_se=se)
