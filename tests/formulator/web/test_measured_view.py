"""Readings on the page: shown beside predictions, left out with a reason, never deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formulator.store import Project, SqlStore
from formulator.web import auth, own_store
from formulator.web.candidate_view import tab_key
from tests.formulator.web.examples import candidate

APP = Path(__file__).parents[3] / "app.py"
SHOWN = "F-0aaaaa"


@pytest.fixture
def kept(store: SqlStore, project: Project) -> own_store.Kept:
    made = own_store.Kept.proposal(store.iterations(project.id)[0], candidate(0))
    rows = [{"quantity": "pH", "value": v, "unit": "", "note": "batch 1"} for v in (6.8, 9.8)]
    own_store.add_results(store, auth.OWNER, project, made, rows, sheet="1")
    return made


def measure(app: AppTest, name: str) -> dict[str, object]:
    table = next(f.value for f in app.dataframe if "predicted" in f.value)
    return dict(table[table["measure"] == name].iloc[0])


def opened(project: Project) -> AppTest:
    """Open the page with the tab of label and bench in front."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state[tab_key(project.id)] = "Label and bench"
    return app.run()


def test_readings_stand_beside_what_is_not_predicted(
    store: SqlStore, project: Project, kept: own_store.Kept
) -> None:
    app = opened(project)
    assert not app.exception
    row = measure(app, "pH")
    assert row["predicted"] == "no prediction"
    assert row["measured"] == "8.3 (2 readings, 6.8 to 9.8)"
    assert row["how"] == "measure 4 more"
    assert measure(app, "colour L*")["measured"] == "not measured"


def test_a_wrong_reading_is_left_out_with_a_reason(
    store: SqlStore, project: Project, kept: own_store.Kept
) -> None:
    place = f"{project.id}_{SHOWN}"
    wrong = own_store.bench_results(store, project, kept)[1]
    app = opened(project)
    app.selectbox(key=f"void_id_{place}").set_value(wrong.id)
    next(b for b in app.button if b.label == "Leave it out").click().run()
    assert not app.exception
    assert any("needs a reason" in text.value for text in app.text)
    app.text_input(key=f"void_why_{place}").set_value("dirty probe")
    next(b for b in app.button if b.label == "Leave it out").click().run()
    assert not app.exception
    assert measure(app, "pH")["measured"] == "6.8"
    assert [m.voided for m in store.measurements(project.id)] == ["", "dirty probe"]
