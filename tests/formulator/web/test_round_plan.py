from __future__ import annotations

import pytest

from formulator.errors import InputError
from formulator.panel import least_significant_difference
from formulator.store import Project, SqlStore
from formulator.store.tasting import TastingPlan
from formulator.web.round_plan import design_of, newest_of, offer, suggested
from tests.formulator.web.examples import candidate, proposal

TASTERS = tuple(f"T{i}" for i in range(1, 9))


def plan(n: int = 4, **more: object) -> TastingPlan:
    values = {"tasters": TASTERS, **more}
    return TastingPlan(name="R", candidates=tuple(map(candidate, range(n))), **values)  # type: ignore[arg-type]  # test values


def test_a_complete_design_is_perfectly_balanced() -> None:
    design = design_of(plan())
    assert (design.n_samples, design.cups, design.n_servings, design.per_formula) == (4, 4, 32, 8)
    assert "perfectly balanced" in design.sentences[0]
    assert design.least_difference == pytest.approx(
        least_significant_difference(1.6**2, n_tasters=8)
    )


def test_fewer_cups_need_more_tasters() -> None:
    whole, part = design_of(plan(6)), design_of(plan(6, cups=3))
    assert "Incomplete" in part.sentences[0]
    assert part.per_formula == 4
    assert part.tasters_for_grave == pytest.approx(2 * whole.tasters_for_grave, abs=2)
    assert whole.tasters_for_grave == 41  # 2 (2.8 x 1.6 / 1)^2 = 40.1, rounded up


def test_a_margin_tells_the_chance_of_a_claim() -> None:
    ten = tuple(f"T{i}" for i in range(10))
    design = design_of(plan(1, control="milk_whole", margin=0.5, tasters=ten))
    assert "in 17% of such panels (1 claims, margin 0.5)" in design.sentences[-1]
    assert "as good" not in " ".join(design_of(plan(control="milk_whole")).sentences)
    assert "as good" not in " ".join(design_of(plan()).sentences)


def test_what_cannot_be_served_is_said() -> None:
    with pytest.raises(InputError):
        design_of(plan(duplicate=candidate(5).id))
    with pytest.raises(InputError, match="tasters"):
        design_of(plan(tasters=()))


def test_the_offer_names_each_formula_once_and_the_newest_first(
    store: SqlStore, project: Project
) -> None:
    second = proposal((5, 0))
    advice = {"next_round": [{"id": candidate(5).id, "label": "improve", "reason": "likely"}]}
    store.add_iteration(project.id, second.brief.to_dict(), {**second.to_dict(), "learned": advice})
    iterations = store.iterations(project.id)
    offered = offer(iterations)
    assert list(offered.candidates)[:2] == [candidate(5).id, candidate(0).id]
    assert len(offered.candidates) == 6
    assert offered.names[candidate(5).id].startswith("1.6 ")
    assert newest_of(offered, [candidate(1).id, candidate(5).id]) == iterations[1].id
    assert newest_of(offered, [candidate(1).id]) == iterations[0].id
    assert newest_of(offered, []) == ""
    assert offered.advice == {candidate(5).id: "improve, likely"}
    assert suggested(offered, [], n=4) == [candidate(5).id]
    assert suggested(offered, [candidate(2).id, "gone"], n=4) == [candidate(2).id]
    assert offer([]).candidates == {}
