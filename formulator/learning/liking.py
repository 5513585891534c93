"""The liking model in closed form: formulas, taster levels, first position, noise.

``score = mu + h(x) + taster + personal slope(x) + d * [first position] + noise``. The posterior is
the BLUP, which equals a Gaussian process; nothing is fitted to the few scores. The personal slopes
matter for the interval more than for the mean: eight people who share a sweet tooth by chance push
all sweet formulas together, which independent noise would call certainty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, cholesky, solve_triangular

from formulator.errors import InputError
from formulator.learning.components import Components
from formulator.learning.features import Kernel

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

LOG_TWO_PI = math.log(2 * math.pi)


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
class _People:
    """Scores gathered by taster in a table padded to the longest sitting, with R^-1 of each.

    R is the covariance of one taster's scores beside the population part: level, personal slope
    and noise. Padded places have precision 0 and score 0.
    """

    formula: IntArray
    """Shape (n_tasters, n_cups); 0 where padded."""
    filled: npt.NDArray[np.bool_]
    residual: FloatArray
    first: FloatArray
    inverse: FloatArray
    """R^-1, shape (n_tasters, n_cups, n_cups)."""
    log_det: float

    @classmethod
    def of(
        cls, scores: Scores, residual: FloatArray, kernel: Kernel, components: Components
    ) -> _People:
        places = _places(scores)
        filled = places >= 0
        formula = np.where(filled, scores.formula[places], 0)
        both = filled[:, :, None] & filled[:, None, :]
        shared = (
            components.taster
            + components.personal * kernel.linear[formula[:, :, None], formula[:, None, :]]
        )
        noise = np.where(filled, scores.noise(components)[places], 1.0)
        cups = np.arange(places.shape[1])
        covariance = np.where(both, shared, 0.0)
        covariance[:, cups, cups] += noise
        lower = np.linalg.cholesky(covariance)
        inverse = np.where(both, np.linalg.inv(covariance), 0.0)
        return cls(
            formula=formula.astype(np.intp),
            filled=filled,
            residual=np.where(filled, residual[places], 0.0),
            first=np.where(filled, scores.is_first[places], 0.0),
            inverse=inverse,
            log_det=2 * float(np.log(lower[:, cups, cups]).sum()),
        )

    def weighed(self, values: FloatArray) -> FloatArray:
        """R^-1 times values, taster by taster."""
        return np.asarray(np.einsum("tij,tj->ti", self.inverse, values))

    def by_formula(self, values: FloatArray, n_formulas: int) -> FloatArray:
        """Sum of values over the cups of each formula."""
        total = np.bincount(self.formula.ravel(), values.ravel(), minlength=n_formulas)
        return np.asarray(total, dtype=np.float64)


def _places(scores: Scores) -> IntArray:
    """Score numbers by taster and cup, -1 where a taster has fewer cups than the longest row."""
    order = np.argsort(scores.taster, kind="stable")
    counts = np.bincount(scores.taster, minlength=scores.n_tasters)
    column = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    places = np.full((scores.n_tasters, int(counts.max())), -1, dtype=np.intp)
    places[scores.taster[order], column] = order
    return places


@dataclass(frozen=True, slots=True)
class Reduced:
    """Scores reduced to the formulas they are about; people and position integrated out.

    It depends on the components of people, position and noise only: one reduction serves every
    covariance between formulas.
    """

    tasted: IntArray
    """Rows of the tasted formulas, shape (p,)."""
    root: FloatArray
    """U with U U' = P'R^-1 P, R = people, position and noise covariance; shape (p, p)."""
    pull: FloatArray
    """P'R^-1 (y - prior), shape (p,)."""
    quadratic: float
    """(y - prior)' R^-1 (y - prior)."""
    log_det: float
    """log det R."""
    prior: FloatArray
    """Prior mean of all formulas."""
    people: _People
    n_scores: int

    def log_evidence(self, among: FloatArray) -> float:
        """Log density of the scores, given the covariance between the tasted formulas."""
        lower = self._inner(among)
        pulled = solve_triangular(
            lower, self.root.T @ (among @ self.pull), lower=True, check_finite=False
        )
        gain = float(self.pull @ among @ self.pull) - float(pulled @ pulled)
        log_det = self.log_det + 2 * float(np.log(np.diag(lower)).sum())
        return -0.5 * (self.quadratic - gain + log_det + self.n_scores * LOG_TWO_PI)

    def dual(self, among: FloatArray) -> FloatArray:
        """Weights a with ``posterior mean = prior + K[:, tasted] a``; shape (p,)."""
        lower = self._inner(among)
        pulled = solve_triangular(lower, self.root.T @ (among @ self.pull), lower=True)
        back = solve_triangular(lower, pulled, lower=True, trans="T")
        return np.asarray(self.pull - self.root @ back)

    def posterior(self, covariance: FloatArray, components: Components) -> LikingPosterior:
        """Posterior of all formulas, given their prior covariance."""
        cross = covariance[:, self.tasted]
        among = cross[self.tasted]
        lower = self._inner(among)
        half = solve_triangular(lower, self.root.T @ cross.T, lower=True)
        gain = cross @ self.dual(among)
        level, first = _nuisance(self.people, gain[self.tasted], components)
        return LikingPosterior(
            mean=np.asarray(self.prior + gain),
            covariance=np.asarray(covariance - half.T @ half),
            taster_level=level,
            first=first,
            log_evidence=self.log_evidence(among),
        )

    def _inner(self, among: FloatArray) -> FloatArray:
        inner = np.eye(len(self.tasted)) + self.root.T @ among @ self.root
        return np.asarray(cholesky(inner, lower=True, check_finite=False))


