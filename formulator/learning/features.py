"""From compositions to scaled features, and from features to the kernel of liking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.learning.components import Components

FloatArray = npt.NDArray[np.float64]

CONSTANT = 1e-9
"""A column whose standard deviation is below this share of its size does not vary."""


def scaled_columns(table: npt.ArrayLike) -> FloatArray:
    """Centre and scale each column over all rows and divide by sqrt(number of columns).

    The rows must be the whole candidate region, tasted or not: scaling on the few tasted formulas
    would let their choice change the meaning of a distance. Columns that do not vary drop out.
    The mean of z'z over the rows is 1.

    Parameters
    ----------
    table : array-like of shape (n_formulas, n_columns)

    Returns
    -------
    ndarray of shape (n_formulas, n_varying)
    """
    x = np.asarray(table, dtype=float)
    x = x.reshape(len(x), -1)
    largest = np.abs(x).max(axis=0, initial=0.0)
    x = x / np.where(largest > 0, largest, 1.0)  # squares of tiny numbers would round to nothing
    spread = x.std(axis=0) if len(x) else np.zeros(x.shape[1])
    varies = spread > CONSTANT
    kept = x[:, varies]
    return np.asarray((kept - kept.mean(axis=0)) / spread[varies] / np.sqrt(max(kept.shape[1], 1)))


def matern52(distance: FloatArray) -> FloatArray:
    """Matern 5/2 correlation (1 + sqrt5 u + 5 u^2 / 3) exp(-sqrt5 u) at scaled distance u."""
    a = np.sqrt(5.0) * distance
    return np.asarray((1 + a + a * a / 3) * np.exp(-a))


def distances(z: FloatArray) -> FloatArray:
    """Euclidean distances between the rows of ``z``."""
    square = (z * z).sum(axis=1)
    gap = square[:, None] + square[None, :] - 2 * z @ z.T
    np.fill_diagonal(gap, 0.0)
    return np.asarray(np.sqrt(np.maximum(gap, 0.0)))


@dataclass(frozen=True, slots=True)
class Kernel:
    """Unit parts of the prior covariance of population liking between formulas."""

    linear: FloatArray
    """z z', shape (n_formulas, n_formulas)."""
    smooth: FloatArray
    """Matern 5/2 correlation of the smooth residual, same shape."""

    @classmethod
    def of(cls, table: npt.ArrayLike, *, length: float) -> Kernel:
        """Build the parts from a feature table of the whole candidate region."""
        return cls.of_scaled(scaled_columns(table), length=length)

    @classmethod
    def of_scaled(cls, z: FloatArray, *, length: float) -> Kernel:
        """Build the parts from features whose z'z has mean 1."""
        return cls(np.asarray(z @ z.T), matern52(distances(z) / length))

    @property
    def n_formulas(self) -> int:
        """Number of formulas."""
        return len(self.linear)

    def among(self, rows: npt.NDArray[np.intp]) -> Kernel:
        """Return the parts between some of the formulas."""
        pick = np.ix_(rows, rows)
        return Kernel(self.linear[pick], self.smooth[pick])

    def covariance(self, components: Components) -> FloatArray:
        """Level + linear mixture effect + smooth residual + what a formula has of its own."""
        c = components
        own = c.own * np.eye(self.n_formulas)
        return np.asarray(c.level + c.linear * self.linear + c.smooth * self.smooth + own)

    def with_strangers(self, n: int) -> Kernel:
        """Append formulas that share nothing but the level with the others, e.g. the control."""
        return Kernel(_padded(self.linear, n), _padded(self.smooth, n))


def _padded(block: FloatArray, n: int) -> FloatArray:
    size = len(block)
    wide = np.eye(size + n)
    wide[:size, :size] = block
    return wide
