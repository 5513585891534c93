"""F10, F11, F15, F16, F25: suspension, gum doses, set systems, starch, viscosity."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from formulator.search.rules.limit import Limit, at_most, judge_all
from formulator.search.rules.minerals import free_calcium
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity

PRACTICE = "general practice, M"
STOKES = "Stokes: 2 um CaCO3 in 5 mPa s sinks 6 cm a day; a yield stress of 0.01 Pa holds it, M"
INSOLUBLE_LEAST = 0.15
"""Insolubles from which a drink needs a suspending agent, [g/100 g]. M."""
SUSPENSION: tuple[tuple[str, float], ...] = (
    ("dose:gellan_ha", 0.01),
    ("dose:gellan_la", 0.02),
    ("dose:mcc_cmc", 0.2),
    ("dose:xanthan", 0.03),
    ("dose:carrageenan_iota", 0.03),
    ("galactomannans", 0.06),
)
"""Any one of these, from this dose, holds particles up, [g/100 g]. General practice, M."""
OAT_BASE = 70.0
"""Oat base whose beta-glucan carries particles, [g/100 g]. General practice, M."""
AMYLASE_LEAST = 0.005
"""Least amylase that acts, [g/100 g]. Use table, L."""
PROTEIN_VOLUME = 6.0
"""Volume that hydrated protein takes, 4-8, [mL/g]. General practice, L."""
VISCOSITY_MOST = 20.0
"""Viscosity of a drink at 20 C, [mPa s]. Category window, M."""


def gum(
    quantity: str,
    soft: float | None,
    hard: float | None,
    words: str,
    *,
    traits: tuple[str, ...] = ("drink",),
) -> Limit:
    """Make a rule on a gum dose in drinks."""
    return at_most(
        "F11", quantity, says=f"{words} {{value}} % is above {{bound}} %: slimy or gelled drink",
        source=PRACTICE, soft=soft, hard=hard, traits=traits,
    )  # fmt: skip


GUMS = (
    gum("thickening_gums", 0.15, 0.5, "total gums", traits=("drink", "neutral")),
    gum(
        "free_thickening_gums",
        0.15,
        0.5,
        "total gums without HM pectin and CMC",
        traits=("drink", "acid"),
    ),
    gum("dose:gellan_ha", 0.05, 0.10, "high-acyl gellan"),
    gum("dose:xanthan", 0.10, 0.25, "xanthan"),
)
_FLOUR_SAYS = (
    "{value} % raw starch from flour or grain (limit {bound} %) gelatinises on heating to a "
    "porridge: hydrolyse it with amylase"
)
FLOUR = tuple(
    at_most("F16", quantity, name=f"flour starch {trait}", says=_FLOUR_SAYS, source=PRACTICE,
            soft=1.1 - 1e-6, hard=2.2 - 1e-6, traits=(trait,), when=lambda p: not has_amylase(p),
            in_search=False)
    for trait, quantity in (("drink", "flour_starch"), ("frozen", "dry_flour_starch"))
)  # fmt: skip
NATIVE = at_most(
    "F16", "native_starch", says="{value} % native starch is above {bound} %: a pudding, not a "
    "drink", source=PRACTICE, soft=1.5, hard=3.0, traits=("drink",),
)  # fmt: skip
GELATINISED = Limit(
    "F16", "water for starch", (("water", 1.0),), ">=",
    "{value} g water per g starch is below {bound}: the starch cannot gelatinise", PRACTICE,
    hard=1.2, soft=1.5, denominator=(("set_starch", 1.0),), traits=("melting",),
)  # fmt: skip

LIMITS = (*GUMS, *FLOUR, NATIVE, GELATINISED)


def has_amylase(product: Product) -> bool:
    """Tell whether enough amylase is dosed to thin flour starch."""
    return product.low("amylase") >= AMYLASE_LEAST - 1e-12


@dataclass(frozen=True, slots=True)
class SetSystem:
    """One way to give a product its structure: all doses from these on."""

    name: str
    least: tuple[tuple[str, float], ...]
    """(quantity, dose [g/100 g]) pairs."""


SET_SYSTEMS: dict[str, tuple[SetSystem, ...]] = {
    "hard_cheese": (
        SetSystem("starch", (("set_starch", 12.0),)),
        SetSystem("protein", (("protein", 10.0),)),
        SetSystem("kappa", (("dose:carrageenan_kappa", 0.8),)),
        SetSystem(
            "kappa with LBG, konjac or tara",
            (("dose:carrageenan_kappa", 0.4), ("gel_partners", 0.2)),
        ),
        SetSystem("konjac with xanthan", (("dose:konjac", 0.5), ("dose:xanthan", 0.3))),
        SetSystem("konjac with kappa", (("dose:konjac", 0.5), ("dose:carrageenan_kappa", 0.3))),
        SetSystem("agar", (("dose:agar", 0.4),)),
        SetSystem("alginate with calcium", (("dose:alginate", 0.5), ("calcium_salts", 0.01))),
    ),
    "fresh_cheese": (
        SetSystem("gums", (("gums", 0.2),)),
        SetSystem("starch", (("set_starch", 2.0),)),
        SetSystem("protein", (("protein", 5.0),)),
    ),
    "yogurt": (
        SetSystem("protein", (("protein", 2.5),)),
        SetSystem("starch", (("set_starch", 1.0),)),
        SetSystem("gums", (("gums", 0.1),)),
        SetSystem("citrus fibre", (("dose:citrus_fibre", 0.3),)),
    ),
}
"""By the category whose windows apply. General practice, M."""


def set_systems(category: str) -> tuple[SetSystem, ...]:
    """Return ways to set a product of a category (key of its windows); none where none is needed.

    Greek yogurt sets like yogurt.
    """
    return SET_SYSTEMS.get("yogurt" if category == "yogurt_greek" else category, ())


def check(product: Product) -> Iterator[Finding]:
    """Judge structure and suspension."""
    if product.has("drink"):
        yield from _suspension(product)
        yield from _gels(product)
        yield from _viscosity(product)
    yield from judge_all(LIMITS, product)
    yield from _set_system(product)


def insolubles(product: Product) -> float:
    """Particles that a drink must hold up, [g/100 g]; calcium salts dissolve in a sour drink."""
    dissolved = product.low("acid_soluble") if product.has("acid") else 0.0
    return product.low("insolubles") - dissolved


def _suspension(product: Product) -> Iterator[Finding]:
    amount = insolubles(product)
    if amount < INSOLUBLE_LEAST - 1e-9:
        return
    if product.dose("oat_base_enzymatic") >= OAT_BASE:
        message = "insolubles are carried by oat beta-glucan: print 'shake well'"
        yield Finding("F10", Severity.NOTE, message, STOKES)
        return
    if not any(product.low(q) >= least - 1e-9 for q, least in SUSPENSION):
        message = (
            f"{amount:.3g} % insolubles settle within days: add gellan HA from 0.01 %, another "
            "suspending gum, or print 'shake well'"
        )
        yield Finding("F10", Severity.SOFT, message, STOKES)


def _gels(product: Product) -> Iterator[Finding]:
    xanthan, partner = product.dose("xanthan"), product.low("gel_partners")
    if xanthan >= 0.05 - 1e-9 and partner >= 0.05 - 1e-9:
        is_gel = xanthan + partner >= 0.2 - 1e-9
        message = f"xanthan {xanthan:g} % with {partner:g} % LBG, konjac or tara "
        message += "gels the drink" if is_gel else "thickens far more than either alone"
        yield Finding("F11", Severity.HARD if is_gel else Severity.SOFT, message, PRACTICE)
    gelling = product.dose("alginate") >= 0.1 - 1e-9 or product.dose("pectin_lm") >= 0.2 - 1e-9
    if gelling and free_calcium(product) >= 2 - 1e-9:
        message = "alginate or LM pectin gels with the free calcium of the drink"
        yield Finding("F11", Severity.HARD, message, PRACTICE)


def _amount(product: Product, quantity: str) -> float:
    """Amount that can set a product: amylase leaves no starch that does."""
    return 0.0 if quantity == "set_starch" and has_amylase(product) else product.low(quantity)


def _cut_starch(product: Product) -> Iterator[Finding]:
    """Say what amylase does to starch that shall set or thicken."""
    starch = product.low("set_starch")
    if not set_systems(product.category.windows_of) or not has_amylase(product) or starch < 1:
        return
    flour = product.low("flour_starch")
    if flour > 0:
        message = "amylase is for the flour: inactivate it above 90 C before other starch goes in"
        yield Finding("F15", Severity.NOTE, message, PRACTICE)
    else:
        message = f"amylase cuts the {starch:.3g} % starch that shall set the product: leave it out"
        yield Finding("F15", Severity.SOFT, message, PRACTICE)


def _set_system(product: Product) -> Iterator[Finding]:
    yield from _cut_starch(product)
    systems = set_systems(product.category.windows_of)
    holds = [
        s.name for s in systems if all(_amount(product, q) >= least - 1e-9 for q, least in s.least)
    ]
    if systems and not holds:
        ways = "; ".join(
            s.name + " " + " + ".join(f"{least:g} %" for _, least in s.least) for s in systems
        )
        message = f"nothing sets the {product.category.name}: it needs one of {ways}"
        yield Finding("F15", Severity.HARD, message, PRACTICE)


def relative_viscosity(product: Product, *, volume: float = PROTEIN_VOLUME) -> float:
    """Viscosity relative to water of a drink without its gums.

    ``(1 - f / 0.64) ** -1.6`` with f = oil volume fraction + protein [g/mL] x volume [mL/g];
    infinite from f = 0.64 on. Gums come on top and are not modelled.

    Parameters
    ----------
    product : Product
    volume : float
        Hydrated volume of protein, 4-8, [mL/g].

    Returns
    -------
    float
    """
    filled = product.low("fat_phase") / 92 + product.low("protein") / 100 * volume
    return float("inf") if filled >= 0.64 else float((1 - filled / 0.64) ** -1.6)


def _viscosity(product: Product) -> Iterator[Finding]:
    value = relative_viscosity(product)
    if value > VISCOSITY_MOST:
        how = "a paste" if math.isinf(value) else f"about {value:.3g} mPa s before the gums"
        message = f"{how}, above {VISCOSITY_MOST:g} mPa s: not a drink"
        source = "hard-sphere type viscosity with protein volume 6 mL/g (4-8), M-L"
        yield Finding("F25", Severity.SOFT, message, source)
