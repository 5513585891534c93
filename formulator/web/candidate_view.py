"""Drawing candidates: the list of cards, and one candidate in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.web import cached, charts, formulas, parts_view, state
from formulator.web.bars import composition_bar, role_legend
from formulator.web.desk import Desk
from formulator.web.own_store import Kept
from formulator.web.why_view import why_not
from formulator.web.widgets import figures, plain

PER_ROW = 3
OVERVIEW = "overview"


def choice_key(project_id: str, candidate: Candidate) -> str:
    """Return the widget key of "take to the panel"."""
    return f"choose_{project_id}_{candidate.id}"


def _toggle(project_id: str, candidate_id: str, key: str) -> None:
    chosen = [c for c in state.get(f"chosen_{project_id}", []) if c != candidate_id]
    if state.widget(key):
        chosen.append(candidate_id)
    state.keep(f"chosen_{project_id}", chosen)


def card(project_id: str, candidate: Candidate, rank: int, *, is_open: bool) -> None:
    """Draw one candidate as a card with its key figures."""
    with st.container(border=True, key=f"card_{rank}{'_open' if is_open else ''}"):
        st.markdown(f"**{plain(formulas.short_name(candidate, rank))}**")
        figures(_key_figures(candidate))
        st.html(composition_bar(candidate))
        st.caption(plain(formulas.summary(candidate)))
        key = choice_key(project_id, candidate)
        state.fill({key: candidate.id in state.get(f"chosen_{project_id}", [])})
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                f"{'Shown' if is_open else 'Show'} {rank}",
                key=f"show_{project_id}_{candidate.id}",
                on_click=state.keep,
                args=(f"open_{project_id}", candidate.id),
                type="primary" if is_open else "secondary",
                width=140,
            )
            st.checkbox(
                f"Taste it: formula {rank}",
                key=key,
                on_change=_toggle,
                args=(project_id, candidate.id, key),
            )


def _key_figures(candidate: Candidate) -> dict[str, str]:
    """Return what stands on a card; predicted liking once a panel has tasted."""
    liking = {} if candidate.liking is None else {"Liking": f"{candidate.liking[0]:.1f}"}
    return {
        **liking,
        "Similarity": f"{candidate.similarity:.0%}",
        "USD/kg": formulas.cost_text(candidate),
    }


def card_list(project_id: str, candidates: Sequence[Candidate]) -> Candidate:
    """Draw all cards; return the candidate that is shown in full."""
    ids = [c.id for c in candidates]
    opened = state.get(f"open_{project_id}")
    opened = opened if opened in ids else ids[0]
    n = len(candidates)
    st.caption(f"{n} formula{'s' if n > 1 else ''}")
    st.html(role_legend())
    with st.container(height=980, border=False, key="candidate_list"):
        for rank, candidate in enumerate(candidates, start=1):
            card(project_id, candidate, rank, is_open=candidate.id == opened)
    return candidates[ids.index(opened)]


def full(
    desk: Desk, candidate: Candidate, *, title: str, brief: Brief, kept: Kept | None = None
) -> None:
    """Draw one candidate in full.

    Parameters
    ----------
    desk : Desk
        Whose brief the buttons change.
    candidate : Candidate
    title : str
    brief : Brief
        What it answers: target and law of label and bench sheet.
    kept : Kept or None
        Where the formula is kept; None while it is not.
    """
    st.subheader(plain(title))
    figures(_full_figures(candidate), helps=HELPS)
    with st.container(key="doubts", gap="small"):
        if candidate.liking is not None:
            mean, low, high = candidate.liking
            st.info(f"Predicted liking {mean:.1f} of 9, 90 % interval {low:.1f} to {high:.1f}.")
        _doubts(candidate)
    tabs: Mapping[str, Callable[[], None]] = {
        "How near": lambda: _nearness(candidate),
        "Composition and reasons": lambda: _composition(desk, candidate, brief),
        "Molecules": lambda: _molecules(candidate),
        "Label and bench": lambda: _bench(desk, candidate, brief=brief, kept=kept),
    }
    # Only what is looked at is drawn: molecules, label and bench each take their time.
    places = st.tabs(list(tabs), key=tab_key(desk.project.id), on_change="rerun")
    for place, draw in zip(places, tabs.values(), strict=True):
        if place.open:
            with place:
                draw()


def _bench(desk: Desk, candidate: Candidate, *, brief: Brief, kept: Kept | None) -> None:
    from formulator.web.bench_view import label_and_bench  # noqa: PLC0415 (reports are slow)

    label_and_bench(desk, candidate, brief=brief, kept=kept)


def tab_key(project_id: str) -> str:
    """Return the widget key of the tabs of the formula in full; its value is a tab's title."""
    return f"tab_{project_id}"


