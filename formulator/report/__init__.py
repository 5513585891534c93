"""What people take to the bench, the label and the next meeting."""

from formulator.report.allergens import AllergenReport, allergens
from formulator.report.bench_sheet import BenchSheet, bench_sheet, measurements, weigh
from formulator.report.claims import ClaimResult, claims
from formulator.report.compare import Comparison, compare, cost_range
from formulator.report.export import (
    bench_csv,
    formula_csv,
    formulas_csv,
    legal_csv,
    panel_csv,
    safe_cell,
    to_csv,
    verdict_csv,
)
from formulator.report.label import LabelLine, Panel, eu_panel, us_panel
from formulator.report.nutrients import Amount, added_sugars, amounts, energy
from formulator.report.protein_quality import ProteinQuality, protein_quality
from formulator.report.statement import Statement, ingredient_statement
from formulator.report.summary import ProductReport, product_report

__all__ = [
    "AllergenReport",
    "Amount",
    "BenchSheet",
    "ClaimResult",
    "Comparison",
    "LabelLine",
    "Panel",
    "ProductReport",
    "ProteinQuality",
    "Statement",
    "added_sugars",
    "allergens",
    "amounts",
    "bench_csv",
    "bench_sheet",
    "claims",
    "compare",
    "cost_range",
    "energy",
    "eu_panel",
    "formula_csv",
    "formulas_csv",
    "ingredient_statement",
    "legal_csv",
    "measurements",
    "panel_csv",
    "product_report",
    "protein_quality",
    "safe_cell",
    "to_csv",
    "us_panel",
    "verdict_csv",
    "weigh",
]
