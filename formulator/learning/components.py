"""Variance components carried across studies: frozen, versioned, scaled by the scale's range."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from formulator.errors import InputError


@dataclass(frozen=True, slots=True)
class Components:
    """Variances of the liking model, in squared score units unless said otherwise."""

    level: float
    """Variance of the general level mu."""
    linear: float
    """Variance of the linear mixture effect h."""
    smooth: float
    """Variance of the smooth residual r."""
    own: float
    """Variance of what a formula has of its own, beyond composition (batch, process)."""
    length: float
    """Length of the smooth residual in scaled feature space, dimensionless."""
    taster: float
    """Variance of the taster levels."""
    personal: float
    """Variance of a taster's own linear slope, beyond the population's."""
    noise: float
    """Variance of one score, beyond level and slope."""
    panel: float
    """Variance of a whole panel's level around the population's (place, day, recruitment); the
    scores of one panel cannot show it, so it only widens intervals."""
    first: float
    """Variance of the first-position effect."""
    first_mean: float
    """Prior mean of the first-position effect, [score units]."""

    def __post_init__(self) -> None:
        may_be_zero = ("level", "linear", "smooth", "own", "taster", "personal", "panel", "first")
        values = [getattr(self, name) for name in may_be_zero]
        if not all(math.isfinite(v) and v >= 0 for v in values):
            raise InputError("variance components must be finite numbers >= 0")
        if not (self.noise > 0 and self.length > 0):
            raise InputError("noise variance and length must be > 0")

    def scaled(self, *, signal: float = 1.0, noise: float = 1.0) -> Components:
        """Multiply formula components by ``signal``, noise and personal slope by ``noise``."""
        return replace(
            self,
            linear=self.linear * signal,
            smooth=self.smooth * signal,
            own=self.own * signal,
            personal=self.personal * noise,
            noise=self.noise * noise,
        )


@dataclass(frozen=True, slots=True)
class Prior:
    """Dimensionless components: shares of the squared range of the scale."""

    version: str
    """Stored with every prediction."""
    shares: Components
    """Variances divided by range squared; ``first_mean`` divided by range."""

    def for_scale(self, low: float, high: float) -> Components:
        """Return the components on a scale from ``low`` to ``high``.

        Raises
        ------
        InputError
            If the scale has no width.
        """
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise InputError(f"a scale runs from low to high, got {low:g} to {high:g}")
        width, s = high - low, self.shares
        return Components(
            level=s.level * width**2,
            linear=s.linear * width**2,
            smooth=s.smooth * width**2,
            own=s.own * width**2,
            length=s.length,
            taster=s.taster * width**2,
            personal=s.personal * width**2,
            noise=s.noise * width**2,
            panel=s.panel * width**2,
            first=s.first * width**2,
            first_mean=s.first_mean * width,
        )


PRIOR = Prior(
    version="2026.1",
    shares=Components(
        level=0.0225,  # sd .15: the middle of the scale is a weak guess
        linear=0.0068,  # split and length: summed marginal likelihood of three sets is highest
        smooth=0.0022,  # and flat around linear : smooth = 3 : 1, length 2 (docs/panels.md)
        own=0.0015,
        length=2.0,
        taster=0.0096,  # pooled on the log scale over seven consumer sets (docs/panels.md)
        personal=0.0031,  # 7 % of the pooled residual variance .0441: summed marginal likelihood
        noise=0.0410,  # the other 93 %
        panel=0.0009,  # sd .03: an assumption, no study of two panels at hand
        first=0.0009,  # sd .03: coffee +.046 of the range, two juice sets +.07 and +.05
        first_mean=0.04,
    ),
)
"""The prior in use; a changed number needs a new version."""
