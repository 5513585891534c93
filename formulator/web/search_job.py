"""Starting a search and watching it, without ever searching in the page's own thread."""

from __future__ import annotations

import time

import streamlit as st

from formulator.search.brief import Brief
from formulator.store import ConflictError, Project, default_url
from formulator.web import cached, state
from formulator.web.auth import Right, Viewer, require
from formulator.web.jobs import Job, JobState
from formulator.web.widgets import lines

SHARE_USED = 0.75
"""Share of its time limit that a search commonly takes, for the bar only."""
NEWS_SECONDS = 10.0
"""How long after its end a search is news, [s]: a tab opened later is not told."""


def start_search(viewer: Viewer, project: Project, brief: Brief, *, n: int) -> None:
    """Queue a search."""
    require(viewer, Right.DESIGN)
    payload = {
        "url": default_url(),
        "project": project.name,
        "brief": brief.to_dict(),
        "n": n,
        "actor": viewer.name,
    }
    try:
        cached.jobs().start(viewer.name, "propose", payload)
    except ConflictError as error:
        st.warning(str(error))


def watch_search(viewer: Viewer, project: Project) -> None:
    """Show the progress of a viewer's search, then its result."""
    job = cached.jobs().latest(viewer.name)
    if job is None or job.payload["project"] != project.name:
        return
    if job.is_over:
        _show_end(job)
        return
    st.fragment(_show_progress, run_every=0.5)(viewer, job)


def _show_progress(viewer: Viewer, watched: Job) -> None:
    job = cached.jobs().latest(viewer.name)
    if job is None or job.id != watched.id or job.is_over:
        st.rerun()
    expected = float(job.payload["brief"]["time_limit"]) * SHARE_USED
    words = job.message if job.state is JobState.RUNNING else "Waiting for another search"
    left, right = st.columns([6, 1], vertical_alignment="center")
    share = min(job.seconds / expected, 0.98)
    left.progress(share, text=f"{words or 'Searching'} … {job.seconds:.0f} s")
    right.button("Cancel", on_click=cached.jobs().cancel, args=(viewer.name,), width="stretch")


def _show_end(job: Job) -> None:
    if job.state is JobState.FAILED and job.error is not None:
        st.error("No formulas this time.", icon=":material/warning:")
        st.text(job.error["message"])
        for title, field in (
            ("These cannot hold together:", "conflicts"),
            ("Any one of these would help:", "relaxations"),
        ):
            if job.error.get(field):
                st.text(title)
                lines(job.error[field])
    elif job.state is JobState.CANCELLED:
        st.caption("The search was cancelled.")
    elif job.state is JobState.DONE:
        _show_done(job)


def _show_done(job: Job) -> None:
    """Say once that formulas are here, and how long they took."""
    is_new = time.monotonic() - job.ended < NEWS_SECONDS
    if is_new and state.get("seen_job") != job.id:
        state.keep("seen_job", job.id)
        st.toast(f"Iteration {job.result['number']} is here.", icon=":material/check_circle:")
    st.caption(f"Iteration {job.result['number']} came after {job.seconds:.1f} s.")
