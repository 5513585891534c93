"""Off-flavour load: by how much the off-notes of a formula exceed their thresholds.

Each off-note counts ``log10(OAV / allowed)`` when that is positive, so that a tenfold dose adds one
to the load, as perceived strength grows with the logarithm of the dose (Weber-Fechner; Stevens'
power law with an exponent near 0.5 orders odours alike). ``OAV`` uses the *lowest* threshold
reported in water; ``allowed`` is 1, or the target's own activity where the target holds the odorant
itself (hexanal belongs to milk in traces). Fat holds back many off-notes, which this does not
model: in rich products the load is an upper estimate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formulator.errors import InputError
from formulator.similarity.odorants import Dose, Odorant, by_key


@dataclass(frozen=True, slots=True)
class OffNote:
    """One off-note of a formula."""

    odorant: str
    name: str
    note: str
    activity: float
    """Odour activity value at the typical dose, [1]."""
    low: float
    """At the lowest reported amounts, [1]."""
    high: float
    """At the highest reported amounts, [1]."""
    load: float
    """What it adds to the load, [log10]."""
    ingredients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OffFlavour:
    """Off-notes of a formula."""

    load: float
    """Sum over the off-notes, [log10]; 0 when none exceeds its threshold."""
    low: float
    high: float
    notes: tuple[OffNote, ...]
    """Off-notes with a known dose and threshold, the strongest first."""
    may_contribute: tuple[tuple[str, tuple[str, ...]], ...]
    """(off-note, ingredients) where it was found without an amount or has no threshold."""


def off_flavour(
    doses: Sequence[Dose],
    odorants: Sequence[Odorant],
    *,
    allowed: Mapping[str, float] | None = None,
) -> OffFlavour:
    """Off-flavour load of a formula.

    Parameters
    ----------
    doses : sequence of Dose
        From :func:`formulator.similarity.odorants.odorant_doses`.
    odorants : sequence of Odorant
        Must describe every dosed odorant; those with ``is_off_note`` count.
    allowed : mapping of str to float, optional
        Odour activity value of an off-note in the target itself; never below 1 in effect.

    Returns
    -------
    OffFlavour

    Raises
    ------
    InputError
        If a dosed odorant is not described.
    """
    table = by_key(odorants)
    unknown = sorted({d.odorant for d in doses} - set(table))
    if unknown:
        raise InputError(f"odorants without a description: {', '.join(unknown)}")
    limits = dict(allowed or {})
    notes, open_ones = [], []
    low = high = 0.0
    for dose in doses:
        odorant = table[dose.odorant]
        if not odorant.is_off_note:
            continue
        threshold = odorant.threshold_low
        if threshold is not None and dose.measured_in:
            limit = max(1.0, limits.get(dose.odorant, 1.0))
            notes.append(_note(dose, odorant, threshold, limit))
            low += _load(dose.low / threshold, limit)
            high += _load(dose.high / threshold, limit)
        else:
            open_ones.append((dose.odorant, (*dose.measured_in, *dose.present_in)))
    return OffFlavour(
        load=math.fsum(n.load for n in notes),
        low=low,
        high=high,
        notes=tuple(sorted(notes, key=lambda n: (-n.activity, n.odorant))),
        may_contribute=tuple(sorted(open_ones)),
    )


def _note(dose: Dose, odorant: Odorant, threshold: float, limit: float) -> OffNote:
    activity = dose.typical / threshold
    return OffNote(
        odorant=odorant.key,
        name=odorant.name,
        note=odorant.note,
        activity=activity,
        low=dose.low / threshold,
        high=dose.high / threshold,
        load=_load(activity, limit),
        ingredients=dose.measured_in,
    )


def _load(activity: float, limit: float) -> float:
    return math.log10(activity / limit) if activity > limit else 0.0
