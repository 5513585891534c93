from __future__ import annotations

from pathlib import Path

from formulator.search.rules import RULES
from formulator.search.rules.tables import rules_page
from ingredients.food_rules import categories

PAGE = Path(__file__).parents[4] / "docs/rules.md"


def test_the_page_tells_every_rule_and_category() -> None:
    page = rules_page()
    assert all(f"| {rule} " in page for rule in RULES)
    assert all(f"`{category}`" in page for category in categories())


def test_the_printed_page_is_up_to_date() -> None:
    # python -m formulator.search.rules.tables > docs/rules.md
    assert PAGE.read_text(encoding="utf-8") == rules_page()
