"""Food-science rules F01-F26 and legal rules L01-L07: each with severity, numbers and source."""

from formulator.search.rules.checking import check_formula
from formulator.search.rules.legal import (
    LegalStatus,
    Status,
    legal_statuses,
    unchecked_sentence,
)
from formulator.search.rules.linear import (
    DoseBounds,
    Group,
    LinearRows,
    dose_bounds,
    group_rules,
    linear_rules,
    set_system_rows,
)
from formulator.search.rules.process import PlannedStep, process_plan
from formulator.search.rules.product import Product, category_of
from formulator.search.rules.quantities import Quantities, quantities
from formulator.search.rules.registry import RULES, Rule
from formulator.search.rules.verdict import Finding, Severity, Verdict

__all__ = [
    "RULES",
    "DoseBounds",
    "Finding",
    "Group",
    "LegalStatus",
    "LinearRows",
    "PlannedStep",
    "Product",
    "Quantities",
    "Rule",
    "Severity",
    "Status",
    "Verdict",
    "category_of",
    "check_formula",
    "dose_bounds",
    "group_rules",
    "legal_statuses",
    "linear_rules",
    "process_plan",
    "quantities",
    "set_system_rows",
    "unchecked_sentence",
]
