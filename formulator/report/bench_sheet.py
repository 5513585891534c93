"""Bench sheet: weights for a batch, order of addition, and what to measure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.profiles import ProfileTable
from formulator.report.physical import computed_of
from formulator.search.rules import (
    LegalStatus,
    Product,
    Verdict,
    category_of,
    check_formula,
    legal_statuses,
    process_plan,
    unchecked_sentence,
)
from formulator.search.rules.composition import windows_of
from formulator.search.rules.doses import dose_window
from ingredients import Catalogue, Kind

QUANTITIES = {
    "ph": "pH",
    "viscosity_20c": "viscosity at 20 C",
    "droplet_d43": "droplet size d4,3",
    "sfc_10c": "solid fat at 10 C",
    "sfc_33c": "solid fat at 33 C",
}
"""Quantities of bench windows whose key is no plain word."""
COMPUTED, OPEN = "computed", "not predicted"
"""Where a number on the sheet comes from."""
PHYSICAL = (
    ("brix", "refractometer reading", "Brix", f"{OPEN}: less than 50 % water"),
    ("density", "density at 20 C", "g/mL", f"{OPEN}: over 5 % of the mass has no known density"),
)
"""Key, name, unit, and why there may be no number."""
TARGET_NOTE = "re-check after weighing: the verdict is that of the weights on this sheet"


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of the mass table."""

    key: str
    name: str
    percent: float
    """Formula as designed, [g/100 g]."""
    grams: float
    """To weigh, a multiple of the scale step, [g]."""
    weighed_percent: float
    """What the weights make, [g/100 g]."""
    dose: str
    """Usual range for the product, in words."""
    premix: str
    """How to weigh it when it is below the least weighable amount, else empty."""


@dataclass(frozen=True, slots=True)
class BenchStep:
    """One step of the process with what goes in."""

    number: int
    step: str
    says: str
    temperature: str
    """Range, [C]; empty when it does not matter."""
    additions: tuple[tuple[str, float], ...]
    """(name, grams) pairs."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A number to measure: predicted, usual window, and a box."""

    key: str
    name: str
    unit: str
    predicted: float | None
    """None where nothing predicts it."""
    low: float | None
    high: float | None
    measured: str = ""
    """Empty box."""
    predicted_low: float | None = None
    """Lower end of what is to be expected; None where the prediction has no interval."""
    predicted_high: float | None = None
    how: str = OPEN
    """Where the prediction comes from, or why there is none, in a few words."""


@dataclass(frozen=True, slots=True)
class BenchSheet:
    """All that stands on the sheet of one batch."""

    name: str
    target: str
    jurisdiction: str
    batch_g: float
    """Mass of the finished product, [g]."""
    charge_g: float
    """Mass to weigh in, with what evaporates, [g]."""
    scale_step_g: float
    """[g]."""
    weights: tuple[Weight, ...]
    steps: tuple[BenchStep, ...]
    measurements: tuple[Measurement, ...]
    verdict: Verdict
    legal: tuple[LegalStatus, ...]
    """Legal status of every line and group."""
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        legal = [line.to_dict() for line in self.legal]
        return {**asdict(self), "verdict": self.verdict.to_dict(), "legal": legal}


