"""Reasons: numbers that can be checked."""

from __future__ import annotations

import re

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief
from formulator.search.diversify import signature
from formulator.search.evaluate import candidate_id, evaluate
from formulator.search.reasons import base_in_words, parts_of

CATALOGUE = ingredients.load()
PERCENTS = {
    "pea_protein_isolate": 4.0,
    "canola_oil": 3.0,
    "sucrose": 2.0,
    "calcium_carbonate": 0.3,
    "dipotassium_phosphate": 0.2,
    "gellan_ha": 0.02,
}


@pytest.fixture(scope="module")
def asked():
    brief = Brief(target="milk_whole", require=("sucrose",))
    (question,) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    x = np.zeros(len(question.keys))
    for key, percent in PERCENTS.items():
        x[question.index(key)] = percent / 100
    x[question.index("water")] = 1 - x.sum()
    return question, x


def test_parts_are_sorted_and_keep_their_percents(asked) -> None:
    parts = parts_of(*asked)
    assert [p.percent for p in parts] == sorted((p.percent for p in parts), reverse=True)
    assert {p.key: p.percent for p in parts if p.key != "water"} == PERCENTS


def test_what_an_ingredient_brings_is_its_share_of_the_formula(asked) -> None:
    question, x = asked
    pea = next(p for p in parts_of(question, x) if p.key == "pea_protein_isolate")
    words = next(r for r in pea.reasons if r.startswith("brings"))
    stated = float(re.search(r"(\d+) % of the protein", words)[1])
    column = question.table.mean[:, question.table.column("protein")]
    i = question.index("pea_protein_isolate")
    assert stated == pytest.approx(100 * x[i] * column[i] / (x @ column), abs=0.51)


def test_leaving_an_ingredient_out_is_measured(asked) -> None:
    question, x = asked
    oil = next(p for p in parts_of(question, x) if p.key == "canola_oil")
    found = [r for r in oil.reasons if "water instead" in r or "hardly" in r]
    assert len(found) == 1
    now = float(question.distances(x)[0])
    assert f"{now:.3g}" in found[0] or "hardly" in found[0]


def test_the_brief_and_the_structure_are_reasons_too(asked) -> None:
    parts = {p.key: p.reasons for p in parts_of(*asked)}
    assert "required by the brief" in parts["sucrose"]
    assert any("feathering" in r for r in parts["dipotassium_phosphate"])
    assert any("0.02 % lies in its window of 0.01-0.03 %" in r for r in parts["gellan_ha"])


def test_the_base_is_said_in_words(asked) -> None:
    assert base_in_words(asked[0], ("pea_protein_isolate", "canola_oil")) == (
        "pea protein + canola oil"
    )
    assert base_in_words(asked[0], ()) == "no protein or fat base"


def test_the_id_depends_on_the_composition_alone() -> None:
    first = candidate_id([("water", 90.0), ("salt", 10.0)])
    assert first == candidate_id([("salt", 10.0), ("water", 90.0)])
    assert first != candidate_id([("water", 90.01), ("salt", 9.99)])
    assert re.fullmatch(r"F-[2-9a-hjkmnp-z]{7}", first)


def test_a_candidate_sums_up_cost_profile_and_doubts(asked) -> None:
    question, x = asked
    candidate = evaluate(question, x, bound=0.1, sig=signature(question, x))
    prices = {k: CATALOGUE.food(k).price for k in (*PERCENTS, "water")}
    shares = {**PERCENTS, "water": 100 - sum(PERCENTS.values())}
    assert candidate.cost is not None
    expected = sum(shares[k] * p.high / 100 for k, p in prices.items())
    assert candidate.cost.high == pytest.approx(expected)
    values = dict(candidate.profile)
    assert values["protein"].low <= values["protein"].value <= values["protein"].high
    assert values["protein"].evidence
    assert 0 <= values["lysine"].coverage <= 1
    assert candidate.bound == 0.1
