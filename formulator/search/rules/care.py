"""F14, F17, F20-F23: heat-setting proteins, cultures, sweetness, traces, greening, oxidation."""

from __future__ import annotations

from collections.abc import Iterator

from formulator.search.rules.acid import fermentable_sugars
from formulator.search.rules.limit import Limit, at_most, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity

PRACTICE = "general practice, M"
LABELS = "order on ingredient statements and general practice, L"

HEAT_SETTING = tuple(
    at_most("F14", "heat_setting_protein", name=name, says="{value} % patatin or rubisco is above "
            "{bound} %: it sets in the heat step", source="sets below 65-70 C at 2-4 %, M",
            soft=1.0, hard=2.0, traits=traits, only=only)
    for name, traits, only in (
        ("heat-setting protein", ("heated",), ()),
        ("heat-setting protein before souring", ("acid",), ("fermented_drink", "cream_sour")),
    )
)  # fmt: skip
SWEET_DRINK = at_most(
    "F20", "pod", says="POD {value} is above {bound}: sweeter than any milk", source=PRACTICE,
    soft=8, hard=14, traits=("drink",),
)  # fmt: skip


def trace(quantity: str, words: str, soft: float, hard: float) -> tuple[Limit, Limit]:
    """Make the rule for an ingredient that must stay a trace in drinks and creams."""
    says = f"{words} {{value}} % is above {{bound}} %"
    both = [
        at_most("F21", quantity, name=f"{words} in {t}", says=says, source=LABELS, soft=soft,
                hard=hard, traits=(t,))
        for t in ("drink", "cream")
    ]  # fmt: skip
    return both[0], both[1]


TRACES = (
    *trace("dose:cabbage_concentrate", "cabbage concentrate", 0.2, 0.6),
    *trace("dose:pineapple_concentrate", "pineapple concentrate", 0.5, 2.0),
    *trace("dose:quillaja", "quillaja (bitter)", 0.05, 0.25),
)
LIMITS = (*HEAT_SETTING, SWEET_DRINK, *TRACES)


def check(product: Product) -> Iterator[Finding]:
    """Judge what needs care."""
    yield from judge_all(LIMITS, product)
    yield from _culture(product)
    yield from _greening(product)
    yield from _oxidation(product)


def _culture(product: Product) -> Iterator[Finding]:
    if not product.low("culture"):
        return
    least = fermentable_sugars(product)
    if least < 1.5 - 1e-9:
        most = least + product.high("sugars") - product.low("sugars")
        yield _starved(least, most)
    if product.dose("potassium_sorbate") > 0:
        yield Finding("F17", Severity.SOFT, "sorbate slows the culture", PRACTICE)
    if product.plan is not None and _before_heat(product.plan):
        yield Finding("F17", Severity.HARD, "the culture is dosed before the heat step", PRACTICE)


def _starved(least: float, most: float) -> Finding:
    """Name the worst level that the known sugars leave open."""
    bound = 0.5 if least < 0.5 - 1e-9 else 1.5
    if most >= bound:
        message = "unknown: the sugars of some ingredients are not known, the culture may starve"
        return Finding("F17", Severity.UNCHECKED, message, PRACTICE)
    message = f"{least:.3g} % fermentable sugars for the culture, below {bound:g} %"
    message += " (polyols and high-intensity sweeteners do not ferment)"
    return Finding("F17", Severity.HARD if bound < 1 else Severity.SOFT, message, PRACTICE)


def _before_heat(plan: tuple[str, ...]) -> bool:
    heats = [i for i, step in enumerate(plan) if step in {"heat", "pasteurise"}]
    return "culture" in plan and bool(heats) and plan.index("culture") < max(heats)


def _greening(product: Product) -> Iterator[Finding]:
    alkaline = product.dose("sodium_bicarbonate") > 0 or (
        product.ph is not None and product.ph > 7.5
    )
    if alkaline and product.low("sunflower_chlorogenic") >= 1 - 1e-9:
        message = "chlorogenic acid of sunflower turns green with bicarbonate or above pH 7.5"
        yield Finding("F22", Severity.SOFT, message, PRACTICE)


def _oxidation(product: Product) -> Iterator[Finding]:
    if product.low("omega_3_oil") >= 0.3 - 1e-9 and product.low("antioxidants") <= 0:
        message = "omega-3 oil without tocopherol, rosemary or ascorbate: paint and fish notes"
        yield Finding("F23", Severity.SOFT, message, PRACTICE)
