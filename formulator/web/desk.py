"""What every section of the Design page works on."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from formulator.search.brief import Brief
from formulator.store import Iteration, Project, Store
from formulator.web.auth import Viewer


@dataclass(frozen=True, slots=True)
class Desk:
    """A project as its scientist has it before him."""

    store: Store
    viewer: Viewer
    project: Project
    iterations: tuple[Iteration, ...]
    """Oldest first."""
    brief: Brief | None
    """What stands in the editor; None while it breaks a rule."""

    @property
    def target(self) -> str:
        """Key of what is imitated: the editor's, else the last search's."""
        if self.brief is not None:
            return self.brief.target
        return str(self.iterations[-1].brief["target"]) if self.iterations else "milk_whole"


def chosen_iteration(desk: Desk) -> Iteration | None:
    """Let one iteration be chosen; the newest at first. None when there is none."""
    if not desk.iterations:
        st.info(
            "No formulas yet: set the brief and press **Find formulas**.",
            icon=":material/lightbulb:",
        )
        return None
    numbers = [i.number for i in reversed(desk.iterations)]
    shown = st.segmented_control(
        "Iteration",
        numbers,
        default=numbers[0],
        format_func=lambda n: f"Iteration {n}",
        label_visibility="collapsed",
        key=f"iteration_{desk.project.id}_{numbers[0]}",
        required=True,
    )
    return next(i for i in desk.iterations if i.number == shown)
