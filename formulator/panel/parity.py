"""Claims of parity with the dairy control: non-inferiority and equivalence, never "not different".

The margin and the claims must be fixed before tasting; Holm's correction counts every claim tried.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError

STRICT_MARGIN = 0.5
"""Margin on the 9-point scale that counts as strict; 1.0 is lenient."""


@dataclass(frozen=True, slots=True)
class Parity:
    """One claim against the control."""

    claim: str
    difference: float
    """Mean liking minus the control's, paired by taster, [scale points]."""
    se: float
    n: int
    """Tasters who scored both."""
    p_noninferior: float
    """One-sided: at least as good, up to the margin."""
    p_equivalent: float
    """Two one-sided tests: neither worse nor better by more than the margin."""
    holm_noninferior: float
    """Corrected for all claims tried."""
    holm_equivalent: float
    margin: float

    @property
    def is_at_least_as_good(self) -> bool:
        """Whether "at least as good as the control" holds at 5 % after Holm."""
        return self.holm_noninferior < 0.05

    @property
    def is_equally_liked(self) -> bool:
        """Whether "liked as much as the control" holds at 5 % after Holm."""
        return self.holm_equivalent < 0.05

    def verdict(self) -> str:
        """Say what may be claimed."""
        if self.is_equally_liked:
            return f"{self.claim}: liked as much as the control within {self.margin:g} points"
        if self.is_at_least_as_good:
            return (
                f"{self.claim}: at least as good as the control, to within {self.margin:g} points"
            )
        return f"{self.claim}: no claim; a failed test proves nothing in either direction"


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's step-down correction, in the order given.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    m = len(p_values)
    found = [1.0] * m
    worst = 0.0
    for rank, i in enumerate(sorted(range(m), key=lambda k: p_values[k])):
        worst = max(worst, min((m - rank) * p_values[i], 1.0))
        found[i] = worst
    return tuple(found)


def parity(
    scores: Mapping[str, npt.ArrayLike], control: npt.ArrayLike, *, margin: float
) -> tuple[Parity, ...]:
    """Test every claim against the control, paired by taster, corrected by Holm.

    Parameters
    ----------
    scores : mapping
        Claim (formula, or formula and attribute) -> scores by taster; NaN where missing.
    control : array-like of shape (n_tasters,)
        The blind control's scores by the same tasters.
    margin : float
        Largest difference that does not matter, [scale points]; fixed before tasting.

    Returns
    -------
    tuple of Parity
        In the order given.

    Raises
    ------
    InputError
        If the margin is not positive or a claim has fewer than two paired scores that vary.
    """
    if not margin > 0:
        raise InputError(f"the margin must be > 0 scale points, got {margin}")
    base = np.asarray(control, dtype=float)
    rows = [(name, *_paired(name, values, base, margin)) for name, values in scores.items()]
    worse = holm([row[4] for row in rows])
    both = holm([row[5] for row in rows])
    return tuple(
        Parity(*row, holm_noninferior=worse[i], holm_equivalent=both[i], margin=margin)
        for i, row in enumerate(rows)
    )


def _paired(
    name: str, values: npt.ArrayLike, base: npt.NDArray[np.float64], margin: float
) -> tuple[float, float, int, float, float]:
    from scipy.stats import t  # noqa: PLC0415 (heavy: start-up stays light)

    gap = np.asarray(values, dtype=float) - base
    gap = gap[np.isfinite(gap)]
    n = len(gap)
    se = float(gap.std(ddof=1) / math.sqrt(n)) if n > 1 else 0.0
    if se == 0:
        raise InputError(f"{name!r} needs at least two tasters who scored it and the control")
    mean = float(gap.mean())
    lower = float(t.sf((mean + margin) / se, n - 1))
    upper = float(t.cdf((mean - margin) / se, n - 1))
    return mean, se, n, lower, max(lower, upper)


def parity_tasters(
    margin: float, *, sd: float, n_claims: int = 1, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Tasters needed to pass a non-inferiority test when the products are truly equal.

    ``n = ((z_{1-alpha/m} + z_power) sqrt(2) sd / margin)^2``.

    Parameters
    ----------
    margin, sd : float
        [scale points]; sd of one score's noise (1.6 is typical on the 9-point scale).

    Examples
    --------
    >>> parity_tasters(0.5, sd=1.6), parity_tasters(1.0, sd=1.6, n_claims=5)
    (127, 52)
    """
    from scipy.stats import norm  # noqa: PLC0415 (heavy: start-up stays light)

    z = norm.ppf(1 - alpha / n_claims) + norm.ppf(power)
    return math.ceil((z * math.sqrt(2) * sd / margin) ** 2)


def parity_power(
    margin: float, *, sd: float, n_tasters: int, n_claims: int = 1, alpha: float = 0.05
) -> float:
    """Chance that a truly equal product passes the non-inferiority test (normal approximation)."""
    from scipy.stats import norm  # noqa: PLC0415 (heavy: start-up stays light)

    z = margin / (math.sqrt(2 / n_tasters) * sd)
    return float(norm.cdf(z - norm.ppf(1 - alpha / n_claims)))
