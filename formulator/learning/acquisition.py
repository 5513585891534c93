"""Which formula to taste next: expected improvement, alone and in batches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

FloatArray = npt.NDArray[np.float64]


def expected_improvement(mean: npt.ArrayLike, sd: npt.ArrayLike, best: float) -> FloatArray:
    """Return the expected gain over ``best`` of normal beliefs, ``(m - b) Phi(q) + s phi(q)``.

    Parameters
    ----------
    mean, sd : array-like of shape (n_formulas,)
        Posterior of population liking.
    best : float
        Highest posterior mean among the tasted formulas.

    Returns
    -------
    ndarray of shape (n_formulas,), score units, >= 0

    Examples
    --------
    >>> round(float(expected_improvement([1.2], [0.7], 1.5)[0]), 4)
    0.1545
    """
    gap = np.asarray(mean, dtype=float) - best
    s = np.asarray(sd, dtype=float)
    safe = np.where(s > 0, s, 1.0)
    q = gap / safe
    density = np.exp(-0.5 * q * q) / np.sqrt(2 * np.pi)
    return np.where(s > 0, np.maximum(gap * ndtr(q) + s * density, 0.0), np.maximum(gap, 0.0))
