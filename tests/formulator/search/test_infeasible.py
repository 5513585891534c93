"""Impossible briefs: planted conflicts are found, and each way out really is one."""

from __future__ import annotations

import pytest

import ingredients
from formulator.errors import InfeasibleError
from formulator.search.brief import Brief, Limit
from formulator.search.propose import propose

CATALOGUE = ingredients.load()


def limits(*texts: str) -> tuple[Limit, ...]:
    return tuple(Limit.parse(t) for t in texts)


def failure(brief: Brief) -> InfeasibleError:
    with pytest.raises(InfeasibleError) as caught:
        propose(brief, CATALOGUE, n=1)
    return caught.value


def test_two_limits_against_each_other_are_both_named() -> None:
    error = failure(Brief(target="milk_whole", limits=limits("protein>=3", "protein<=2", "fat<=4")))
    assert len(error.conflicts) == 2
    assert all("protein" in c for c in error.conflicts)
    assert any(r.startswith("protein <= 3") for r in error.relaxations)
    assert any(r.startswith("protein >= 2") for r in error.relaxations)


def test_a_limit_against_a_rule_names_the_rule() -> None:
    error = failure(Brief(target="butter_unsalted", limits=limits("fat<=20")))
    assert any("fat <= 20" in c for c in error.conflicts)
    assert any("F03" in c for c in error.conflicts)


def test_a_lock_against_a_limit_is_found() -> None:
    error = failure(
        Brief(
            target="milk_whole",
            locked=(("pea_protein_isolate", 0.04),),
            limits=limits("protein<=2.5", "sugars<=4", "cost<=2"),
        )
    )
    assert len(error.conflicts) == 2
    assert any("locked" in c for c in error.conflicts)


def test_what_is_required_and_holds_an_excluded_allergen_is_said_so() -> None:
    error = failure(
        Brief(target="milk_whole", require=("soy_protein_isolate",), exclude_allergens=("soy",))
    )
    assert "contains soy" in error.message


def test_what_the_law_refuses_is_said_so() -> None:
    assert "refused by law" in failure(Brief(target="cheddar", require=("kokum_butter",))).message


def test_excluding_the_only_culture_is_found() -> None:
    error = failure(Brief(target="yogurt_whole", exclude=("lactic_culture_dvs",)))
    assert error.relaxations == ("lactic_culture_dvs allowed",)


def test_too_few_ingredients_tell_how_many_it_takes() -> None:
    error = failure(Brief(target="ice_cream_vanilla", max_ingredients=3))
    assert any("at most 3 ingredients" in c for c in error.conflicts)
    (way,) = [r for r in error.relaxations if r.endswith("ingredients")]
    assert int(way.split()[0]) > 3


@pytest.mark.parametrize(
    ("target", "axis", "tight"),
    [
        ("milk_whole", "cost", "cost<=0.02"),
        ("milk_whole", "fat", "fat<=0.1"),
        ("cheddar", "protein", "protein>=40"),
        ("ice_cream_vanilla", "water", "water<=20"),
        ("butter_unsalted", "saturated_fat", "saturated_fat<=1"),
        ("mayonnaise", "water", "water>=90"),
    ],
)
def test_a_relaxed_limit_can_be_met_and_a_tighter_one_cannot(
    target: str, axis: str, tight: str
) -> None:
    brief = Brief(target=target, max_ingredients=10, limits=limits(tight), time_limit=4)
    error = failure(brief)
    way = next(r for r in error.relaxations if r.startswith(axis))
    words = way.split()
    relaxed = Limit(axis, words[1], float(words[2]))  # type: ignore[arg-type] (<= or >=)
    wide = Limit(axis, relaxed.relation, relaxed.value * (1.1 if words[1] == "<=" else 0.9))
    easier = Brief(target=target, max_ingredients=10, limits=(wide,), time_limit=6)
    try:
        assert propose(easier, CATALOGUE, n=1).candidates
    except InfeasibleError as again:  # rules that are not linear may still reject every formula
        assert not again.relaxations or "ingredients" in again.relaxations[0]
