"""What was measured of a formula beside what is predicted, and taking in new readings."""

from __future__ import annotations

import secrets

import streamlit as st

from formulator.errors import FormulatorError
from formulator.learning.readings import LEAST_FORMULAS
from formulator.report import BenchSheet
from formulator.report.physical import computed
from formulator.search.candidate import Candidate
from formulator.store import Measurement
from formulator.web import bench_results, own_store, state
from formulator.web.desk import Desk
from formulator.web.own_formula import table_rows
from formulator.web.own_store import Kept
from formulator.web.projects import show_error


def measured(desk: Desk, candidate: Candidate, sheet: BenchSheet, kept: Kept | None) -> None:
    """Draw measured results beside predictions.

    Parameters
    ----------
    desk : Desk
    candidate : Candidate
    sheet : BenchSheet
        Holds what is to be measured.
    kept : Kept or None
        Where the formula is kept; readings belong to kept formulas only.
    """
    st.markdown("**Measured on the bench, beside what is predicted**")
    formula_id = candidate.id
    compositions, readings = own_store.measured_formulas(desk.store, desk.project, desk.iterations)
    owner = formula_id if kept is None else kept.owner_id
    compositions = {**compositions, owner: candidate.formula.percents()}
    known = () if kept is None else own_store.bench_results(desk.store, desk.project, kept)
    st.dataframe(
        bench_results.beside_predictions(
            sheet.measurements,
            known,
            bench_results.foretold(
                computed(dict(candidate.profile)), compositions, readings, owner
            ),
            bench_results.still_to_measure(compositions, readings, owner),
        ),
        hide_index=True,
        height="content",
        key=f"measure_{formula_id}",
        column_config={
            "measure": st.column_config.TextColumn("Measure", pinned=True),
            "predicted": "predicted (90 %)",
            "difference": "measured - predicted",
            "usual": "usual window",
            "how": "from",
        },
        alt="Measurements beside predictions",
    )
    st.caption(
        "Computed from the recipe: density without air; Brix from none to all of the protein in "
        "solution. pH, viscosity and colour are never guessed from a recipe: they are learned from "
        f"your readings of {LEAST_FORMULAS} or more other formulas of this project, with the "
        "interval of one new reading."
    )
    if kept is None:
        st.caption("Save the formula to keep readings of it.")
        return
    place = f"{desk.project.id}_{formula_id}"
    with st.container(horizontal=True):
        with st.popover("Add results", icon=":material/science:"):
            _add(desk, place, sheet, kept)
        if known:
            with st.popover("All readings", icon=":material/list:"):
                _readings(desk, place, known)


def _add(desk: Desk, place: str, sheet: BenchSheet, kept: Kept) -> None:
    held = bench_results.measurable(sheet.measurements)
    with st.form(f"results_{place}", clear_on_submit=True, border=False):
        edited = st.data_editor(
            [{"ingredient": bench_results.name_of(m), "amount": None} for m in held.values()],
            key=f"readings_{place}",
            hide_index=True,
            disabled=["ingredient"],
            column_config={
                "ingredient": "Measure",
                "amount": st.column_config.NumberColumn("measured", format="%.4g"),
            },
            alt="Readings to add",
        )
        file = st.file_uploader(
            "Or a filled-in bench sheet (CSV or XLSX with the columns name and measured)",
            type=["csv", "xlsx"],
            key=f"results_file_{place}",
        )
        note = st.text_input(
            "Batch, instrument, remark", key=f"results_note_{place}", max_chars=200
        )
        is_sent = st.form_submit_button("Keep these results", type="primary")
    if not is_sent:
        return
    form = state.once(f"sheet_{place}", secrets.token_hex)
    try:
        rows = [row for row in table_rows(edited) if row[2] is not None]
        if file is not None:
            rows += bench_results.upload_results(file.name, file.getvalue())
        found = bench_results.read_results(rows, sheet.measurements)
        noted = [{**row, "note": note.strip()} for row in found]
        own_store.add_results(desk.store, desk.viewer, desk.project, kept, noted, sheet=form)
    except FormulatorError as error:
        show_error(error)
        return
    state.forget(f"sheet_{place}")
    st.rerun()


def _readings(desk: Desk, place: str, known: tuple[Measurement, ...]) -> None:
    """List all readings; a wrong one is marked as void with a reason, never deleted."""
    st.dataframe(
        [
            {
                "measured": m.measured_at,
                "quantity": m.quantity,
                "value": m.value,
                "unit": m.unit,
                "by": m.measured_by,
                "remark": m.method,
            }
            for m in known
        ],
        hide_index=True,
        key=f"all_readings_{place}",
        alt="All readings of this formula",
    )
    words = {m.id: f"{m.quantity} {m.value:g} {m.unit} ({m.measured_by})" for m in known}
    with st.form(f"void_{place}", border=False):
        chosen = st.selectbox(
            "A wrong reading", list(words), format_func=words.__getitem__, key=f"void_id_{place}"
        )
        reason = st.text_input("Why it is wrong", key=f"void_why_{place}", max_chars=200)
        is_sent = st.form_submit_button("Leave it out")
    if not is_sent:
        return
    try:
        own_store.void_result(desk.store, desk.viewer, chosen, reason=reason)
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()
