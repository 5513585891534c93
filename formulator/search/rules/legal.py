"""L01-L07: legal status of every ingredient and of groups.

A formula is held against the most specific row of each food category that may fit the product,
else "all other"; of several categories the lower limit wins. What has no row is unchecked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from formulator.search.rules.materials import material_of
from formulator.search.rules.product import Product, category_of
from formulator.search.rules.verdict import Finding, Severity
from ingredients import Catalogue, Food
from ingredients.food_rules import FoodCategory, LegalLimit, legal_limits, legal_members

SOY_DRINK = "06.8.1"
MUNG = "mung_protein_isolate"
KOKUM = "kokum_butter"
REVERIFY = "from an edition older than 12 months: re-verify"


class Status(StrEnum):
    """Legal status of an ingredient in a product, always shown."""

    WITHIN = "within limit"
    OVER = "over the limit"
    GMP_VERIFIED = "GMP, source verified"
    GMP_UNVERIFIED = "GMP, unverified"
    UNCHECKED = "UNCHECKED: no row for this jurisdiction and category"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """How one ingredient or group stands against the law of a jurisdiction."""

    key: str
    """Ingredient key, or the name of a group of several."""
    status: Status
    percent: float
    """Amount as the limit expresses it, [g/100 g]."""
    limit: float | None = None
    """[g/100 g]."""
    margin: float | None = None
    """Limit less amount, [g/100 g]."""
    expressed_as: str = ""
    food_category: str = ""
    regulation: str = ""
    edition: str = ""
    rule: str = "L07"
    remark: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {**asdict(self), "status": self.status.value}


def food_categories(category: FoodCategory, jurisdiction: str, *, is_soy: bool) -> tuple[str, ...]:
    """Food categories of a jurisdiction that may fit a product."""
    if jurisdiction == "US":
        return category.us
    if jurisdiction == "EU":
        return category.eu
    return (SOY_DRINK,) if category.codex and is_soy else ()


def applicable(
    material: str, categories: Iterable[str], jurisdiction: str
) -> tuple[LegalLimit, ...]:
    """Rows that apply to a material in some food categories.

    For each category its own row, else the row "all other"; then rows for all foods.

    Parameters
    ----------
    material : str
        Ingredient key or group.
    categories : iterable of str
        Food categories of the jurisdiction that fit the product.
    jurisdiction : str

    Returns
    -------
    tuple of LegalLimit
        Numeric limits with the lowest first.
    """
    rows = [r for r in legal_limits() if (r.material, r.jurisdiction) == (material, jurisdiction)]
    by_category = {r.food_category: r for r in rows}
    other = by_category.get("all other")
    found = [by_category.get(c.lstrip("="), None if c[0] == "=" else other) for c in categories]
    found.append(by_category.get("all"))
    unique = {r.food_category: r for r in found if r is not None}
    return tuple(
        sorted(unique.values(), key=lambda r: (r.percent is None, r.percent or 0, r.food_category))
    )


def factor_of(material: str, key: str) -> tuple[float, str]:
    """How an ingredient counts toward a limit: factor [g/g] and what it is expressed as."""
    for member in legal_members():
        if (member.material, member.key) == (material, key):
            return member.factor, member.expressed_as
    return 1.0, ""


def _is_soy(product: Product) -> bool:
    return any("soy" in f.allergens_us or f.key.startswith("soy") for f in product.foods)


def statuses(product: Product) -> tuple[LegalStatus, ...]:
    """Return the status of each ingredient and of each group, in the order of the formula."""
    fits = food_categories(product.category, product.jurisdiction, is_soy=_is_soy(product))
    lines = [
        _status(product, food, percent, fits)
        for food, percent in zip(product.foods, product.percents, strict=True)
    ]
    return (*lines, *_groups(product, fits))


def _status(product: Product, food: Food, percent: float, fits: tuple[str, ...]) -> LegalStatus:
    refused = _refused(product, food, percent)
    if refused is not None:
        return refused
    material = material_of(food)
    rows = applicable(material, fits, product.jurisdiction)
    if rows and rows[0].percent is not None:
        return _against(food.key, material, percent, rows[0], product.category)
    for row in rows:
        if row.kind == "gmp":
            known = Status.GMP_VERIFIED if row.verified else Status.GMP_UNVERIFIED
            return LegalStatus(
                food.key, known, percent, food_category=row.food_category,
                regulation=row.regulation, edition=row.edition,
            )  # fmt: skip
    group = next((m.material for m in legal_members() if m.key == food.key), "")
    held = any(r.material == group and r.jurisdiction == product.jurisdiction
               for r in legal_limits())  # fmt: skip
    remark = f"counts toward the limit of {group}" if held and group != food.key else ""
    return LegalStatus(food.key, Status.UNCHECKED, percent, remark=remark)


def _against(
    key: str, material: str, percent: float, row: LegalLimit, category: FoodCategory
) -> LegalStatus:
    """Hold an amount against a numeric limit."""
    factor, expressed = factor_of(material, key)
    amount, limit = factor * percent, row.percent or 0.0
    over = amount > limit + 1e-9 * max(1.0, limit)
    return LegalStatus(
        key, Status.OVER if over else Status.WITHIN, amount, limit, limit - amount, expressed,
        row.food_category, row.regulation, row.edition, _rule(material, category),
    )  # fmt: skip


def _rule(material: str, category: FoodCategory) -> str:
    """Id of the rule that an excess of a material breaks."""
    if material == "agar":
        return "L01"
    if material == "calcium_sulfate":
        return "L02" if "dairy" in category.traits else "L07"
    return "L03" if material == "calcium_disodium_edta" else "L07"


def is_refused(food: Food, category: FoodCategory, jurisdiction: str) -> bool:
    """Tell whether the law or an open question keeps an ingredient out of a category."""
    if food.key == MUNG:
        return jurisdiction == "EU" and "dairy" in category.traits
    return food.key == KOKUM and jurisdiction == "US"


def _refused(product: Product, food: Food, percent: float) -> LegalStatus | None:
    if not is_refused(food, product.category, product.jurisdiction):
        return None
    if food.key == MUNG:
        return LegalStatus(
            food.key, Status.REFUSED, percent, regulation="EFSA Journal 2021;19(10):6846",
            rule="L04", remark="novel food, authorised only for protein products outside "
            "category 1.8 (dairy analogues)",
        )  # fmt: skip
    return LegalStatus(
        food.key, Status.REFUSED, percent, regulation="foodbusinessnews 26156", rule="L05",
        remark="GRAS status for general food use is publicly questioned: blocked until a person "
        "enters evidence",
    )  # fmt: skip


def _groups(product: Product, fits: tuple[str, ...]) -> Iterator[LegalStatus]:
    """Yield the sums of groups that share one limit."""
    amounts = dict(zip((f.key for f in product.foods), product.percents, strict=True))
    for group in sorted({m.material for m in legal_members() if m.material != m.key}):
        members = [m for m in legal_members() if m.material == group and m.key in amounts]
        rows = [r for r in applicable(group, fits, product.jurisdiction) if r.percent is not None]
        if not members or not rows:
            continue
        total = sum(m.factor * amounts[m.key] for m in members)
        limit, row = rows[0].percent or 0.0, rows[0]
        over = total > limit + 1e-9
        yield LegalStatus(
            " + ".join(m.key for m in members), Status.OVER if over else Status.WITHIN, total,
            limit, limit - total, members[0].expressed_as, row.food_category, row.regulation,
            row.edition, "L06", remark=f"sum of {group}",
        )  # fmt: skip


def legal_statuses(
    percents: Mapping[str, float], catalogue: Catalogue, *, target: str, jurisdiction: str = "US"
) -> tuple[LegalStatus, ...]:
    """Return the legal status of every ingredient and group of a formula.

    Parameters
    ----------
    percents : mapping of str to float
        [g/100 g]; unknown keys are left to rule F01.
    catalogue : Catalogue
    target : str
        Target key or category id.
    jurisdiction : str
        US, EU or Codex.

    Returns
    -------
    tuple of LegalStatus
        In the order of the formula, sums of groups last.

    Raises
    ------
    InputError
        If target or jurisdiction is not known.
    """
    category = category_of(target, catalogue)
    return statuses(Product.make(percents, catalogue, category=category, jurisdiction=jurisdiction))


def unchecked_sentence(lines: Iterable[LegalStatus], jurisdiction: str) -> str:
    """Return the sentence that every export of a formula with unchecked lines carries, or ""."""
    keys = [x.key for x in lines if x.status is Status.UNCHECKED]
    if not keys:
        return ""
    return (
        f"LEGAL STATUS UNCHECKED ({jurisdiction}) for {', '.join(keys)}: no limit is held; a "
        "person must check these before sale."
    )


def check(product: Product) -> Iterator[Finding]:
    """Judge every line against the law; what is not held is said."""
    found = statuses(product)
    for line in found:
        if line.status in (Status.OVER, Status.REFUSED):
            yield from _refusal(product, line)
    yield from _margins(found)
    yield from _practice(product, found)
    yield from _unchecked(product, found)


def _refusal(product: Product, line: LegalStatus) -> Iterator[Finding]:
    source = f"{line.regulation}, edition {line.edition or 'not recorded'}"
    if line.status is Status.REFUSED:
        message = f"{line.key}: {line.remark} ({product.jurisdiction})"
    else:
        what = f" as {line.expressed_as}" if line.expressed_as else ""
        message = (
            f"{line.key} {line.percent:.4g} %{what} exceeds {line.limit:.4g} % for "
            f"{line.food_category!r} ({product.jurisdiction})"
        )
    yield Finding(line.rule, Severity.HARD, message, source)
    if line.rule == "L06" and "+" not in line.key:
        yield Finding("L07", Severity.HARD, message, source)


def _margins(found: tuple[LegalStatus, ...]) -> Iterator[Finding]:
    for line in found:
        if line.status is Status.WITHIN:
            message = (
                f"{line.key} {line.percent:.4g} % is within {line.limit:.4g} % "
                f"({line.food_category}), margin {line.margin:.4g}; {REVERIFY}"
            )
            source = f"{line.regulation}, edition {line.edition}"
            yield Finding(line.rule, Severity.NOTE, message, source)


def _practice(product: Product, found: tuple[LegalStatus, ...]) -> Iterator[Finding]:
    """Name what good manufacturing practice limits, verified and not."""
    for status, word in ((Status.GMP_VERIFIED, "read"), (Status.GMP_UNVERIFIED, "not verified")):
        lines = [x for x in found if x.status is status]
        if lines:
            message = f"good manufacturing practice, source {word} ({product.jurisdiction}): "
            source = "; ".join(sorted({x.regulation for x in lines}))
            yield Finding("L07", Severity.NOTE, message + ", ".join(x.key for x in lines), source)


def _unchecked(product: Product, found: tuple[LegalStatus, ...]) -> Iterator[Finding]:
    keys = [x.key for x in found if x.status is Status.UNCHECKED]
    if keys:
        message = (
            f"no legal row held for {product.jurisdiction} and "
            f"{product.category.name}: {', '.join(keys)}"
        )
        yield Finding("L07", Severity.UNCHECKED, message, "no row")
