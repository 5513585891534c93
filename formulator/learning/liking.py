"""The liking model in closed form: formulas, taster levels, first position, noise.

``score = mu + h(x) + taster + d * [first position] + noise`` (panel handbook, section 2). The
posterior is the BLUP, which equals a Gaussian process; nothing is fitted to the few scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

from formulator.errors import InputError
from formulator.learning.components import Components

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores in long form; missing scores are simply absent."""

    formula: IntArray
    """Row of the formula in the kernel, shape (n,)."""
    taster: IntArray
    """Taster number 0..n_tasters-1, shape (n,)."""
    score: FloatArray
    """Shape (n,)."""
    is_first: FloatArray
    """1 where the cup was served first, else 0; shape (n,)."""
    noise_ratio: FloatArray | None = None
    """Noise variance of each score relative to the component; None means 1."""

    def __post_init__(self) -> None:
        n = len(self.score)
        if not (len(self.formula) == len(self.taster) == len(self.is_first) == n):
            raise InputError("formula, taster, score and is_first must have one entry per score")
        if not np.isfinite(self.score).all():
            raise InputError("scores must be finite numbers; leave missing scores out")
        if self.noise_ratio is not None and not (self.noise_ratio > 0).all():
            raise InputError("noise ratios must be > 0")

    @property
    def n_tasters(self) -> int:
        """Number of tasters."""
        return int(self.taster.max()) + 1 if len(self.taster) else 0

    def noise(self, components: Components) -> FloatArray:
        """Noise variance of each score."""
        ratio = np.ones(len(self.score)) if self.noise_ratio is None else self.noise_ratio
        return np.asarray(components.noise * ratio)


@dataclass(frozen=True, slots=True)
class LikingPosterior:
    """Population liking of every formula given the scores."""

    mean: FloatArray
    """Shape (n_formulas,), score units."""
    covariance: FloatArray
    """Shape (n_formulas, n_formulas)."""
    taster_level: FloatArray
    """Shrunken levels, shape (n_tasters,)."""
    first: float
    """First-position effect, score units."""
    log_evidence: float
    """Log density of the scores under the model."""

    @property
    def sd(self) -> FloatArray:
        """Posterior standard deviation of each formula's population mean."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))


@dataclass(frozen=True, slots=True)
class _Reduced:
    """Scores reduced to the formulas they are about; tasters and position integrated out."""

    precision: FloatArray
    """A = P'R^-1 P, with R = taster, position and noise covariance."""
    pull: FloatArray
    """b = P'R^-1 (y - prior)."""
    quadratic: float
    """(y - prior)' R^-1 (y - prior)."""
    log_det: float
    """log det R."""


