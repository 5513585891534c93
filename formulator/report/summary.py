"""All that is written about one formula, in one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formulator.formula import Formula
from formulator.profiles import ProfileTable, profile_table
from formulator.report.allergens import AllergenReport, allergens
from formulator.report.bench_sheet import BenchSheet, bench_sheet
from formulator.report.claims import JURISDICTIONS, ClaimResult, claims
from formulator.report.compare import cost_range
from formulator.report.label import Panel, eu_panel, us_panel
from formulator.report.protein_quality import ProteinQuality, protein_quality
from formulator.report.statement import Statement, ingredient_statement
from formulator.search.rules import category_of
from ingredients import Catalogue


@dataclass(frozen=True, slots=True)
class ProductReport:
    """Label, statement, allergens, claims, protein quality, cost and bench sheet of a formula."""

    name: str
    target: str
    jurisdiction: str
    panels: tuple[Panel, ...]
    """Of the jurisdiction; both for Codex."""
    statement: Statement
    allergens: AllergenReport
    protein: ProteinQuality
    claims: tuple[ClaimResult, ...]
    cost: tuple[float, float] | None
    """Raw materials, low and high, [USD/kg]; None when a price is missing."""
    bench: BenchSheet
    """Holds the verdict and the legal status of every line."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {
            "name": self.name,
            "target": self.target,
            "jurisdiction": self.jurisdiction,
            "panels": [p.to_dict() for p in self.panels],
            "statement": self.statement.to_dict(),
            "allergens": self.allergens.to_dict(),
            "protein": self.protein.to_dict(),
            "claims": [c.to_dict() for c in self.claims],
            "cost": None if self.cost is None else {"low": self.cost[0], "high": self.cost[1]},
            "bench": self.bench.to_dict(),
        }


def product_report(
    formula: Formula,
    catalogue: Catalogue,
    *,
    target: str,
    jurisdiction: str = "US",
    batch_kg: float = 1.0,
    step_g: float = 0.1,
    table: ProfileTable | None = None,
) -> ProductReport:
    """Write all reports on a formula.

    Parameters
    ----------
    formula : Formula
    catalogue : Catalogue
    target : str
        Target key or category id.
    jurisdiction : str
        US, EU or Codex.
    batch_kg : float
        Batch of the bench sheet, [kg].
    step_g : float
        Smallest step of the scale, [g].
    table : ProfileTable, optional
        Gap-filled profiles, when they are there already.

    Returns
    -------
    ProductReport

    Raises
    ------
    InputError
        If target, jurisdiction, batch or step are not usable.
    """
    category = category_of(target, catalogue).key
    protein = protein_quality(formula, catalogue)
    corrected = protein.pdcaas if protein.ratios else None
    panels = {
        "US": us_panel(formula, catalogue, category=category, corrected_protein=corrected),
        "EU": eu_panel(formula, catalogue),
    }
    table = profile_table(catalogue) if table is None else table  # read once, for both below
    law = jurisdiction if jurisdiction in JURISDICTIONS else "EU"
    return ProductReport(
        name=formula.name,
        target=target,
        jurisdiction=jurisdiction,
        panels=(panels[jurisdiction],) if jurisdiction in panels else tuple(panels.values()),
        statement=ingredient_statement(formula, catalogue, jurisdiction=jurisdiction),
        allergens=allergens(formula, catalogue, jurisdiction=jurisdiction),
        protein=protein,
        claims=claims(formula, catalogue, category=category, jurisdiction=law, table=table),
        cost=cost_range(formula, catalogue),
        bench=bench_sheet(
            formula, catalogue, target=target, jurisdiction=jurisdiction, batch_kg=batch_kg,
            step_g=step_g, table=table,
        ),
    )  # fmt: skip
