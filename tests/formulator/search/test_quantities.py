"""Quantities that limits are set on."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.quantities import known_quantities, prices, quantity
from ingredients import UnknownKeyError

KEYS = ("water", "salt", "sucrose", "canola_oil", "cauliflower")


def values(key: str) -> np.ndarray:
    catalogue = ingredients.load()
    return quantity(key, catalogue, profile_table(catalogue), KEYS).values


def test_salt_is_sodium_times_two_and_a_half() -> None:
    assert values("salt") == pytest.approx(2.5e-3 * values("sodium"))
    assert values("salt")[1] == pytest.approx(98, abs=3)


def test_energy_follows_from_the_macronutrients() -> None:
    water, _, sugar, oil, _ = values("energy_kcal")
    assert water == pytest.approx(0, abs=0.5)
    assert sugar == pytest.approx(400, rel=0.02)
    assert oil == pytest.approx(900, rel=0.02)


def test_cost_holds_at_the_high_prices_and_stays_unknown_where_nobody_knows() -> None:
    _, high = prices(ingredients.load(), KEYS)
    assert values("cost")[:4] == pytest.approx(high[:4])
    assert np.isnan(values("cost")[ingredients_without_price()]).all()


def ingredients_without_price() -> list[int]:
    return [i for i, k in enumerate(KEYS) if ingredients.load().food(k).price is None]


def test_available_carbohydrate_is_never_negative() -> None:
    assert (values("available_carbohydrate") >= 0).all()


def test_unknown_quantities_name_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="sugars"):
        values("sugar_s")


def test_all_known_quantities_can_be_looked_up() -> None:
    catalogue = ingredients.load()
    table = profile_table(catalogue)
    for key in known_quantities(catalogue, table):
        q = quantity(key, catalogue, table, KEYS)
        assert q.values.shape == q.coverage.shape == (len(KEYS),)
        assert q.name
