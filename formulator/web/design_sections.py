"""The sections of the Design page, each a function of the desk.

What draws a section is imported when it is first looked at: the charts' library alone takes half a
second, which nobody should wait for before the page's first words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from formulator.search.brief import Brief
from formulator.store import Iteration
from formulator.store.tasting import candidates_of
from formulator.web import cached, formulas
from formulator.web.desk import Desk, chosen_iteration
from formulator.web.own_store import Kept
from formulator.web.widgets import lines
from formulator.wording import counted

LEARNED = {"lesson": "What the panels taught", "advice": "What to do next"}


def proposals(desk: Desk) -> None:
    """Draw the formulas of one iteration: cards on the left, one in full on the right."""
    iteration = chosen_iteration(desk)
    if iteration is None:
        return
    candidates = candidates_of(iteration)
    _learned(iteration)
    if not candidates:
        st.warning("This proposal holds no formula.")
        return
    from formulator.web import candidate_view  # noqa: PLC0415 (charts are slow to import)

    asked = Brief.from_dict(iteration.brief)
    left, right = st.columns([2, 3], gap="large")
    with left:
        opened = candidate_view.card_list(desk.project.id, candidates)
    with right:
        candidate_view.full(
            desk,
            opened,
            title=formulas.short_name(opened, candidates.index(opened) + 1),
            brief=asked,
            kept=Kept.proposal(iteration, opened),
        )


def _learned(iteration: Iteration) -> None:
    """Say what the panels taught this proposal."""
    if not iteration.learned_from:
        return
    st.success(
        f"This proposal has learned from {counted(len(iteration.learned_from), 'closed round')}: "
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


def trade_offs(desk: Desk) -> None:
    """Draw the formulas of one iteration against each other."""
    from formulator.web import trade_view  # noqa: PLC0415 (as above)

    trade_view.trade_offs(desk)


def side_by_side(desk: Desk) -> None:
    """Compare any formulas of the project."""
    from formulator.web import trade_view  # noqa: PLC0415 (as above)

    trade_view.side_by_side(desk)


def own_formulas(desk: Desk) -> None:
    """Write, judge and keep formulas of one's own."""
    from formulator.web import own_view  # noqa: PLC0415 (as above)

    own_view.own_formulas(desk)


SECTIONS: Mapping[str, Callable[[Desk], None]] = {
    "Formulas": proposals,
    "Trade-offs": trade_offs,
    "Side by side": side_by_side,
    "Own formulas": own_formulas,
}
"""Title to section, in the order of the page."""
