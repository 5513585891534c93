"""The panel leader's form for a new round."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from formulator.errors import FormulatorError
from formulator.panel import JAR_ATTRIBUTES, JAR_NAMES
from formulator.panel.scales import MAX_JAR
from formulator.store import Iteration, Project, Store
from formulator.store.tasting import MAX_TERMS, TastingPlan, open_round
from formulator.web import round_plan, rounds, state
from formulator.web.auth import Viewer
from formulator.web.projects import show_error
from formulator.web.questionnaire import TERMS, VERSION
from formulator.web.round_plan import Offer
from formulator.web.widgets import figures, lines

DEFAULT_TASTERS = 8
DEFAULT_SAMPLES = 4
DEFAULT_CUPS = 4
"""Cups of an incomplete sitting (panel handbook: 4 to 6)."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What stands in the first half of the form."""

    ids: tuple[str, ...]
    tasters: tuple[str, ...]
    name: str


def new_round(
    store: Store,
    viewer: Viewer,
    project: Project,
    iterations: tuple[Iteration, ...],
    *,
    number: int,
) -> None:
    """Ask for a round's formulas, tasters and design, show what it amounts to, and open it."""
    offered = round_plan.offer(iterations)
    chosen = _who_and_what(project, offered, number)
    plan = _plan(iterations[-1], offered, chosen, number)
    if not chosen.ids or not chosen.tasters:
        st.info("Choose at least one formula and one taster.")
        return
    if not _show_design(plan):
        return
    if st.button("Open the round", type="primary", icon=":material/local_cafe:"):
        _open(store, viewer, project, plan)


def _who_and_what(project: Project, offered: Offer, number: int) -> Chosen:
    left, right = st.columns([3, 2], gap="large")
    with left:
        ticked = state.get(f"chosen_{project.id}", [])
        ids = st.multiselect(
            "Formulas to taste",
            list(offered.candidates),
            default=round_plan.suggested(offered, ticked, n=DEFAULT_SAMPLES),
            format_func=offered.names.__getitem__,
            key=f"round_formulas_{project.id}_{number}",
            help="Number of the iteration, place in it, protein and fat base.",
        )
        advised = [i for i in ids if i in offered.advice]
        if advised:
            st.caption("Why the last panels suggest them:")
            lines([f"{offered.names[i]}: {offered.advice[i]}" for i in advised])
    with right:
        name = st.text_input("Name of the round", f"Round {number}", key=f"round_name_{number}")
        tasters = st.text_area(
            "Tasters (pseudonyms, one a line)",
            rounds.numbered_tasters(DEFAULT_TASTERS),
            key=f"round_tasters_{number}",
            height=150,
            help="No real names: ballots are kept under these.",
        )
    return Chosen(tuple(ids), rounds.taster_names(tasters), name)


def _plan(newest: Iteration, offered: Offer, chosen: Chosen, number: int) -> TastingPlan:
    left, middle, right = st.columns(3, gap="large")
    target = newest.proposal["target"]
    with left:
        with_control = st.checkbox(
            f"Blind control: {target['name']}", key=f"round_control_{number}"
        )
        warm_up = st.checkbox("Practice cup first, not analysed", key=f"round_warm_up_{number}")
        margin = _margin(number) if with_control else None
    with middle:
        duplicate = st.selectbox(
            "Hidden duplicate of",
            ["", *chosen.ids],
            format_func=lambda id_: offered.names[id_] if id_ else "none",
            key=f"round_duplicate_{number}",
            help="The same formula under a second code: shows how steady the panel is.",
        )
    n_samples = len(chosen.ids) + with_control + bool(duplicate)
    with right:
        cups = _cups(n_samples, number)
        seed = st.number_input(
            "Seed of codes and orders", 0, 2**31 - 1, number, key=f"round_seed_{number}", step=1
        )
    jar, cata, difference = _questions(number, with_control=with_control)
    return TastingPlan(
        name=chosen.name,
        candidates=tuple(offered.candidates[i] for i in chosen.ids),
        tasters=chosen.tasters,
        iteration_id=round_plan.newest_of(offered, chosen.ids) or newest.id,
        control=target["key"] if with_control else "",
        duplicate=duplicate,
        warm_up=warm_up,
        cups=cups,
        seed=int(seed),
        margin=margin,
        jar=jar,
        cata=cata,
        difference=difference,
    )


