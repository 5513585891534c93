"""Linear rules: a quantity, or its ratio to another, stays on one side of a bound.

One declaration judges finished formulas and makes rows of the search, so that both can never
disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from formulator.search.rules.product import Product
from formulator.search.rules.verdict import Finding, Severity

Terms = tuple[tuple[str, float], ...]

EDGE = 1e-9
"""Room for rounding of floating-point sums, relative."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``numerator <= bound x denominator`` (or ``>=``) with a hard and a soft bound.

    ``numerator`` is a weighted sum of quantities; ``denominator`` likewise, or empty for 1.
    """

    rule: str
    name: str
    """Short and unique within the rule, e.g. ``water high``."""
    numerator: Terms
    relation: str
    """``<=`` or ``>=``."""
    says: str
    """Message with {value} and {bound}; what happens and the way out."""
    source: str
    hard: float | None = None
    soft: float | None = None
    denominator: Terms = ()
    traits: tuple[str, ...] = ()
    """Traits that a category must have; empty with ``only`` empty means all categories."""
    only: tuple[str, ...] = ()
    """Category keys; any of them."""
    when: Callable[[Product], bool] | None = None
    """Applies only to such products; the search takes the rule for all of them."""
    in_search: bool = True
    """Whether the search takes the row (False where it would forbid good formulas)."""
    judged: bool = True
    """False for rows that stand in the search for a rule judged by a function of its own."""

    def concerns(self, category: str, traits: frozenset[str]) -> bool:
        """Tell whether the rule speaks of a category."""
        if self.only and category not in self.only:
            return False
        return traits.issuperset(self.traits)


def weighted(product: Product, terms: Terms, *, highest: bool) -> float:
    """Sum of quantities: the highest or lowest that the known facts allow."""
    total = 0.0
    for name, factor in terms:
        takes_high = highest == (factor > 0)
        total += factor * (product.high(name) if takes_high else product.low(name))
    return total


def _breaks(limit: Limit, product: Product, bound: float, *, certain: bool) -> bool:
    """Tell whether a bound is broken for certain, or could be broken by unknown facts."""
    upper = limit.relation == "<="
    highest = upper != certain  # certain break of <= : even the lowest value is above
    top = weighted(product, limit.numerator, highest=highest)
    below = 1.0
    if limit.denominator:
        below = weighted(product, limit.denominator, highest=not highest)
    room = EDGE * max(1.0, abs(top), abs(bound * below))
    if upper:
        return top > bound * below + room
    return top < bound * below - room


def _value(limit: Limit, product: Product) -> float:
    top = weighted(product, limit.numerator, highest=False)
    if not limit.denominator:
        return top
    below = weighted(product, limit.denominator, highest=False)
    return top / below if below else float("nan")


def judge(limit: Limit, product: Product) -> Finding | None:
    """Return what one limit says about a product: its worst level, or None."""
    if not limit.concerns(product.category.key, product.category.traits):
        return None
    if not limit.judged or (limit.when is not None and not limit.when(product)):
        return None
    levels = [(Severity.HARD, limit.hard), (Severity.SOFT, limit.soft)]
    for severity, bound in levels:
        if bound is not None and _breaks(limit, product, bound, certain=True):
            return _finding(limit, product, severity, bound)
    for _, bound in levels:
        if bound is not None and _breaks(limit, product, bound, certain=False):
            return _unknown(limit, product, bound)
    return None


def _finding(limit: Limit, product: Product, severity: Severity, bound: float) -> Finding:
    message = limit.says.format(value=f"{_value(limit, product):.3g}", bound=f"{bound:g}")
    return Finding(limit.rule, severity, message, limit.source)


def _unknown(limit: Limit, product: Product, bound: float) -> Finding:
    names = [n for n, _ in (*limit.numerator, *limit.denominator)]
    keys = sorted({k for n in names for k in product.unknown(n)})
    message = (
        f"unknown: {', '.join(n.replace('_', ' ') for n in names)} cannot be held against "
        f"{bound:g} because no value is known for {', '.join(keys)}"
    )
    return Finding(limit.rule, Severity.UNCHECKED, message, limit.source)


def judge_all(limits: Iterable[Limit], product: Product) -> Iterator[Finding]:
    """Yield what a set of limits finds."""
    for limit in limits:
        finding = judge(limit, product)
        if finding is not None:
            yield finding


def at_most(
    rule: str,
    quantity: str,
    *,
    says: str,
    source: str,
    soft: float | None = None,
    hard: float | None = None,
    name: str = "",
    traits: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    when: Callable[[Product], bool] | None = None,
    in_search: bool = True,
) -> Limit:
    """Make a rule that one quantity stays below its bounds."""
    return Limit(
        rule, name or f"{quantity} high", ((quantity, 1.0),), "<=", says, source,
        hard=hard, soft=soft, traits=traits, only=only, when=when, in_search=in_search,
    )  # fmt: skip


def at_least(
    rule: str,
    quantity: str,
    *,
    says: str,
    source: str,
    soft: float | None = None,
    hard: float | None = None,
    name: str = "",
    traits: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    when: Callable[[Product], bool] | None = None,
    in_search: bool = True,
) -> Limit:
    """Make a rule that one quantity stays above its bounds."""
    return Limit(
        rule, name or f"{quantity} low", ((quantity, 1.0),), ">=", says, source,
        hard=hard, soft=soft, traits=traits, only=only, when=when, in_search=in_search,
    )  # fmt: skip
