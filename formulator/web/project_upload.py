"""Reading a project in that another installation wrote."""

from __future__ import annotations

import streamlit as st

from formulator.errors import FormulatorError
from formulator.store import Store
from formulator.web import exports, state
from formulator.web.auth import Right, Viewer
from formulator.web.projects import show_error
from formulator.web.widgets import plain


def read_project(store: Store, viewer: Viewer) -> None:
    """Offer to read a project file: all of it or nothing."""
    st.write(
        "A file that *Compare*, *Files* wrote holds a whole project: formulas, rounds, answers. "
        "Its project must not be here yet."
    )
    uploaded = st.file_uploader("Project file", type=["json"], key="project_file")
    is_ready = uploaded is not None and viewer.may(Right.DESIGN)
    if not st.button("Read it in", type="primary", disabled=not is_ready, key="project_load"):
        return
    if uploaded is None:
        return
    try:
        project = exports.load_file(store, viewer, uploaded.getvalue())
    except FormulatorError as error:
        show_error(error)
        return
    state.keep("project", project.name)
    st.success(f"Read in: {plain(project.name)}", icon=":material/check_circle:")
