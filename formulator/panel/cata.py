"""Check-all-that-apply: which terms tell the formulas apart, and which go with liking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError


@dataclass(frozen=True, slots=True)
class TermTest:
    """Cochran's Q of one term over formulas."""

    q: float
    df: int
    p_value: float
    shares: tuple[float, ...]
    """Share of tasters who ticked the term, formula by formula."""


def cochran_q(ticked: npt.ArrayLike) -> TermTest:
    """Test whether a term is ticked equally often for all formulas (Cochran 1950).

    Parameters
    ----------
    ticked : array-like of 0/1, shape (n_tasters, n_formulas)
        Complete tasters only.

    Returns
    -------
    TermTest
        Q = 0 and p = 1 when nobody distinguishes anything.

    Raises
    ------
    InputError
        If the table holds anything but 0 and 1, or fewer than two formulas.
    """
    from scipy.stats import chi2  # noqa: PLC0415 (heavy: start-up stays light)

    table = np.asarray(ticked, dtype=float)
    if table.ndim != 2 or table.shape[1] < 2 or not np.isin(table, (0, 1)).all():
        raise InputError("Cochran's Q needs a complete table of 0 and 1 with 2 formulas or more")
    k = table.shape[1]
    columns, rows, total = table.sum(axis=0), table.sum(axis=1), table.sum()
    below = float(k * total - (rows**2).sum())
    above = float((k - 1) * (k * (columns**2).sum() - total**2))
    q = above / below if below > 0 else 0.0
    return TermTest(q, k - 1, float(chi2.sf(q, k - 1)), tuple(table.mean(axis=0).tolist()))


def sign_test(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Two-sided p value that a term is ticked equally often for two formulas.

    Parameters
    ----------
    one, other : array-like of 0/1, shape (n_tasters,)
    """
    from scipy.stats import binomtest  # noqa: PLC0415 (heavy: start-up stays light)

    a, b = np.asarray(one, dtype=bool), np.asarray(other, dtype=bool)
    more, fewer = int((a & ~b).sum()), int((b & ~a).sum())
    return float(binomtest(more, more + fewer).pvalue) if more + fewer else 1.0


def liking_lift(liking: npt.ArrayLike, ticked: npt.ArrayLike) -> float:
    """Mean liking of cups with the term minus mean without it; NaN when one side is empty."""
    score, tick = np.asarray(liking, dtype=float), np.asarray(ticked, dtype=bool)
    if tick.all() or not tick.any():
        return float("nan")
    return float(score[tick].mean() - score[~tick].mean())
