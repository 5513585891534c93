"""Off-the-shelf peers: ridge, fitted Gaussian processes, raw means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, DotProduct, Matern, WhiteKernel
from sklearn.linear_model import RidgeCV

from formulator.learning.features import scaled_columns

FloatArray = npt.NDArray[np.float64]
Z90 = 1.6449


@dataclass(frozen=True)
class Prediction:
    mean: FloatArray
    low: FloatArray
    high: FloatArray


def _plain(mean: FloatArray) -> Prediction:
    """A method without intervals."""
    nothing = np.full(len(mean), np.nan)
    return Prediction(mean, nothing, nothing)


def centred_means(table: FloatArray) -> FloatArray:
    """Formula means after the tasters' own levels are taken out; NaN where untasted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # columns without any score
        level = np.nanmean(table, axis=1, keepdims=True)
        return np.asarray(np.nanmean(table - level, axis=0) + np.nanmean(table))


def grand_mean(x: FloatArray, table: FloatArray) -> Prediction:
    return _plain(np.full(len(x), np.nanmean(table)))


def raw_means(x: FloatArray, table: FloatArray) -> Prediction:
    """Mean of the scores; the grand mean where a formula was not tasted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        means = np.nanmean(table, axis=0)
    return _plain(np.where(np.isfinite(means), means, np.nanmean(table)))


def ridge(x: FloatArray, table: FloatArray) -> Prediction:
    z, y = scaled_columns(x), centred_means(table)
    known = np.isfinite(y)
    model = RidgeCV(alphas=np.logspace(-3, 3, 13)).fit(z[known], y[known])
    return _plain(np.asarray(model.predict(z)))


def fitted_gp(x: FloatArray, table: FloatArray, *, linear: bool) -> Prediction:
    """scikit-learn GP on formula means, hyper-parameters by marginal likelihood."""
    z, y = scaled_columns(x), centred_means(table)
    known = np.isfinite(y)
    centre, size = y[known].mean(), max(float(y[known].std()), 1e-6)
    kernel = ConstantKernel(1.0, (1e-3, 1e3)) * Matern(1.0, (0.1, 10.0), nu=2.5)
    if linear:
        kernel = kernel + ConstantKernel(1.0, (1e-3, 1e3)) * DotProduct(0.0, "fixed")
    model = GaussianProcessRegressor(
        kernel + WhiteKernel(0.3, (1e-3, 1e2)), n_restarts_optimizer=1, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # bounds reached: that is the peer
        model.fit(z[known], (y[known] - centre) / size)
    mean, total = model.predict(z, return_std=True)
    noise = float(np.exp(model.kernel_.theta[-1]))
    sd = np.sqrt(np.maximum(total**2 - noise, 0.0)) * size
    mean = centre + size * mean
    return Prediction(mean, mean - Z90 * sd, mean + Z90 * sd)


def linear_gp(x: FloatArray, table: FloatArray) -> Prediction:
    return fitted_gp(x, table, linear=True)


def plain_gp(x: FloatArray, table: FloatArray) -> Prediction:
    return fitted_gp(x, table, linear=False)


PEERS = {
    "grand mean": grand_mean,
    "raw means": raw_means,
    "ridge": ridge,
    "fitted GP": plain_gp,
    "fitted linear GP": linear_gp,
}
