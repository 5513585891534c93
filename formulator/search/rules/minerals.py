"""F06, F07, F19: coffee buffer, free calcium, mineral off-tastes."""

from __future__ import annotations

from collections.abc import Iterator

from formulator.search.rules.limit import Limit, at_least, at_most, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity

BUFFER_SOURCE = "coffee is pH 4.85-5.1; general practice, M"
CALCIUM_SOURCE = (
    "stoichiometry, H; soy milk and calcium salts with citrate, tofu setting at 0.05-0.3 % CaCl2 "
    "(JAOCS 2003, 80, 1225), M"
)
TASTE_SOURCE = "general practice, M"
GYPSUM_DISSOLVED = 15.0
"""Calcium sulfate dissolves to about this, [mmol/kg]. M."""

_SAYS = "coffee buffer {value} mmol/kg is below {bound}: the drink feathers; add K2HPO4 or citrate"
BUFFER = (
    at_least("F06", "coffee_buffer", says=_SAYS, source=BUFFER_SOURCE, hard=4, soft=11,
             traits=("coffee",)),
    Limit("F06", "buffer per protein", (("coffee_buffer", 1.0),), ">=",
          "coffee buffer {value} mmol per g protein is below {bound}", BUFFER_SOURCE, soft=0.4,
          denominator=(("protein", 10.0),), traits=("coffee",)),
)  # fmt: skip

FREE_CALCIUM_ROW = Limit(
    "F07", "free calcium", (("soluble_calcium", 1.0), ("sparing_calcium", 1.0),
    ("sequestrant", -1.0)), "<=", "free soluble calcium {value} mmol/kg is above {bound}",
    CALCIUM_SOURCE, hard=10, soft=5, traits=("neutral",), judged=False,
)  # fmt: skip
"""For the search: gypsum counts whole, which is stricter than the rule."""

OFF_TASTES = (
    at_most("F19", "dose:dipotassium_phosphate", says="K2HPO4 {value} % is above {bound} %: soapy",
            source=TASTE_SOURCE, soft=0.5, hard=1),
    at_most("F19", "dose:potassium_chloride", says="KCl {value} % is above {bound} %: bitter",
            source=TASTE_SOURCE, soft=0.3, hard=0.8, traits=("drink",)),
    at_most("F19", "potassium", says="potassium {value} mg/100 g is above {bound}: bitter, salty",
            source=TASTE_SOURCE, soft=400, traits=("drink",)),
    at_most("F19", "dose:calcium_lactate", says="calcium lactate {value} % is above {bound} %: "
            "bitter", source=TASTE_SOURCE, soft=0.5, traits=("drink",)),
)  # fmt: skip

LIMITS = (*BUFFER, FREE_CALCIUM_ROW, *OFF_TASTES)


def free_calcium(product: Product) -> float:
    """Free soluble calcium and magnesium of the added salts, [mmol/kg]; can be negative."""
    gypsum = min(GYPSUM_DISSOLVED, product.low("sparing_calcium"))
    return product.low("soluble_calcium") + gypsum - product.low("sequestrant")


def check(product: Product) -> Iterator[Finding]:
    """Judge the salts."""
    yield from judge_all(BUFFER, product)
    yield from _feathering(product)
    yield from _free_calcium(product)
    yield from judge_all(OFF_TASTES, product)


def _feathering(product: Product) -> Iterator[Finding]:
    plain = product.has("drink", "neutral") and not product.has("coffee")
    if plain and product.low("protein") >= 2 and product.low("coffee_buffer") < 4:
        yield Finding("F06", Severity.NOTE, "feathers in coffee", BUFFER_SOURCE)


def _free_calcium(product: Product) -> Iterator[Finding]:
    if not product.has("neutral") or product.high("protein") < 1:
        return
    value = free_calcium(product)
    soft = 2.0 if product.has("coffee") else 5.0
    if value > soft + 1e-9:
        severity = Severity.HARD if value > 10 + 1e-9 else Severity.SOFT
        message = (
            f"free soluble calcium {value:.3g} mmol/kg is above {10 if value > 10 else soft:g}: "
            "the protein coagulates on heating as in tofu; use carbonate or phosphate calcium, or "
            "add citrate"
        )
        yield Finding("F07", severity, message, CALCIUM_SOURCE)
