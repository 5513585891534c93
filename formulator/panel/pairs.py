"""Bradley-Terry: worths from pairs, for confirmation rounds and when a scale is distrusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError

FloatArray = npt.NDArray[np.float64]
PAIR_PRIOR = 0.1
"""Wins added to each side of every pair when asked to regularise."""


def pairs_from_scores(table: npt.ArrayLike) -> tuple[FloatArray, int]:
    """Count within-taster wins.

    Parameters
    ----------
    table : array-like of shape (n_tasters, n_formulas)
        NaN where a score is missing.

    Returns
    -------
    wins : ndarray of shape (n_formulas, n_formulas)
        wins[i, j] = how often i was scored above j by the same taster.
    n_ties : int
        Pairs with equal scores; they are dropped.
    """
    y = np.asarray(table, dtype=float)
    above = y[:, :, None] > y[:, None, :]
    equal = y[:, :, None] == y[:, None, :]
    n = y.shape[1]
    return above.sum(axis=0).astype(float), int(equal[:, *np.triu_indices(n, 1)].sum())


def bradley_terry(wins: npt.ArrayLike, *, prior: float = 0.0) -> FloatArray:
    """Estimate log worths u with P(i > j) = 1 / (1 + exp(u_j - u_i)), sum zero.

    Newton's method on the log likelihood (Bradley & Terry 1952, Biometrika 39, 324).

    Parameters
    ----------
    wins : array-like of shape (n, n)
    prior : float
        Wins added to both sides of every pair; needed when the pairs do not connect everything or
        one formula always wins.

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    InputError
        If the estimates are not finite without a prior.
    """
    w = np.asarray(wins, dtype=float) + prior * (1 - np.eye(len(np.asarray(wins))))
    n = len(w)
    if n > 1 and not _is_connected(w > 0):
        raise InputError(
            "the pairs do not bind all formulas in both directions; use prior > 0, e.g. "
            f"{PAIR_PRIOR}"
        )
    total, u = w + w.T, np.zeros(n)
    for _ in range(100):
        p = 1 / (1 + np.exp(u[None, :] - u[:, None]))
        gradient = (w - total * p).sum(axis=1)
        curve = total * p * (1 - p)
        hessian = np.diag(curve.sum(axis=1)) - curve
        step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
        step *= min(1.0, 2.0 / max(np.abs(step).max(), 1e-300))
        u = u + step - (u + step).mean()
        if np.abs(step).max() < 1e-12:
            break
    return np.asarray(u)


def _is_connected(beats: npt.NDArray[np.bool_]) -> bool:
    """Whether every formula reaches every other along wins (Ford 1957)."""
    reach = beats | np.eye(len(beats), dtype=bool)
    for _ in range(len(beats)):
        reach = (reach.astype(int) @ reach.astype(int)) > 0
    return bool(reach.all())


def wins_of(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> FloatArray:
    """Count (winner, loser) pairs in a table ordered by ``names``."""
    number = {name: i for i, name in enumerate(names)}
    wins = np.zeros((len(names), len(names)))
    for winner, loser in pairs:
        wins[number[winner], number[loser]] += 1
    return wins
