"""Difference from control: how far each formula stands from the blind control, never from zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formulator.errors import InputError
from formulator.panel.judgements import Judgement
from formulator.panel.means import MeansReport, Scored, formula_means
from formulator.panel.parity import holm


@dataclass(frozen=True, slots=True)
class Contrast:
    """One formula against the blind control."""

    formula: str
    difference: float
    """Mean minus the blind control's mean, [scale points]."""
    se: float
    p_value: float
    """Two-sided."""
    holm: float
    """Corrected for all formulas compared."""


def control_contrasts(report: MeansReport, control: str) -> tuple[Contrast, ...]:
    """Compare every formula with the blind control, within tasters.

    ``scipy.stats.dunnett`` would take tasters for independent groups; these are contrasts of the
    taster model, corrected by Holm.

    Raises
    ------
    InputError
        If the control is not in the report.
    """
    from scipy.stats import t  # noqa: PLC0415 (heavy: start-up stays light)

    if control not in report.names:
        raise InputError(f"the blind control {control!r} was not scored")
    rows = []
    for name in report.names:
        if name != control:
            difference, se = report.difference(name, control)
            rows.append((name, difference, se, float(2 * t.sf(abs(difference) / se, report.df))))
    corrected = holm([p for *_, p in rows])
    return tuple(Contrast(*row, holm=h) for row, h in zip(rows, corrected, strict=True))


def difference_from_control(judgements: Sequence[Judgement], control: str) -> tuple[Contrast, ...]:
    """Evaluate the ratings "how different from the labelled control" (0-10).

    People who taste the control blind seldom say 0; a formula is as near as the blind control when
    its rating is no higher than the control's own.

    Parameters
    ----------
    judgements : sequence of Judgement
    control : str
        Id of the blind control.

    Raises
    ------
    InputError
        If the blind control was not rated, or there are too few ratings.
    """
    scores = [
        Scored(j.formula, j.taster, j.difference) for j in judgements if j.difference is not None
    ]
    return control_contrasts(formula_means(scores), control)
