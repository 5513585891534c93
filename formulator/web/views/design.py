"""Describe what to imitate and within which limits, then let the search find formulas.

**Imitate** is the animal food; **ingredients at most** keeps the label short. Limits are per
100 g of the finished product. Under the brief stands whether it can be met. Each formula comes
with its *distance* to the target (in units of the natural variation of that food), a *bound* that
no formula of this brief can beat, and the share of each figure that rests on reported numbers.
**Lock** a part at its dose or **exclude** it under *Composition and reasons*, ask **Why not …?**
of any ingredient, and search again. Tick **Taste it** on three to six formulas and open a round
under *Panel*. After a round is closed, a new search uses what the tasters said.
"""

import streamlit as st

from formulator.search.brief import Brief
from formulator.store.tasting import closed_rounds
from formulator.web import state
from formulator.web.auth import Right
from formulator.web.brief_editor import START, edit_brief, formula_count
from formulator.web.design_sections import SECTIONS
from formulator.web.desk import Desk
from formulator.web.hint import feasibility
from formulator.web.parts_view import steering_bar
from formulator.web.projects import open_project
from formulator.web.search_job import start_search, watch_search
from formulator.web.widgets import page_style
from formulator.wording import counted

page_style()
store, viewer, project = open_project(Right.DESIGN, "Design", __doc__)
iterations = store.iterations(project.id)
latest = iterations[-1] if iterations else None
start = Brief.from_dict(latest.brief) if latest else START

with st.expander(
    "Brief",
    expanded=latest is None,
    icon=":material/edit_note:",
    key=f"brief_box_{project.id}_{latest is None}",
):
    brief = edit_brief(project.id, start)
# What comes and goes has a place of its own: else all below it would be drawn anew, tabs closed.
with st.container(key="hint", gap="small"):
    feasibility(viewer, brief)
n_closed = len(closed_rounds(store, project.id))
taught = f" with what {counted(n_closed, 'round')} taught" if n_closed else ""
if (
    st.button(
        f"Find formulas{taught}", type="primary", icon=":material/search:", disabled=brief is None
    )
    and brief is not None
):
    start_search(viewer, project, brief, n=formula_count(project.id))
with st.container(key="steering", gap="small"):
    steering_bar(viewer, project, asked=start, brief=brief, n=formula_count(project.id))
with st.container(key="search", gap="small"):
    watch_search(viewer, project)

section = st.segmented_control(
    "Section",
    list(SECTIONS),
    default=next(iter(SECTIONS)),
    key=f"section_{project.id}",
    label_visibility="collapsed",
    required=True,
)
SECTIONS[str(section)](Desk(store, viewer, project, iterations, brief))

if ticked := state.get(f"chosen_{project.id}"):
    st.success(
        f"{counted(len(ticked), 'formula')} ticked for tasting. Open the round under **Panel**.",
        icon=":material/local_cafe:",
    )
