"""Why not this ingredient? Asked of one iteration's brief, answered by the second worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.web import cached, formulas, quick, state
from formulator.web.auth import Viewer
from formulator.web.jobs import Job, JobState
from formulator.web.presets import ingredient_names
from formulator.web.questions import why_not_payload
from formulator.web.steering import wish_for
from formulator.web.widgets import figures, lines, plain

SECONDS = 4.0
"""Time for the two searches, with and without the ingredient, [s]."""


def why_not(viewer: Viewer, project_id: str, candidate: Candidate, brief: Brief) -> None:
    """Ask about any ingredient that a formula does not hold.

    Parameters
    ----------
    viewer : Viewer
    project_id : str
        Whose brief the buttons change.
    candidate : Candidate
    brief : Brief
        The brief that the formula answered.
    """
    held = {p.key for p in candidate.parts}
    names = {k: n for k, n in ingredient_names(cached.catalogue()).items() if k not in held}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            "Why not …?",
            list(names),
            index=None,
            format_func=lambda k: names.get(k, k),
            key=f"why_{project_id}_{candidate.id}",
            placeholder="Any ingredient of the catalogue",
            width=360,
        )
        is_asked = st.button(
            "Ask",
            key=f"ask_{project_id}_{candidate.id}",
            disabled=key is None,
            icon=":material/help:",
        )
    asked_key = f"asked_{project_id}"
    if is_asked:
        state.keep(asked_key, (candidate.id, key))
    asked = state.get(asked_key)
    if key is not None and asked == (candidate.id, key):
        _answer(viewer, project_id, why_not_payload(brief, key, seconds=SECONDS), names[key])


def _answer(viewer: Viewer, project_id: str, payload: dict[str, Any], name: str) -> None:
    job = quick.ask(viewer, "why_not", payload)
    if job is None:
        st.fragment(_still_asking, run_every=1.0)(viewer, payload, name)
    else:
        _show(project_id, job, payload["key"], name)


def _still_asking(viewer: Viewer, payload: dict[str, Any], name: str) -> None:
    if quick.answered(viewer, "why_not", payload) is not None:
        st.rerun()
    job = quick.pending(viewer, "why_not")
    seconds = f" … {job.seconds:.0f} s" if job is not None else ""
    st.caption(f":material/hourglass_empty: Searching with and without {plain(name)}{seconds}")


def _show(project_id: str, job: Job, key: str, name: str) -> None:
    if job.state is not JobState.DONE:
        st.warning("This question has no answer:")
        st.text(str((job.error or {}).get("message", "it was cancelled")))
        return
    answer: Mapping[str, Any] = job.result
    catalogue = cached.catalogue()
    with st.container(border=True):
        st.markdown(f"**{plain(name)}**: {plain(formulas.readable(answer['reason'], catalogue))}")
        figures(why_figures(answer))
        parts = [f"{catalogue.food(k).name} {percent:.2f} %" for k, percent in answer["parts"]]
        if parts:
            st.caption("The best formula found that holds it, before rounding:")
            lines(parts)
        if answer["distance_with"] is not None:
            st.button(
                "Must hold it in the next search",
                key=f"why_require_{project_id}_{key}",
                on_click=wish_for,
                args=(project_id, "require", key),
                kwargs={"words": f"must hold {name}"},
            )


def why_figures(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the distances of an answer, a dash where there is none."""

    def number(field: str) -> str:
        return "–" if answer[field] is None else f"{answer[field]:.2f}"

    return {
        "Distance without it": number("distance"),
        "Best with it": number("distance_with"),
        "Proven: not below": number("bound_with"),
    }