def _composition(desk: Desk, candidate: Candidate, brief: Brief) -> None:
    parts_view.composition(candidate)
    parts_view.parts(desk.project.id, candidate)
    why_not(desk.viewer, desk.project.id, candidate, brief)


HELPS = {
    "Similarity": "Computed: 100 % is the target itself, in units of its natural variation.",
    "Distance": "Computed from reported and estimated amounts; 0 is the target itself.",
    "Proven bound": "No formula of this brief is nearer than this.",
    "USD/kg": "Estimated: raw materials at low and high bulk prices.",
    "Novelty": "0: all parts are usual in known products of this kind; 1: none is.",
}
"""What kind of number each figure is."""


def _full_figures(candidate: Candidate) -> dict[str, str]:
    is_searched = candidate.bound > 0
    bound = f"{candidate.bound:.2f} (gap {candidate.gap:.1%})" if is_searched else "not searched"
    novelty = {} if candidate.novelty is None else {"Novelty": f"{candidate.novelty:.2f}"}
    return {
        "Similarity": f"{candidate.similarity:.0%}",
        "Distance": f"{candidate.distance:.2f}",
        "Proven bound": bound,
        "USD/kg": formulas.cost_text(candidate),
        **novelty,
    }


def _doubts(candidate: Candidate) -> None:
    """Show warnings; a finding that would reject a proposal stands apart."""
    catalogue = cached.catalogue()
    is_hard = {w: " hard: " in w for w in candidate.warnings}
    words = {w: formulas.finding(formulas.readable(w, catalogue)) for w in candidate.warnings}
    for box, icon, shown in (
        (st.error, ":material/block:", [words[w] for w in words if is_hard[w]]),
        (st.warning, ":material/warning:", [words[w] for w in words if not is_hard[w]]),
    ):
        if shown:
            box("  \n".join(f":small[{plain(w)}]" for w in shown), icon=icon)


def _nearness(candidate: Candidate) -> None:
    names = formulas.axis_names(cached.catalogue())
    blocks = formulas.axes_by_block(candidate)
    shown = st.pills(
        "Block",
        [OVERVIEW, *blocks],
        default=OVERVIEW,
        format_func=lambda b: str(b).replace("_", " "),
        key=f"block_{candidate.id}",
        label_visibility="collapsed",
        required=True,
    )
    keys = (*formulas.MACRO_AXES, *formulas.FINE_AXES) if shown == OVERVIEW else blocks[str(shown)]
    rows = charts.profile_rows(candidate, keys, names)
    if rows:
        st.altair_chart(
            charts.profile_chart(rows),
            key=f"profile_{candidate.id}",
            alt=formulas.profile_words(rows),
        )
        st.caption("Grey bar: the target's natural variation. Line: 90 % interval of the formula.")
    beside = [names.get(k, k) for k in keys if formulas.is_new(candidate, k)]
    if beside:
        told = plain(", ".join(beside))
        st.caption(f"The target holds none of: {told}; see the table of every axis.")
    st.markdown("**Distance to the target by block**")
    st.altair_chart(
        charts.block_chart(formulas.block_rows(candidate)),
        key=f"blocks_{candidate.id}",
        alt=formulas.block_words(candidate),
    )
    with st.expander("Every axis, with evidence and coverage"):
        st.dataframe(
            formulas.axis_rows(candidate, names),
            hide_index=True,
            key=f"axes_{candidate.id}",
            column_config={
                "coverage": st.column_config.ProgressColumn(
                    "reported share", min_value=0.0, max_value=1.0, format="percent"
                ),
                "low": "90 % low",
                "high": "90 % high",
            },
            alt="Profile of the formula beside the target's",
        )


def _molecules(candidate: Candidate) -> None:
    rows = formulas.molecule_rows(candidate, cached.catalogue())
    if not rows:
        st.info("No molecule with a known structure differs between formula and target.")
        return
    st.caption("Where formula and target differ most, by mass per 100 g.")
    with st.container(key="molecules"):
        for start in range(0, len(rows), PER_ROW):
            for place, row in zip(st.columns(PER_ROW), rows[start : start + PER_ROW], strict=False):
                with place.container(border=True):
                    st.image(
                        cached.drawing(row["smiles"], row["name"]),
                        width="stretch",
                        alt=f"Structure of {row['name']}",
                    )
                    st.markdown(f"**{plain(row['name'])}**")
                    st.caption(
                        f"formula {row['value']:.3g} {row['unit']} · "
                        f"target {row['target']:.3g} {row['unit']} ({row['evidence']})"
                    )
