"""Why a formula is near its target, part by part, and what is still missing.

For every part: its role, the target molecules it brings, how much of that is reported, and the
change of the distance when it is left out (water takes its place). For the formula: axes that
are short or in excess, and the ingredients of the catalogue that would supply what is short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from formulator.formula import Formula
from formulator.profiles import Derived, ProfileTable, derived_properties, profile_table
from formulator.similarity.aroma_notes import AromaNotes, OdorantNote, aroma_notes
from formulator.similarity.complement import Supplier, suppliers_of
from formulator.similarity.distance import (
    axis_contributions,
    block_distances,
    distance,
    ranking_terms,
    similarity,
)
from formulator.similarity.target import Target, build_target
from ingredients import Catalogue, Kind

Array = npt.NDArray[np.float64]

WATER = "water"
SHARE_WORTH_NAMING = 0.1
"""A part is said to bring an axis when it brings at least this share of the target's amount."""
WORTH_NAMING = 0.002
"""... and when that amount weighs at least this share of all of the target's amounts in the
distance (a trace of iron is not worth a sentence), or when the axis is of the macro block."""
N_BROUGHT = 6
"""Most axes named for one part."""
N_GAPS = 6
"""Most axes named as short, and as in excess."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one part brings on one axis."""

    axis: str
    name: str
    amount: float
    """In the axis's unit, in 100 g of the formula."""
    unit: str
    share_of_target: float
    """Amount over the target's amount, [-]."""
    evidence: str
    """``reported`` or ``estimated``."""


@dataclass(frozen=True, slots=True)
class PartReason:
    """Why one part is in the formula."""

    key: str
    name: str
    percent: float
    role: str
    brings: tuple[Brought, ...]
    odorants: tuple[OdorantNote, ...]
    distance_without: float
    """Distance of the formula when water takes the place of this part."""
    change_without: float
    """``distance_without`` less the distance of the formula; > 0: the part helps."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An axis on which the formula misses the target."""

    axis: str
    name: str
    block: str
    value: float
    target: float
    low: float
    """Lower end of the target's natural variation (90 %)."""
    high: float
    unit: str
    distance: float
    """Part of the distance that comes from this axis."""
    suppliers: tuple[Supplier, ...] = ()
    """Ingredients that would supply it and bring the whole formula nearer; best first."""


