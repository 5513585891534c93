"""What the bench readings of some formulas say about another: pH, viscosity, colour.

The regression is that of liking (``blended_posterior``) without people: composition to reading,
averaged over how much formulas differ and how well readings repeat. A number that spans decades
(viscosity) is learned on its logarithm.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from formulator.errors import InputError
from formulator.learning.blend import Blend, blended_posterior, hypothesis_grid
from formulator.learning.components import Components
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores
from formulator.learning.ranking import Z90

LEAST_FORMULAS = 4
"""Measured formulas below which nothing is predicted: two of them go into level and spread."""
LEVEL = 3.0
"""Prior standard deviation of the level, in spreads: hardly more than a guess."""
SHARES = (0.65, 0.20, 0.15)
"""Share of the spread between formulas that is linear in composition, smooth, and a formula's own:
an assumption, softened by the grid of factors."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """How far a quantity usually lies apart; both are first guesses that the readings correct."""

    spread: float
    """Standard deviation between formulas of one kind; of the common logarithm if ``is_log``."""
    repeat: float
    """Standard deviation of one reading of one formula."""
    is_log: bool = False


SCATTERS: Mapping[str, Scatter] = {
    "pH": Scatter(0.4, 0.05),
    "viscosity": Scatter(0.4, 0.05, is_log=True),
    "L*": Scatter(5.0, 0.7),
    "a*": Scatter(1.5, 0.3),
    "b*": Scatter(4.0, 0.5),
    "brix": Scatter(2.0, 0.2),
}
"""Quantities that are learned: general knowledge, no reference."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One reading foretold from those of other formulas."""

    value: float
    low90: float
    """Lower end of the 90 % interval of one new reading."""
    high90: float
    n_formulas: int
    """Other formulas whose readings were used."""


def n_measured(
    formulas: Mapping[str, Mapping[str, float]], readings: Sequence[tuple[str, float]], formula: str
) -> int:
    """Count the measured formulas of another composition than ``formula``."""
    return len({_signature(formulas[f]) for f, _ in _others(formulas, readings, formula)})


def forecast(
    formulas: Mapping[str, Mapping[str, float]],
    readings: Sequence[tuple[str, float]],
    formula: str,
    *,
    scatter: Scatter,
) -> Forecast | None:
    """Foretell a reading of a formula from readings of others.

    Readings of the formula itself, or of one with the same parts, are left out: what is foretold
    can be held against them.

    Parameters
    ----------
    formulas : mapping
        Id to composition (ingredient to amount, any one unit), measured or not: the region in
        which compositions are compared.
    readings : sequence of (id, value)
        Repeats are welcome.
    formula : str
        Id of the formula in question.
    scatter : Scatter

    Returns
    -------
    Forecast or None
        None with fewer than four other measured formulas.

    Raises
    ------
    InputError
        If a formula is not known, or a reading is not finite (not positive on a log scale).

    Examples
    --------
    >>> formulas = {str(n): {"water": 95.0 - n, "pea": 3.0 + n, "oil": 2.0} for n in range(6)}
    >>> told = forecast(formulas, [(str(n), 6.5 + 0.1 * n) for n in range(5)], "5",
    ...                 scatter=SCATTERS["pH"])
    >>> told.low90 < 7.0 < told.high90
    True
    """
    _check(formulas, readings, formula, scatter)
    used = _others(formulas, readings, formula)
    n = n_measured(formulas, readings, formula)
    if n < LEAST_FORMULAS:
        return None
    blend, row = _fit(formulas, used, formula, scatter)
    variance = float(blend.covariance[row, row]) + blend.components.noise
    half = Z90 * math.sqrt(max(variance, 0.0))
    mean = float(blend.mean[row])
    ends = (mean, mean - half, mean + half)
    value, low, high = (10**x for x in ends) if scatter.is_log else ends
    return Forecast(value, low, high, n)


def _fit(
    formulas: Mapping[str, Mapping[str, float]],
    used: Sequence[tuple[str, float]],
    formula: str,
    scatter: Scatter,
) -> tuple[Blend, int]:
    """Return the averaged posterior over all compositions, and the row of the formula."""
    rows: dict[tuple[tuple[str, float], ...], int] = {}
    for amounts in formulas.values():
        rows.setdefault(_signature(amounts), len(rows))
    names = sorted({key for signature in rows for key, _ in signature})
    table = np.array([[dict(signature).get(k, 0.0) for k in names] for signature in rows])
    values = np.array([math.log10(v) if scatter.is_log else v for _, v in used])
    places = np.array([rows[_signature(formulas[f])] for f, _ in used], dtype=np.intp)
    level = float(np.mean([values[places == p].mean() for p in np.unique(places)]))
    nobody = np.zeros(len(used), dtype=np.intp)
    components = _components(scatter)
    blend = blended_posterior(
        [Kernel.of(table, length=components.length)],
        Scores(places, nobody, values, np.zeros(len(used))),
        hypothesis_grid(components),
        prior_mean=level,
    )
    return blend, rows[_signature(formulas[formula])]


def _components(scatter: Scatter) -> Components:
    linear, smooth, own = (share * scatter.spread**2 for share in SHARES)
    return Components(
        level=(LEVEL * scatter.spread) ** 2,
        linear=linear,
        smooth=smooth,
        own=own,
        length=2.0,
        taster=0.0,
        personal=0.0,
        noise=scatter.repeat**2,
        panel=0.0,
        first=0.0,
        first_mean=0.0,
    )


def _signature(amounts: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return a composition as shares, so that one formula of two origins is one."""
    total = math.fsum(amounts.values())
    return tuple(sorted((k, round(v / total, 5)) for k, v in amounts.items() if v > 0))


def _others(
    formulas: Mapping[str, Mapping[str, float]], readings: Sequence[tuple[str, float]], formula: str
) -> list[tuple[str, float]]:
    own = _signature(formulas[formula])
    return [(f, v) for f, v in readings if _signature(formulas[f]) != own]


def _check(
    formulas: Mapping[str, Mapping[str, float]],
    readings: Sequence[tuple[str, float]],
    formula: str,
    scatter: Scatter,
) -> None:
    unknown = sorted({f for f in (formula, *(f for f, _ in readings)) if f not in formulas})
    if unknown:
        raise InputError(f"no composition is given of {', '.join(unknown)}")
    empty = sorted(k for k, amounts in formulas.items() if not math.fsum(amounts.values()) > 0)
    if empty:
        raise InputError(f"a formula must hold something: {', '.join(empty)}")
    for f, value in readings:
        if not math.isfinite(value) or (scatter.is_log and value <= 0):
            rule = "a finite number > 0" if scatter.is_log else "a finite number"
            raise InputError(f"a reading must be {rule}, got {value!r} of {f}")
