"""F08, F09, F18: acid balance of fermented foods, acid in neutral foods, acid of dressings."""

from __future__ import annotations

import math
from collections.abc import Iterator

from formulator.search.rules.limit import Limit, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.quantities import PROTECTIVE_GUMS, PROTECTS
from formulator.search.rules.verdict import Finding, Severity

BALANCE_SOURCE = "stoichiometry and pKa, H; 0.8 mmol acid per g protein, L"
NEUTRAL_SOURCE = "general practice, M-L; proteins are least soluble at pH 4.3-5"
CIMSCEE_SOURCE = "CIMSCEE 1992 code for sauces, as summarised by dairyscience.info, H"
PROTEIN_DEMAND = 8.0
"""Acid that one percent of protein binds down to pH 4.5, [mmol/kg]. General practice, L."""
CULTURE_MOST = 110.0
"""Acid that a yogurt culture makes before it stops, [mmol/kg]. M."""
ACID_PER_SUGAR = 111.0
"""Two lactic acids per hexose: 10 g/kg over 180 g/mol, twice, [mmol/kg per %]. H."""
AMYLASE_SUGARS = 0.4
"""Share of flour starch that amylase turns into fermentable sugars. General practice, L."""
USUAL_CULTURE = 0.01
"""Customary dose of a freeze-dried culture, [g/100 g]. General practice, M."""
PH_DRESSING = 3.8
"""Assumed where it is not measured. General practice, M."""
PK_ACETIC = 4.76
"""Acetic acid at 25 C. H."""

BALANCE_ROW = Limit(
    "F08", "acid balance",
    (("acid_supply", 1.0), ("culture", CULTURE_MOST / USUAL_CULTURE)), ">=",
    "acid supply is {value} of the demand, below {bound}", BALANCE_SOURCE, hard=0.8, soft=1.0,
    denominator=(("acid_demand", 1.0), ("protein", PROTEIN_DEMAND)), traits=("balance",),
    judged=False,
)  # fmt: skip
"""For the search: a culture at its customary dose makes its full acid."""
NEUTRAL_ACID = Limit(
    "F09", "acid in a neutral product", (("neutral_acid", 1.0), ("neutral_base", -1.0)), "<=",
    "net acid of {value} mmol per g protein is above {bound}: the protein passes its isoelectric "
    "point; add buffer, or HM pectin or CMC from 0.2 %", NEUTRAL_SOURCE, hard=0.3,
    denominator=(("protein", 10.0),), traits=("neutral",),
    when=lambda p: p.low("protein") >= 1 and not _protected(p),
)  # fmt: skip
CARBONATE = Limit(
    "F08", "carbonate in acid", (("dose:calcium_carbonate", 1.0),), "<=",
    "{value} % CaCO3 in an acid food (limit {bound} %) eats the acid and gives off CO2: use "
    "citrate or phosphate calcium", BALANCE_SOURCE, soft=0.1, traits=("acid",),
)  # fmt: skip

WATER_PHASE = (("water", 1.0), ("acid_phase", 1.0), ("added_salt", 1.0), ("sugars", 1.0))
ACETIC = (
    Limit("F18", "acetic acid low", (("acetic", 100.0),), ">=",
          "{value} % acetic acid in the water phase is below {bound} %", CIMSCEE_SOURCE, soft=0.7,
          denominator=WATER_PHASE, traits=("dressing",)),
    Limit("F18", "acetic acid high", (("acetic", 100.0),), "<=",
          "{value} % acetic acid in the water phase is above {bound} %: sharp", CIMSCEE_SOURCE,
          soft=2.5, denominator=WATER_PHASE, traits=("dressing",)),
    Limit("F18", "acid low", (("acetic", 100.0), ("other_acid", 60.0)), ">=",
          "{value} % acid (acetic + 0.6 x others) in the water phase is below {bound} %: pH above "
          "4.6", CIMSCEE_SOURCE, hard=0.3, denominator=WATER_PHASE, traits=("dressing",)),
)  # fmt: skip

LIMITS = (BALANCE_ROW, NEUTRAL_ACID, CARBONATE, *ACETIC)