@dataclass(frozen=True, slots=True)
class BlockReason:
    """One block of the comparison."""

    block: str
    distance: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A formula explained; ``to_text`` says it in words."""

    target: str
    target_name: str
    distance: float
    similarity: float
    blocks: tuple[BlockReason, ...]
    parts: tuple[PartReason, ...]
    """In the order of the formula, largest first."""
    missing: tuple[Gap, ...]
    """Axes that are short, those that tell most against the formula first."""
    excess: tuple[Gap, ...]
    aroma: AromaNotes
    derived: tuple[Derived, ...]
    """Sweetness, freezing point, solid fat and viscosity, each from a named model."""
    derived_of_target: tuple[Derived, ...]

    def to_dict(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return asdict(self)

    def to_text(self) -> str:
        """Return the explanation in words."""
        from formulator.similarity.explain_words import in_words  # noqa: PLC0415 (it reads us)

        return in_words(self)


def explain_formula(catalogue: Catalogue, formula: Formula, target_key: str) -> Explanation:
    """Explain the distance of a formula to a target.

    Parameters
    ----------
    catalogue : Catalogue
    formula : Formula
        Of foods of the catalogue.
    target_key : str
        A target of the catalogue.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownKeyError
        For a part or a target that the catalogue does not hold, naming the nearest known ones.
    """
    catalogue.rows(formula.keys)  # names the nearest known keys when one is unknown
    table = profile_table(catalogue)
    target = build_target(catalogue, table, target_key)
    parts = table.select(formula.keys)
    x = np.array([fraction for _, fraction in formula.parts])
    profile = x @ parts.mean
    total = float(distance(target, profile)[0])
    aroma = aroma_notes(formula, target_key)
    per_block = block_distances(target, profile)
    missing, excess = _gaps(catalogue, table, target, profile=profile)
    return Explanation(
        target=target_key,
        target_name=target.name,
        distance=total,
        similarity=float(similarity(target, total)),
        blocks=tuple(
            BlockReason(b, float(d[0]), float(similarity(target, d, block=b)[0]))
            for b, d in per_block.items()
        ),
        parts=tuple(
            _part(catalogue, table, target, x=x, row=i, parts=parts, aroma=aroma)
            for i in range(len(x))
        ),
        missing=missing,
        excess=excess,
        aroma=aroma,
        derived=derived_properties(catalogue, formula.parts),
        derived_of_target=derived_properties(catalogue, [(target_key, 1.0)]),
    )


def leave_one_out(target: Target, table: ProfileTable, *, keys: Sequence[str], x: Array) -> Array:
    """Distances of a formula when water takes the place of one part at a time.

    Parameters
    ----------
    target : Target
    table : ProfileTable
        Holds the parts and water.
    keys : sequence of str
    x : ndarray of shape (n_parts,), mass fractions [g/g]

    Returns
    -------
    ndarray of shape (n_parts,)
        For water itself, of the other parts scaled up to the whole.
    """
    part = table.select(keys).mean
    water = table.mean[table.index(WATER)]
    profile = x @ part
    swapped = profile - x[:, None] * (part - water)
    for i, key in enumerate(keys):
        if key == WATER and x[i] < 1:
            swapped[i] = (profile - x[i] * part[i]) / (1 - x[i])
    return distance(target, swapped)


def _part(
    catalogue: Catalogue,
    table: ProfileTable,
    target: Target,
    *,
    x: Array,
    row: int,
    parts: ProfileTable,
    aroma: AromaNotes,
) -> PartReason:
    food = catalogue.food(parts.keys[row])
    without = float(leave_one_out(target, table, keys=parts.keys, x=x)[row])
    here = float(distance(target, x @ parts.mean)[0])
    return PartReason(
        key=food.key,
        name=food.name,
        percent=100 * float(x[row]),
        role=", ".join(r.strip() for r in food.roles) or food.category,
        brings=_brought(target, parts.mean[row] * x[row], parts.coverage[row]),
        odorants=tuple(o for o in aroma.odorants if food.key in o.ingredients),
        distance_without=without,
        change_without=without - here,
    )


def _brought(target: Target, amounts: Array, coverage: Array) -> tuple[Brought, ...]:
    """Axes of which a part brings a share worth naming, by what the target's axis is worth."""
    share = np.divide(amounts, target.mean, out=np.zeros_like(amounts), where=target.mean > 0)
    price = (target.factor**2).sum(axis=0)
    worth = price * amounts**2
    is_macro = np.array([a.block == "macro" for a in target.axes])
    weighs = worth >= WORTH_NAMING * price @ target.mean**2
    named = (share >= SHARE_WORTH_NAMING) & (weighs | is_macro)
    order = [int(j) for j in np.argsort(-worth, kind="stable") if named[j]]
    return tuple(
        Brought(
            axis=target.axes[j].key,
            name=target.axes[j].name,
            amount=float(amounts[j]),
            unit=target.axes[j].unit,
            share_of_target=float(share[j]),
            evidence="reported" if coverage[j] == 1 else "estimated",
        )
        for j in order[:N_BROUGHT]
    )


def _gaps(
    catalogue: Catalogue, table: ProfileTable, target: Target, *, profile: Array
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Axes outside the target's natural variation: those short and those in excess."""
    costs = axis_contributions(target, profile)[0]
    # ranked on the logarithmic scale: what no plant supplies is discounted in the distance,
    # but the reader should know it
    order = [int(j) for j in np.argsort(-ranking_terms(target, profile)[0], kind="stable")]
    short = [j for j in order if profile[j] < target.low[j]][:N_GAPS]
    over = [j for j in order if profile[j] > target.high[j]][:N_GAPS]
    usable = [f for f in catalogue.of_kind(Kind.INGREDIENT) if f.usage is not None]
    found = suppliers_of(usable, table, target, profile=profile, axes=short)
    return (
        tuple(_gap(target, profile, j, cost=float(costs[j]), suppliers=found[j]) for j in short),
        tuple(_gap(target, profile, j, cost=float(costs[j]), suppliers=()) for j in over),
    )


def _gap(
    target: Target,
    profile: Array,
    column: int,
    *,
    cost: float,
    suppliers: tuple[Supplier, ...],
) -> Gap:
    axis = target.axes[column]
    return Gap(
        axis=axis.key,
        name=axis.name,
        block=axis.block,
        value=float(profile[column]),
        target=float(target.mean[column]),
        low=float(target.low[column]),
        high=float(target.high[column]),
        unit=axis.unit,
        distance=cost,
        suppliers=suppliers,
    )
