"""Drawing candidates: the list of cards, and one candidate in full."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formulator.search.candidate import Candidate
from formulator.web import cached, charts, formulas, state
from formulator.web.bench_view import label_and_bench
from formulator.web.brief_editor import ask_for
from formulator.web.widgets import figures, lines, percent_table, plain

PER_ROW = 3


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
        st.markdown(f"**{formulas.short_name(candidate, rank)}**")
        figures(_key_figures(candidate))
        st.caption(formulas.summary(candidate))
        key = choice_key(project_id, candidate)
        state.fill({key: candidate.id in state.get(f"chosen_{project_id}", [])})
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Shown" if is_open else "Show",
                key=f"show_{project_id}_{candidate.id}",
                on_click=state.keep,
                args=(f"open_{project_id}", candidate.id),
                type="primary" if is_open else "secondary",
                width=140,
            )
            st.checkbox(
                "Taste it", key=key, on_change=_toggle, args=(project_id, candidate.id, key)
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
    with st.container(height=980, border=False, key="candidate_list"):
        for rank, candidate in enumerate(candidates, start=1):
            card(project_id, candidate, rank, is_open=candidate.id == opened)
    return candidates[ids.index(opened)]


def full(
    project_id: str, candidate: Candidate, rank: int, *, target: str, jurisdiction: str
) -> None:
    """Draw one candidate in full.

    Parameters
    ----------
    project_id : str
        Whose brief the buttons change.
    candidate : Candidate
    rank : int
        Its place in the proposal.
    target : str
        Key of what it imitates, for label and bench sheet.
    jurisdiction : str
        Whose law the label follows.
    """
    st.subheader(formulas.short_name(candidate, rank))
    figures(
        {
            "Similarity": f"{candidate.similarity:.0%}",
            "Distance": f"{candidate.distance:.2f}",
            "Proven bound": f"{candidate.bound:.2f}",
            "USD/kg": formulas.cost_text(candidate),
        },
        helps={
            "Proven bound": "No formula of this brief is nearer than this; the gap is "
            f"{candidate.gap:.1%}."
        },
    )
    if candidate.liking is not None:
        mean, low, high = candidate.liking
        st.info(f"Predicted liking {mean:.1f} of 9, 90 % interval {low:.1f} to {high:.1f}.")
    if candidate.warnings:
        words = [formulas.readable(w, cached.catalogue()) for w in candidate.warnings]
        shown = [f":small[{plain(w)}]" for w in words]
        st.warning("  \n".join(shown), icon=":material/warning:")
    near, made, molecules, bench = st.tabs(
        ["How near", "Composition and reasons", "Molecules", "Label and bench"]
    )
    with near:
        _nearness(candidate)
    with made:
        _composition(candidate)
        _change_brief(project_id, candidate)
    with molecules:
        _molecules(candidate)
    with bench:
        label_and_bench(candidate, target=target, jurisdiction=jurisdiction)


def _nearness(candidate: Candidate) -> None:
    names = formulas.axis_names(cached.catalogue())
    rows = charts.profile_rows(candidate, (*formulas.MACRO_AXES, *formulas.FINE_AXES), names)
    st.altair_chart(
        charts.profile_chart(rows), key=f"profile_{candidate.id}", alt=charts.ALT["profile"]
    )
    st.markdown("**Distance to the target by block**")
    st.altair_chart(
        charts.block_chart(formulas.block_rows(candidate)),
        key=f"blocks_{candidate.id}",
        alt=charts.ALT["blocks"],
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


def _composition(candidate: Candidate) -> None:
    percent_table(
        formulas.part_rows(candidate),
        key=f"parts_{candidate.id}",
        columns={
            "name": "Ingredient",
            "percent": "g per 100 g",
            "role": "Role",
        },
    )
    for part in candidate.parts:
        if part.reasons:
            st.markdown(f"**{plain(part.name)}** {part.percent:g} %")
            lines(part.reasons)


def _change_brief(project_id: str, candidate: Candidate) -> None:
    """Offer to keep an ingredient in, or leave it out of, the next search."""
    names = {p.key: p.name for p in candidate.parts if p.key != formulas.WATER}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(
            "For the next search",
            list(names),
            format_func=names.__getitem__,
            key=f"change_{project_id}_{candidate.id}",
            width=320,
        )
        for words, field in (("Must hold", "require"), ("Leave out", "exclude")):
            st.button(
                words,
                key=f"{field}_{project_id}_{candidate.id}",
                on_click=ask_for,
                args=(project_id, field, key),
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
                    st.markdown(f"**{row['name']}**")
                    st.caption(
                        f"formula {row['value']:.3g} {row['unit']} · "
                        f"target {row['target']:.3g} {row['unit']} ({row['evidence']})"
                    )
