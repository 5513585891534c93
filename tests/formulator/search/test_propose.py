"""Proposals: real formulas that keep every limit, differ, and carry a valid bound."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingredients
from formulator.errors import InfeasibleError, InputError
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief, Limit
from formulator.search.candidate import Proposal
from formulator.search.constraints import Origin
from formulator.search.propose import propose
from formulator.search.rules import check_formula

CATALOGUE = ingredients.load()
NO_CHEAT = ("vinegar", "coffee", "tea_", "broth", "coconut_water")


def limits(*texts: str) -> tuple[Limit, ...]:
    return tuple(Limit.parse(t) for t in texts)


@pytest.fixture(scope="module")
def milk() -> Proposal:
    brief = Brief(
        target="milk_whole",
        exclude_allergens=("soy",),
        limits=limits("sugars<=4", "cost<=0.9"),
        time_limit=6,
    )
    return propose(brief, CATALOGUE, n=4, seed=0)


def keep_every_limit(proposal: Proposal) -> None:
    """Check candidates against the brief's demands and the rules, from the rounded percents."""
    brief = proposal.brief
    (question, *_) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    demanded = (Origin.BRIEF, Origin.CLAIM)
    for candidate in proposal.candidates:
        percents = {p.key: p.percent for p in candidate.parts}
        assert sum(percents.values()) == pytest.approx(100, abs=0.01)
        x = np.array([percents.get(k, 0.0) / 100 for k in question.keys])
        if set(percents) <= set(question.keys):
            for c in (*question.limits, *question.counts):
                if c.origin in demanded:
                    assert c.satisfied(x[None, :])[0], f"{candidate.id}: {c.describe()}"
        for percent in percents.values():
            steps = percent / brief.scale_step
            assert abs(steps - round(steps)) < 1e-6
        verdict = check_formula(
            percents, CATALOGUE, target=brief.target, jurisdiction=brief.jurisdiction
        )
        assert verdict.verdict != "reject", verdict.findings
        assert len(percents) <= brief.max_ingredients


@pytest.mark.slow
def test_candidates_keep_every_limit(milk: Proposal) -> None:
    keep_every_limit(milk)
    for candidate in milk.candidates:
        values = dict(candidate.profile)
        assert values["sugars"].value <= 4 + 1e-6
        assert candidate.cost is not None
        assert candidate.cost.high <= 0.9 + 1e-6


def test_a_milk_has_water_protein_and_fat_and_no_cheat(milk: Proposal) -> None:
    for candidate in milk.candidates:
        roles = {p.role for p in candidate.parts}
        assert "water" in roles
        values = dict(candidate.profile)
        assert values["protein"].value >= 0.5
        assert values["fat"].value >= 1
        assert not any(p.key.startswith(NO_CHEAT) for p in candidate.parts)
        for part in candidate.parts:
            assert "soy" not in CATALOGUE.food(part.key).allergens_us


def test_distances_bounds_and_blocks_agree(milk: Proposal) -> None:
    for c in milk.candidates:
        assert 0 <= c.bound <= c.distance
        assert c.gap == pytest.approx((c.distance - c.bound) / c.distance)
        assert sum(m.distance for _, m in c.blocks) == pytest.approx(c.distance, rel=1e-6)
        assert 0 <= c.similarity <= 1
    assert [c.distance for c in milk.candidates] == sorted(c.distance for c in milk.candidates)


def test_candidates_differ_in_what_they_are_made_of(milk: Proposal) -> None:
    assert len({c.id for c in milk.candidates}) == len(milk.candidates)
    for a, b in combinations(milk.candidates, 2):
        first = {p.key for p in a.parts} - {"water"}
        second = {p.key for p in b.parts} - {"water"}
        assert len(first - second) >= 2 or len(second - first) >= 2


def test_every_part_has_a_role_and_reasons_in_words(milk: Proposal) -> None:
    for candidate in milk.candidates:
        for part in candidate.parts:
            assert part.role
            assert part.reasons or part.key == "water"
            assert part.name


def test_the_json_form_is_complete_and_comes_back(milk: Proposal) -> None:
    data = json.loads(json.dumps(milk.to_dict()))
    assert set(data) == {"target", "brief", "catalogue", "candidates"}
    assert data["catalogue"]["n_considered"] < data["catalogue"]["n_ingredients"]
    candidate = data["candidates"][0]
    needed = {
        "id", "parts", "distance", "bound", "gap", "similarity", "blocks", "profile", "cost",
        "warnings",
    }  # fmt: skip
    assert needed <= set(candidate)
    assert set(candidate["parts"][0]) == {"key", "name", "percent", "role", "reasons"}
    axis = candidate["profile"]["protein"]
    assert {"value", "target", "unit", "coverage", "evidence"} <= set(axis)
    assert Proposal.from_dict(data) == milk


def test_the_bound_is_valid_for_any_other_formula_of_the_brief() -> None:
    brief = Brief(target="butter_unsalted", max_ingredients=6, time_limit=4)
    best = propose(brief, CATALOGUE, n=1).candidates[0]
    forced = Brief(
        target="butter_unsalted", max_ingredients=6, require=("shea_butter",), time_limit=4
    )
    other = propose(forced, CATALOGUE, n=1).candidates[0]
    assert other.distance >= best.bound - 1e-9


