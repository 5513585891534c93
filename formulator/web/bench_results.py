"""Measured results of a batch beside predictions: what is not predicted says so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from formulator.errors import InputError, TableError
from formulator.report.bench_sheet import Measurement
from formulator.store import Measurement as Reading
from formulator.web.own_formula import Row, table_number, upload_table

NAMES = {
    "ph": "pH",
    "brix": "Brix (refractometer)",
    "viscosity_20c": "viscosity at 20 °C",
    "droplet_d43": "droplet size d4,3",
    "sfc_10c": "solid fat at 10 °C",
    "sfc_33c": "solid fat at 33 °C",
    "sfc_10": "solid fat at 10 °C",
    "sfc_20": "solid fat at 20 °C",
    "sfc_35": "solid fat at 35 °C",
    "colour_l": "colour L*",
    "colour_a": "colour a*",
    "colour_b": "colour b*",
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
}
"""Key to (quantity, unit) under which the store knows a reading; others keep their own."""
ALWAYS = (
    Measurement("ph", "pH", "", None, None, None),
    Measurement("brix", "refractometer reading", "Brix", None, None, None),
    Measurement("viscosity_20c", "viscosity at 20 C", "mPa s", None, None, None),
    Measurement("colour_l", "colour L*", "", None, None, None),
    Measurement("colour_a", "colour a*", "", None, None, None),
    Measurement("colour_b", "colour b*", "", None, None, None),
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
}
"""Outside of these no reading is possible: a typing error."""
NAME_HEADS = ("key", "quantity", "measure", "name")
VALUE_HEADS = ("measured", "value", "result")
MAX_NOTE = 200


def measurable(measurements: Sequence[Measurement]) -> dict[str, Measurement]:
    """Return what may be measured of a formula by key: the bench sheet's, and what always is."""
    found = {m.key: m for m in measurements}
    return found | {m.key: m for m in ALWAYS if m.key not in found}


def name_of(measurement: Measurement) -> str:
    """Return what people call a measurement, with its unit."""
    name = NAMES.get(measurement.key, measurement.name)
    unit = measurement.unit if measurement.unit not in ("", "1") else ""
    return f"{name}, {unit}" if unit and unit.lower() not in name.lower() else name


def kept_as(measurement: Measurement) -> tuple[str, str]:
    """Return quantity and unit under which the store keeps a reading."""
    unit = "" if measurement.unit == "1" else measurement.unit
    return KEPT_AS.get(measurement.key, (measurement.key, unit))


def beside_predictions(
    measurements: Sequence[Measurement], readings: Sequence[Reading]
) -> list[dict[str, Any]]:
    """Return rows of predicted and measured numbers.

    Parameters
    ----------
    measurements : sequence of Measurement
        Of the bench sheet.
    readings : sequence of Reading
        As the store keeps them.

    Returns
    -------
    list of dict
        ``measure``, ``predicted`` (in words; "no prediction" where there is none), ``usual``,
        ``measured`` (mean), ``n``, ``spread`` (largest minus smallest reading) and ``difference``
        (measured minus predicted), all as words; what is not known says so or is empty.
    """
    rows = []
    for m in measurable(measurements).values():
        quantity, _ = kept_as(m)
        values = [r.value for r in readings if r.quantity == quantity]
        mean = math.fsum(values) / len(values) if values else None
        known = mean is not None and m.predicted is not None
        rows.append(
            {
                "measure": name_of(m),
                "predicted": "no prediction" if m.predicted is None else f"{m.predicted:.4g}",
                "usual": _window(m.low, m.high),
                "measured": "not measured" if mean is None else f"{mean:.4g}",
                "n": len(values),
                "spread": f"{max(values) - min(values):.3g}" if len(values) > 1 else "",
                "difference": f"{mean - m.predicted:+.3g}" if known else "",  # type: ignore[operator]
            }
        )
    return rows


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
        for word in (key, m.name, name_of(m), NAMES.get(key, m.name))
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
