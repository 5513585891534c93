"""The parts of a formula with their reasons, and what one may wish of each."""

from __future__ import annotations

import streamlit as st

from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Part
from formulator.store import Project
from formulator.web import cached, formulas
from formulator.web.auth import Viewer
from formulator.web.presets import ingredient_names
from formulator.web.search_job import start_search
from formulator.web.steering import last_wish, undo, wish_for, wishes_since
from formulator.web.widgets import percent_table, plain


def composition(candidate: Candidate) -> None:
    """Draw the composition as a table with bars."""
    percent_table(
        formulas.part_rows(candidate),
        key=f"parts_{candidate.id}",
        columns={"name": "Ingredient", "percent": "g per 100 g", "role": "Role"},
    )


def parts(project_id: str, candidate: Candidate) -> None:
    """Draw each part with its reasons; lock or exclude it with one click."""
    for part in sorted(candidate.parts, key=lambda p: -p.percent):
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(part.name)}** {part.percent:g} % · {plain(part.role)}")
                if part.key != formulas.WATER:
                    _buttons(project_id, candidate, part)
            if part.reasons:
                st.caption(plain("; ".join(part.reasons)))


def _buttons(project_id: str, candidate: Candidate, part: Part) -> None:
    wishes = (
        ("locked", "Lock", ":material/lock:", f"locked {part.name} at {part.percent:g} %"),
        ("exclude", "Exclude", ":material/block:", f"excluded {part.name}"),
    )
    for wish, label, icon, words in wishes:
        is_clicked = st.button(
            label,
            key=f"{wish}_{project_id}_{candidate.id}_{part.key}",
            icon=icon,
            type="tertiary",
            help=f"Next search: {plain(words)}",
            on_click=wish_for,
            args=(project_id, wish, part.key),
            kwargs={"percent": part.percent, "words": words},
        )
        if is_clicked:
            st.toast(f"Next search: {plain(words)}. Press **Search again** at the top.", icon=icon)


def steering_bar(
    viewer: Viewer,
    project: Project,
    *,
    asked: Brief,
    brief: Brief | None,
    n: int,
) -> None:
    """Show what has been wished since the last search, with a way on and a way back.

    Parameters
    ----------
    viewer : Viewer
    project : Project
    asked : Brief
        What the newest formulas answered.
    brief : Brief or None
        What stands in the editor; None when it breaks a rule.
    n : int
        How many formulas to search.
    """
    undoable = last_wish(project.id)
    names = ingredient_names(cached.catalogue())
    wishes = [] if brief is None else wishes_since(asked, brief, names)
    is_asked = False
    if wishes:
        with st.container(border=True):
            st.markdown(f"**For the next search:** {plain('; '.join(wishes))}")
            with st.container(horizontal=True):
                is_asked = st.button(
                    "Search again",
                    key=f"again_{project.id}",
                    type="primary",
                    icon=":material/search:",
                )
                _undo_button(project, undoable)
    elif undoable:
        _undo_button(project, undoable)
    if is_asked and brief is not None:
        start_search(viewer, project, brief, n=n)


def _undo_button(project: Project, undoable: str) -> None:
    if undoable:
        st.button(
            f"Undo: {plain(undoable)}",
            key=f"undo_{project.id}",
            icon=":material/undo:",
            type="tertiary",
            on_click=undo,
            args=(project.id,),
        )
