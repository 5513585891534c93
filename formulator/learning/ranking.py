"""Rank the formulas of any mixture study, tasted or not, from a few noisy scores."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError, TableError
from formulator.learning.acquisition import expected_improvement
from formulator.learning.blend import (
    SMOOTH_STEPS,
    Blend,
    Hypothesis,
    blended_posterior,
    hypothesis_grid,
)
from formulator.learning.components import PRIOR, Prior
from formulator.learning.features import CONSTANT, Kernel
from formulator.learning.liking import Scores
from formulator.learning.tables import Rating

FloatArray = npt.NDArray[np.float64]

Z90 = 1.6448536269514722
"""Standard normal quantile of .95: a 90 % interval is mean +- Z90 sd."""
SAME_TOTAL = 0.01
"""Row totals within this relative range are one mixture total (rounding of percents)."""
UNLIKELY = 0.05
"""Prior weight of the reading of the amounts with clearly more different values."""
CLEARLY_FEWER = 0.7
"""Share of the other reading's number of values, or of a column's squared spread, below which a
reading is the simpler one."""
AGAIN = 0.3
"""Share of the noise of a score that is there again when the same taster scores the same formula
again: within-person repeat correlations after level and product means are .32 in a juice study of
two sessions, on average .16 for the trained panel of the chocolates and .47 for that of the
televisions; a fifth of the first is the personal slope, which the model has apart."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """One formula's place, with what is believed of its population liking."""

    formula: str
    mean: float
    """Posterior mean of population liking, [scale points]."""
    low90: float
    """Lower end of the 90 % interval of the population mean."""
    high90: float
    """Upper end."""
    expected_improvement: float
    """Expected gain over the best tasted formula, [scale points]."""
    n_ratings: int
    """Scores of this very formula."""
    rank: int
    """1 = highest posterior mean; equal means share a rank."""

    def to_dict(self) -> dict[str, str | float | int]:
        """Return the JSON form that ``formulator rank --json`` prints."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def readings(formulas: Mapping[str, Mapping[str, float]]) -> list[tuple[FloatArray, float]]:
    """Read the amounts as shares of their total and, where totals differ, also as they stand.

    When all totals agree the two readings are one. When they do not, the table may hold batches of
    different size (shares matter), factor levels, or parts of an unlisted base (amounts matter).
    Experimenters choose round values, so the reading with clearly fewer different values per column
    is the likelier design. Where that does not tell (measured values), batches of different size
    move all columns together: shares are the likelier reading when they lessen the spread of most
    columns, and the table as it stands when they do not. The scores have the last word.

    Returns
    -------
    list of (ndarray of shape (n_formulas, n_components), prior weight)
    """
    names = sorted({c for amounts in formulas.values() for c in amounts})
    table = np.array([[a.get(c, 0.0) for c in names] for a in formulas.values()], dtype=float)
    table = table.reshape(len(formulas), len(names))
    totals = table.sum(axis=1)
    if not (totals > 0).all():
        return [(table, 1.0)]
    shares = np.asarray(table / totals[:, None])
    if np.ptp(totals) <= SAME_TOTAL * totals.max():
        return [(shares, 1.0)]
    of_shares, of_table = _n_values(shares), _n_values(table)
    weight = 1 - UNLIKELY if _steadier(shares, table) else UNLIKELY
    if of_table < CLEARLY_FEWER * of_shares:
        weight = UNLIKELY
    elif of_shares < CLEARLY_FEWER * of_table:
        weight = 1 - UNLIKELY
    return [(shares, weight), (table, 1 - weight)]


def _steadier(shares: FloatArray, table: FloatArray) -> bool:
    """Whether most columns vary clearly less, relative to their mean, as shares."""
    before, after = (x.std(axis=0) / np.maximum(x.mean(axis=0), 1e-300) for x in (table, shares))
    varies = before > CONSTANT
    less = after[varies] ** 2 < CLEARLY_FEWER * before[varies] ** 2
    return bool(less.mean() > 0.5) if less.size else False


def _n_values(table: FloatArray) -> int:
    """Count the different values of all columns, to four digits."""
    size = np.maximum(np.abs(table).max(axis=0), 1e-300)
    return sum(len(np.unique(column)) for column in np.round(table / size, 4).T)


def rank_formulas(
    formulas: Mapping[str, Mapping[str, float]],
    ratings: Sequence[Rating],
    *,
    scale: tuple[float, float] = (1, 9),
    attribute: str | None = None,
    prior: Prior = PRIOR,
) -> list[Ranking]:
    """Rank all formulas of a mixture study by posterior mean of population liking.

    Parameters
    ----------
    formulas : mapping
        Formula name -> component -> amount >= 0; amounts are normalised here.
    ratings : sequence of Rating
        Missing scores are simply absent; a taster may score a formula more than once, which counts
        for less than another taster's score.
    scale : (low, high)
        Ends of the rating scale.
    attribute : str, optional
        Which attribute to rank by when several were scored; by default ``overall``, or the only
        one there is.
    prior : Prior
        Components carried across studies.

    Returns
    -------
    list of Ranking
        Best first, one entry for every formula.

    Raises
    ------
    InputError
        If there are no formulas or ratings, or the attribute is not clear.
    TableError
        Listing amounts and ratings that break their rules.

    Examples
    --------
    >>> formulas = {"a": {"oat": 9, "sugar": 1}, "b": {"oat": 8, "sugar": 2}}
    >>> scores = [Rating("a", "t1", 4.0), Rating("a", "t2", 5.0)]
    >>> [r.formula for r in rank_formulas(formulas, scores)]
    ['b', 'a']
    """
    names = tuple(formulas)
    _check(formulas, ratings, scale)
    used = of_attribute(ratings, attribute)
    blend = fit(formulas, used, scale=scale, prior=prior)
    index = {name: i for i, name in enumerate(names)}
    counts = np.bincount([index[r.formula] for r in used], minlength=len(names))
    gains = expected_improvement(blend.mean, blend.sd, float(blend.mean[counts > 0].max()))
    rows = [
        (name, *_interval(blend, i, scale), float(gains[i]), int(counts[i]))
        for i, name in enumerate(names)
    ]
    rows.sort(key=lambda row: (-row[1], row[0]))
    ranks = [1 + sum(other[1] > row[1] + 1e-12 for other in rows) for row in rows]
    return [Ranking(*row, rank=rank) for row, rank in zip(rows, ranks, strict=True)]


def _interval(blend: Blend, i: int, scale: tuple[float, float]) -> tuple[float, float, float]:
    """Mean and 90 % interval, kept on the scale: a mean of scores cannot leave it."""
    mean, half = float(blend.mean[i]), Z90 * float(blend.interval_sd[i])
    low, high = scale
    return (
        min(max(mean, low), high),
        min(max(mean - half, low), high),
        min(max(mean + half, low), high),
    )


def fit(
    formulas: Mapping[str, Mapping[str, float]],
    ratings: Sequence[Rating],
    *,
    scale: tuple[float, float],
    prior: Prior = PRIOR,
) -> Blend:
    """Return the averaged posterior behind ``rank_formulas`` (inputs already checked)."""
    components = prior.for_scale(*scale)
    tables = readings(formulas)
    kernels = [Kernel.of(table, length=components.length) for table, _ in tables]
    hypotheses: list[Hypothesis] = []
    for i, (_, weight) in enumerate(tables):
        hypotheses += hypothesis_grid(components, features=i, weight=weight, smooth=SMOOTH_STEPS)
    scores = _one_per_cell(scores_of(ratings, tuple(formulas)))
    return blended_posterior(kernels, scores, hypotheses, prior_mean=sum(scale) / 2)


def _one_per_cell(scores: Scores) -> Scores:
    """Average the scores that one taster gave one formula.

    They share what he has of his own about it: ten servings to one taster are not ten tasters.
    """
    cell = scores.taster * (int(scores.formula.max()) + 1) + scores.formula
    _, first, at, n = np.unique(cell, return_index=True, return_inverse=True, return_counts=True)
    if n.max() == 1:
        return scores
    return Scores(
        formula=scores.formula[first],
        taster=scores.taster[first],
        score=np.bincount(at, scores.score) / n,
        is_first=np.bincount(at, scores.is_first) / n,
        noise_ratio=AGAIN + (1 - AGAIN) / n,
    )


def scores_of(ratings: Sequence[Rating], formulas: Sequence[str]) -> Scores:
    """Return scores with numbered formulas and tasters."""
    row = {name: i for i, name in enumerate(formulas)}
    number = {name: i for i, name in enumerate(sorted({r.taster for r in ratings}))}
    return Scores(
        formula=np.array([row[r.formula] for r in ratings], dtype=np.intp),
        taster=np.array([number[r.taster] for r in ratings], dtype=np.intp),
        score=np.array([r.score for r in ratings], dtype=float),
        is_first=np.array([float(r.position == 1) for r in ratings]),
    )


def _check(
    formulas: Mapping[str, Mapping[str, float]],
    ratings: Sequence[Rating],
    scale: tuple[float, float],
) -> None:
    if not formulas:
        raise InputError("ranking needs at least one formula")
    if not ratings:
        raise InputError("ranking needs at least one rating")
    problems = [
        f"formula {name!r}: {component} = {amount!r}"
        for name, amounts in formulas.items()
        for component, amount in amounts.items()
        if not (math.isfinite(amount) and amount >= 0)
    ]
    if problems:
        raise TableError("amounts must be finite numbers >= 0", problems)
    problems = list(_bad_ratings(formulas, ratings, scale))
    if problems:
        raise TableError(
            f"ratings must name a known formula and lie on the scale {scale[0]:g} to {scale[1]:g}",
            problems,
        )


def _bad_ratings(
    formulas: Mapping[str, object], ratings: Sequence[Rating], scale: tuple[float, float]
) -> Iterable[str]:
    low, high = scale
    for i, r in enumerate(ratings, start=1):
        if r.formula not in formulas:
            yield f"rating {i}: unknown formula {r.formula!r}"
        if not (math.isfinite(r.score) and low <= r.score <= high):
            yield f"rating {i} (taster {r.taster!r}, formula {r.formula!r}): score {r.score!r}"


def of_attribute(ratings: Sequence[Rating], attribute: str | None) -> Sequence[Rating]:
    """Return the ratings of one attribute: the named one, ``overall``, or the only one."""
    present = sorted({r.attribute.lower() for r in ratings})
    if attribute is None and len(present) == 1:
        attribute = present[0]
    wanted = "overall" if attribute is None else attribute.lower()
    if wanted not in present:
        raise InputError(
            f"no rating of attribute {wanted!r}; the ratings hold {', '.join(present)}; "
            "name one of these"
        )
    return [r for r in ratings if r.attribute.lower() == wanted]
