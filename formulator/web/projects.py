"""Choosing the project that the staff pages work on."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from formulator.errors import FormulatorError
from formulator.store import Project, Store
from formulator.web import cached, state
from formulator.web.auth import Right, Viewer, current_user, is_team, require

_FIRST_STEPS = (
    "Describe what you want to imitate and what must not be in it.",
    "Get certified formulas, each with its reasons and doubts.",
    "Let people taste them blind, and see the next formulas change.",
)


def open_page(right: Right, title: str, help_text: str | None) -> tuple[Store, Viewer]:
    """Begin a staff page: check the right, draw the title with its help.

    Parameters
    ----------
    right : Right
        What the viewer must be allowed to do.
    title : str
    help_text : str or None
        The view's docstring, shown as help.
    """
    store, viewer = _checked(right)
    left, right_side = st.columns([5, 1], vertical_alignment="bottom")
    left.title(title)
    _help(right_side, help_text, viewer)
    return store, viewer


def open_project(right: Right, title: str, help_text: str | None) -> tuple[Store, Viewer, Project]:
    """Begin a staff page on a project: title, choice of project, help.

    The page ends here while there is no project. Parameters as for ``open_page``.
    """
    store, viewer = _checked(right)
    projects = store.projects()
    can_create = viewer.may(Right.DESIGN)
    heading, choice, new, help_place = st.columns([2.4, 3, 1.3, 1], vertical_alignment="bottom")
    heading.title(title)
    _help(help_place, help_text, viewer)
    if not projects:
        _first_project(store, viewer, can_create=can_create)
        st.stop()
    names = [p.name for p in projects]
    made = state.take("project_made")
    kept = made or state.get("project", "")
    if kept in names:  # before the box is drawn: a drawn widget's value cannot be changed
        state.fill({"project_choice": kept}, overwrite=made is not None)
    name = choice.selectbox("Project", names, key="project_choice")
    state.keep("project", name)
    if can_create:
        # Another key after each new project: the box closes, and its form is empty again.
        key = f"new_project_box_{len(projects)}"
        with new.popover("New project", icon=":material/add:", width="stretch", key=key):
            _create_form(store, viewer, key=f"new_project_{len(projects)}")
    return store, viewer, next(p for p in projects if p.name == name)


def _checked(right: Right) -> tuple[Store, Viewer]:
    store = cached.store()
    viewer = current_user(store)
    require(viewer, right)
    return store, viewer


def _help(place: DeltaGenerator, help_text: str | None, viewer: Viewer) -> None:
    with place.popover("Help", icon=":material/help:", width="stretch"):
        st.markdown(help_text or "")
        if is_team():
            st.text(f"{viewer.name}, {viewer.role}")
            st.link_button("Log out", "/logout", icon=":material/logout:")


def _first_project(store: Store, viewer: Viewer, *, can_create: bool) -> None:
    if not can_create:
        st.info("There is no project yet. A food scientist creates the first one.")
        return
    with st.container(border=True):
        st.subheader("Begin with a project")
        for number, step in enumerate(_FIRST_STEPS, start=1):
            st.markdown(f"**{number}.** {step}")
        _create_form(store, viewer, key="new_project")


def _create_form(store: Store, viewer: Viewer, *, key: str) -> None:
    with st.form(key, border=False):
        name = st.text_input("Name", key=f"{key}_name", placeholder="Oat drink for coffee")
        is_sent = st.form_submit_button("Create project", type="primary")
    if not is_sent:
        return
    try:
        project = store.create_project(name, actor=viewer.name)
    except FormulatorError as error:
        show_error(error)
        return
    state.keep("project", project.name)
    state.keep("project_made", project.name)
    st.rerun()


def show_error(error: Exception) -> None:
    """Show an error's own words, without markup."""
    st.error("That did not work:", icon=":material/warning:")
    st.text(str(error))
