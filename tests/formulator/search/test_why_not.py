"""Why not X: what forcing an ingredient in costs."""

from __future__ import annotations

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.brief import Brief
from formulator.search.why_not import why_not
from ingredients import UnknownKeyError

CATALOGUE = ingredients.load()
BRIEF = Brief(target="butter_unsalted", max_ingredients=6, time_limit=6)


def test_forcing_an_ingredient_in_never_brings_the_formula_nearer() -> None:
    answer = why_not(BRIEF, CATALOGUE, "shea_butter")
    assert answer.is_considered
    assert answer.distance is not None
    assert answer.distance_with is not None
    assert answer.bound_with is not None
    assert answer.distance_with >= answer.distance * (1 - 1e-3)
    assert answer.bound_with <= answer.distance_with
    percents = dict(answer.parts)
    assert percents["shea_butter"] > 0
    assert sum(percents.values()) == pytest.approx(100, abs=0.01)


def test_an_ingredient_out_of_place_says_why_and_what_it_costs() -> None:
    answer = why_not(BRIEF, CATALOGUE, "sucrose")
    assert not answer.is_considered
    assert "no place in this category" in answer.reason
    assert answer.distance_with is not None


@pytest.mark.slow
def test_an_ingredient_that_the_law_refuses_has_no_formula() -> None:
    answer = why_not(Brief(target="cheddar", time_limit=4), CATALOGUE, "kokum_butter")
    assert "refused by law" in answer.reason
    assert answer.distance_with is None


def test_an_unknown_ingredient_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="shea_butter"):
        why_not(BRIEF, CATALOGUE, "shea_buter")


@pytest.mark.slow
def test_why_it_is_left_out_is_said_even_where_it_comes_as_near() -> None:
    answer = why_not(Brief(target="yogurt_whole", time_limit=4), CATALOGUE, "yeast_protein")
    assert not answer.is_considered
    assert "fungal" in answer.reason


@pytest.mark.slow
def test_held_profiles_give_the_same_answer() -> None:
    table = profile_table(CATALOGUE)
    answer = why_not(BRIEF, CATALOGUE, "shea_butter", table=table)
    assert answer.distance == pytest.approx(why_not(BRIEF, CATALOGUE, "shea_butter").distance)
