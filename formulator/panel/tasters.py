"""How each taster uses the scale, and the replicated table that panel performance needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.panel.judgements import Judgement
from formulator.panel.performance import Assessor, MixedAssessor, assessors, mixed_assessor_model

FloatArray = npt.NDArray[np.float64]
LEAST = 3
"""Formulas that two tasters must share before their agreement is worth a number."""


@dataclass(frozen=True, slots=True)
class TasterUse:
    """One taster of a hedonic panel. Who likes other things is not a bad taster."""

    taster: str
    n: int
    """Scores given."""
    level: float
    """Mean distance from the others' mean of the same formulas, [scale points]."""
    spread: float | None
    """Standard deviation of the taster's own scores, None with one score."""
    agreement: float | None
    """Correlation with the mean of the others; None with fewer than three shared formulas, or
    when one side gave the same score to all."""


@dataclass(frozen=True, slots=True)
class Performance:
    """Panel performance over formulas that the same tasters scored more than once."""

    tasters: tuple[str, ...]
    formulas: tuple[str, ...]
    n_replicates: int
    assessors: tuple[Assessor, ...]
    """In the order of ``tasters``."""
    mixed: MixedAssessor


def taster_uses(
    judgements: Sequence[Judgement], *, attribute: str = "overall"
) -> tuple[TasterUse, ...]:
    """Describe how the tasters use the scale, formula by formula against all others.

    Parameters
    ----------
    judgements : sequence of Judgement
        Complete or not.
    attribute : str
        ``overall``, ``taste``, ``texture`` or ``appearance``.

    Returns
    -------
    tuple of TasterUse
        Sorted by taster; tasters without a score of this attribute are left out.
    """
    cells = _cells(judgements, attribute)
    return tuple(_use(taster, cells) for taster in sorted({t for t, _ in cells}))


def panel_performance(
    judgements: Sequence[Judgement], *, attribute: str = "overall"
) -> Performance | None:
    """Discrimination, repeatability, agreement and the Mixed Assessor Model, where data carry it.

    Replicates are scores of one formula by one taster, in the same sitting (hidden duplicate) or in
    different ones. The largest complete table is sought by leaving out formulas, then tasters, that
    were not scored twice by the others.

    Returns
    -------
    Performance or None
        None when fewer than 2 tasters scored the same 3 formulas twice.
    """
    cells = _cells(judgements, attribute)
    twice = {key for key, scores in cells.items() if len(scores) > 1}
    tasters, formulas = _complete(twice)
    if len(tasters) < 2 or len(formulas) < LEAST:
        return None
    n = min(len(cells[t, f]) for t in tasters for f in formulas)
    table = np.array([[cells[t, f][:n] for f in formulas] for t in tasters])
    if np.ptp(table.mean(axis=(0, 2))) == 0 or np.ptp(table, axis=2).max() == 0:
        return None  # no product effect to scale by, or no noise to judge it by
    return Performance(tasters, formulas, n, assessors(table), mixed_assessor_model(table))


def _cells(
    judgements: Sequence[Judgement], attribute: str
) -> dict[tuple[str, str], tuple[float, ...]]:
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for j in judgements:
        score = j.liking(attribute)
        if score is not None:
            found[j.taster, j.formula].append(float(score))
    return {key: tuple(scores) for key, scores in found.items()}


def _use(taster: str, cells: dict[tuple[str, str], tuple[float, ...]]) -> TasterUse:
    own = {f: float(np.mean(s)) for (t, f), s in cells.items() if t == taster}
    others: dict[str, list[float]] = defaultdict(list)
    for (t, f), scores in cells.items():
        if t != taster and f in own:
            others[f].append(float(np.mean(scores)))
    shared = sorted(others)
    mine = np.array([own[f] for f in shared])
    rest = np.array([np.mean(others[f]) for f in shared])
    given = [s for (t, _), scores in cells.items() if t == taster for s in scores]
    return TasterUse(
        taster=taster,
        n=len(given),
        level=float(np.mean(mine - rest)) if shared else 0.0,
        spread=float(np.std(given, ddof=1)) if len(given) > 1 else None,
        agreement=_correlation(mine, rest),
    )


def _correlation(a: FloatArray, b: FloatArray) -> float | None:
    if len(a) < LEAST or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _complete(filled: set[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Largest complete block found by dropping the emptiest row or column first."""
    tasters, formulas = sorted({t for t, _ in filled}), sorted({f for _, f in filled})
    while tasters and formulas:
        by_taster = {t: sum((t, f) in filled for f in formulas) / len(formulas) for t in tasters}
        by_formula = {f: sum((t, f) in filled for t in tasters) / len(tasters) for f in formulas}
        least_t, least_f = min(by_taster.values()), min(by_formula.values())
        if min(least_t, least_f) == 1:
            break
        if least_f <= least_t:
            formulas.remove(min(formulas, key=lambda f: by_formula[f]))
        else:
            tasters.remove(min(tasters, key=lambda t: by_taster[t]))
    return tuple(tasters), tuple(formulas)
