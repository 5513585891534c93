"""Formula means with intervals and groups that the panel cannot tell apart.

Report model: ``score = formula (fixed) + taster (random) [+ first position] + noise``, fitted by
REML. It needs no complete table: incomplete designs and missing scores are ordinary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from formulator.errors import InputError
from formulator.panel.letters import letter_groups

FloatArray = npt.NDArray[np.float64]
MAX_RATIO = 1e4
"""Largest taster : noise variance ratio considered."""
LEAST_NOISE = 1e-12
"""Residual variance of scores that fit exactly, so that a test remains defined."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One score in long form."""

    formula: str
    taster: str
    score: float
    is_first: bool = False
    """Whether the cup was served first."""


@dataclass(frozen=True, slots=True)
class FormulaMean:
    """One formula in the report."""

    formula: str
    mean: float
    low95: float
    high95: float
    letters: str
    """Formulas that share a letter are not distinguishable."""
    n: int
    """Number of scores."""


@dataclass(frozen=True, slots=True)
class MeansReport:
    """Means of one attribute, best first, with what the panel can and cannot tell."""

    rows: tuple[FormulaMean, ...]
    f_value: float
    p_value: float
    """Of "all formulas are liked the same"."""
    noise: float
    """Residual variance."""
    taster: float
    """Variance of taster levels (REML)."""
    df: int
    """Residual degrees of freedom."""
    first: float | None
    """Over-scoring of the first position; None when it was not in the model."""
    first_se: float | None
    names: tuple[str, ...]
    """Order of ``means`` and ``covariance``."""
    means: FloatArray
    covariance: FloatArray
    """Of the means' estimates, shape (p, p)."""

    @property
    def is_difference_detected(self) -> bool:
        """Whether the overall test finds any difference at 5 %."""
        return self.p_value < 0.05

    def verdict(self) -> str:
        """Say in one sentence what the panel found."""
        if not self.is_difference_detected:
            return (
                f"no difference detected between the {len(self.rows)} formulas "
                f"(p = {self.p_value:.2f}); this is no proof that they are equal"
            )
        top = [row.formula for row in self.rows if self.rows[0].letters[0] in row.letters]
        others = f"; not distinguishable from it: {', '.join(top[1:])}" if top[1:] else ""
        return f"highest mean: {top[0]}{others} (overall p = {self.p_value:.2g})"

    def difference(self, one: str, other: str) -> tuple[float, float]:
        """Return the difference of two means and its standard error."""
        i, j = self.names.index(one), self.names.index(other)
        c = self.covariance
        variance = float(c[i, i] + c[j, j] - 2 * c[i, j])
        return float(self.means[i] - self.means[j]), float(np.sqrt(variance))


def formula_means(
    scores: Sequence[Scored], *, with_position: bool = False, alpha: float = 0.05
) -> MeansReport:
    """Fit the report model and group formulas that cannot be told apart.

    Pairs are compared by Tukey's studentized range, with each pair's own standard error
    (Tukey-Kramer), and lettered by insert-and-absorb (Piepho 2004, J. Comput. Graph. Stat. 13,
    456). For complete data this is the classical two-way analysis of variance.

    Parameters
    ----------
    scores : sequence of Scored
    with_position : bool
        Whether to estimate the first-position effect as well.
    alpha : float
        Error rate of the family of pairs.

    Returns
    -------
    MeansReport

    Raises
    ------
    InputError
        If there are fewer than two formulas or tasters, or too few scores for an error term.
    """
    from scipy.stats import f as f_distribution  # noqa: PLC0415 (heavy: start-up stays light)
    from scipy.stats import t  # noqa: PLC0415 (heavy: start-up stays light)

    model = _Model.of(scores, with_position=with_position)
    fit = model.fit()
    beta, covariance = fit.beta, fit.covariance
    p = len(model.names)
    means, of_means = beta[:p], covariance[:p, :p]
    se_pair = np.sqrt(_pair_variances(of_means))
    limit = _tukey(alpha, p, fit.df)
    apart = np.abs(means[:, None] - means[None, :]) > limit * se_pair
    order = np.lexsort((np.arange(p), -means))
    letters = letter_groups(apart[np.ix_(order, order)])
    half = t.ppf(1 - alpha / 2, fit.df) * np.sqrt(np.diag(of_means))
    rows = tuple(
        FormulaMean(
            formula=model.names[i],
            mean=float(means[i]),
            low95=float(means[i] - half[i]),
            high95=float(means[i] + half[i]),
            letters=letters[rank],
            n=int(model.counts[i]),
        )
        for rank, i in enumerate(order)
    )
    f_value = _wald(means, of_means)
    return MeansReport(
        rows=rows,
        f_value=f_value,
        p_value=float(f_distribution.sf(f_value, p - 1, fit.df)),
        noise=fit.noise,
        taster=fit.ratio * fit.noise,
        df=fit.df,
        first=float(beta[p]) if with_position else None,
        first_se=float(np.sqrt(covariance[p, p])) if with_position else None,
        names=model.names,
        means=means,
        covariance=of_means,
    )


