"""F04, F05, F12: emulsifier for the oil, phase inversion, melting of the fat blend."""

from __future__ import annotations

import math
from collections.abc import Iterator

from formulator.search.rules.limit import Limit, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity
from ingredients.food_rules import categories

SPHERE = 6.52
"""Surface of 1 g of oil as droplets of 1 um: 6 / (0.92 g/mL), [m2/g]. Geometry, H."""
COVER_SOURCE = "droplet geometry, H; surface loads 2-3 mg/m2, general practice, M"
MELT_SOURCE = "linear mixing of solid fat +-10 points; SFC table general practice, L"
PACKING_SOURCE = "close packing of droplets 74 %, polydisperse 80-84 %, M"


def cover_limit(category: str, d32: float) -> Limit:
    """Make the rule that the emulsifiers cover the droplets of a category."""
    return Limit(
        "F04", f"cover {category}", (("cover", 1.0),), ">=",
        f"the emulsifiers cover {{value}} times the droplet surface at d32 {d32:g} um, less than "
        "{bound}: add soluble protein, lecithin, OSA starch or monoglycerides",
        COVER_SOURCE, hard=1.0, soft=2.0, denominator=(("fat_phase", SPHERE / d32),),
        only=(category,),
    )  # fmt: skip


COVER = tuple(cover_limit(c.key, c.droplet_d32) for c in categories().values() if c.droplet_d32)

INVERSION = Limit(
    "F05", "oil high", (("fat", 1.0),), "<=",
    "{value} % oil is above {bound} %: the emulsion inverts or breaks", PACKING_SOURCE,
    hard=84, soft=80, traits=("dressing",),
)  # fmt: skip
WATER_IN_OIL = Limit(
    "F05", "W/O emulsifier low", (("lecithin", 1.0), ("dose:mono_diglycerides", 1.0)), ">=",
    "{value} % lecithin and monoglycerides is less than {bound} %: the water drops run together",
    "general practice, M", soft=0.1, traits=("water_in_oil",),
)  # fmt: skip


def melting(
    name: str,
    degrees: int,
    relation: str,
    *,
    hard: float | None = None,
    soft: float | None = None,
    traits: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
) -> Limit:
    """Make a rule on the solid share of the fat phase."""
    side = "above" if relation == "<=" else "below"
    return Limit(
        "F12", name, ((f"solid_fat_{degrees}", 1.0),), relation,
        f"{{value}} % of the fat is solid at {degrees} C, {side} {{bound}} %", MELT_SOURCE,
        hard=hard, soft=soft, denominator=(("fat_phase", 1.0),), traits=traits, only=only,
    )  # fmt: skip


MELTING = (
    melting("butter firm", 10, ">=", hard=15, soft=28, traits=("water_in_oil",)),
    melting("butter hard", 10, "<=", soft=50, traits=("water_in_oil",)),
    melting("butter body", 20, ">=", hard=4, soft=10, traits=("water_in_oil",)),
    melting("butter spreadable", 20, "<=", soft=26, traits=("water_in_oil",)),
    melting("butter melt", 35, "<=", hard=12, soft=5, traits=("water_in_oil",)),
    melting("whipping", 10, ">=", hard=25, soft=45, traits=("whipped",)),
    melting("cheese melt", 35, "<=", hard=20, soft=10, traits=("melting",)),
    melting("cheese firm", 10, ">=", soft=20, traits=("melting",)),
    melting("waxy drink", 35, "<=", traits=("drink",), hard=20, soft=5),
    melting("waxy cream", 35, "<=", only=("cream", "cream_cooking", "cream_sour"), hard=20, soft=5),
    melting("waxy yogurt", 35, "<=", only=("yogurt", "yogurt_greek"), hard=20, soft=5),
    melting("ice cream body", 10, ">=", soft=10, traits=("frozen",)),
)

LIMITS = (*COVER, INVERSION, WATER_IN_OIL, *MELTING)


def check(product: Product) -> Iterator[Finding]:
    """Judge the emulsion."""
    yield from judge_all((*COVER, INVERSION), product)
    yield from _water_in_oil(product)
    if product.low("fat_phase") > 0:
        yield from judge_all(MELTING, product)
        yield from _waxy_others(product)
    elif product.has("water_in_oil"):
        yield Finding("F12", Severity.HARD, "a spread without fat", MELT_SOURCE)


def _water_in_oil(product: Product) -> Iterator[Finding]:
    found = list(judge_all((WATER_IN_OIL,), product))
    if found and product.low("lecithin") + product.dose("mono_diglycerides") <= 0:
        message = "no W/O emulsifier: add 0.1-0.5 % lecithin or monoglycerides"
        found = [Finding("F05", Severity.HARD, message, WATER_IN_OIL.source)]
    yield from found


def _waxy_others(product: Product) -> Iterator[Finding]:
    """Note fat that is hard in the hand or in the mouth where no rule speaks of it."""
    cold = product.solid_fat(10)
    if product.has("melting") and cold > 80 + 1e-9:
        message = (
            f"{cold:.3g} % of the fat is solid at 10 C, more than in coconut oil (80): brittle"
        )
        yield Finding("F12", Severity.NOTE, message, MELT_SOURCE)
    solid = product.solid_fat(35)
    spoken = product.has("drink") or product.has("melting") or product.has("water_in_oil")
    if not spoken and not math.isnan(solid) and solid > 20 and "cream" not in product.category.key:
        message = f"{solid:.3g} % of the fat is solid at 35 C: waxy melt"
        yield Finding("F12", Severity.NOTE, message, MELT_SOURCE)
