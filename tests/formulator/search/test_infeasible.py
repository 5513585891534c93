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


@pytest.mark.slow
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


@pytest.mark.slow
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


TARGETS = ("milk_whole", "butter_unsalted", "yogurt_whole", "cheddar", "mayonnaise")


NOISE = limits("cost<=60", "water<=99")
"""Limits that every product of the targets keeps: an explanation that names them is wrong."""
RANGES = {
    "milk_whole": {
        "protein": (3, 1.5), "fat": (3, 1.5), "sodium": (60, 20), "calcium": (120, 30),
        "saturated_fat": (1.5, 0.5),
    },
    "butter_unsalted": {
        "protein": (0.6, 0.2), "fat": (81.5, 78.5), "sodium": (300, 20), "calcium": (10, 4),
        "saturated_fat": (42, 30),
    },
    "yogurt_whole": {
        "protein": (4, 2), "fat": (4, 2), "sodium": (60, 20), "calcium": (110, 30),
        "saturated_fat": (1.5, 0.5),
    },
    "cheddar": {
        "protein": (16, 12), "fat": (28, 18), "sodium": (750, 550), "calcium": (60, 20),
        "saturated_fat": (18, 9),
    },
    "mayonnaise": {
        "protein": (1.8, 0.6), "fat": (77, 68), "sodium": (550, 350), "calcium": (12, 5),
        "saturated_fat": (10, 7),
    },
}  # fmt: skip
"""Bounds that a product of the target can keep each by itself, but not together."""
WALLS = {
    "milk_whole": ("fat>=30", "water<=20"),
    "butter_unsalted": ("fat<=20", "water>=80"),
    "yogurt_whole": ("protein>=60", "fat>=40"),
    "cheddar": ("water>=95", "fat<=1"),
    "mayonnaise": ("fat<=2", "protein>=50"),
}
LOCKS = (("milk_whole", 0.045), ("yogurt_whole", 0.05), ("cheddar", 0.12))
Planted = tuple[str, Brief, tuple[str, ...]]
"""(name, brief, what its smallest conflict must name)."""


def plant(
    name: str, target: str, expected: tuple[str, ...], *asked: str, **fields: object
) -> Planted:
    brief = Brief(
        target=target,
        limits=(*NOISE, *limits(*asked)),
        **{"max_ingredients": 12, **fields},  # type: ignore[arg-type] (fields by name)
    )
    return f"{target}: {name}", brief, expected


def contradictions() -> list[Planted]:
    return [
        plant(
            f"{axis} against itself",
            target,
            (f">= {low}", f"<= {high}"),
            f"{axis}>={low}",
            f"{axis}<={high}",
        )
        for target, ranges in RANGES.items()
        for axis, (low, high) in ranges.items()
    ]


def walls() -> list[Planted]:
    found = []
    for target, texts in WALLS.items():
        for text in texts:
            (limit,) = limits(text)
            words = (f"{limit.relation} {limit.value:g}",)
            found.append(plant(f"{text} against the category", target, words, text))
    return found


def demands() -> list[Planted]:
    soy = "soy_protein_isolate"
    required = [
        plant("a required ingredient and its allergen", t, (f"{soy} must be used",),
              require=(soy,), exclude_allergens=("soy",))
        for t in TARGETS
    ]  # fmt: skip
    few = [
        plant("too few ingredients", t, (f"at most {k} ingredients",), max_ingredients=k)
        for t, k in zip(TARGETS, (1, 2, 2, 2, 2), strict=True)  # cashews and water are a milk
    ]
    locked = [
        plant("a locked protein against a limit", t, ("pea_protein_isolate is locked", "<= 1"),
              "protein<=1", locked=(("pea_protein_isolate", share),))
        for t, share in LOCKS
    ]  # fmt: skip
    oily = [
        plant("a required oil against a limit on fat", t, ("<= 0.2",),
              "fat<=0.2", require=("coconut_oil_rbd",))
        for t in ("milk_whole", "yogurt_whole")
    ]  # fmt: skip
    return [*required, *few, *locked, *oily]


PLANTED = [*contradictions(), *walls(), *demands()]


def test_fifty_conflicts_are_planted() -> None:
    assert len(PLANTED) == 50


@pytest.mark.slow
@pytest.mark.parametrize(
    ("brief", "expected"), [(b, e) for _, b, e in PLANTED], ids=[n for n, _, _ in PLANTED]
)
def test_planted_conflicts_are_explained(brief: Brief, expected: tuple[str, ...]) -> None:
    error = failure(brief)
    for words in expected:
        assert any(words in c for c in error.conflicts), error.conflicts
    # the innocent limits are never blamed
    assert not any("<= 60 USD/kg" in c or "<= 99 g" in c for c in error.conflicts)
    assert error.relaxations


def test_the_message_names_several_ways_out() -> None:
    brief = Brief(target="butter_salted", max_ingredients=4, limits=limits("potassium>=15"))
    error = failure(brief)
    words = "with at most 4 ingredients cannot be met; 5 ingredients or potassium >="
    assert words in error.message


@pytest.mark.slow
def test_a_rule_is_named_with_what_it_asks() -> None:
    error = failure(Brief(target="milk_whole", limits=limits("protein>=6")))
    assert "inside the category's windows" in error.message


def test_exclusions_alone_are_said_in_one_phrase() -> None:
    error = failure(Brief(target="yogurt_whole", exclude=("lactic_culture_dvs",)))
    assert error.message.startswith("a formula with no lactic_culture_dvs cannot be made; ")
