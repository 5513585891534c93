"""Just-about-right penalties: where liking drops. Correlational: a drop is no expected gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError

FloatArray = npt.NDArray[np.float64]
Side = Literal["too little", "too much"]
SIDES: Final[tuple[tuple[Side, int], ...]] = (("too little", -1), ("too much", 1))
WORTH_LISTING = 0.20
"""Share of a side from which it is listed, a convention."""
CAUTION = "correlational: drops are not expected gains, and they must not be added up"


@dataclass(frozen=True, slots=True)
class Penalty:
    """Liking lost, on average, by cups that are off on one side of an attribute."""

    attribute: str
    side: Side
    share: float
    """Share of cups on this side."""
    drop: float
    """Mean liking of just-right cups minus mean liking of this side, [scale points]."""
    t_value: float
    """Welch test of the drop; NaN with fewer than two cups on a side."""
    p_value: float
    net: float | None = None
    """Coefficient with the other attributes, formula and taster held fixed."""
    net_se: float | None = None

    @property
    def total(self) -> float:
        """Share times drop."""
        return self.share * self.drop

    @property
    def is_listed(self) -> bool:
        """Whether enough cups are on this side."""
        return self.share >= WORTH_LISTING


def penalties(liking: npt.ArrayLike, jar: Mapping[str, npt.ArrayLike]) -> tuple[Penalty, ...]:
    """Return share, drop and Welch test for both sides of every attribute.

    Parameters
    ----------
    liking : array-like of shape (n_cups,)
    jar : mapping
        Attribute -> steps -2..2 of the same cups; NaN where not answered.

    Returns
    -------
    tuple of Penalty
        Attributes as given, "too little" first. Sides that nobody chose are left out.
    """
    score = np.asarray(liking, dtype=float)
    found: list[Penalty] = []
    for attribute, steps in jar.items():
        step = _steps(attribute, steps, len(score))
        answered = np.isfinite(step) & np.isfinite(score)
        right = score[answered & (step == 0)]
        for side, sign in SIDES:
            off = score[answered & (np.sign(step) == sign)]
            if len(off) and len(right):
                found.append(_penalty(attribute, side, right, off, int(answered.sum())))
    return tuple(found)


def _steps(attribute: str, steps: npt.ArrayLike, n: int) -> FloatArray:
    step = np.asarray(steps, dtype=float)
    known = step[np.isfinite(step)]
    if len(step) != n or not np.isin(known, (-2, -1, 0, 1, 2)).all():
        raise InputError(f"{attribute} needs one step -2..2 (0 = just right) per cup")
    return step


def _penalty(
    attribute: str, side: Side, right: FloatArray, off: FloatArray, n_answered: int
) -> Penalty:
    from scipy.stats import ttest_ind_from_stats  # noqa: PLC0415 (heavy: start-up stays light)

    t_value = p_value = float("nan")
    if len(off) > 1 and len(right) > 1 and right.var() + off.var() > 0:
        # From moments: one side may be unanimous, of which the test on raw data warns.
        moments = [(g.mean(), g.std(ddof=1), len(g)) for g in (right, off)]
        test = ttest_ind_from_stats(*moments[0], *moments[1], equal_var=False)
        t_value, p_value = float(test.statistic), float(test.pvalue)
    return Penalty(
        attribute=attribute,
        side=side,
        share=len(off) / n_answered,
        drop=float(right.mean() - off.mean()),
        t_value=t_value,
        p_value=p_value,
    )


def net_penalties(
    liking: npt.ArrayLike,
    jar: Mapping[str, npt.ArrayLike],
    *,
    formula: Sequence[str],
    taster: Sequence[str],
) -> dict[tuple[str, Side], tuple[float, float]]:
    """Penalties of all attributes together, with formula and taster as fixed effects.

    Parameters
    ----------
    liking : array-like of shape (n_cups,)
        Complete.
    jar : mapping
        Attribute -> complete steps -2..2.
    formula, taster : sequence of str
        Of each cup.

    Returns
    -------
    dict
        (attribute, side) -> (coefficient, standard error); negative = liking lost.

    Raises
    ------
    InputError
        If the cups cannot carry so many effects.
    """
    score = np.asarray(liking, dtype=float)
    names: list[tuple[str, Side]] = []
    columns: list[FloatArray] = []
    for attribute, steps in jar.items():
        step = _steps(attribute, steps, len(score))
        for side, sign in SIDES:
            names.append((attribute, side))
            columns.append((np.sign(step) == sign).astype(float))
    x = np.column_stack([*columns, _dummies(formula), _dummies(taster)[:, 1:]])
    df = len(score) - x.shape[1]
    if df < 1 or np.linalg.matrix_rank(x) < x.shape[1]:
        raise InputError("too few cups, or answers that never vary, for penalties held together")
    beta, *_ = np.linalg.lstsq(x, score, rcond=None)
    noise = float(((score - x @ beta) ** 2).sum()) / df
    se = np.sqrt(noise * np.diag(np.linalg.inv(x.T @ x)))
    return {name: (float(beta[i]), float(se[i])) for i, name in enumerate(names)}


def _dummies(labels: Sequence[str]) -> FloatArray:
    levels = sorted(set(labels))
    return np.array([[float(label == level) for level in levels] for label in labels])
