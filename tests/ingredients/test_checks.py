from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ingredients import Catalogue, Evidence, Kind
from ingredients.build.keytable import KeyTable
from ingredients.checks import (
    AMINO_ACIDS,
    CHECKS,
    animal_words,
    check_all,
    plain_smiles,
    read_exceptions,
)
from ingredients.tables import load_shipped

NAMES = [name for name, _, _ in CHECKS]


@pytest.mark.parametrize("name", NAMES)
def test_shipped_tables_hold_every_invariant(name: str) -> None:
    outcome = next(o for o in check_all(load_shipped()) if o.name == name)
    assert outcome.problems == ()
    assert outcome.n_checked > 0


def changed(key: str, **values: float) -> Catalogue:
    """The shipped catalogue with other numbers for one food."""
    shipped = load_shipped()
    table = shipped.values.copy()
    evidence, sources = shipped.evidence.copy(), shipped.source_index.copy()
    for prop, value in values.items():
        place = shipped.index(key), shipped.column(prop)
        table[place] = value
        evidence[place] = max(0, int(evidence[place]))
        sources[place] = max(0, int(sources[place]))
    return dataclasses.replace(shipped, values=table, evidence=evidence, source_index=sources)


BREACHES: dict[str, dict[str, float]] = {
    "mass_balance": {"water": 50.0},
    "sugars": {"sugars": 99.0},
    "fibre": {"fibre": 99.0},
    "fatty_acids": {"fa_18_1": 60.0},
    "amino_acids": {"glutamic_acid": 60.0},
    "saturated": {"saturated_fat": 60.0},
    "non_negative": {"calcium": -1.0},
}


@pytest.mark.parametrize("name", BREACHES)
def test_each_breach_is_found_and_named(name: str) -> None:
    outcome = next(o for o in check_all(changed("oats_raw", **BREACHES[name])) if o.name == name)
    assert [p.split(":")[0] for p in outcome.problems] == ["oats_raw"]


def test_value_without_evidence_is_found() -> None:
    shipped = load_shipped()
    evidence = shipped.evidence.copy()
    evidence[shipped.index("oats_raw"), shipped.column("protein")] = -1
    outcomes = check_all(dataclasses.replace(shipped, evidence=evidence))
    broken = next(o for o in outcomes if o.name == "provenance")
    assert broken.problems == ("oats_raw: no source or evidence for protein",)


def test_animal_ingredient_is_found() -> None:
    shipped = load_shipped()
    foods = tuple(
        dataclasses.replace(f, kind=Kind.INGREDIENT) if f.key == "milk_whole" else f
        for f in shipped.foods
    )
    outcomes = {o.name: o for o in check_all(dataclasses.replace(shipped, foods=foods))}
    assert outcomes["plants"].problems == ("milk_whole: animal word milk",)
    assert outcomes["usage"].problems == ("milk_whole: no customary dose",)


def test_exceptions_are_few_reasoned_and_needed() -> None:
    exceptions = read_exceptions()
    assert sum(map(len, exceptions.values())) <= 45
    assert all(len(reason) > 20 for rows in exceptions.values() for reason in rows.values())
    stale = {"mass_balance": {"oats_raw": "because"}}
    outcome = next(o for o in check_all(load_shipped(), stale) if o.name == "mass_balance")
    assert any("oats_raw: listed as an exception" in p for p in outcome.problems)


def test_no_key_was_changed() -> None:
    shipped = load_shipped()
    table = KeyTable()
    for food in shipped.foods:
        for source, number in food.aliases:
            key = table.known(source, number)
            assert key in (None, food.key) or key in shipped


def test_amino_acids_and_fatty_acids_are_known_for_many() -> None:
    shipped = load_shipped()
    keys = [f.key for f in shipped.of_kind(Kind.INGREDIENT)]
    known = np.isfinite(shipped.table(keys, AMINO_ACIDS)).sum(axis=1) >= 17
    acids = [p.key for p in shipped.properties if p.key.startswith("fa_")]
    fatty = np.isfinite(shipped.table(keys, acids)).sum(axis=1) >= 8
    assert known.sum() >= 880
    assert fatty.sum() >= 1_100


def test_evidence_states_are_all_used() -> None:
    used = set(np.unique(load_shipped().evidence).tolist()) - {-1}
    assert len(used) == len(Evidence)


@pytest.mark.parametrize("text", ["CCO", "C[C@H](O)C(=O)O", "c1ccc2[nH]ccc2c1", "N#Cc1ccccc1"])
def test_plain_smiles_takes_structures(text: str) -> None:
    assert plain_smiles(text)


@pytest.mark.parametrize("text", ["", "CC(", "=CMD()", "water please", "C" * 501, "[C"])
def test_plain_smiles_refuses_other_texts(text: str) -> None:
    assert not plain_smiles(text)


@pytest.mark.parametrize(
    "key", ["cocoa_butter_deo", "coconut_milk", "oyster_mushrooms_raw", "cream_of_tartar"]
)
def test_plants_with_animal_words_pass(key: str) -> None:
    assert animal_words(load_shipped().food(key)) == []