@lru_cache(maxsize=256)
def _tukey(alpha: float, n_formulas: int, df: int) -> float:
    """Limit of a pair's difference in units of its standard error (slow quadrature, kept)."""
    from scipy.stats import studentized_range  # noqa: PLC0415 (heavy: start-up stays light)

    return float(studentized_range.ppf(1 - alpha, n_formulas, df)) / float(np.sqrt(2))


def _pair_variances(c: FloatArray) -> FloatArray:
    d = np.diag(c)
    return np.asarray(np.maximum(d[:, None] + d[None, :] - 2 * c, 0.0))


def _wald(means: FloatArray, covariance: FloatArray) -> float:
    """F value of the hypothesis that all means are the same."""
    contrast = np.eye(len(means))[1:] - np.eye(len(means))[:1]
    d = contrast @ means
    return float(d @ np.linalg.solve(contrast @ covariance @ contrast.T, d) / len(d))


@dataclass(frozen=True, slots=True)
class _Fit:
    beta: FloatArray
    covariance: FloatArray
    noise: float
    ratio: float
    df: int


@dataclass(frozen=True, slots=True)
class _Model:
    """Design of the report model, with the sums by taster that every fit needs."""

    names: tuple[str, ...]
    counts: npt.NDArray[np.intp]
    x: FloatArray
    y: FloatArray
    x_taster: FloatArray
    """Column sums of x by taster."""
    y_taster: FloatArray
    n_taster: FloatArray
    """Scores per taster."""

    @classmethod
    def of(cls, scores: Sequence[Scored], *, with_position: bool) -> _Model:
        names = tuple(sorted({s.formula for s in scores}))
        tasters = sorted({s.taster for s in scores})
        if len(names) < 2 or len(tasters) < 2:
            raise InputError(
                f"comparing means needs at least 2 formulas and 2 tasters, "
                f"got {len(names)} and {len(tasters)}"
            )
        number = {name: i for i, name in enumerate(names)}
        formula = np.array([number[s.formula] for s in scores])
        taster = np.array([tasters.index(s.taster) for s in scores])
        x = np.zeros((len(scores), len(names) + with_position))
        x[np.arange(len(scores)), formula] = 1
        if with_position:
            x[:, -1] = [float(s.is_first) for s in scores]
        if np.linalg.matrix_rank(x) < x.shape[1]:
            raise InputError("the first-position effect cannot be told from the formulas here")
        y = np.array([s.score for s in scores], dtype=float)
        if len(scores) <= x.shape[1] + len(tasters) - 1:
            raise InputError(
                f"{len(scores)} scores leave no error term for {len(names)} formulas and "
                f"{len(tasters)} tasters; each taster must score more than one formula"
            )
        by = np.zeros((len(tasters), len(scores)))
        by[taster, np.arange(len(scores))] = 1
        return cls(names, np.bincount(formula), x, y, by @ x, by @ y, by.sum(axis=1))

    def fit(self) -> _Fit:
        """REML over the variance ratio, the rest in closed form."""
        found = minimize_scalar(
            lambda log_ratio: self._reml(float(np.exp(log_ratio))),
            bounds=(-12.0, float(np.log(MAX_RATIO))),
            method="bounded",
            options={"xatol": 1e-9},
        )
        ratio = float(np.exp(found.x))
        if self._reml(0.0) <= found.fun:
            ratio = 0.0
        xx, xy, yy, _ = self._sums(ratio)
        beta = np.linalg.solve(xx, xy)
        df_all = len(self.y) - len(xy)
        noise = max(float(yy - xy @ beta) / df_all, LEAST_NOISE)
        return _Fit(
            beta=np.asarray(beta),
            covariance=np.asarray(noise * np.linalg.inv(xx)),
            noise=noise,
            ratio=ratio,
            df=df_all - (len(self.n_taster) - 1),
        )

    def _sums(self, ratio: float) -> tuple[FloatArray, FloatArray, float, float]:
        """X'R^-1 X, X'R^-1 y, y'R^-1 y and log det R for noise variance 1."""
        shrink = ratio / (1 + ratio * self.n_taster)
        xx = self.x.T @ self.x - self.x_taster.T @ (shrink[:, None] * self.x_taster)
        xy = self.x.T @ self.y - self.x_taster.T @ (shrink * self.y_taster)
        yy = float(self.y @ self.y - shrink @ self.y_taster**2)
        return xx, xy, yy, float(np.log1p(ratio * self.n_taster).sum())

    def _reml(self, ratio: float) -> float:
        """Minus twice the restricted log likelihood, up to a constant."""
        xx, xy, yy, log_det = self._sums(ratio)
        rest = max(float(yy - xy @ np.linalg.solve(xx, xy)), 1e-300)
        df = len(self.y) - len(xy)
        return float(df * np.log(rest) + log_det + np.linalg.slogdet(xx)[1])