def reduce_scores(
    kernel: Kernel, scores: Scores, components: Components, *, prior_mean: npt.ArrayLike
) -> Reduced:
    """Integrate out the people, then the first-position effect (a rank-one update)."""
    prior = np.broadcast_to(np.asarray(prior_mean, dtype=float), (kernel.n_formulas,))
    residual = scores.score - prior[scores.formula] - components.first_mean * scores.is_first
    tasted, local = np.unique(scores.formula, return_inverse=True)
    here = replace(scores, formula=local.astype(np.intp))
    people = _People.of(here, residual, kernel.among(tasted), components)
    precision = np.zeros((len(tasted), len(tasted)))
    rows, columns = people.formula[:, :, None], people.formula[:, None, :]
    np.add.at(precision, (rows, columns), people.inverse)
    weighed, weighed_first = people.weighed(people.residual), people.weighed(people.first)
    pull_first = people.by_formula(weighed_first, len(tasted))
    first_first = float((people.first * weighed_first).sum())
    first_residual = float((people.first * weighed).sum())
    k = components.first / (1 + components.first * first_first)
    return Reduced(
        tasted=tasted,
        root=_root(precision - k * np.outer(pull_first, pull_first)),
        pull=people.by_formula(weighed, len(tasted)) - k * first_residual * pull_first,
        quadratic=float((people.residual * weighed).sum()) - k * first_residual**2,
        log_det=people.log_det + float(np.log1p(components.first * first_first)),
        prior=prior,
        people=people,
        n_scores=len(scores.score),
    )


def liking_posterior(
    kernel: Kernel, scores: Scores, components: Components, *, prior_mean: npt.ArrayLike
) -> LikingPosterior:
    """Posterior of population liking over all formulas, tasted or not.

    Henderson's idea in the order that is cheapest here: people and position are integrated out
    first, taster by taster, so that one Cholesky of the size of the *tasted* formulas is left and
    the kernel is never inverted. Cost O(t k^3 + p^3 + q p^2) for t tasters of k cups each, p tasted
    of q formulas.

    Parameters
    ----------
    kernel : Kernel
        Of all q formulas.
    scores : Scores
    components : Components
    prior_mean : float or array-like of shape (n_formulas,)
        Prior mean of liking, score units.

    Returns
    -------
    LikingPosterior
    """
    covariance = kernel.covariance(components)
    if not len(scores.score):
        prior = np.full(kernel.n_formulas, prior_mean, dtype=float)
        return LikingPosterior(prior, covariance, np.zeros(0), components.first_mean, 0.0)
    reduced = reduce_scores(kernel, scores, components, prior_mean=prior_mean)
    return reduced.posterior(covariance, components)


def _root(precision: FloatArray) -> FloatArray:
    """Return U with U U' = precision (positive semidefinite, often singular)."""
    values, vectors = np.linalg.eigh((precision + precision.T) / 2)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _nuisance(
    people: _People, gain: FloatArray, components: Components
) -> tuple[FloatArray, float]:
    """Taster levels and position effect, from what the formulas' posterior mean leaves over."""
    left = np.where(people.filled, people.residual - gain[people.formula], 0.0)
    weighed, weighed_first = people.weighed(left), people.weighed(people.first)
    first_first = float((people.first * weighed_first).sum())
    k = components.first / (1 + components.first * first_first)
    share = weighed - k * float((people.first * weighed).sum()) * weighed_first
    shift = components.first * float((people.first * share).sum())
    return np.asarray(components.taster * share.sum(axis=1)), components.first_mean + shift


def v_form(
    kernel: Kernel, scores: Scores, components: Components, *, prior_mean: float
) -> LikingPosterior:
    """Return the same posterior from the n x n covariance of the scores.

    ``V = P K P' + v_taster T T' + v_personal (T T' * P Z Z' P') + v_d f f' + noise``; O(n^3). The
    reference for ``liking_posterior``, and the form to read first.
    """
    n, covariance = len(scores.score), kernel.covariance(components)
    p, t = np.zeros((n, kernel.n_formulas)), np.zeros((n, scores.n_tasters))
    p[np.arange(n), scores.formula] = 1
    t[np.arange(n), scores.taster] = 1
    f = scores.is_first
    same = t @ t.T
    v = (
        p @ covariance @ p.T
        + components.taster * same
        + components.personal * same * (p @ kernel.linear @ p.T)
        + components.first * np.outer(f, f)
        + np.diag(scores.noise(components))
    )
    residual = scores.score - prior_mean - components.first_mean * f
    factor = cho_factor(v, lower=True)
    alpha = cho_solve(factor, residual)
    log_det = 2 * float(np.log(np.diag(factor[0])).sum())
    cross = covariance @ p.T
    return LikingPosterior(
        mean=np.asarray(prior_mean + cross @ alpha),
        covariance=np.asarray(covariance - cross @ cho_solve(factor, cross.T)),
        taster_level=np.asarray(components.taster * t.T @ alpha),
        first=components.first_mean + components.first * float(f @ alpha),
        log_evidence=-0.5 * (float(residual @ alpha) + log_det + n * LOG_TWO_PI),
    )
