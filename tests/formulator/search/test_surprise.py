"""Unexpected ingredients that can be explained."""

from __future__ import annotations

import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import ask
from formulator.search.brief import Brief
from formulator.search.novelty import products_of
from formulator.search.surprise import FEW, MOST, Shared, shared_odorants, surprises
from formulator.similarity.shipped_aroma import shipped_aroma, stand_ins

CATALOGUE = ingredients.load()
TARGETS = ("milk_whole", "cream_heavy_whipping", "yogurt_whole", "cheddar", "ice_cream_vanilla")


@pytest.mark.parametrize("target", TARGETS)
def test_every_surprise_was_reported_to_hold_key_odorants_of_the_target(target: str) -> None:
    wanted = {k.odorant for k in shipped_aroma().wanted(stand_ins(target))}
    off = {o.key for o in shipped_aroma().odorants if o.is_off_note}
    found = surprises(CATALOGUE, target)
    assert 3 <= len(found) <= MOST
    for key in found:
        shared = {s.odorant for s in shared_odorants(key, target)}
        assert shared
        assert shared <= wanted - off


@pytest.mark.parametrize("target", TARGETS)
def test_no_known_product_of_the_category_holds_a_surprise(target: str) -> None:
    category = CATALOGUE.food(target).category
    held = set().union(*(p.ingredients for p in products_of(category)))
    assert held.isdisjoint(surprises(CATALOGUE, target))


def test_one_form_of_a_plant_stands_for_it() -> None:
    names = [CATALOGUE.food(k).botanical_name for k in surprises(CATALOGUE, "milk_whole")]
    plants = [" ".join(n.split()[:2]) for n in names if n]
    assert len(plants) == len(set(plants))


def test_the_rarest_shared_odorants_come_first_and_single_ones_last() -> None:
    found = surprises(CATALOGUE, "milk_whole")
    counts = [len(shared_odorants(k, "milk_whole")) for k in found]
    sure = [n >= 2 for n in counts]
    assert sure == sorted(sure, reverse=True)
    assert all(sure) or len(found) <= FEW


def test_where_no_key_odorant_is_known_nothing_is_named() -> None:
    assert surprises(CATALOGUE, "whey_sweet") == ()
    assert shared_odorants("cabbage", "whey_sweet") == ()


def test_an_unknown_amount_is_said_and_a_known_one_is_scaled_by_the_dose() -> None:
    assert Shared("diacetyl", "diacetyl", None).words(0.01) == "diacetyl (amount unknown)"
    words = Shared("x", "x", (10.0, 200.0)).words(0.01)
    assert "0.1 to 2 times its threshold at this dose" in words


def test_a_brief_for_surprises_opens_these_plants_and_no_other() -> None:
    table = profile_table(CATALOGUE)
    plain, opened = (ask(Brief("milk_whole", n_unexpected=n), CATALOGUE, table)[0] for n in (0, 1))
    more = set(opened.keys) - set(plain.keys)
    assert more <= set(surprises(CATALOGUE, "milk_whole"))
    (group,) = (c for c in opened.counts if c.name.startswith("n_unexpected"))
    members = {opened.keys[i] for i in group.indices}
    assert members <= set(surprises(CATALOGUE, "milk_whole"))
    assert "smell of what the target smells of" in group.text
    assert opened.pantry.reason("cucumber_peeled_raw") == (
        "other plants share more key odorants with the target"
    )


def test_a_required_novelty_counts_as_unexpected() -> None:
    brief = Brief("milk_whole", n_unexpected=1, require=("cucumber_peeled_raw",))
    (question,) = ask(brief, CATALOGUE, profile_table(CATALOGUE))
    (group,) = (c for c in question.counts if c.name.startswith("n_unexpected"))
    assert question.index("cucumber_peeled_raw") in group.indices
