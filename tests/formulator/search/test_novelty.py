"""Novelty: counted from ingredient statements, each with its evidence."""

from __future__ import annotations

from itertools import pairwise

import pytest

import ingredients
from formulator.search.novelty import (
    formula_novelty,
    is_unexpected,
    known_products,
    novelty,
    products_of,
)
from formulator.search.roles import Role


def test_every_statement_names_known_ingredients_and_its_evidence() -> None:
    keys = {f.key for f in ingredients.load().of_kind(ingredients.Kind.INGREDIENT)}
    for product in known_products():
        assert product.ingredients <= keys, sorted(product.ingredients - keys)
        assert product.evidence in ("label", "general knowledge")
        assert product.source


def test_names_of_products_are_unique() -> None:
    names = [p.name for p in known_products()]
    assert len(names) == len(set(names))


def test_novelty_falls_with_every_product_that_holds_the_ingredient() -> None:
    products = products_of("milk")
    keys = {k for p in products for k in p.ingredients}
    ordered = sorted(keys, key=lambda k: sum(k in p.ingredients for p in products))
    for rare, common in pairwise(ordered):
        assert novelty(rare, "milk") >= novelty(common, "milk")


@pytest.mark.parametrize("category", ["milk", "yogurt", "butter", "hard_cheese", "ice_cream"])
def test_novelty_is_a_share(category: str) -> None:
    assert novelty("no such key", category) == pytest.approx(1.0)
    assert 0 <= novelty("salt", category) <= 1


def test_water_does_not_dilute_the_novelty_of_a_formula() -> None:
    assert formula_novelty(["water", "salt"], "milk") == formula_novelty(["salt"], "milk")
    assert formula_novelty(["water"], "milk") == 0


def test_only_plant_foods_outside_all_statements_are_unexpected() -> None:
    assert is_unexpected("cauliflower", Role.CHARACTER, "milk")
    assert not is_unexpected("cabbage_juice_concentrate", Role.CHARACTER, "milk")
    assert not is_unexpected("tara_gum", Role.STABILISER, "milk")
