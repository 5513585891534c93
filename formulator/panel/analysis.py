"""Everything that a round's judgements say, in one call: what is known, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formulator.errors import InputError
from formulator.panel.cata import TermTest, cochran_q
from formulator.panel.consistency import Flag, Repeatability, consistency_flags, repeatability
from formulator.panel.jar import CAUTION, Penalty, penalties
from formulator.panel.judgements import Judgement
from formulator.panel.means import MeansReport, Scored, formula_means
from formulator.panel.parity import Parity, parity, parity_power
from formulator.panel.reliability import (
    least_significant_difference,
    reliability,
    tasters_needed,
)

TYPICAL_NOISE_SD = 1.6
"""One score on the 9-point scale (panel handbook: bread 1.37, coffee 1.57, ham 2.00)."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What one or more rounds say about one attribute."""

    attribute: str
    n_tasters: int
    n_scores: int
    means: MeansReport | None
    """None when there is nothing to compare; ``notes`` say why."""
    reliability: float | None
    """Of the panel means, 0 to 1."""
    tasters_for_80: float | None
    """Tasters for a reliability of .8; infinite when no difference is seen."""
    least_difference: float | None
    """Least significant difference of two means, [scale points]."""
    penalties: tuple[Penalty, ...]
    cata: tuple[tuple[str, TermTest], ...]
    repeatability: Repeatability | None
    flags: tuple[Flag, ...]
    parity: tuple[Parity, ...]
    notes: tuple[str, ...]
    """Sentences for the reader, the verdict first."""


def analyse(
    judgements: Sequence[Judgement],
    *,
    attribute: str = "overall",
    control: str | None = None,
    margin: float | None = None,
) -> Analysis:
    """Analyse a closed round.

    Parameters
    ----------
    judgements : sequence of Judgement
    attribute : str
        ``overall``, ``taste``, ``texture`` or ``appearance``.
    control : str, optional
        Id of the blind control; only with it and a margin are claims of parity tested.
    margin : float, optional
        Largest difference that does not matter, [scale points]; fixed before tasting.

    Returns
    -------
    Analysis
        Parts that the data cannot carry are empty, and ``notes`` say so.
    """
    scored = [
        Scored(j.formula, j.taster, float(score), j.position == 1)
        for j in judgements
        if (score := j.liking(attribute)) is not None
    ]
    n_tasters = len({s.taster for s in scored})
    means, notes = _means(scored)
    claims, more = _parity(scored, control, margin)
    jar = _penalties(judgements, attribute)
    noise_sd = TYPICAL_NOISE_SD if means is None else float(np.sqrt(means.noise))
    trust = _trust(means, n_tasters)
    return Analysis(
        attribute=attribute,
        n_tasters=n_tasters,
        n_scores=len(scored),
        means=means,
        reliability=trust[0],
        tasters_for_80=trust[1],
        least_difference=trust[2],
        penalties=jar,
        cata=_cata(judgements),
        repeatability=repeatability(judgements),
        flags=consistency_flags(judgements, noise_sd=max(noise_sd, 0.5)),
        parity=claims,
        notes=(*notes, *more, *((f"just-about-right drops are {CAUTION}",) if jar else ())),
    )


def _means(scored: Sequence[Scored]) -> tuple[MeansReport | None, tuple[str, ...]]:
    """Fit with the first-position effect where the design carries it, else without."""
    problem = ""
    for with_position in (True, False):
        if with_position and not any(s.is_first for s in scored):
            continue
        try:
            report = formula_means(scored, with_position=with_position)
        except InputError as error:
            problem = str(error)
            continue
        return report, (report.verdict(), *_position(report))
    return None, (f"formulas are not compared: {problem}",)


def _position(report: MeansReport) -> tuple[str, ...]:
    if report.first is None or report.first_se is None:
        return ()
    return (
        f"the first cup is scored {report.first:+.2f} points (se {report.first_se:.2f}) "
        "apart from the others; the means are corrected for it",
    )


def _trust(
    means: MeansReport | None, n_tasters: int
) -> tuple[float | None, float | None, float | None]:
    """Reliability, tasters needed and least significant difference."""
    if means is None:
        return None, None, None
    between = float(means.means.var(ddof=1))
    within = float(np.mean(np.diag(means.covariance) - means.covariance.mean()))
    formula = max(between - max(within, 0.0), 0.0)
    return (
        reliability(formula, means.noise, n_tasters=n_tasters),
        tasters_needed(formula, means.noise),
        least_significant_difference(means.noise, n_tasters=n_tasters),
    )


def _penalties(judgements: Sequence[Judgement], attribute: str) -> tuple[Penalty, ...]:
    rows = [j for j in judgements if j.liking(attribute) is not None]
    names = sorted({name for j in rows for name, _ in j.jar})
    steps = {
        name: [np.nan if (s := j.jar_step(name)) is None else float(s) for j in rows]
        for name in names
    }
    return penalties([float(j.liking(attribute) or 0) for j in rows], steps)


def _cata(judgements: Sequence[Judgement]) -> tuple[tuple[str, TermTest], ...]:
    """Cochran's Q of every term over the tasters who were asked about all formulas."""
    asked = [j for j in judgements if j.cata is not None]
    formulas = sorted({j.formula for j in asked})
    cells = {(j.taster, j.formula): frozenset(j.cata or ()) for j in asked}
    whole = [t for t in sorted({j.taster for j in asked}) if all((t, f) in cells for f in formulas)]
    if len(formulas) < 2 or not whole:
        return ()
    terms = sorted({term for ticks in cells.values() for term in ticks})
    return tuple(
        (term, cochran_q([[float(term in cells[t, f]) for f in formulas] for t in whole]))
        for term in terms
    )


def _parity(
    scored: Sequence[Scored], control: str | None, margin: float | None
) -> tuple[tuple[Parity, ...], tuple[str, ...]]:
    if control is None or margin is None:
        return (), ()
    tasters = sorted({s.taster for s in scored if s.formula == control})
    formulas = sorted({s.formula for s in scored} - {control})
    if len(tasters) < 2 or not formulas:
        return (), ("parity is not tested: fewer than two tasters scored the control",)

    def of(formula: str) -> list[float]:
        found = {
            t: [s.score for s in scored if (s.taster, s.formula) == (t, formula)] for t in tasters
        }
        return [float(np.mean(v)) if v else np.nan for v in found.values()]

    try:
        claims = parity({f: of(f) for f in formulas}, of(control), margin=margin)
    except InputError as error:
        return (), (f"parity is not tested: {error}",)
    power = parity_power(
        margin, sd=TYPICAL_NOISE_SD, n_tasters=len(tasters), n_claims=len(formulas)
    )
    note = (
        f"a truly equal product passes in about {power:.0%} of such panels "
        f"({len(tasters)} tasters, margin {margin:g}, {len(formulas)} claims)"
    )
    return claims, (*(c.verdict() for c in claims), note)
