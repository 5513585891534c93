"""Claims: thresholds per reference amount, with the law they come from."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.errors import InputError
from formulator.profiles import profile_table
from formulator.search.claims import CLAIMS, claim_limits
from ingredients import UnknownKeyError

KEYS = ("water", "sucrose", "canola_oil", "pea_protein_isolate")


def limits(key: str, category: str, jurisdiction: str):
    catalogue = ingredients.load()
    return claim_limits(
        key,
        catalogue,
        profile_table(catalogue),
        KEYS,
        category=category,
        jurisdiction=jurisdiction,
    )


def test_keys_are_unique_within_a_jurisdiction() -> None:
    pairs = [(c.key, c.jurisdiction) for c in CLAIMS]
    assert len(pairs) == len(set(pairs))
    assert all(c.law for c in CLAIMS)


def test_eu_low_fat_is_half_as_much_in_drinks() -> None:
    solid, drink = limits("low_fat", "yogurt", "EU")[0], limits("low_fat", "milk", "EU")[0]
    assert solid.bound == 3.0
    assert drink.bound == pytest.approx(1.5 / 1.03)
    assert "1924/2006" in solid.describe()


def test_us_low_fat_is_per_reference_amount() -> None:
    assert limits("low_fat", "milk", "US")[0].bound == pytest.approx(100 * 3 / 247)


def test_small_us_reference_amounts_count_as_50_g() -> None:
    assert limits("low_fat", "hard_cheese", "US")[0].bound == pytest.approx(6.0)


def test_source_of_protein_is_a_share_of_energy() -> None:
    (limit,) = limits("source_of_protein", "milk", "EU")
    pea_drink = np.array([0.96, 0.0, 0.0, 0.04])
    sweet_oil = np.array([0.88, 0.06, 0.05, 0.01])
    assert limit.satisfied(np.array([pea_drink, sweet_oil])).tolist() == [True, False]


def test_a_claim_that_a_jurisdiction_does_not_define_is_refused() -> None:
    with pytest.raises(InputError, match="not held for US; it is held for EU"):
        limits("low_sugar", "milk", "US")


def test_an_unknown_claim_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="low_fat"):
        limits("low_fatt", "milk", "EU")
