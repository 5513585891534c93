"""Briefs: read, checked when made, and back from JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import InputError, TableError
from formulator.search.brief import Brief, Limit


@given(
    st.sampled_from(["sugars", "protein", "cost"]),
    st.sampled_from(["<=", ">="]),
    st.floats(-1e3, 1e3).map(lambda v: round(v, 3)),
)
def test_limits_come_back_from_their_words(axis: str, relation: str, value: float) -> None:
    limit = Limit(axis, relation, value)  # type: ignore[arg-type] (sampled from both)
    again = Limit.parse(str(limit))
    assert (again.axis, again.relation) == (axis, relation)
    assert again.value == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("text", ["sugars", "sugars<4", "sugars<=", "<=4", "sugars<=x", "4>=3", ""])
def test_texts_that_are_no_limits_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="limit"):
        Limit.parse(text)


def test_a_brief_comes_back_from_json() -> None:
    brief = Brief(
        target="milk_whole",
        exclude_allergens=("soy",),
        require=("salt",),
        locked=(("pea_protein_isolate", 0.035),),
        limits=(Limit("sugars", "<=", 4),),
        weights=(("minerals", 2.0),),
    )
    assert Brief.from_dict(json.loads(json.dumps(brief.to_dict()))) == brief


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"max_ingredients": 0}, "max_ingredients"),
        ({"jurisdiction": "Mars"}, "jurisdiction"),
        ({"scale_step": 0}, "scale_step"),
        ({"scale_step": 0.03}, "whole number of scale steps"),
        ({"time_limit": float("nan")}, "time_limit"),
        ({"weights": (("macro", -1.0),)}, "weights"),
        ({"locked": (("salt", 0.00005),)}, "whole number of steps"),
        ({"locked": (("salt", 0.6), ("water", 0.6))}, "sum to more than 1"),
        ({"require": ("salt",), "exclude": ("salt",)}, "excluded at once"),
        ({"n_unexpected": 99}, "n_unexpected"),
    ],
)
def test_every_broken_rule_is_named(fields: dict[str, object], words: str) -> None:
    with pytest.raises(TableError, match=words):
        Brief(target="milk_whole", **fields)  # type: ignore[arg-type] (fields by name)


def test_all_broken_rules_are_named_at_once() -> None:
    with pytest.raises(TableError) as caught:
        Brief(target="milk_whole", max_ingredients=0, time_limit=-1, scale_step=2)
    assert len(caught.value.problems) == 3


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(InputError, match="no field tarfet"):
        Brief.from_dict({"tarfet": "milk_whole"})