def weigh(formula: Formula, total_g: float, *, step_g: float) -> dict[str, float]:
    """Round a formula to weighable amounts that add up to the total exactly.

    Each amount is rounded down to a whole step; the steps that are left go to the largest
    remainders.

    Parameters
    ----------
    formula : Formula
    total_g : float
        [g].
    step_g : float
        Smallest step of the scale, [g].

    Returns
    -------
    dict of str to float
        [g] by key; nothing that the formula holds becomes zero while another part can give a step.

    Raises
    ------
    InputError
        If step or total is not positive, or the total is no whole number of steps, or too few for
        the number of parts.

    Examples
    --------
    >>> weigh(Formula((("water", 0.957), ("sucrose", 0.043))), 100, step_g=0.5)
    {'water': 95.5, 'sucrose': 4.5}
    """
    if not (step_g > 0 and total_g > 0 and math.isfinite(total_g)):
        raise InputError(f"batch and scale step must be more than 0 g, got {total_g!r}, {step_g!r}")
    n_steps = round(total_g / step_g)
    if abs(n_steps * step_g - total_g) > 1e-6 * total_g:
        raise InputError(f"a batch of {total_g:g} g is no whole number of steps of {step_g:g} g")
    if n_steps < len(formula.parts):
        raise InputError(
            f"{n_steps} steps of {step_g:g} g cannot hold {len(formula.parts)} ingredients; "
            "take a larger batch or a finer scale"
        )
    exact = {k: f * n_steps for k, f in formula.parts}
    whole = {k: max(1, math.floor(v + 1e-9)) for k, v in exact.items()}
    left = n_steps - sum(whole.values())
    for key in sorted(exact, key=lambda k: (whole[k] - exact[k], k))[: max(0, left)]:
        whole[key] += 1
    for _ in range(-left):  # parts that were lifted to one step take it from the largest
        whole[max(whole, key=lambda k: (whole[k], k))] -= 1
    decimals = max(0, -math.floor(math.log10(step_g)) + 3)
    return {k: round(n * step_g, decimals) for k, n in whole.items()}


def bench_sheet(
    formula: Formula,
    catalogue: Catalogue,
    *,
    target: str,
    jurisdiction: str = "US",
    batch_kg: float = 1.0,
    step_g: float = 0.1,
    least_g: float = 1.0,
    evaporation: float = 0.0,
    table: ProfileTable | None = None,
) -> BenchSheet:
    """Write the bench sheet of a batch.

    Parameters
    ----------
    formula : Formula
        Composition of the finished product.
    catalogue : Catalogue
    target : str
        Target key or category id.
    jurisdiction : str
        US, EU or Codex.
    batch_kg : float
        Finished product, [kg].
    step_g : float
        Smallest step of the scale, [g].
    least_g : float
        Least amount that the scale weighs well; smaller amounts get a premix, [g].
    evaporation : float
        Water lost during processing as a share of the charge, [g/g]; it is added as water.
    table : ProfileTable, optional
        Gap-filled profiles, when they are there already.

    Returns
    -------
    BenchSheet
        Its verdict is that of the weighed amounts, not of the design.

    Raises
    ------
    InputError
        If a size is out of range, or water is lost from a formula without water.
    """
    if not 0 <= evaporation < 0.9:
        raise InputError(f"evaporation must be 0 to 0.9 of the charge, got {evaporation!r}")
    if evaporation and "water" not in formula.keys:
        raise InputError("evaporated water can only be made up in a formula that holds water")
    category = category_of(target, catalogue)
    batch = 1000 * batch_kg
    grams = weigh(formula, batch, step_g=step_g)
    made = {k: 100 * g / batch for k, g in grams.items()}
    lost = _to_step(batch * evaporation / (1 - evaporation), step_g)
    charge = {k: g + (lost if k == "water" else 0.0) for k, g in grams.items()}
    weights = tuple(
        Weight(
            key=key,
            name=_name(catalogue, key),
            percent=100 * formula.fraction(key),
            grams=charge[key],
            weighed_percent=made[key],
            dose=_dose(catalogue, key, category.key),
            premix=_premix(charge[key], least_g),
        )
        for key in formula.keys
    )
    legal = legal_statuses(made, catalogue, target=target, jurisdiction=jurisdiction)
    return BenchSheet(
        name=formula.name,
        target=target,
        jurisdiction=jurisdiction,
        batch_g=batch,
        charge_g=math.fsum(charge.values()),
        scale_step_g=step_g,
        weights=weights,
        steps=_steps(catalogue, target, charge),
        measurements=measurements(made, catalogue, target=target, table=table),
        verdict=check_formula(made, catalogue, target=target, jurisdiction=jurisdiction),
        legal=legal,
        notes=(*_notes(lost), *filter(None, [unchecked_sentence(legal, jurisdiction)])),
    )


def _to_step(grams: float, step_g: float) -> float:
    return round(round(grams / step_g) * step_g, 9)


def _notes(lost: float) -> tuple[str, ...]:
    if lost:
        return (TARGET_NOTE, f"{lost:g} g of the water is for evaporation; make up to weight")
    return (TARGET_NOTE,)


