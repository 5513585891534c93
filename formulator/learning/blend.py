"""Average the liking model over what is not known: how much formulas differ, how noisy tasters are.

Five formulas cannot tell a model its own noise level, so nothing is maximised: every hypothesis of
a small fixed grid around the prior keeps a weight, prior times evidence, and the predictions are
averaged with the spread between hypotheses added to the interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from formulator.learning.components import Components
from formulator.learning.features import Kernel
from formulator.learning.liking import (
    LikingPosterior,
    Reduced,
    Scores,
    liking_posterior,
    reduce_scores,
)

FloatArray = npt.NDArray[np.float64]

SIGNAL_STEPS = ((0.0625, 0.10), (0.25, 0.20), (1.0, 0.40), (4.0, 0.30))
"""(factor on the formula components, prior weight)."""
NOISE_STEPS = ((0.35, 0.08), (0.6, 0.24), (1.0, 0.36), (1.7, 0.24), (2.8, 0.08))
"""(factor on the noise variance, prior weight)."""
TASTER_STEPS = ((0.4, 0.25), (1.0, 0.5), (2.5, 0.25))
"""(factor on the taster variance, prior weight)."""
SMOOTH_STEPS = ((1.0, 0.5), (0.05, 0.5))
"""(factor on the smooth residual, prior weight); what is taken from it goes to the linear part."""
NEGLIGIBLE = 0.005
"""Hypotheses below this weight are dropped."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One set of components with its prior weight."""

    components: Components
    log_weight: float
    features: int = 0
    """Which feature table it uses."""


@dataclass(frozen=True, slots=True)
class Blend:
    """The averaged posterior."""

    mean: FloatArray
    """Population liking, shape (n_formulas,)."""
    covariance: FloatArray
    """Shape (n_formulas, n_formulas); within hypotheses plus between them."""
    components: Components
    """Posterior mean of the components."""
    taster_level: FloatArray
    """Shrunken taster levels."""
    first: float
    """First-position effect."""
    log_evidence: float
    """Log density of the scores, averaged over hypotheses."""
    weights: tuple[tuple[Hypothesis, float], ...]
    """Hypotheses kept, with posterior weights, heaviest first."""

    @property
    def sd(self) -> FloatArray:
        """Posterior standard deviation of each formula's mean, for comparing formulas."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))

    @property
    def interval_sd(self) -> FloatArray:
        """Standard deviation of each population mean, the panel's own level included."""
        return np.asarray(
            np.sqrt(np.maximum(np.diag(self.covariance), 0.0) + self.components.panel)
        )


def hypothesis_grid(
    base: Components,
    *,
    features: int = 0,
    weight: float = 1.0,
    smooth: Sequence[tuple[float, float]] = ((1.0, 1.0),),
) -> list[Hypothesis]:
    """Spread the prior's components over the fixed grid of factors.

    ``smooth`` adds steps of how much of the signal is not linear; by default the prior decides.
    """
    return [
        Hypothesis(
            replace(_split(base, r).scaled(signal=s, noise=n), taster=base.taster * t),
            math.log(weight * ws * wn * wt * wr),
            features,
        )
        for s, ws in SIGNAL_STEPS
        for n, wn in NOISE_STEPS
        for t, wt in TASTER_STEPS
        for r, wr in smooth
    ]


def _split(base: Components, smooth: float) -> Components:
    """Shift a part of the smooth residual's variance to the linear effect."""
    moved = base.smooth * (1.0 - smooth)
    return replace(base, smooth=base.smooth - moved, linear=base.linear + moved)


