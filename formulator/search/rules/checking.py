"""All rules on one formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formulator.formula import Formula
from formulator.search.rules import (
    acid,
    care,
    composition,
    doses,
    emulsion,
    frozen,
    identity,
    legal,
    minerals,
    process,
    texture,
    treatment,
)
from formulator.search.rules.product import Product, category_of
from formulator.search.rules.verdict import Verdict
from ingredients import Catalogue

CHECKS = (
    identity.check,
    doses.check,
    composition.check,
    emulsion.check,
    minerals.check,
    acid.check,
    texture.check,
    frozen.check,
    care.check,
    process.check,
    treatment.check,
    legal.check,
)
"""Each takes a product and yields findings."""


def check_formula(
    formula: Formula | Mapping[str, float],
    catalogue: Catalogue,
    *,
    target: str,
    jurisdiction: str = "US",
    plan: Sequence[str] | None = None,
    ph: float | None = None,
) -> Verdict:
    """Judge a formula by all food-science and legal rules.

    Parameters
    ----------
    formula : Formula or mapping of str to float
        A formula, or percents as they were written: a mapping may hold unknown keys, negative
        amounts and a wrong sum, each of which is a hard finding of rule F01.
    catalogue : Catalogue
    target : str
        Key of a target (``milk_whole``) or a category id (``milk``, ``hard_cheese``).
    jurisdiction : str
        US, EU or Codex.
    plan : sequence of str, optional
        Names of the steps of the process plan in their order; the usual plan by default.
    ph : float, optional
        Measured pH of the product.

    Returns
    -------
    Verdict
        Any hard finding rejects, else any soft one warns, else the formula is accepted. Missing
        facts are findings of severity ``unchecked``.

    Raises
    ------
    InputError
        If target or jurisdiction is not known.

    Examples
    --------
    >>> import ingredients
    >>> verdict = check_formula({"water": 100.0}, ingredients.load(), target="milk")
    >>> verdict.verdict
    'reject'
    """
    percents = formula.percents() if isinstance(formula, Formula) else dict(formula)
    product = Product.make(
        percents,
        catalogue,
        category=category_of(target, catalogue),
        jurisdiction=jurisdiction,
        plan=None if plan is None else tuple(plan),
        ph=ph,
    )
    findings = list(identity.check_amounts(percents, catalogue))
    for check in CHECKS:
        findings.extend(check(product))
    return Verdict.of(findings)
