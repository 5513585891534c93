"""Triangle and A-not-A: can people tell two samples apart, and by how much."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from formulator.errors import InputError

GUESS = 1 / 3
"""Chance of picking the odd sample of three by guessing."""
MAX_DPRIME = 12.0


def triangle_critical(n: int, *, alpha: float = 0.05) -> int:
    """Smallest number of right answers that is significant (ISO 4120).

    May exceed ``n``: then no result can be significant.

    Examples
    --------
    >>> triangle_critical(30)
    15
    """
    from scipy.stats import binom  # noqa: PLC0415 (heavy: start-up stays light)

    return int(binom.ppf(1 - alpha, n, GUESS)) + 1


def triangle_share(dprime: float) -> float:
    """Share of right answers at a sensory distance d' (Ennis 1993, J. Sens. Stud. 8, 353)."""
    from scipy.stats import norm  # noqa: PLC0415 (heavy: start-up stays light)

    def density(z: float) -> float:
        shift, root = dprime * math.sqrt(2 / 3), z * math.sqrt(3)
        return float((norm.cdf(shift - root) + norm.cdf(-shift - root)) * norm.pdf(z))

    return float(2 * quad(density, 0, np.inf)[0])


def _slope(dprime: float) -> float:
    step = 1e-4
    low = max(dprime - step, 0.0)
    return (triangle_share(dprime + step) - triangle_share(low)) / (dprime + step - low)


@dataclass(frozen=True, slots=True)
class Triangle:
    """Result of a triangle test."""

    n_right: int
    n: int
    p_value: float
    """Of so many or more right answers by guessing."""
    distinguishers: float
    """Estimated share of people who really tell them apart, not below 0."""
    dprime: float
    """Sensory distance; 0 when not better than guessing."""
    dprime_se: float | None
    """None when d' is 0 or out of reach."""

    def verdict(self) -> str:
        """Say what the test shows, and what it does not."""
        if self.p_value < 0.05:
            return f"{self.n_right} of {self.n} found the odd sample: the samples differ"
        return (
            f"{self.n_right} of {self.n} found the odd sample: no difference detected, "
            "which is no proof of sameness"
        )


def triangle(n_right: int, *, n: int) -> Triangle:
    """Evaluate a triangle test.

    Parameters
    ----------
    n_right : int
        People who picked the odd sample.
    n : int
        People tested.

    Raises
    ------
    InputError
        If ``n_right`` is not between 0 and ``n``.
    """
    from scipy.stats import binom  # noqa: PLC0415 (heavy: start-up stays light)

    if n < 1 or not 0 <= n_right <= n:
        raise InputError(f"right answers must be 0 to {n}, got {n_right}")
    share = n_right / n
    dprime = triangle_dprime(share)
    inner = 0 < dprime < MAX_DPRIME and share < 1
    se = math.sqrt(share * (1 - share) / n) / _slope(dprime) if inner else None
    return Triangle(
        n_right=n_right,
        n=n,
        p_value=float(binom.sf(n_right - 1, n, GUESS)),
        distinguishers=max((share - GUESS) / (1 - GUESS), 0.0),
        dprime=dprime,
        dprime_se=se,
    )


def triangle_dprime(share: float) -> float:
    """Sensory distance d' for a share of right answers; 0 at or below guessing.

    Saturates at 12 (a share of 1 has no finite d').
    """
    if share <= GUESS:
        return 0.0
    if share >= triangle_share(MAX_DPRIME):
        return MAX_DPRIME
    return float(brentq(lambda d: triangle_share(d) - share, 0.0, MAX_DPRIME, xtol=1e-10))


def triangle_power(dprime: float, *, n: int, alpha: float = 0.05) -> float:
    """Chance that ``n`` people give a significant triangle when the distance is ``dprime``."""
    from scipy.stats import binom  # noqa: PLC0415 (heavy: start-up stays light)

    critical = triangle_critical(n, alpha=alpha)
    return float(binom.sf(critical - 1, n, triangle_share(dprime)))


def a_not_a(
    hits: int, n_signal: int, *, false_alarms: int, n_reference: int
) -> tuple[float, float]:
    """Return d' of an A-not-A test and its standard error.

    Parameters
    ----------
    hits, n_signal : int
        "Not A" answers among the samples that are not A.
    false_alarms, n_reference : int
        "Not A" answers among the samples that are A.

    Raises
    ------
    InputError
        If a share is 0 or 1: d' is then not finite.
    """
    from scipy.stats import norm  # noqa: PLC0415 (heavy: start-up stays light)

    h, f = hits / n_signal, false_alarms / n_reference
    if not (0 < h < 1 and 0 < f < 1):
        raise InputError("d' needs shares between 0 and 1 on both sides; ask more people")
    z_hit, z_false = norm.ppf(h), norm.ppf(f)
    variance = h * (1 - h) / n_signal / norm.pdf(z_hit) ** 2
    variance += f * (1 - f) / n_reference / norm.pdf(z_false) ** 2
    return float(z_hit - z_false), float(np.sqrt(variance))
