"""Prices and block weights learnt from a panel."""

import dataclasses

import numpy as np
import pytest

from formulator.learning.preference import (
    TRUST,
    WEIGHT_RANGE,
    block_weights,
    ingredient_preference,
    search_prices,
)
from formulator.panel import Judgement
from formulator.profiles import AXES, ProfileTable
from formulator.search.candidate import BlockMatch
from tests.formulator.learning.examples import proposal


def judged(utility, names, n_tasters=10, seed=0):
    rng = np.random.default_rng(seed)
    return [
        Judgement(f"t{t}", f, overall=float(np.clip(utility(f) + rng.normal(0, 1.0), 1, 9)))
        for t in range(n_tasters)
        for f in names
    ]


@pytest.fixture
def table():
    protein = next(a for a in AXES if a.key == "protein")
    values = np.array([[0.0], [80.0], [0.0], [85.0]])
    return ProfileTable(
        (protein,), ("water", "pea", "oil", "soy"), values, np.zeros((4, 1)), np.ones((4, 1))
    )


def test_untasted_ingredients_are_valued_by_their_profile(table):
    candidates = proposal(6).candidates  # protein rises with the number
    like = judged(lambda f: 3 + 0.8 * int(f[1]), ["c0", "c2", "c4"])
    found = ingredient_preference(candidates, like, table, keys=["water", "pea", "soy"])
    assert found["soy"] > found["pea"] > 0 > found["water"]
    assert sum(found.values()) == pytest.approx(0.0, abs=1e-9)
    hate = judged(lambda f: 7 - 0.8 * int(f[1]), ["c0", "c2", "c4"])
    assert ingredient_preference(candidates, hate, table, keys=["water", "soy"])["soy"] < 0


def test_nothing_tasted_nothing_preferred(table):
    found = ingredient_preference(proposal(4).candidates, [], table, keys=["water", "pea"])
    assert found == {"water": 0.0, "pea": 0.0}


def test_prices_are_signed_and_keep_to_the_trusted_share(table):
    candidates = proposal(6).candidates
    like = judged(lambda f: 2 + 1.2 * int(f[1]), [f"c{i}" for i in range(6)], n_tasters=30)
    found = ingredient_preference(candidates, like, table, keys=["water", "pea", "oil"])
    prices = search_prices(found, candidates)
    assert prices["pea"] < 0 < prices["water"]
    shift = [sum(prices.get(k, 0) * x for k, x in c.formula.parts) for c in candidates]
    mean = np.mean([c.distance for c in candidates])
    assert np.std(shift) <= TRUST * mean + 1e-9


def with_blocks(n=8):
    rng = np.random.default_rng(0)
    gaps = rng.uniform(0, 3, (n, 2))
    blocks = [
        (("macro", BlockMatch(a**2, 0.5)), ("sugars", BlockMatch(b**2, 0.5))) for a, b in gaps
    ]
    return [
        dataclasses.replace(c, blocks=b)
        for c, b in zip(proposal(n).candidates, blocks, strict=True)
    ]  # fmt: skip


def test_the_block_that_the_panel_minds_gets_more_weight():
    candidates = with_blocks()
    gap = {c.id: dict(c.blocks)["sugars"].distance ** 0.5 for c in candidates}
    found = block_weights(candidates, judged(lambda f: 8 - 1.5 * gap[f], list(gap), n_tasters=20))
    assert found["sugars"] > 1 > found["macro"]
    assert all(WEIGHT_RANGE[0] <= w <= WEIGHT_RANGE[1] for w in found.values())


def test_without_a_panel_all_blocks_weigh_the_same():
    assert block_weights(with_blocks(), []) == {"macro": 1.0, "sugars": 1.0}
    assert block_weights(proposal(3).candidates, []) == {}
