"""Drawing triangle tests on the leader's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from formulator.errors import FormulatorError
from formulator.store import Project, Store
from formulator.web import rounds, state, triangle, triangle_phone
from formulator.web.auth import Viewer
from formulator.web.projects import show_error
from formulator.web.questionnaire import LANGUAGES
from formulator.web.round_view import qr_codes
from formulator.web.triangle import TriangleTest
from formulator.web.widgets import plain

DEFAULT_TASTERS = 12


def show_triangles(store: Store, viewer: Viewer, project: Project, names: dict[str, str]) -> None:
    """Plan triangle tests, hand them out, type paper answers in, say what they show.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    project : Project
    names : dict of str to str
        Candidate id to the name that people read.
    """
    st.caption(
        "Three cups, two of them alike: which is the odd one? Asks whether two formulas can be "
        "told apart at all, not which is liked."
    )
    found = triangle.tests(store, viewer, project)
    _plan(store, viewer, project, names, number=len(found) + 1)
    for test in found:
        st.markdown(f"**{plain(test.name)}**")
        _show(store, viewer, project, test, names)


def _plan(
    store: Store, viewer: Viewer, project: Project, names: dict[str, str], *, number: int
) -> None:
    ids = list(names)
    if len(ids) < 2:
        return
    with st.form(f"triangle_{project.id}_{number}", border=False):
        left, right = st.columns(2, gap="large")
        with left:
            first = st.selectbox("One formula", ids, format_func=names.__getitem__)
            second = st.selectbox("against", ids, index=1, format_func=names.__getitem__)
            name = st.text_input("Name of the test", f"Triangle {number}")
        with right:
            tasters = st.text_area(
                "Tasters of the triangle test, one a line",
                rounds.numbered_tasters(DEFAULT_TASTERS),
                height=150,
            )
        st.caption(triangle.power_sentence(DEFAULT_TASTERS))
        if not st.form_submit_button("Plan the test", icon=":material/change_history:"):
            return
    try:
        triangle.open_test(
            store,
            viewer,
            project,
            name=name,
            samples=(str(first), str(second)),
            tasters=rounds.taster_names(tasters),
            seed=number,
        )
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()


def _show(
    store: Store, viewer: Viewer, project: Project, test: TriangleTest, names: dict[str, str]
) -> None:
    st.progress(
        test.n_answered / len(test.trials),
        text=f"{test.n_answered} of {len(test.trials)} have answered",
    )
    verdict = triangle.verdict(test, names)
    if verdict:
        st.text(verdict)
    else:
        st.caption("The verdict is told when everybody has answered, or the test is closed.")
    if not test.is_over:
        _hand_out(store, viewer, project, test)
    if st.toggle("Show what the cups hold", key=f"triangle_kitchen_{test.name}"):
        st.table([{"taster": row.pop("taster"), "cups": ", ".join(f"{c}: {s}" for c, s in
                  row.items())} for row in triangle.kitchen_rows(test, names)])  # fmt: skip
    if not test.is_closed:
        _from_paper(store, viewer, project, test)
        _close(store, viewer, project, test)


def _hand_out(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> None:
    """Offer paper ballots and links for phones; links are shown while they are known."""
    key = f"triangle_links_{project.id}_{test.name}"
    with st.container(horizontal=True):
        for language, words in LANGUAGES.items():
            st.download_button(
                f"Ballots, {words}",
                partial(triangle.ballots, test, language=language),
                f"triangle-{language}.pdf",
                "application/pdf",
                key=f"triangle_{test.name}_{language}",
                on_click="ignore",
            )
        if st.button("Make links for phones", key=f"make_{key}", icon=":material/qr_code_2:"):
            base = rounds.base_url(str(st.context.url or ""))
            state.keep(key, triangle_phone.make_links(store, viewer, project, test, base=base))
    made = state.get(key, ())
    if made:
        st.caption("Shown once. New links end the old ones.")
        qr_codes(made)


def _from_paper(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> None:
    """Take in the answers that were given on paper."""
    waiting = [trial for trial in test.trials if not trial.is_sent]
    if not waiting:
        return
    with st.form(f"triangle_answers_{test.name}", border=False):
        picks = {}
        places = st.columns(4)
        for i, trial in enumerate(waiting):
            options = ["", *trial.codes]
            picks[trial.taster] = places[i % 4].selectbox(
                f"Odd one of {trial.taster}, on paper",
                options,
                index=options.index(trial.picked),
                key=f"triangle_{test.name}_{trial.taster}_{test.version}",
            )
        is_sent = st.form_submit_button("Keep the answers")
    if is_sent:
        _do(partial(triangle.answer, store, viewer, project, test, picks))


def _close(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> None:
    if test.n_answered and st.button("Close the test", key=f"triangle_close_{test.name}"):
        _do(partial(triangle.close, store, viewer, project, test))


def _do(act: Callable[[], object]) -> None:
    try:
        act()
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()
