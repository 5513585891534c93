"""Measured results of a batch beside predictions: what is not predicted says so.

Three kinds of prediction: computed from the composition, learned from the readings of the project's
other formulas, or none, which says how many formulas are still to be measured.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formulator.errors import InputError, TableError
from formulator.learning.readings import (
    LEAST_FORMULAS,
    SCATTERS,
    forecast,
    n_measured,
)
from formulator.report.bench_sheet import Measurement
from formulator.report.physical import Computed
from formulator.store import Measurement as Reading
from formulator.web.own_formula import Row, table_number, upload_table

NAMES = {
    "ph": "pH",
    "brix": "Brix (refractometer)",
    "viscosity_20c": "viscosity at 20 °C",
    "droplet_d43": "droplet size d4,3",
    "sfc_10c": "solid fat at 10 °C",
    "sfc_33c": "solid fat at 33 °C",
    "pac": "freezing power (PAC)",
    "sfc_10": "solid fat at 10 °C",
    "sfc_20": "solid fat at 20 °C",
    "sfc_35": "solid fat at 35 °C",
    "colour_l": "colour L*",
    "colour_a": "colour a*",
    "colour_b": "colour b*",
    "density": "density at 20 °C",
}
"""Key to the name that people read, where the sheet's own is not plain."""
KEPT_AS = {
    "ph": ("pH", ""),
    "brix": ("brix", "°Bx"),
    "viscosity_20c": ("viscosity", "mPa s"),
    "colour_l": ("L*", ""),
    "colour_a": ("a*", ""),
    "colour_b": ("b*", ""),
    "solids": ("dry_matter", "g/100 g"),
    "density": ("density", "g/mL"),
}
"""Key to (quantity, unit) under which the store knows a reading; others keep their own."""
ALWAYS = (
    Measurement("ph", "pH", "", None, None, None),
    Measurement("brix", "refractometer reading", "Brix", None, None, None),
    Measurement("viscosity_20c", "viscosity at 20 C", "mPa s", None, None, None),
    Measurement("colour_l", "colour L*", "", None, None, None),
    Measurement("colour_a", "colour a*", "", None, None, None),
    Measurement("colour_b", "colour b*", "", None, None, None),
    Measurement("density", "density at 20 C", "g/mL", None, None, None),
)
"""What every bench measures, also where nothing predicts it."""
RANGES: Mapping[str, tuple[float, float]] = {
    "ph": (0.0, 14.0),
    "brix": (0.0, 100.0),
    "water_activity": (0.0, 1.0),
    "solids": (0.0, 100.0),
    "viscosity_20c": (0.0, 1e9),
    "colour_l": (0.0, 100.0),
    "colour_a": (-128.0, 128.0),
    "colour_b": (-128.0, 128.0),
    "density": (0.1, 3.0),
}
"""Outside of these no reading is possible: a typing error."""
NAME_HEADS = ("key", "quantity", "measure", "name")
VALUE_HEADS = ("measured", "value", "result")
MAX_NOTE = 200


@dataclass(frozen=True, slots=True)
class Foretold:
    """What stands in the column of predictions."""

    value: float
    low: float
    high: float
    how: str
    """``computed`` or ``learned from ...``, in two or three words."""

    def __str__(self) -> str:
        """Return the number with its interval, where it has one."""
        value, low, high = (f"{x:.3g}" for x in (self.value, self.low, self.high))
        return value if low == high else f"{value} ({low} to {high})"