def _questions(number: int, *, with_control: bool) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Ask what the ballot asks besides liking, wishes and comment."""
    left, right = st.columns(2, gap="large")
    with left:
        jar = st.multiselect(
            "Just about right",
            list(JAR_NAMES["en"]),
            default=list(JAR_ATTRIBUTES),
            format_func=JAR_NAMES["en"].__getitem__,
            max_selections=MAX_JAR,
            key=f"round_jar_{number}",
        )
    with right:
        cata = st.multiselect(
            "Words to tick",
            list(TERMS),
            format_func=lambda key: TERMS[key]["en"],
            max_selections=MAX_TERMS,
            key=f"round_cata_{number}",
            placeholder="none",
        )
    difference = with_control and st.checkbox(
        "Ask how different from an open cup of the control",
        key=f"round_difference_{number}",
        help="Serve every taster a further cup marked CONTROL beside the coded ones.",
    )
    return tuple(jar), tuple(cata), bool(difference)


def _margin(number: int) -> float | None:
    """Ask whether a claim of being as good as the control will be tested, before anybody tastes."""
    words = {0.0: "no claim", **{m: f"within {m:g} points" for m in round_plan.MARGINS}}
    chosen = st.selectbox(
        "Test the claim “as good as the control”",
        list(words),
        format_func=words.__getitem__,
        key=f"round_margin_{number}",
        help="A margin must be fixed before tasting: 0.5 points is strict, 1 is lenient.",
    )
    return float(chosen) or None


def _cups(n_samples: int, number: int) -> int | None:
    """Ask for a complete or an incomplete design; None when everybody gets every sample."""
    design = st.radio(
        "Each taster gets",
        ["all samples", "a balanced part of them"],
        key=f"round_design_{number}",
        horizontal=True,
    )
    if design == "all samples" or n_samples < 2:
        return None
    most = n_samples - 1
    return int(
        st.number_input(
            "Cups for each taster",
            1,
            most,
            min(DEFAULT_CUPS, most),
            key=f"round_cups_{number}_{n_samples}",
            step=1,
        )
    )


def _show_design(plan: TastingPlan) -> bool:
    """Show what the plan amounts to; False when it breaks a rule."""
    try:
        design = round_plan.design_of(plan)
    except FormulatorError as error:
        st.warning("This cannot be served yet:", icon=":material/warning:")
        st.text(str(error))
        return False
    with st.container(border=True, key="design"):
        figures(
            {
                "Samples": str(design.n_samples),
                "Cups a taster": str(design.cups + plan.warm_up),
                "Scores a formula": f"{design.per_formula} or more",
                "Differences seen from": f"{design.least_difference:.1f} points",
            },
            helps={
                "Differences seen from": "Least significant difference of two means at 5 %, with "
                "the noise that public panels have; yours is measured once it has tasted."
            },
        )
        lines(design.sentences)
    return True


def _open(store: Store, viewer: Viewer, project: Project, plan: TastingPlan) -> None:
    try:
        opened = open_round(store, project.id, plan, actor=viewer.name)
    except FormulatorError as error:
        show_error(error)
        return
    store.log("ask questions", opened.round.id, actor=viewer.name, questionnaire=VERSION)
    base = rounds.base_url(str(st.context.url or ""))
    made = rounds.links(opened.tokens, opened.short_codes, base)
    state.keep(f"links_{opened.round.id}", made)
    state.forget(f"chosen_{project.id}")
    st.rerun()
