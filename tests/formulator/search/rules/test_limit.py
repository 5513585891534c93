from __future__ import annotations

import pytest

from formulator.search.rules import Product, Severity
from formulator.search.rules.limit import Limit, at_least, at_most, judge, judge_all
from tests.formulator.search.rules.judging import product, with_water

SUGARS = at_most("F00", "sugars", says="{value} > {bound}", source="test", soft=5, hard=10)


def sweet(grams: float) -> Product:
    return product(with_water({"sucrose": grams / 0.998}), "milk")


@pytest.mark.parametrize(
    ("grams", "severity", "message"),
    [(5, None, ""), (5.1, "soft", "5.1 > 5"), (10, "soft", "10 > 5"), (10.1, "hard", "10.1 > 10")],
)
def test_the_worst_level_is_told_with_its_own_bound(
    grams: float, severity: str | None, message: str
) -> None:
    found = judge(SUGARS, sweet(grams))
    assert (found.severity.value if found else None) == severity
    assert (found.message if found else "") == message


def test_lower_bounds() -> None:
    rule = at_least("F00", "sugars", says="{value} < {bound}", source="test", soft=2, hard=1)
    levels = [judge(rule, sweet(g)) for g in (2.0, 1.9, 0.9)]
    assert [x.severity.value if x else None for x in levels] == [None, "soft", "hard"]


def test_ratios_compare_both_sides() -> None:
    rule = Limit(
        "F00", "sugar per protein", (("sugars", 1.0),), "<=", "{value} {bound}", "test",
        hard=0.5, denominator=(("protein", 1.0),),
    )  # fmt: skip
    protein = {"soy_protein_isolate": 10.0}  # 8.832 g protein
    assert judge(rule, product({**protein, "sucrose": 4.4}, "milk")) is None
    found = judge(rule, product({**protein, "sucrose": 4.5}, "milk"))
    assert found is not None
    assert found.message == "0.508 0.5"


@pytest.mark.parametrize(
    ("grams", "severity"), [(5.0, None), (15.0, "unchecked"), (30.0, "unchecked")]
)
def test_unknown_facts_leave_the_rule_open_only_when_they_matter(
    grams: float, severity: str | None
) -> None:
    # its sugars are not known: anything up to 35.8 g/100 g of carbohydrate
    found = judge(SUGARS, product(with_water({"sunflower_protein": grams}), "milk"))
    assert (found.severity.value if found else None) == severity


def test_known_facts_that_break_a_bound_outweigh_unknown_ones() -> None:
    parts = with_water({"sunflower_protein": 10.0, "sucrose": 11.0})
    found = judge(SUGARS, product(parts, "milk"))
    assert found is not None
    assert found.severity is Severity.HARD


def test_traits_categories_and_conditions_decide_where_a_rule_applies() -> None:
    always = sweet(20)
    for rule in (
        at_most("F00", "sugars", says="{value}", source="t", hard=1, traits=("frozen",)),
        at_most("F00", "sugars", says="{value}", source="t", hard=1, only=("butter",)),
        at_most("F00", "sugars", says="{value}", source="t", hard=1, when=lambda p: False),
    ):
        assert judge(rule, always) is None
    assert len(list(judge_all([SUGARS, SUGARS], always))) == 2
