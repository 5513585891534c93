"""Rounding of declared nutrients: United States and European Union.

US: 21 CFR 101.9(c) for energy and macronutrients, FDA's labelling guidance for vitamins and
minerals. EU: Commission guidance of December 2012 on tolerances and rounding for Regulation (EU)
1169/2011. Both are held from general knowledge: verify against the current text before print.
Halves are rounded up, as on printed labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Rounded:
    """A declared value."""

    value: float
    text: str
    """As it is printed, without the unit: ``0``, ``2.5``, ``less than 1``."""


def to_step(value: float, step: str) -> float:
    """Round to the nearest multiple of a step, halves up.

    Parameters
    ----------
    value : float
    step : str
        A decimal number, e.g. ``"0.5"``.

    Returns
    -------
    float

    Examples
    --------
    >>> to_step(2.25, "0.5")
    2.5
    """
    exact = Decimal(repr(round(value, 9)))
    size = Decimal(step)
    return float((exact / size).quantize(Decimal(1), rounding=ROUND_HALF_UP) * size)


def _shown(value: float) -> Rounded:
    return Rounded(value, f"{value:g}")


def us_energy(kcal: float) -> Rounded:
    """Energy, [kcal]: below 5 zero, to 5 up to 50, then to 10 (21 CFR 101.9(c)(1))."""
    if kcal < 5:
        return _shown(0.0)
    return _shown(to_step(kcal, "5" if kcal <= 50 else "10"))


def us_fat(grams: float) -> Rounded:
    """Fat and fatty acids, [g]: below 0.5 zero, to 0.5 below 5, then to 1 (101.9(c)(2))."""
    if grams < 0.5:
        return _shown(0.0)
    return _shown(to_step(grams, "0.5" if grams < 5 else "1"))


def us_cholesterol(milligrams: float) -> Rounded:
    """Cholesterol, [mg]: below 2 zero, 2-5 "less than 5", then to 5 (101.9(c)(3))."""
    if milligrams < 2:
        return _shown(0.0)
    if milligrams <= 5:
        return Rounded(5.0, "less than 5")
    return _shown(to_step(milligrams, "5"))


def us_sodium(milligrams: float) -> Rounded:
    """Sodium, [mg]: below 5 zero, to 5 up to 140, then to 10 (101.9(c)(4))."""
    if milligrams < 5:
        return _shown(0.0)
    return _shown(to_step(milligrams, "5" if milligrams <= 140 else "10"))


def us_gram(grams: float) -> Rounded:
    """Carbohydrate, fibre, sugars, protein, [g]: below 0.5 zero, below 1 "less than 1", then to 1.

    21 CFR 101.9(c)(6) and (7).
    """
    if grams < 0.5:
        return _shown(0.0)
    if grams < 1:
        return Rounded(1.0, "less than 1")
    return _shown(to_step(grams, "1"))


def us_micronutrient(amount: float, step: str) -> Rounded:
    """Vitamin or mineral to the step of its kind: vitamin D 0.1 ug, calcium 10 mg, iron 0.1 mg."""
    return _shown(to_step(amount, step))


def us_percent_dv(percent: float) -> Rounded:
    """Percent daily value of a vitamin or mineral: to 2 up to 10, to 5 up to 50, then to 10.

    Below 2 % it may be declared as zero (101.9(c)(8)(iii)).
    """
    if percent < 2:
        return _shown(0.0)
    step = "2" if percent <= 10 else "5" if percent <= 50 else "10"
    return _shown(to_step(percent, step))


def percent_dv_of_macronutrient(percent: float) -> Rounded:
    """Percent daily value of fat, sodium, carbohydrate ...: to 1."""
    return _shown(to_step(percent, "1"))


def eu_energy(amount: float) -> Rounded:
    """Energy, [kJ] or [kcal]: to 1."""
    return _shown(to_step(amount, "1"))


def eu_gram(grams: float) -> Rounded:
    """Fat, carbohydrate, sugars, fibre, protein, [g]: to 1 from 10, to 0.1, "<0.5" up to 0.5."""
    if grams >= 10:
        return _shown(to_step(grams, "1"))
    if grams > 0.5:
        return Rounded(value := to_step(grams, "0.1"), f"{value:.1f}")
    return Rounded(0.5, "<0.5") if grams > 0 else _shown(0.0)


def eu_saturates(grams: float) -> Rounded:
    """Saturated and other fatty acids, [g]: to 1 from 10, to 0.1, "<0.1" up to 0.1."""
    if grams >= 10:
        return _shown(to_step(grams, "1"))
    if grams > 0.1:
        return Rounded(value := to_step(grams, "0.1"), f"{value:.1f}")
    return Rounded(0.1, "<0.1") if grams > 0 else _shown(0.0)


def eu_salt(grams: float) -> Rounded:
    """Salt, [g]: to 0.1 from 1, to 0.01, "<0.01" up to 0.0125."""
    if grams >= 1:
        return Rounded(value := to_step(grams, "0.1"), f"{value:.1f}")
    if grams > 0.0125:
        return Rounded(value := to_step(grams, "0.01"), f"{value:.2f}")
    return Rounded(0.01, "<0.01") if grams > 0 else _shown(0.0)


def eu_micronutrient(amount: float, *, digits: int = 2) -> Rounded:
    """Vitamin or mineral to significant digits: 3 for calcium, potassium and their like, else 2."""
    if amount <= 0:
        return _shown(0.0)
    exponent = Decimal(repr(amount)).adjusted() - digits + 1
    return _shown(to_step(amount, format(Decimal(1).scaleb(exponent), "f")))