def _name(catalogue: Catalogue, key: str) -> str:
    food = catalogue.food(key)
    return food.declaration_name or food.name


def _dose(catalogue: Catalogue, key: str, category: str) -> str:
    food = catalogue.food(key)
    window = dose_window(food, category) if food.kind is Kind.INGREDIENT else None
    return f"{window[0]:g}-{window[1]:g} %" if window else "no dose held"


def _premix(grams: float, least_g: float) -> str:
    """Say how to weigh an amount that the scale does not weigh well."""
    if grams >= least_g:
        return ""
    times = math.ceil(least_g / grams)
    return (
        f"below {least_g:g} g: blend {grams * times:g} g with water or sugar of the formula to "
        f"{10 * times} g and weigh 10 g of it"
    )


def _steps(catalogue: Catalogue, target: str, charge: Mapping[str, float]) -> tuple[BenchStep, ...]:
    plan = process_plan([catalogue.food(k) for k in charge], category_of(target, catalogue))
    steps = []
    if "water" in charge:
        steps.append(BenchStep(1, "water", "Weigh the water", "", (("water", charge["water"]),)))
    for planned in plan:
        additions = tuple((_name(catalogue, k), charge[k]) for k in planned.keys)
        steps.append(
            BenchStep(len(steps) + 1, planned.step, planned.says, planned.temperature, additions)
        )
    return tuple(steps)


def measurements(
    percents: Mapping[str, float],
    catalogue: Catalogue,
    *,
    target: str,
    table: ProfileTable | None = None,
) -> tuple[Measurement, ...]:
    """Numbers to measure on the bench, predicted where they follow from the composition.

    Parameters
    ----------
    percents : mapping of str to float
        [g/100 g].
    catalogue : Catalogue
    target : str
        Target key or category id.
    table : ProfileTable, optional
        Gap-filled profiles, when they are there already.

    Returns
    -------
    tuple of Measurement
        Composition first, then the bench windows of the category.
    """
    product = Product.make(percents, catalogue, category=category_of(target, catalogue))
    water = product.low("water")
    salt = product.low("added_salt")
    in_water = 100 * salt / (water + salt) if water + salt else None
    found = [
        _predicted("solids", "total solids", "g/100 g", 100 - water),
        _predicted("salt_in_water", "salt in the water phase", "g/100 g", in_water),
        *_physical(percents, catalogue, table),
        Measurement("water_activity", "water activity", "1", None, None, None),
        _predicted("pod", "sweetness (POD)", "g/100 g", product.low("pod")),
        _predicted("pac", "freezing-point power (PAC)", "g/100 g", product.low("pac")),
    ]
    for degrees in (10, 20, 35):
        solid = product.solid_fat(degrees)
        if not math.isnan(solid):
            found.append(_predicted(f"sfc_{degrees}", f"solid fat at {degrees} C", "%", solid))
    found += [
        Measurement(w.quantity, _words(w.quantity), w.unit, None, w.low, w.high)
        for w in windows_of(product.category, "bench")
    ]
    return tuple(found)


def _words(quantity: str) -> str:
    """Return the name of a bench window's quantity."""
    return QUANTITIES.get(quantity, quantity.replace("_", " "))


def _predicted(key: str, name: str, unit: str, value: float | None) -> Measurement:
    """Return a number that follows from the composition, where it is known."""
    how = OPEN if value is None else COMPUTED
    return Measurement(key, name, unit, value, None, None, how=how)


def _physical(
    percents: Mapping[str, float], catalogue: Catalogue, table: ProfileTable | None
) -> Iterator[Measurement]:
    """Yield refractometer reading and density with their intervals, or why there is none."""
    known = {c.key: c for c in computed_of(percents, catalogue, table=table)}
    for key, name, unit, reason in PHYSICAL:
        if (c := known.get(key)) is None:
            yield Measurement(key, name, unit, None, None, None, how=reason)
        else:
            yield Measurement(key, name, unit, c.value, None, None, predicted_low=c.low,
                              predicted_high=c.high, how=COMPUTED)  # fmt: skip
