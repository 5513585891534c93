"""Open a tasting, watch it, close it.

Choose three to six formulas. Each gets a random three-digit **blind code**; each taster gets the
cups in another order, balanced so that no formula gains from its place. Hand out the **links**
(for phones) or the **short codes** (for a tablet, on the *Taste* page), or print **ballots**;
links are shown only once, because only their fingerprints are kept. What a code holds stays
sealed until you **close** the round; opening the kitchen sheet earlier is logged. An answer is
never deleted: **void** it with a reason, and statistics leave it out.
"""

import streamlit as st

from formulator.store import RoundStatus
from formulator.web import round_plan
from formulator.web.auth import Right
from formulator.web.projects import open_project
from formulator.web.round_form import new_round
from formulator.web.round_view import show_round
from formulator.web.triangle_view import show_triangles
from formulator.web.widgets import page_style

page_style()
store, viewer, project = open_project(Right.LEAD, "Panel", __doc__)
iterations = store.iterations(project.id)
if not iterations:
    st.info("This project has no formulas yet: a food scientist makes them under **Design**.")
    st.stop()
all_rounds = store.rounds(project.id)
has_open = any(r.status is RoundStatus.OPEN for r in all_rounds)
with st.expander(
    "New round", expanded=not has_open, icon=":material/add:", key=f"new_{len(all_rounds)}"
):
    new_round(store, viewer, project, iterations, number=len(all_rounds) + 1)
names = dict(round_plan.offer(iterations).names)
with st.expander("Triangle tests", icon=":material/change_history:", key="triangles"):
    show_triangles(store, viewer, project, names)
for found in reversed(all_rounds):
    show_round(store, viewer, found, names)
