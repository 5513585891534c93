"""Tables of an iteration: what a decision needs, the control beside the formulas."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.store import Project, SqlStore
from formulator.web import results
from formulator.web.auth import OWNER
from formulator.web.iteration_tables import labels_by, liking_table, nutrition_table
from formulator.web.iterations import chapters
from tests.formulator.web.examples import candidate
from tests.formulator.web.test_iterations import two_rounds  # noqa: F401 (a fixture)

CATALOGUE = ingredients.load()


@pytest.mark.slow
def test_the_table_has_all_that_a_decision_needs(store: SqlStore, two_rounds: Project) -> None:  # noqa: F811 (the fixture)
    told = results.story(store, OWNER, two_rounds)
    chapter = chapters(told)[1]
    control, *liked = liking_table(chapter)
    assert control["formula"] == "Milk, whole (control)" and control["distance"] is None
    assert control["group"] and control["panel mean"] is not None
    for row in liked:
        low, high = (float(x) for x in row["interval"].split(" to "))
        assert low < row["liking"] < high
        assert row["distance"] > 0 and " to " in row["cost"]
    rows = nutrition_table(chapter, labels_by(CATALOGUE, "US"))
    assert [row["formula"] for row in rows] == [row["formula"] for row in liked]
    by_name = {row["formula"]: row for row in rows}
    almond = by_name[told.labels[candidate(4).id]]
    assert almond["allergens"] == "tree nuts"
    assert almond["kcal"] == pytest.approx(53, abs=15)
    assert by_name[told.labels[candidate(5).id]]["allergens"] == "soybeans"
    assert almond["fat"] == pytest.approx(3.4) and almond["sodium"] is None


def test_an_ingredient_that_left_the_catalogue_is_said(store: SqlStore) -> None:
    gone = candidate(0)
    parts = tuple(replace(p, key="gone") if p.key == "sucrose" else p for p in gone.parts)
    label = labels_by(CATALOGUE, "EU")(replace(gone, parts=parts))
    assert (label.allergens, label.kcal) == ("not known", None)
