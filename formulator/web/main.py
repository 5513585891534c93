"""The frame around the pages: who looks, which pages he has, the page he asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formulator.store import UnavailableError
from formulator.web import cached
from formulator.web.auth import Right, Viewer, current_user

VIEWS = Path(__file__).parent / "views"
# (file, title, icon, right it needs); a page that is not listed to a viewer cannot be run.
PAGES: tuple[tuple[str, str, str, Right | None], ...] = (
    ("design.py", "Design", ":material/science:", Right.DESIGN),
    ("panel.py", "Panel", ":material/groups:", Right.LEAD),
    ("compare.py", "Compare", ":material/bar_chart:", Right.READ_RESULTS),
    ("data.py", "Data", ":material/eco:", Right.BROWSE_DATA),
    ("accounts.py", "Accounts", ":material/manage_accounts:", Right.MANAGE_USERS),
    ("taste.py", "Taste", ":material/local_cafe:", None),
)


def pages_of(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Return (file, title, icon) of the pages that a viewer may open."""
    return [(f, t, i) for f, t, i, right in PAGES if right is None or viewer.may(right)]


def main() -> None:
    """Draw the page that was asked for."""
    st.set_page_config(page_title="Formulator", page_icon="🌱", layout="wide")
    try:
        viewer = current_user(cached.store())
        pages = [
            st.Page(VIEWS / file, title=title, icon=icon) for file, title, icon in pages_of(viewer)
        ]
        st.navigation(pages, position="top").run()
    except UnavailableError as error:
        st.error(str(error), icon=":material/warning:")


if __name__ == "__main__":
    main()
