from __future__ import annotations

import json

import numpy as np
import pytest

import ingredients
from formulator.formula import Formula
from formulator.profiles import ProfileTable
from formulator.similarity import Explanation, build_target, distance, explain_formula
from formulator.similarity.explain import leave_one_out

PEA_MILK = Formula.from_grams(
    {
        "water": 91.9,
        "pea_protein_isolate": 3.9,
        "canola_oil": 2.0,
        "coconut_oil_rbd": 0.6,
        "sucrose": 1.2,
        "calcium_carbonate": 0.28,
        "salt": 0.12,
    }
)


@pytest.fixture(scope="module")
def explained(catalogue: ingredients.Catalogue) -> Explanation:
    return explain_formula(catalogue, PEA_MILK, "milk_whole")


def test_blocks_add_up_to_the_distance(explained: Explanation) -> None:
    assert sum(b.distance for b in explained.blocks) == pytest.approx(explained.distance)


def test_parts_bring_what_they_are_there_for(explained: Explanation) -> None:
    brings = {p.key: {b.axis for b in p.brings} for p in explained.parts}
    assert "protein" in brings["pea_protein_isolate"]
    assert "fat" in brings["canola_oil"]
    assert "calcium" in brings["calcium_carbonate"]
    assert "sugars" in brings["sucrose"]


def test_evidence_of_an_isolates_amino_acids_is_an_estimate(explained: Explanation) -> None:
    isolate = next(p for p in explained.parts if p.key == "pea_protein_isolate")
    evidence = {b.axis: b.evidence for b in isolate.brings}
    assert evidence["protein"] == "reported"
    assert "estimated" in evidence.values()


def test_leaving_the_protein_out_costs_distance(explained: Explanation) -> None:
    change = {p.key: p.change_without for p in explained.parts}
    assert change["pea_protein_isolate"] > 0
    assert change["water"] > change["pea_protein_isolate"]


def test_leave_one_out_is_the_distance_of_the_smaller_formula(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    target = build_target(catalogue, table, "milk_whole")
    x = np.array([f for _, f in PEA_MILK.parts])
    found = leave_one_out(target, table, keys=PEA_MILK.keys, x=x)
    row = PEA_MILK.keys.index("sucrose")
    grams = PEA_MILK.percents()
    grams["water"] += grams.pop("sucrose")
    without = Formula.from_grams(grams)
    y = np.array([f for _, f in without.parts])
    assert found[row] == pytest.approx(distance(target, y @ table.select(without.keys).mean)[0])


def test_lactose_is_missing_and_no_plant_supplies_it(explained: Explanation) -> None:
    missing = {g.axis: g for g in explained.missing}
    assert "lactose" in missing
    assert missing["lactose"].suppliers == ()
    assert all(g.value < g.low for g in explained.missing)
    assert all(g.value > g.high for g in explained.excess)


def test_a_formula_without_fat_is_offered_fat(catalogue: ingredients.Catalogue) -> None:
    lean = Formula.from_grams({"water": 96, "pea_protein_isolate": 4})
    gaps = explain_formula(catalogue, lean, "cream_heavy_whipping").missing
    fat = next(g for g in gaps if g.axis in {"fat", "saturated_fat", "monounsaturated_fat"})
    assert fat.suppliers
    assert all(s.distance_change < 0 for s in fat.suppliers)


def test_json_is_plain(explained: Explanation) -> None:
    data = json.loads(json.dumps(explained.to_dict()))
    assert {"target", "distance", "similarity", "parts", "missing", "aroma"} <= set(data)


def test_words_name_every_part_and_what_is_missing(explained: Explanation) -> None:
    text = explained.to_text()
    for part in explained.parts:
        assert part.name in text
    assert "Too little: Lactose" in text
    assert "Without it the distance would" in text
    assert " nan" not in text


def test_a_target_explained_by_itself_misses_nothing(catalogue: ingredients.Catalogue) -> None:
    found = explain_formula(catalogue, Formula(parts=(("milk_whole", 1.0),)), "milk_whole")
    assert found.distance == 0
    assert found.similarity == 1
    assert found.missing == found.excess == ()


def test_unknown_parts_name_the_nearest(catalogue: ingredients.Catalogue) -> None:
    with pytest.raises(ingredients.UnknownKeyError, match="pea_protein_isolate"):
        explain_formula(catalogue, Formula(parts=(("pea_protein_isolat", 1.0),)), "milk_whole")
