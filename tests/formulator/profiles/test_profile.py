from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import ingredients
from formulator.profiles import ProfileTable, profile_table
from formulator.profiles.gaps import Z90


@pytest.mark.slow
def test_reported_values_of_the_catalogue_are_kept(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    column = table.column("lysine")
    reported = catalogue.values[:, catalogue.column("lysine")]
    known = np.isfinite(reported)
    assert np.array_equal(table.mean[known, column], reported[known])
    assert np.array_equal(table.coverage[:, column] == 1, known)


def test_every_profile_is_finite_and_not_negative(table: ProfileTable) -> None:
    assert np.isfinite(table.mean).all()
    assert np.isfinite(table.spread).all()
    assert (table.mean >= 0).all()


def test_estimates_carry_spread_where_there_is_something_to_estimate(table: ProfileTable) -> None:
    estimated = (table.coverage == 0) & (table.mean > 0)
    assert estimated.any()
    assert (table.spread[estimated] > 0).all()


def test_water_is_water_and_nothing_else(table: ProfileTable) -> None:
    row = dict(zip((a.key for a in table.axes), table.mean[table.index("water")], strict=True))
    assert row.pop("water") == pytest.approx(100)
    grams = [v for k, v in row.items() if k in {"protein", "fat", "lysine", "sugars", "fa_18_1"}]
    assert grams == [0] * 5


def test_amino_acids_of_an_isolate_are_estimated_from_its_protein(table: ProfileTable) -> None:
    row, lysine = table.index("pea_protein_isolate"), table.column("lysine")
    share = table.mean[row, lysine] / table.mean[row, table.column("protein")]
    assert 0.05 < share < 0.09  # 7.2 % in peas: SR28 16085
    assert table.spread[row, lysine] > 0 or table.coverage[row, lysine] == 1


def test_rows_come_in_the_order_asked_for(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    some = profile_table(catalogue, ["water", "milk_whole"])
    assert some.keys == ("water", "milk_whole")
    assert np.array_equal(some.mean, table.select(["water", "milk_whole"]).mean)


def test_an_unknown_food_names_the_nearest(catalogue: ingredients.Catalogue) -> None:
    with pytest.raises(ingredients.UnknownKeyError, match="milk_whole"):
        profile_table(catalogue, ["milk_whol"])


@pytest.mark.slow
def test_the_second_reading_comes_from_disk(
    catalogue: ingredients.Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATOR_CACHE_DIR", str(tmp_path))
    first = profile_table(catalogue)
    monkeypatch.setattr("formulator.profiles.profile.fill_gaps", None)
    assert np.array_equal(profile_table(catalogue).mean, first.mean)


def test_intervals_hold_the_value_and_stay_above_zero(table: ProfileTable) -> None:
    low, high = table.interval90()
    assert ((low <= table.mean) & (table.mean <= high)).all()
    assert (low >= 0).all()
    assert high == pytest.approx(table.mean + Z90 * table.spread)


def test_shapes_that_disagree_are_refused(table: ProfileTable) -> None:
    with pytest.raises(ValueError, match="spread must have shape"):
        ProfileTable(
            axes=table.axes,
            keys=table.keys,
            mean=table.mean,
            spread=table.spread[:3],
            coverage=table.coverage,
        )


def test_no_plant_is_guessed_to_hold_lactose(
    catalogue: ingredients.Catalogue, table: ProfileTable
) -> None:
    plants = [f.key for f in catalogue.of_kind(ingredients.Kind.INGREDIENT)]
    part = table.select(plants)
    column = table.column("lactose")
    guessed = part.mean[part.coverage[:, column] == 0, column]
    assert guessed.max() < 0.5
