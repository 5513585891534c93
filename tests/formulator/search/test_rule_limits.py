"""The rules inside the search agree with the rules on finished formulas."""

from __future__ import annotations

import numpy as np
import pytest

import ingredients
from formulator.profiles import profile_table
from formulator.search.brief import Brief
from formulator.search.pantry import stock
from formulator.search.rule_limits import culture_dose, lawful, rule_counts, rule_limits
from formulator.search.rules import check_formula

CATALOGUE = ingredients.load()
KEYS = ("water", "pea_protein_isolate", "canola_oil", "calcium_chloride", "agar", "salt")


def formula(**percents: float) -> np.ndarray:
    x = np.array([percents.get(k, 0.0) for k in KEYS]) / 100
    x[0] = 1 - x.sum()
    return x


@pytest.mark.parametrize("preferred", [True, False])
def test_preferred_rows_are_at_least_as_strict(preferred: bool) -> None:
    found = rule_limits(CATALOGUE, KEYS, "milk", jurisdiction="US", preferred=preferred, step=0.01)
    assert len({c.name for c in found}) == len(found)
    good = formula(pea_protein_isolate=4, canola_oil=3, salt=0.1)
    curdled = formula(pea_protein_isolate=4, canola_oil=3, calcium_chloride=0.3)
    assert all(c.satisfied(good[None, :])[0] for c in found if "F10" not in c.name)
    assert not all(c.satisfied(curdled[None, :])[0] for c in found)


def test_what_the_hard_rows_refuse_the_rules_reject() -> None:
    rows = rule_limits(CATALOGUE, KEYS, "milk", jurisdiction="US", preferred=False, step=0.01)
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(60):
        x = formula(
            pea_protein_isolate=rng.uniform(0, 6),
            canola_oil=rng.uniform(0, 6),
            calcium_chloride=rng.choice([0, 0.1, 0.3]),
            salt=rng.uniform(0, 0.3),
        )
        percents = {k: 100 * v for k, v in zip(KEYS, x, strict=True) if v > 0}
        verdict = check_formula(percents, CATALOGUE, target="milk").verdict
        refused = not all(c.satisfied(x[None, :])[0] for c in rows)
        seen.add((refused, verdict == "reject"))
        # the search may be stricter than the rules, never laxer on its own linear rules
        if not refused:
            hard = check_formula(percents, CATALOGUE, target="milk").findings
            linear = {c.name.split()[0] for c in rows}
            assert not {f.rule for f in hard if f.severity == "hard"} & (linear - {"F02", "F16"})
    assert (True, True) in seen


def test_the_law_narrows_doses_and_refuses_kokum() -> None:
    brief = Brief(target="cheddar", require=("agar", "kokum_butter"))
    pantry = stock(brief, CATALOGUE, profile_table(CATALOGUE), "hard_cheese")
    narrowed = lawful(pantry, CATALOGUE, "hard_cheese", jurisdiction="US", step=0.01)
    assert narrowed.reason("kokum_butter") == "refused by law for this category"
    assert narrowed.upper[narrowed.keys.index("agar")] == pytest.approx(0.0025)


def test_cultures_are_weighed_in_whole_steps() -> None:
    assert culture_dose(0.01) == pytest.approx(0.01)
    assert culture_dose(0.02) == pytest.approx(0.02)


def test_groups_of_the_rules_are_constraints() -> None:
    keys = ("water", "canola_oil", "mono_diglycerides")
    found = rule_counts(CATALOGUE, keys, "butter", preferred=False)
    assert any(c.minimum == 1 and 2 in c.indices for c in found)
