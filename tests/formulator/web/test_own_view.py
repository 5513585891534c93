"""The own-formula section in the page: written, judged, saved, compared, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formulator.formula import Formula
from formulator.store import Project, SqlStore
from formulator.web import auth, own_store
from formulator.web.candidate_view import tab_key

pytestmark = pytest.mark.slow

APP = Path(__file__).parents[3] / "app.py"


def section(project: Project, name: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.segmented_control(key=f"section_{project.id}").set_value(name).run()
    assert not app.exception, app.exception[0].message
    return app


def save(store: SqlStore, project: Project, sugar: float, expected: int) -> None:
    grams = {"water": 90.0, "pea_protein_isolate": 4.0, "coconut_oil_rbd": 3.0, "sucrose": sugar}
    own_store.save_version(
        store,
        auth.OWNER,
        project,
        "Mine",
        Formula.from_grams(grams),
        target="milk_whole",
        expected=expected,
    )


def opened(store: SqlStore, project: Project) -> AppTest:
    app = section(project, "Own formulas")
    app.selectbox(key=f"own_choice_{project.id}").set_value("Mine").run()
    assert not app.exception, app.exception[0].message
    return app


def test_the_section_opens_empty(project: Project) -> None:
    app = section(project, "Own formulas")
    assert any("then judged like one" in info.value for info in app.info)


def test_a_saved_formula_is_judged_like_a_proposal(store: SqlStore, project: Project) -> None:
    save(store, project, 3.0, 0)
    app = opened(store, project)
    figures = {m.label: m.value for m in app.metric}
    assert float(figures["Distance"]) > 0
    assert figures["Proven bound"] == "not searched"
    assert any("Mine v1" in s.value for s in app.subheader)
    app.session_state[tab_key(project.id)] = "Label and bench"
    app.run()
    assert not app.exception, app.exception[0].message
    assert any("water" in text.value.lower() for text in app.text)


def test_a_version_is_undone_by_the_page(store: SqlStore, project: Project) -> None:
    save(store, project, 3.0, 0)
    save(store, project, 5.0, 1)
    app = opened(store, project)
    changes = next(f.value for f in app.dataframe if "before" in f.value)
    assert "Sugar (sucrose)" in set(changes["name"])
    app.button(key=f"own_undo_{project.id}").click().run()
    assert not app.exception, app.exception[0].message
    versions = own_store.own_formulas(store, project)["Mine"]
    assert [v.number for v in versions] == [1, 2, 3]
    assert versions[2].formula.percents() == versions[0].formula.percents()


def test_an_own_formula_is_put_among_the_formulas(store: SqlStore, project: Project) -> None:
    save(store, project, 3.0, 0)
    opened(store, project).button(key=f"own_offer_{project.id}").click().run()
    assert len(store.iterations(project.id)) == 2
    app = section(project, "Formulas")
    assert any("Mine v1" in m.value for m in app.markdown)


def test_a_copied_proposal_is_saved_as_an_own_formula(store: SqlStore, project: Project) -> None:
    app = section(project, "Own formulas")
    copy = app.selectbox(key=f"own_copy_{project.id}")
    copy.set_value(copy.options[0]).run()
    app.button(key=f"own_copy_it_{project.id}").click().run()
    assert not app.exception, app.exception[0].message
    app.text_input(key=f"own_name_{project.id}").set_value("Copy")
    next(b for b in app.button if b.label == "Save").click().run()
    assert not app.exception, app.exception[0].message
    (versions,) = own_store.own_formulas(store, project).values()
    assert versions[0].name == "Copy"


def raw(app: AppTest, name: str) -> list[str]:
    """Return what would be read as Markdown with a name in it as it was typed."""
    read = (*app.subheader, *app.markdown, *app.caption, *app.toast, *app.info, *app.warning)
    return [part.value for part in read if name in part.value]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "![x](http://evil.example/x.png)"])
def test_a_hostile_name_is_shown_as_text(store: SqlStore, project: Project, name: str) -> None:
    own_store.save_version(
        store,
        auth.OWNER,
        project,
        name,
        Formula.from_grams({"water": 95, "sucrose": 5}),
        target="milk_whole",
        expected=0,
    )
    app = section(project, "Own formulas")
    app.selectbox(key=f"own_choice_{project.id}").set_value(name).run()
    assert not app.exception
    assert not raw(app, name)
    app.button(key=f"own_offer_{project.id}").click().run()
    assert not raw(app, name)
    assert not raw(section(project, "Formulas"), name)
    assert not raw(section(project, "Side by side"), name)


@pytest.mark.parametrize("name", ["Trade-offs", "Side by side"])
def test_sections_of_many_formulas_open(store: SqlStore, project: Project, name: str) -> None:
    save(store, project, 3.0, 0)
    app = section(project, name)
    assert len(app.dataframe) >= 2


def test_own_and_proposed_formulas_stand_side_by_side(store: SqlStore, project: Project) -> None:
    save(store, project, 3.0, 0)
    app = section(project, "Side by side")
    chosen = app.multiselect(key=f"side_{project.id}_1")
    chosen.set_value([chosen.options[0], "Mine v1"]).run()
    assert not app.exception, app.exception[0].message
    table = next(f.value for f in app.dataframe if "proven" in f.value)
    assert list(table["proven"])[1] == "not searched"
    parts = next(f.value for f in app.dataframe if "Mine v1" in f.value)
    assert "Sugar (sucrose)" in set(parts["ingredient"])


def test_a_triangle_needs_three_corners(project: Project) -> None:
    app = section(project, "Trade-offs")
    corners = app.multiselect(key=f"corners_{project.id}_1")
    corners.set_value(corners.value[:2]).run()
    assert not app.exception
    assert any("Choose three corners" in info.value for info in app.info)
