"""The nearest formula over several structure systems."""

from __future__ import annotations

import ingredients
from formulator.profiles import profile_table
from formulator.search.assemble import ask, solve
from formulator.search.brief import Brief
from formulator.search.gathered import Gathered
from formulator.search.nearest import nearest

CATALOGUE = ingredients.load()
TABLE = profile_table(CATALOGUE)


def test_systems_that_are_beaten_lose_no_bound() -> None:
    brief = Brief("cheddar", max_ingredients=7, time_limit=12)
    gathered = Gathered(10)
    bound, questions = nearest(brief, CATALOGUE, TABLE, gathered)
    alone = [solve(q, time_limit=5) for q in ask(brief, CATALOGUE, TABLE)]
    assert bound <= min(s.objective for s in alone) + 1e-9
    assert len(gathered.candidates) == len(questions) == 3
    best = min(c.distance for c in gathered.candidates)
    assert all(c.bound <= best for c in gathered.candidates)
    # each system's own formula is near to the best of that system
    for own in alone:
        assert any(
            abs(c.distance - own.objective) <= 0.1 * own.objective for c in gathered.candidates
        )
