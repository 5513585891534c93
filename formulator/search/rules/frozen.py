"""F13: sweetness, freezing-point power, stabiliser and emulsifier of ice cream."""

from __future__ import annotations

from collections.abc import Iterator

from formulator.search.rules.limit import at_least, at_most, judge_all
from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity

SOURCE = "colligative: PAC = 34,230 / molar mass, H; windows from open ice-cream tables, M"
ICE = ("frozen",)

LIMITS = (
    at_least("F13", "pac", hard=14, soft=20, traits=ICE, source=SOURCE,
             says="PAC {value} is below {bound}: hard as a brick at -18 C; add dextrose"),
    at_most("F13", "pac", hard=38, soft=30, traits=ICE, source=SOURCE,
            says="PAC {value} is above {bound}: stays soft and melts"),
    at_least("F13", "pod", hard=8, soft=12, traits=ICE, source=SOURCE,
             says="POD {value} is below {bound}: not sweet"),
    at_most("F13", "pod", hard=26, soft=20, traits=ICE, source=SOURCE,
            says="POD {value} is above {bound}: too sweet"),
    at_least("F13", "gums", soft=0.15, traits=ICE, source="general practice, M",
             says="stabiliser {value} % is below {bound} %: coarse ice"),
    at_most("F13", "gums", soft=0.5, traits=ICE, source="general practice, M",
            says="stabiliser {value} % is above {bound} %: gummy"),
    at_least("F13", "emulsifiers", soft=0.1, traits=ICE, source="general practice, M",
             says="emulsifier {value} % is below {bound} %: poor overrun and melt-down",
             when=lambda p: p.dose("aquafaba_powder") == 0),
    at_most("F13", "emulsifiers", soft=0.5, traits=ICE, source="general practice, M",
            says="emulsifier {value} % is above {bound} %: buttery"),
)  # fmt: skip


def check(product: Product) -> Iterator[Finding]:
    """Judge a frozen dessert."""
    yield from judge_all(LIMITS, product)
    if product.has("frozen"):
        message = f"POD {product.low('pod'):.3g}, PAC {product.low('pac'):.3g} (sucrose = 100)"
        yield Finding("F13", Severity.NOTE, message, SOURCE)