@pytest.mark.parametrize(
    ("target", "size", "needs"),
    [
        ("butter_unsalted", 6, {"water", "fat source", "emulsifier"}),
        ("yogurt_whole", 8, {"water", "culture"}),
        ("cheddar", 10, {"water", "fat source", "salt"}),
        ("ice_cream_vanilla", 10, {"water", "sweetener", "stabiliser", "emulsifier"}),
    ],
)
def test_each_category_has_the_shape_of_a_product(target: str, size: int, needs: set[str]) -> None:
    found = propose(Brief(target=target, max_ingredients=size, time_limit=4), CATALOGUE, n=1)
    keep_every_limit(found)
    assert needs <= {p.role for p in found.candidates[0].parts}


def test_required_and_locked_ingredients_are_there() -> None:
    brief = Brief(
        target="milk_whole",
        require=("cabbage_juice_concentrate",),
        locked=(("pea_protein_isolate", 0.035),),
        time_limit=4,
    )
    for candidate in propose(brief, CATALOGUE, n=2).candidates:
        percents = {p.key: p.percent for p in candidate.parts}
        assert percents["pea_protein_isolate"] == pytest.approx(3.5)
        assert percents["cabbage_juice_concentrate"] > 0


@pytest.mark.slow
def test_unexpected_ingredients_come_when_asked_for() -> None:
    from formulator.search.novelty import is_unexpected
    from formulator.search.roles import role_of

    brief = Brief(target="milk_whole", n_unexpected=1, time_limit=5)
    for candidate in propose(brief, CATALOGUE, n=1).candidates:
        foods = [CATALOGUE.food(p.key) for p in candidate.parts]
        assert any(is_unexpected(f.key, role_of(f), "milk") for f in foods)


@pytest.mark.slow
def test_the_same_brief_and_seed_give_the_same_best_formula() -> None:
    brief = Brief(target="mayonnaise", max_ingredients=8, time_limit=6, seed=3)
    first, second = (propose(brief, CATALOGUE, n=1).candidates[0] for _ in range(2))
    assert first.parts == second.parts
    assert first.distance == second.distance
    assert first.bound == pytest.approx(second.bound, rel=1e-9)


def test_watching_can_stop_the_search() -> None:
    brief = Brief(target="milk_whole", time_limit=6)
    found = propose(brief, CATALOGUE, n=10, watch=lambda *_: False)
    assert len(found.candidates) == 1


@pytest.mark.parametrize("n", [0, 101])
def test_a_silly_number_of_candidates_is_refused(n: int) -> None:
    with pytest.raises(InputError, match="n must be 1 to 100"):
        propose(Brief(target="milk_whole"), CATALOGUE, n=n)


FEASIBLE = st.fixed_dictionaries(
    {
        "target": st.sampled_from(
            ["milk_whole", "butter_unsalted", "yogurt_whole", "cream_cheese", "mayonnaise"]
        ),
        "max_ingredients": st.integers(6, 11),
        "exclude_allergens": st.sampled_from([(), ("soy",), ("nuts",), ("gluten", "soy")]),
        "limits": st.sampled_from([(), ("salt<=1.2",), ("cost<=3",), ("saturated_fat<=30",)]),
        "scale_step": st.sampled_from([0.01, 0.02, 0.05]),
        "seed": st.integers(0, 99),
    }
)


@pytest.mark.slow
@settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(FEASIBLE)
def test_random_feasible_briefs_keep_every_limit_after_rounding(fields: dict[str, object]) -> None:
    texts = fields.pop("limits")
    brief = Brief(limits=limits(*texts), time_limit=1.5, **fields)  # type: ignore[misc, arg-type]
    try:
        proposal = propose(brief, CATALOGUE, n=2)
    except InfeasibleError as error:
        assert error.conflicts or error.relaxations
        return
    keep_every_limit(proposal)


@pytest.mark.slow
def test_emphasis_steers_and_leaves_the_distance_as_it_is() -> None:
    brief = Brief(target="milk_whole", time_limit=8)
    plain = propose(brief, CATALOGUE, n=2, seed=0)
    steered = propose(brief, CATALOGUE, n=2, seed=0, emphasis={"fatty_acids": 30.0})
    # the nearest formula is asked without emphasis, the second with it
    assert steered.candidates[0].distance == pytest.approx(plain.candidates[0].distance, rel=0.02)
    other = max(steered.candidates, key=lambda c: c.distance)
    near = min(steered.candidates, key=lambda c: c.distance)
    assert dict(other.blocks)["fatty_acids"].distance < dict(near.blocks)["fatty_acids"].distance
    assert all(c.bound <= c.distance for c in steered.candidates)


@pytest.mark.parametrize("target", ["cheddar", "yogurt_whole"])
def test_dosed_acid_stays_near_what_the_product_binds(target: str) -> None:
    question = ask(Brief(target), CATALOGUE, profile_table(CATALOGUE))[0]
    (limit,) = (c for c in question.limits if c.name == "free acid")
    x = np.zeros((1, len(question.keys)))
    x[0, question.index("water")] = 0.99
    x[0, question.index("lactic_acid_88")] = 0.01
    assert not limit.satisfied(x)[0]
    x[0, question.index("lactic_acid_88")] = 0.004
    assert limit.satisfied(x)[0]
