"""The front of a list: candidates that no other one beats in every respect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from formulator.search.candidate import Candidate


def aims_of(candidates: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """Return what the list trades off, smaller is better.

    Parameters
    ----------
    candidates : sequence of Candidate

    Returns
    -------
    ndarray of shape (n_candidates, 3)
        Distance, high end of the cost [USD/kg], and 1 - novelty; a cost or novelty that is not
        known counts as the worst of the list.
    """
    costs = [c.cost.high if c.cost else np.nan for c in candidates]
    novelties = [np.nan if c.novelty is None else 1 - c.novelty for c in candidates]
    table = np.array([[c.distance for c in candidates], costs, novelties], dtype=float).T
    worst = np.nan_to_num(np.nanmax(np.nan_to_num(table, nan=-np.inf), axis=0), neginf=0.0)
    return np.where(np.isnan(table), worst, table)


def on_front(aims: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell which rows are not dominated: no other row is as good everywhere and better somewhere.

    Parameters
    ----------
    aims : ndarray of shape (n, n_aims)
        Smaller is better.

    Returns
    -------
    ndarray of shape (n,)

    Examples
    --------
    >>> on_front(np.array([[1.0, 2.0], [2.0, 1.0], [2.0, 2.0]])).tolist()
    [True, True, False]
    """
    as_good = (aims[:, None, :] <= aims[None, :, :]).all(axis=2)
    better = (aims[:, None, :] < aims[None, :, :]).any(axis=2)
    return np.asarray(~(as_good & better).any(axis=0))
