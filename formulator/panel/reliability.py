"""How far a panel mean can be trusted, and how many tasters it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Analysis of variance of a complete table, tasters by formulas."""

    ms_formula: float
    ms_taster: float
    ms_error: float
    df_formula: int
    df_error: int
    f_value: float
    p_value: float
    friedman: float
    """Friedman's rank statistic, chi-square with ``df_formula`` degrees of freedom."""
    n_tasters: int

    @property
    def formula_variance(self) -> float:
        """Variance between formulas, not below 0."""
        return max((self.ms_formula - self.ms_error) / self.n_tasters, 0.0)

    @property
    def taster_variance(self) -> float:
        """Variance between taster levels (REML for complete tables), not below 0."""
        return max((self.ms_taster - self.ms_error) / (self.df_formula + 1), 0.0)

    def icc(self, *, n_tasters: int = 1, agreement: bool = False) -> float:
        """Intraclass correlation of the mean of ``n_tasters`` (McGraw & Wong 1996).

        Parameters
        ----------
        n_tasters : int
            1 for single scores.
        agreement : bool
            ICC(A, n): taster levels count as error; otherwise consistency, ICC(C, n).
        """
        between, t = self.ms_formula - self.ms_error, self.n_tasters
        error = self.ms_error
        if agreement:
            error += t / (self.df_formula + 1) * (self.ms_taster - self.ms_error) / t
        return between / (between + t * error / n_tasters)


def two_way(table: npt.ArrayLike) -> TwoWay:
    """Analyse a complete table of scores.

    Parameters
    ----------
    table : array-like of shape (n_tasters, n_formulas)
        Without missing scores (use ``formula_means`` otherwise).

    Raises
    ------
    InputError
        If a score is missing or there are fewer than 2 tasters or 3 formulas.
    """
    from scipy.stats import f as f_distribution  # noqa: PLC0415 (heavy: start-up stays light)
    from scipy.stats import friedmanchisquare  # noqa: PLC0415 (heavy: start-up stays light)

    y = np.asarray(table, dtype=float)
    if y.ndim != 2 or y.shape[0] < 2 or y.shape[1] < 3 or not np.isfinite(y).all():
        raise InputError("a two-way table needs 2 tasters, 3 formulas and no missing score")
    n, k = y.shape
    grand = y.mean()
    ss_formula = n * float(((y.mean(axis=0) - grand) ** 2).sum())
    ss_taster = k * float(((y.mean(axis=1) - grand) ** 2).sum())
    ss_error = float(((y - grand) ** 2).sum()) - ss_formula - ss_taster
    df_error = (n - 1) * (k - 1)
    ms_formula, ms_error = ss_formula / (k - 1), ss_error / df_error
    f_value = ms_formula / ms_error if ms_error > 0 else math.inf
    return TwoWay(
        ms_formula=ms_formula,
        ms_taster=ss_taster / (n - 1),
        ms_error=ms_error,
        df_formula=k - 1,
        df_error=df_error,
        f_value=f_value,
        p_value=float(f_distribution.sf(f_value, k - 1, df_error)),
        friedman=float(friedmanchisquare(*y.T).statistic),
        n_tasters=n,
    )


def reliability(formula: float, noise: float, *, n_tasters: float) -> float:
    """Share of the variance of an n-taster mean that is due to the formulas.

    Parameters
    ----------
    formula, noise : float
        Variances between formulas and of one score.
    n_tasters : float
    """
    return formula / (formula + noise / n_tasters) if formula > 0 else 0.0


def tasters_needed(formula: float, noise: float, *, wanted: float = 0.8) -> float:
    """Tasters for a wanted reliability; infinite when the formulas do not differ.

    Examples
    --------
    >>> round(tasters_needed(1.0, 10.0))
    40
    """
    if not 0 < wanted < 1:
        raise InputError(f"a reliability lies between 0 and 1, got {wanted}")
    return wanted / (1 - wanted) * noise / formula if formula > 0 else math.inf


def least_significant_difference(noise: float, *, n_tasters: int) -> float:
    """Smallest difference of two means that 5 % chance does not explain, 1.96 sqrt(2 noise / n)."""
    return 1.96 * math.sqrt(2 * noise / n_tasters)