def _taster_tables(
    scores: Scores, residual: FloatArray, components: Components, n_formulas: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Weights w = 1/noise summed by taster and formula, and sums of w * residual, w * first."""
    weight = 1.0 / scores.noise(components)
    cells = np.zeros((scores.n_tasters, n_formulas))
    np.add.at(cells, (scores.taster, scores.formula), weight)
    by_taster = _sums(scores.taster, weight * residual, scores.n_tasters)
    firsts = _sums(scores.taster, weight * scores.is_first, scores.n_tasters)
    return weight, cells, by_taster, firsts


def _sums(group: IntArray, values: FloatArray, n: int) -> FloatArray:
    return np.asarray(np.bincount(group, values, minlength=n), dtype=np.float64)


def _reduce(
    scores: Scores, residual: FloatArray, components: Components, n_formulas: int
) -> _Reduced:
    """Integrate out taster levels (rank one per taster), then the first-position effect."""
    w, cells, by_taster, firsts = _taster_tables(scores, residual, components, n_formulas)
    total = cells.sum(axis=1)
    shrink = components.taster / (1 + components.taster * total)

    def against(x_formula: FloatArray, x_taster: FloatArray) -> FloatArray:
        return np.asarray(x_formula - cells.T @ (shrink * x_taster))

    precision = np.diag(cells.sum(axis=0)) - cells.T @ (shrink[:, None] * cells)
    by_formula = _sums(scores.formula, w * residual, n_formulas)
    first_formula = _sums(scores.formula, w * scores.is_first, n_formulas)
    pull, pull_first = against(by_formula, by_taster), against(first_formula, firsts)
    quadratic = float(w @ residual**2 - shrink @ by_taster**2)
    first_first = float(w @ scores.is_first - shrink @ firsts**2)
    first_residual = float(w @ (scores.is_first * residual) - shrink @ (firsts * by_taster))
    k = components.first / (1 + components.first * first_first)
    log_det = float(
        -np.log(w).sum()
        + np.log1p(components.taster * total).sum()
        + np.log1p(components.first * first_first)
    )
    return _Reduced(
        precision=precision - k * np.outer(pull_first, pull_first),
        pull=pull - k * first_residual * pull_first,
        quadratic=quadratic - k * first_residual**2,
        log_det=log_det,
    )


def liking_posterior(
    kernel: FloatArray, scores: Scores, components: Components, *, prior_mean: npt.ArrayLike
) -> LikingPosterior:
    """Posterior of population liking over all formulas, tasted or not.

    Henderson's idea in the order that is cheapest here: taster levels and position are integrated
    out first (rank-one updates), so that one Cholesky of the size of the *tasted* formulas is left
    and the kernel is never inverted. Cost O(n + t p^2 + p^3 + q p^2) for n scores, t tasters, p
    tasted of q formulas.

    Parameters
    ----------
    kernel : ndarray of shape (n_formulas, n_formulas)
        Prior covariance of population liking, level included.
    scores : Scores
    components : Components
    prior_mean : float or array-like of shape (n_formulas,)
        Prior mean of liking, score units.

    Returns
    -------
    LikingPosterior
    """
    n_formulas = len(kernel)
    prior = np.broadcast_to(np.asarray(prior_mean, dtype=float), (n_formulas,))
    if not len(scores.score):
        return LikingPosterior(prior.copy(), kernel.copy(), np.zeros(0), components.first_mean, 0.0)
    tasted, local = np.unique(scores.formula, return_inverse=True)
    residual = scores.score - prior[scores.formula] - components.first_mean * scores.is_first
    here = Scores(
        local.astype(np.intp), scores.taster, scores.score, scores.is_first, scores.noise_ratio
    )
    reduced = _reduce(here, residual, components, len(tasted))
    root = _root(reduced.precision)
    inner = np.eye(root.shape[1]) + root.T @ kernel[np.ix_(tasted, tasted)] @ root
    lower = cholesky(inner, lower=True)
    cross = kernel[:, tasted]
    half = solve_triangular(lower, root.T @ cross.T, lower=True)
    pulled = solve_triangular(lower, root.T @ (cross[tasted] @ reduced.pull), lower=True)
    alpha = reduced.pull - root @ solve_triangular(lower, pulled, lower=True, trans="T")
    mean = prior + cross @ alpha
    quadratic = reduced.quadratic - float(reduced.pull @ cross[tasted] @ alpha)
    log_det = reduced.log_det + 2 * float(np.log(np.diag(lower)).sum())
    n = len(scores.score)
    level, first = _nuisance(scores, scores.score - mean[scores.formula], components)
    return LikingPosterior(
        mean=np.asarray(mean),
        covariance=np.asarray(kernel - half.T @ half),
        taster_level=level,
        first=first,
        log_evidence=-0.5 * (quadratic + log_det + n * float(np.log(2 * np.pi))),
    )


def _root(precision: FloatArray) -> FloatArray:
    """Return U with U U' = precision (positive semidefinite, often singular)."""
    values, vectors = np.linalg.eigh((precision + precision.T) / 2)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _nuisance(
    scores: Scores, residual: FloatArray, components: Components
) -> tuple[FloatArray, float]:
    """Taster levels and position effect given the formulas' posterior mean.

    The joint posterior mean solves Henderson's equations block by block: with the formula part at
    its posterior mean, the rest are ridge equations of their own.
    """
    w = 1.0 / scores.noise(components)
    total = np.bincount(scores.taster, w, minlength=scores.n_tasters)
    firsts = np.bincount(scores.taster, w * scores.is_first, minlength=scores.n_tasters)
    by_taster = np.bincount(
        scores.taster,
        w * (residual - components.first_mean * scores.is_first),
        minlength=scores.n_tasters,
    )
    shrink = components.taster / (1 + components.taster * total)
    pull = float(
        w @ (scores.is_first * (residual - components.first_mean * scores.is_first))
        - shrink @ (firsts * by_taster)
    )
    weight = float(w @ scores.is_first - shrink @ firsts**2)
    shift = components.first * pull / (1 + components.first * weight)
    return np.asarray(shrink * (by_taster - firsts * shift)), components.first_mean + shift


def v_form(
    kernel: FloatArray, scores: Scores, components: Components, *, prior_mean: float
) -> LikingPosterior:
    """Return the same posterior from the n x n covariance of the scores.

    ``V = P K P' + v_taster T T' + v_d f f' + noise``; O(n^3). The reference for
    ``liking_posterior``, and the form to read first.
    """
    n, n_formulas = len(scores.score), len(kernel)
    p, t = np.zeros((n, n_formulas)), np.zeros((n, scores.n_tasters))
    p[np.arange(n), scores.formula] = 1
    t[np.arange(n), scores.taster] = 1
    f = scores.is_first
    v = (
        p @ kernel @ p.T
        + components.taster * t @ t.T
        + components.first * np.outer(f, f)
        + np.diag(scores.noise(components))
    )
    residual = scores.score - prior_mean - components.first_mean * f
    factor = cho_factor(v, lower=True)
    alpha = cho_solve(factor, residual)
    log_det = 2 * float(np.log(np.diag(factor[0])).sum())
    cross = kernel @ p.T
    return LikingPosterior(
        mean=np.asarray(prior_mean + cross @ alpha),
        covariance=np.asarray(kernel - cross @ cho_solve(factor, cross.T)),
        taster_level=np.asarray(components.taster * t.T @ alpha),
        first=components.first_mean + components.first * float(f @ alpha),
        log_evidence=-0.5 * (float(residual @ alpha) + log_det + n * float(np.log(2 * np.pi))),
    )