def blended_posterior(
    kernels: Sequence[Kernel],
    scores: Scores,
    hypotheses: Sequence[Hypothesis],
    *,
    prior_mean: npt.ArrayLike,
) -> Blend:
    """Average the liking posterior over hypotheses.

    Parameters
    ----------
    kernels : sequence of Kernel
        One per feature table; ``Hypothesis.features`` picks.
    scores : Scores
    hypotheses : sequence of Hypothesis
    prior_mean : float or array-like of shape (n_formulas,)

    Returns
    -------
    Blend
    """
    if not len(scores.score):
        return _prior_only(kernels, scores, hypotheses, prior_mean)
    reduced = _reductions(kernels, scores, hypotheses, prior_mean)
    tasted = np.unique(scores.formula)
    near = [kernel.among(tasted) for kernel in kernels]
    logs = np.array(
        [
            h.log_weight
            + reduced[_people_key(h)].log_evidence(near[h.features].covariance(h.components))
            for h in hypotheses
        ]
    )
    peak = logs.max()
    weights = np.exp(logs - peak)
    evidence = float(peak + np.log(weights.sum()) - math.log(_prior_total(hypotheses)))
    weights /= weights.sum()
    kept = [int(i) for i in np.argsort(-weights, kind="stable") if weights[i] >= NEGLIGIBLE]
    parts = [
        reduced[_people_key(h)].posterior(
            kernels[h.features].covariance(h.components), h.components
        )
        for h in (hypotheses[i] for i in kept)
    ]
    shares = weights[kept] / weights[kept].sum()
    pairs = tuple((hypotheses[i], float(w)) for i, w in zip(kept, shares, strict=True))
    return _combine(parts, pairs, evidence)


PeopleKey = tuple[int, float, float, float]


def _people_key(h: Hypothesis) -> PeopleKey:
    """Return what a reduction of the scores depends on, beside fixed position components."""
    return (h.features, h.components.taster, h.components.personal, h.components.noise)


def _reductions(
    kernels: Sequence[Kernel],
    scores: Scores,
    hypotheses: Sequence[Hypothesis],
    prior_mean: npt.ArrayLike,
) -> dict[PeopleKey, Reduced]:
    """Reduce the scores once for all hypotheses that only differ between formulas."""
    found: dict[PeopleKey, Reduced] = {}
    for h in hypotheses:
        if _people_key(h) not in found:
            found[_people_key(h)] = reduce_scores(
                kernels[h.features], scores, h.components, prior_mean=prior_mean
            )
    return found


def _prior_only(
    kernels: Sequence[Kernel],
    scores: Scores,
    hypotheses: Sequence[Hypothesis],
    prior_mean: npt.ArrayLike,
) -> Blend:
    """Average the prior itself, before any score."""
    total = _prior_total(hypotheses)
    pairs = tuple((h, math.exp(h.log_weight) / total) for h in hypotheses)
    parts = [
        liking_posterior(kernels[h.features], scores, h.components, prior_mean=prior_mean)
        for h in hypotheses
    ]
    return _combine(parts, pairs, 0.0)


def _prior_total(hypotheses: Sequence[Hypothesis]) -> float:
    return math.fsum(math.exp(h.log_weight) for h in hypotheses)


def _combine(
    parts: Sequence[LikingPosterior], pairs: tuple[tuple[Hypothesis, float], ...], evidence: float
) -> Blend:
    """Match mean and covariance of the mixture of normals."""
    w = np.array([weight for _, weight in pairs])
    means = np.array([p.mean for p in parts])
    mean = w @ means
    shift = (means - mean) * np.sqrt(w)[:, None]
    within = sum((wi * p.covariance for wi, p in zip(w, parts, strict=True)), np.zeros(()))
    return Blend(
        mean=np.asarray(mean),
        covariance=np.asarray(within + shift.T @ shift),
        components=_average([h.components for h, _ in pairs], w),
        taster_level=np.asarray(w @ np.array([p.taster_level for p in parts])),
        first=float(w @ np.array([p.first for p in parts])),
        log_evidence=evidence,
        weights=pairs,
    )


def _average(parts: Sequence[Components], w: FloatArray) -> Components:
    names = Components.__dataclass_fields__
    return Components(
        **{name: float(w @ np.array([getattr(c, name) for c in parts])) for name in names}
    )
