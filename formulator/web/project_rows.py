"""Projects beside each other: where each stands, in one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from formulator.store import Project, RoundStatus, Store
from formulator.web import cached, iteration_tables, iterations, results
from formulator.web.auth import Right, Viewer, require
from formulator.web.formulas import cost_text


def project_rows(store: Store, viewer: Viewer, projects: Sequence[Project]) -> list[dict[str, Any]]:
    """Return how far each project is, what its best formula is and how it is liked.

    Parameters
    ----------
    store : Store
    viewer : Viewer
        Must be allowed to read results; open rounds stay sealed.
    projects : sequence of Project
    """
    require(viewer, Right.READ_RESULTS)
    return [_row(store, viewer, project) for project in projects]


def _row(store: Store, viewer: Viewer, project: Project) -> dict[str, Any]:
    require(viewer, Right.READ_RESULTS)
    rounds = store.rounds(project.id)
    # What is said of a project changes only with these.
    state = (
        len(store.iterations(project.id)),
        sum(r.status is RoundStatus.CLOSED for r in rounds),
        sum(bool(j.voided) for j in store.judgements(project_id=project.id)),
    )
    return {
        "project": project.name,
        **_cached(store, viewer, project, state),
        "open": sum(r.status is RoundStatus.OPEN for r in rounds),
    }


@st.cache_data(show_spinner=False, max_entries=200,
               hash_funcs={Project: lambda project: project.id})  # fmt: skip
def _cached(
    _store: Store, _viewer: Viewer, project: Project, state: tuple[int, ...]
) -> dict[str, Any]:
    told = results.story(_store, _viewer, project)
    found = iterations.chapters(told)
    chapter = iterations.best_chapter(told, found) or (found[-1] if found else None)
    label_of = iteration_tables.labels_by(cached.catalogue(), iterations.jurisdiction(told))
    best = None if chapter is None else chapter.best
    liking = None if best is None else told.likings.get(best.id)
    control = iterations.control_level(told)
    return {
        "target": told.iterations[-1].proposal["target"]["name"] if told.iterations else "–",
        "iterations": len(told.iterations),
        "rounds": len(told.rounds),
        "best": "–" if chapter is None else chapter.best_name,
        "liking": None if liking is None else liking.mean,
        "low": None if liking is None else liking.low90,
        "high": None if liking is None else liking.high90,
        "control": None if control is None else control[1],
        "distance": None if best is None else best.distance,
        "cost": "–" if best is None else cost_text(best),
        "allergens": "–" if best is None else label_of(best).allergens,
    }