def measurable(measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    """Return what may be measured of a formula by key: what always is, then the bench sheet's."""
    found = {m.key: m for m in measurements}
    return {m.key: found.get(m.key, m) for m in ALWAYS} | found


def name_of(measurement: Measurement) -> str:
    """Return what people call a measurement, with its unit."""
    name = NAMES.get(measurement.key, measurement.name)
    unit = measurement.unit if measurement.unit not in ("", "1") else ""
    return f"{name}, {unit}" if unit and unit.lower() not in name.lower() else name


def kept_as(measurement: Measurement) -> tuple[str, str]:
    """Return quantity and unit under which the store keeps a reading."""
    unit = "" if measurement.unit == "1" else measurement.unit
    return KEPT_AS.get(measurement.key, (measurement.key, unit))


def foretold(
    computed: Sequence[Computed],
    compositions: Mapping[str, Mapping[str, float]],
    readings: Sequence[Reading],
    formula_id: str,
) -> dict[str, Foretold]:
    """Return what is predicted of a formula, by key of the measurement.

    Parameters
    ----------
    computed : sequence of Computed
        From its composition.
    compositions : mapping
        Id to ingredient to amount of every formula of the project, this one included.
    readings : sequence of Reading
        All of the project; those of the formula itself are not used for its own prediction.
    formula_id : str

    Returns
    -------
    dict of str to Foretold
        What is learned goes before what is computed; keys without a prediction are absent.
    """
    found = {c.key: Foretold(c.value, c.low, c.high, "computed") for c in computed}
    for key, (quantity, _) in KEPT_AS.items():
        if quantity not in SCATTERS:
            continue
        told = forecast(
            compositions,
            usable(compositions, readings, quantity),
            formula_id,
            scatter=SCATTERS[quantity],
        )
        if told is not None:
            how = f"learned from {told.n_formulas} formulas"
            found[key] = Foretold(told.value, told.low90, told.high90, how)
    return found


def usable(
    compositions: Mapping[str, Mapping[str, float]], readings: Sequence[Reading], quantity: str
) -> list[tuple[str, float]]:
    """Return (formula, value) of the readings that a prediction may learn from."""
    is_log = SCATTERS[quantity].is_log
    return [
        (r.candidate_id, r.value)
        for r in readings
        if r.quantity == quantity
        and r.candidate_id in compositions
        and not r.voided
        and (r.value > 0 or not is_log)
    ]


def still_to_measure(
    compositions: Mapping[str, Mapping[str, float]], readings: Sequence[Reading], formula_id: str
) -> dict[str, int]:
    """Return how many other formulas must still be measured, by key of what could be learned."""
    return {
        key: LEAST_FORMULAS
        - n_measured(compositions, usable(compositions, readings, quantity), formula_id)
        for key, (quantity, _) in KEPT_AS.items()
        if quantity in SCATTERS
    }


def beside_predictions(
    measurements: Sequence[Measurement],
    readings: Sequence[Reading],
    told: Mapping[str, Foretold],
    missing: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return rows of predicted and measured numbers.

    Parameters
    ----------
    measurements : sequence of Measurement
        Of the bench sheet.
    readings : sequence of Reading
        Of this formula, as the store keeps them.
    told : mapping
        Key to prediction.
    missing : mapping
        Key to the number of formulas that must still be measured for a prediction.

    Returns
    -------
    list of dict
        ``measure``, ``predicted`` (with interval; "no prediction" where there is none), ``how``
        (where the prediction comes from), ``measured`` (mean, number of readings and their range),
        ``difference`` (measured minus predicted) and ``usual``, all as words; what is not known
        says so or is empty.
    """
    return [
        _beside(m, [r.value for r in readings if r.quantity == kept_as(m)[0]], told, missing)
        for m in measurable(measurements).values()
    ]


def _beside(
    m: Measurement,
    values: Sequence[float],
    told: Mapping[str, Foretold],
    missing: Mapping[str, int],
) -> dict[str, Any]:
    found = told.get(m.key)
    predicted = m.predicted if found is None else found.value
    words, how = "no prediction", "not predicted"
    if found is not None:
        words, how = str(found), found.how
    elif m.predicted is not None:
        words, how = f"{m.predicted:.3g}", "computed"
    elif m.key in missing:
        how = f"measure {missing[m.key]} more"
    mean = math.fsum(values) / len(values) if values else None
    known = mean is not None and predicted is not None
    return {
        "measure": name_of(m),
        "predicted": words,
        "how": how,
        "measured": _measured(values),
        "difference": f"{mean - predicted:+.3g}" if known else "",  # type: ignore[operator]
        "usual": _window(m.low, m.high),
    }


def _measured(values: Sequence[float]) -> str:
    """Return the mean of some readings with their number and range."""
    if not values:
        return "not measured"
    mean = f"{math.fsum(values) / len(values):.4g}"
    if len(values) == 1:
        return mean
    return f"{mean} ({len(values)} readings, {min(values):.4g} to {max(values):.4g})"


def _window(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    return f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}".strip()


def upload_results(name: str, data: bytes) -> list[Row]:
    """Read measured values of an uploaded CSV or XLSX (also a filled-in bench sheet).

    Raises
    ------
    InputError
        If the file is too large or has no column of names or measured values.
    """
    rows = upload_table(
        name,
        data,
        sheet="Measurements",
        keys=NAME_HEADS,
        amounts=VALUE_HEADS,
        what="measured values",
    )
    return [row for row in rows if row[2] not in (None, "")]


def read_results(rows: Sequence[Row], measurements: Sequence[Measurement]) -> list[dict[str, Any]]:
    """Return results ready to be kept.

    Parameters
    ----------
    rows : sequence of (place, quantity, value)
        A quantity is a key or a name of what may be measured.
    measurements : sequence of Measurement
        Of the bench sheet.

    Returns
    -------
    list of dict
        ``quantity``, ``value`` and ``unit``.

    Raises
    ------
    TableError
        Listing every row with an unknown quantity, no number, or an impossible reading.
    """
    held = measurable(measurements)
    known = {
        word.lower(): key
        for key, m in held.items()
        for word in (key, key.replace("_", " "), m.name, name_of(m), NAMES.get(key, m.name))
    }
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    for place, quantity, cell in rows:
        text = str(quantity or "").strip()
        key, value = known.get(text.lower()), table_number(cell)
        fault = _fault(text, key, cell, value, held)
        if fault:
            problems.append(f"{place}: {fault}")
        elif key is not None:
            name, unit = kept_as(held[key])
            found.append({"quantity": name, "value": value, "unit": unit})
    if problems:
        raise TableError("each row is something that is measured, and its value", problems)
    if not found:
        raise InputError("there is no measured value yet")
    return found


def _fault(
    text: str, key: str | None, cell: Any, value: float | None, held: Mapping[str, Measurement]
) -> str:
    if key is None:
        names = ", ".join(name_of(m) for m in held.values())
        return f"{text[:MAX_NOTE]!r} is not measured here; there are {names}"
    if value is None:
        return f"{str(cell)[:MAX_NOTE]!r} is no number"
    low, high = RANGES.get(key, (-math.inf, math.inf))
    if not low <= value <= high:
        return f"{value:g} is no possible reading of {name_of(held[key])} ({low:g} to {high:g})"
    return ""
