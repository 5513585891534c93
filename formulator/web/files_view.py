"""Drawing what may leave the app: the report, scores, the project file, links to share."""

from __future__ import annotations

import streamlit as st

from formulator.store import Project, Store
from formulator.web import rounds, shares, state
from formulator.web.auth import Right, Viewer

FILES = (
    ("Report, page", "report.html"),
    ("Report, PDF", "report.pdf"),
    ("Tables, XLSX", "report.xlsx"),
    ("All scores, CSV", "scores.csv"),
)


def show_files(store: Store, viewer: Viewer, project: Project) -> None:
    """Offer the files of a project and links to its report."""
    st.markdown(
        "**Report**: course, results, what is not known. One page without scripts that opens "
        "anywhere; no taster and no comment is named in it."
    )
    with st.container(horizontal=True):
        for words, name in FILES:
            st.link_button(words, f"/project/{project.id}/{name}", icon=":material/download:")
    _links(store, viewer, project)
    if viewer.may(Right.DESIGN):
        st.markdown("**Whole project** as one file, to keep or to move; read it in on *Data*.")
        st.link_button(
            "Project file", f"/project/{project.id}/project.json", icon=":material/archive:"
        )


def _links(store: Store, viewer: Viewer, project: Project) -> None:
    st.markdown(
        "**Link to the report** for people without an account: whoever holds it reads the report "
        "as it then is, and nothing else."
    )
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    days = left.selectbox(
        "Opens for", shares.DAYS, index=1, format_func=lambda n: f"{n} days", key="share_days"
    )
    if right.button("Make a link", icon=":material/link:", key="share_make"):
        base = rounds.base_url(str(st.context.url or ""))
        made = shares.make_link(store, viewer, project, days=days, base=base)
        state.keep(f"share_{project.id}", made)
    made = state.get(f"share_{project.id}")
    if made:
        st.code(made, language=None, wrap_lines=True)
        st.caption("Shown once: only its fingerprint is kept.")
    rows = shares.share_rows(store, viewer, project)
    if not rows:
        return
    names = {row["id"]: f"{row['made by']}, until {row['until']:%Y-%m-%d %H:%M}" for row in rows}
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox("Open links", list(names), format_func=names.__getitem__, key="shares")
    if right.button("Close the link", width="stretch", key="share_revoke"):
        shares.revoke(store, viewer, chosen)
        state.forget(f"share_{project.id}")
        st.rerun()
