from __future__ import annotations

import json

import pytest

import ingredients
from formulator.errors import InputError
from formulator.report import ingredient_statement
from tests.formulator.report.formulas import CASES, known, of

CATALOGUE = ingredients.load()


def test_us_statement_is_descending_with_the_minor_ones_together() -> None:
    text = ingredient_statement(known("cashew_cream_cheese"), CATALOGUE).text
    assert text == (
        "Ingredients: water, cashews, coconut oil, contains 2% or less of: salt, lactic acid, "
        "locust bean gum, live cultures."
    )


def test_eu_statement_names_classes_numbers_quantities_and_allergens() -> None:
    statement = ingredient_statement(
        known("cashew_cream_cheese"), CATALOGUE, jurisdiction="EU", additives="number",
        quantified=("cashew",),
    )  # fmt: skip
    assert statement.text == (
        "Ingredients: water, CASHEWS 32.0 %, coconut oil, salt, acid: E270, stabiliser: E410, "
        "live cultures."
    )
    by_name = ingredient_statement(known("cashew_cream_cheese"), CATALOGUE, jurisdiction="EU")
    assert "stabiliser: locust bean gum" in by_name.text


def test_two_percent_is_minor_and_more_is_not() -> None:
    items = ingredient_statement(of(water=95.9, canola_oil=2.1, sucrose=2.0), CATALOGUE).items
    assert [(i.name, i.is_minor) for i in items] == [
        ("water", False), ("canola oil", False), ("sugar", True)
    ]  # fmt: skip


def test_the_same_name_is_declared_once() -> None:
    formula = of(water=90, mod_starch_e1442=3, osa_starch=7)
    items = ingredient_statement(formula, CATALOGUE).items
    assert [i.name for i in items].count("modified food starch") == 1
    assert items[1].percent == pytest.approx(10)


def test_sub_ingredients_of_the_table_and_of_the_user() -> None:
    formula = of(soymilk_base=90, water=10)
    assert "(water, soybeans, sugar, salt)" in ingredient_statement(formula, CATALOGUE).text
    own = ingredient_statement(
        formula, CATALOGUE, sub_ingredients={"soymilk_base": ("water", "soybeans")}
    )
    assert "(water, soybeans)" in own.text


def test_bases_that_name_their_parts_do_not_name_them_twice() -> None:
    text = ingredient_statement(known("oat_barista"), CATALOGUE).text
    assert text.count("oats") == 1


def test_eu_words_are_spelt_as_in_the_eu() -> None:
    us, eu = (
        ingredient_statement(known("pea_milk_concentrates"), CATALOGUE, jurisdiction=j).text
        for j in ("US", "EU")
    )
    assert "natural flavor" in us
    assert "natural flavouring" in eu


def test_every_ingredient_stands_in_the_statement() -> None:
    for name in CASES:
        formula = known(name)
        statement = ingredient_statement(formula, CATALOGUE)
        assert {k for i in statement.items for k in i.keys} == set(formula.keys)
        percents = [i.percent for i in statement.items]
        assert percents == sorted(percents, reverse=True)
        json.dumps(statement.to_dict())


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(InputError, match="must be in the formula"):
        ingredient_statement(of(water=1), CATALOGUE, quantified=("cashew",))
    with pytest.raises(InputError, match="US, EU or Codex"):
        ingredient_statement(of(water=1), CATALOGUE, jurisdiction="UK")
