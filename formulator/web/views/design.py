"""Describe what to imitate and within which limits, then let the search find formulas.

**Imitate** is the animal food; **ingredients at most** keeps the label short. Limits are per
100 g of the finished product. Each formula comes with its *distance* to the target (in units of
the natural variation of that food), a *bound* that no formula of this brief can beat, and the
share of each figure that rests on reported numbers. Tick **Taste it** on three to six formulas
and open a round under *Panel*. After a round is closed, a new search uses what the tasters said.
"""

import streamlit as st

from formulator.search.brief import Brief
from formulator.store.tasting import candidates_of, closed_rounds
from formulator.web import cached, candidate_view, charts, formulas, state
from formulator.web.auth import Right
from formulator.web.brief_editor import edit_brief, formula_count
from formulator.web.projects import open_project
from formulator.web.search_job import start_search, watch_search
from formulator.web.widgets import lines, page_style

LEARNED = {"lesson": "What the panels taught", "advice": "What to do next"}

page_style()
store, viewer, project = open_project(Right.DESIGN, "Design", __doc__)
iterations = store.iterations(project.id)
latest = iterations[-1] if iterations else None
start = Brief.from_dict(latest.brief) if latest else Brief("milk_whole")

with st.expander(
    "Brief",
    expanded=latest is None,
    icon=":material/edit_note:",
    key=f"brief_box_{project.id}_{latest is None}",
):
    brief = edit_brief(project.id, start)
n_closed = len(closed_rounds(store, project.id))
words = "Find formulas" if not n_closed else f"Find formulas with what {n_closed} round(s) taught"
if (
    st.button(words, type="primary", icon=":material/search:", disabled=brief is None)
    and brief is not None
):
    start_search(viewer, project, brief, n=formula_count(project.id))
watch_search(viewer, project)

if latest is None:
    st.info(
        "No formulas yet: set the brief and press **Find formulas**.", icon=":material/lightbulb:"
    )
    st.stop()

numbers = [i.number for i in reversed(iterations)]
shown = st.segmented_control(
    "Iteration",
    numbers,
    default=numbers[0],
    format_func=lambda n: f"Iteration {n}",
    label_visibility="collapsed",
    key=f"iteration_{project.id}_{numbers[0]}",
    required=True,
)
iteration = next(i for i in iterations if i.number == shown)
candidates = candidates_of(iteration)
if iteration.learned_from:
    st.success(
        f"This proposal has learned from {len(iteration.learned_from)} closed round(s): "
        "formulas are ordered by predicted liking.",
        icon=":material/school:",
    )
    learned = iteration.proposal.get("learned", {})
    lines(
        [
            f"{title}: {formulas.readable(learned[key], cached.catalogue())}"
            for key, title in LEARNED.items()
            if learned.get(key)
        ]
    )
if not candidates:
    st.warning("This proposal holds no formula.")
    st.stop()

left, right = st.columns([2, 3], gap="large")
with left:
    opened = candidate_view.card_list(project.id, candidates)
with right:
    candidate_view.full(
        project.id,
        opened,
        candidates.index(opened) + 1,
        target=iteration.brief["target"],
        jurisdiction=iteration.brief["jurisdiction"],
    )
    trade_off = formulas.trade_off_rows(candidates)
    if len(trade_off) > 1:
        st.markdown("**Nearness against cost**")
        st.altair_chart(
            charts.pareto_chart(charts.mark_front(trade_off)),
            key="pareto",
            alt=charts.ALT["pareto"],
        )

chosen = [c for c in candidates if c.id in state.get(f"chosen_{project.id}", [])]
if chosen:
    st.success(
        f"{len(chosen)} formula(s) ticked for tasting. Open the round under **Panel**.",
        icon=":material/local_cafe:",
    )