UNPROTECTED = (
    "protein near its isoelectric point turns sandy and settles in a sour drink: add HM pectin or "
    "CMC from 0.2 % before the acid"
)


def _protected(product: Product) -> bool:
    return any(product.dose(gum) >= PROTECTS - 1e-9 for gum in PROTECTIVE_GUMS)


def fermentable_sugars(product: Product) -> float:
    """Sugars that a culture finds, [g/100 g]: with amylase also from flour starch."""
    from_starch = AMYLASE_SUGARS * product.low("flour_starch") if product.low("amylase") else 0.0
    return product.low("sugars") + from_starch


def acid_supply(product: Product) -> float:
    """Acid that brings the product toward pH 4.5, [mmol/kg]."""
    culture = 0.0
    if product.low("culture"):
        culture = min(CULTURE_MOST, ACID_PER_SUGAR * fermentable_sugars(product))
    return product.low("acid_supply") + culture


def acid_demand(product: Product) -> float:
    """Acid that salts and protein bind on the way to pH 4.5, [mmol/kg]."""
    return product.low("acid_demand") + PROTEIN_DEMAND * product.low("protein")


def check(product: Product) -> Iterator[Finding]:
    """Judge the acids."""
    if product.has("balance"):
        yield from _balance(product)
    if product.has("drink", "acid") and product.low("protein") >= 1 and not _protected(product):
        yield Finding("F09", Severity.SOFT, UNPROTECTED, NEUTRAL_SOURCE)
    yield from judge_all((NEUTRAL_ACID, CARBONATE, *ACETIC), product)
    if product.has("dressing"):
        yield from _cimscee(product)


def _balance(product: Product) -> Iterator[Finding]:
    supply, demand = acid_supply(product), acid_demand(product)
    room = 1e-9 * max(1.0, demand)
    said = f"acid supply {supply:.3g} mmol/kg against a demand of {demand:.3g} to reach pH 4.5"
    if supply <= 0 or supply < 0.8 * demand - room:
        message = f"{said}: the product stays too sweet-neutral; add acid or culture with sugar"
        yield Finding("F08", Severity.HARD, message, BALANCE_SOURCE)
    elif supply < demand - room:
        yield Finding("F08", Severity.SOFT, f"{said}: pH ends above 4.5", BALANCE_SOURCE)


def _cimscee(product: Product) -> Iterator[Finding]:
    """Note the two sums of the code, at the assumed pH."""
    phase = sum(factor * product.low(name) for name, factor in WATER_PHASE)
    if phase <= 0:
        return
    ph = PH_DRESSING if product.ph is None else product.ph
    stability, safety = cimscee(product, ph=ph)
    assumed = "assumed; " if product.ph is None else ""
    message = f"CIMSCEE stability {stability:.0f} and safety {safety:.0f} at pH {ph:g} "
    message += f"({assumed}each should exceed 63)"
    if stability <= 63 or safety <= 63:
        message += ": chill, preserve or challenge-test"
    yield Finding("F18", Severity.NOTE, message, CIMSCEE_SOURCE)


def cimscee(product: Product, *, ph: float) -> tuple[float, float]:
    """Stability and safety sums of the CIMSCEE code.

    Parameters
    ----------
    product : Product
    ph : float
        Measured or assumed pH.

    Returns
    -------
    tuple of (float, float)
        Stability 15.75 (1-a) acetic + 3.08 salt + hexose + 0.5 disaccharide, all % of the water
        phase with a the dissociated share; safety = stability + 40 (4 - pH). NaN without water.
    """
    phase = sum(factor * product.low(name) for name, factor in WATER_PHASE)
    if phase <= 0:
        return math.nan, math.nan
    dissociated = 1 / (1 + 10 ** (PK_ACETIC - ph))
    acetic, salt = (100 * product.low(q) / phase for q in ("acetic", "added_salt"))
    hexoses = product.dose("dextrose") + product.dose("fructose")
    disaccharides = max(0.0, product.low("sugars") - hexoses)
    sugars = 100 * (hexoses + 0.5 * disaccharides) / phase
    stability = 15.75 * (1 - dissociated) * acetic + 3.08 * salt + sugars
    return stability, stability + 40 * (4 - ph)
