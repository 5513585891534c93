"""Different answers."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import Question, ask
from formulator.search.brief import Brief
from formulator.search.diversify import differ_from, signature, without


@pytest.fixture(scope="module")
def question() -> Question:
    catalogue = ingredients.load()
    (found,) = ask(Brief(target="milk_whole"), catalogue, profile_table(catalogue))
    return found


def formula(question: Question, **percents: float) -> np.ndarray:
    x = np.zeros(len(question.keys))
    for key, percent in percents.items():
        x[question.index(key)] = percent / 100
    x[question.index("water")] = 1 - x.sum()
    return x


def test_a_signature_names_the_main_protein_and_fat(question: Question) -> None:
    x = formula(question, pea_protein_isolate=3.5, canola_oil=2, cashew=1, gellan_ha=0.03)
    sig = signature(question, x)
    assert (sig.proteins, sig.fat) == (("pea_protein_isolate",), "canola_oil")
    assert sig.support == {"pea_protein_isolate", "canola_oil", "cashew", "gellan_ha"}
    assert sig.bases == sig.support - {"gellan_ha"}


def test_one_nut_can_be_protein_and_fat(question: Question) -> None:
    sig = signature(question, formula(question, cashew=8, gellan_ha=0.03))
    assert sig.pair == ("cashew",)


def test_the_next_formula_may_not_repeat_pair_or_support(question: Question) -> None:
    x = formula(question, pea_protein_isolate=3.5, canola_oil=2, sucrose=2, gellan_ha=0.03)
    sig = signature(question, x)
    found = differ_from(question, [sig], n=10)
    pair = tuple(question.index(k) for k in ("pea_protein_isolate", "canola_oil"))
    assert (pair, 1) in found.no_good
    assert any(most == len(group) - 2 for group, most in found.no_good if len(group) == 4)


def test_even_a_formula_of_two_ingredients_is_not_repeated(question: Question) -> None:
    sig = signature(question, formula(question, soymilk_base=25, fructose=2))
    group = tuple(sorted(question.index(k) for k in ("soymilk_base", "fructose")))
    assert (group, 1) in differ_from(question, [sig], n=10).no_good


def test_what_the_brief_demands_does_not_count_as_repetition(question: Question) -> None:
    x = formula(question, pea_protein_isolate=3.5, canola_oil=2, sucrose=2, gellan_ha=0.03)
    sig = signature(question, x)
    keep = ("pea_protein_isolate", "canola_oil")
    found = differ_from(question, [sig] * 9, n=10, keep=keep)
    demanded = {question.index(k) for k in keep}
    assert not any(demanded <= set(group) for group, _ in found.no_good)
    assert not demanded & set(found.closed)


def test_a_base_that_has_had_its_share_is_closed(question: Question) -> None:
    x = formula(question, pea_protein_isolate=3.5, canola_oil=2, sucrose=2, gellan_ha=0.03)
    sig = signature(question, x)
    assert not differ_from(question, [sig] * 2, n=10).closed
    closed = differ_from(question, [sig] * 3, n=10).closed
    peas = {"pea_protein_isolate", "pea_protein_isolate_low_na", "yellow_split_pea"}
    assert {question.keys[i] for i in closed} == {*peas, "canola_oil"}
    shut = without(question, closed)
    assert (shut.doses.upper[list(closed)] == 0).all()
    assert (question.doses.upper[list(closed)] > 0).all()


def test_a_spread_is_told_apart_by_its_two_fats() -> None:
    catalogue = ingredients.load()
    (spread,) = ask(Brief(target="butter_salted"), catalogue, profile_table(catalogue))
    x = formula(spread, palm_oil=40, coconut_oil_rbd=24, olive_oil=14, soy_protein_isolate=0.9)
    sig = signature(spread, x)
    assert sig.proteins == ()
    assert sig.pair == ("palm_oil", "coconut_oil_rbd")
    pair = tuple(spread.index(k) for k in sig.pair)
    assert (pair, 1) in differ_from(spread, [sig], n=10).no_good


def test_a_base_beside_the_main_ones_may_stand_in_half_of_the_list(question: Question) -> None:
    x = formula(question, pea_protein_isolate=3.5, canola_oil=2, cashew=1, gellan_ha=0.03)
    sig = signature(question, x)
    nut = question.index("cashew")
    assert nut not in differ_from(question, [sig] * 4, n=10).closed
    assert nut in differ_from(question, [sig] * 5, n=10).closed


def test_a_base_that_brings_a_fifth_of_the_protein_is_named_and_counted(
    question: Question,
) -> None:
    x = formula(question, pea_protein_isolate=2.3, soymilk_base=28, coconut_oil_rbd=2)
    sig = signature(question, x)
    assert sig.named == ("pea_protein_isolate", "soymilk_base", "coconut_oil_rbd")
    closed = {question.keys[i] for i in differ_from(question, [sig] * 3, n=10).closed}
    assert {"soymilk_base", "soy_protein_isolate", "pea_protein_isolate"} <= closed


def test_a_demanded_plant_never_closes(question: Question) -> None:
    x = formula(question, soy_protein_isolate=3.5, canola_oil=2, gellan_ha=0.03)
    found = differ_from(question, [signature(question, x)] * 4, n=10, keep=("soymilk_base",))
    assert not {"soymilk_base", "soy_protein_isolate"} & {question.keys[i] for i in found.closed}
