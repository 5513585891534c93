from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import ProfileTable
from formulator.similarity import Target, build_target, distance
from formulator.similarity.complement import best_doses, suppliers_of


@pytest.fixture(scope="module")
def target(catalogue: ingredients.Catalogue, table: ProfileTable) -> Target:
    return build_target(catalogue, table, "milk_whole")


@pytest.mark.slow
def test_the_best_dose_is_the_best_of_all_doses(target: Target, table: ProfileTable) -> None:
    profile = table.select(["water"]).mean[0]
    added = table.select(["pea_protein_isolate", "coconut_oil_rbd", "sucrose"]).mean
    doses = best_doses(target, profile, added=added, largest=np.full(3, 0.2))
    for dose, row in zip(doses, added, strict=True):
        tried = np.linspace(0, 0.2, 201)
        found = distance(target, profile + tried[:, None] * (row - profile))
        assert distance(target, profile + dose * (row - profile))[0] <= found.min() + 1e-9


def test_doses_stay_within_their_limits(target: Target, table: ProfileTable) -> None:
    profile = table.select(["water"]).mean[0]
    added = table.select(["pea_protein_isolate"]).mean
    assert best_doses(target, profile, added=added, largest=np.array([0.001])) <= 0.001


def test_water_that_lacks_calcium_is_offered_calcium(
    catalogue: ingredients.Catalogue, table: ProfileTable, target: Target
) -> None:
    profile = table.select(["water"]).mean[0]
    column = table.column("calcium")
    foods = catalogue.of_kind(ingredients.Kind.INGREDIENT)
    found = suppliers_of(foods, table, target, profile=profile, axes=[column])[column]
    assert found
    for supplier in found:
        assert supplier.supplies > 0
        assert supplier.distance_change < 0
        assert table.mean[table.index(supplier.key), column] > target.mean[column]


def test_nothing_is_offered_for_what_no_plant_holds(
    catalogue: ingredients.Catalogue, table: ProfileTable, target: Target
) -> None:
    profile = table.select(["water"]).mean[0]
    column = table.column("lactose")
    foods = catalogue.of_kind(ingredients.Kind.INGREDIENT)
    found = suppliers_of(foods, table, target, profile=profile, axes=[column])
    assert found == {column: ()}
