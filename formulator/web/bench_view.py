"""Drawing what a formula becomes: its label, the sheet for weighing it out, what was measured."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from formulator.errors import FormulatorError
from formulator.report import BenchSheet, ProductReport
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.web import bench_results, cached, own_store
from formulator.web.desk import Desk
from formulator.web.own_formula import table_rows
from formulator.web.projects import show_error
from formulator.web.widgets import lines, plain

STEPS = (0.01, 0.1, 0.5, 1.0, 5.0, 10.0)
"""Scale steps on offer, [g]."""


def label_and_bench(desk: Desk, candidate: Candidate, *, brief: Brief, source: str) -> None:
    """Draw label, claims, bench sheet and measured results of a candidate.

    Parameters
    ----------
    desk : Desk
    candidate : Candidate
    brief : Brief
        Whose target and law apply.
    source : str
        Where the formula is kept, as a query of the export routes; empty while it is not.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        batch = st.number_input(
            "Batch, kg", 0.05, 1000.0, 1.0, step=0.1, key=f"batch_{candidate.id}", width=160
        )
        step = st.selectbox("Scale step, g", STEPS, index=1, key=f"step_{candidate.id}", width=160)
        _downloads(desk, source, batch=batch, step=step)
    try:
        report = cached.report(
            candidate.formula.parts,
            target=brief.target,
            jurisdiction=brief.jurisdiction,
            batch_kg=batch,
            step_g=step,
        )
    except FormulatorError as error:
        show_error(error)
        return
    _label(report, candidate.id)
    _bench(report.bench, candidate.id)
    _measured(desk, candidate, report.bench)


def _downloads(desk: Desk, source: str, *, batch: float, step: float) -> None:
    """Offer the bench sheet as files; an unsaved own formula has none yet."""
    if not source:
        st.caption("Save the formula to download its bench sheet.")
        return
    size = urlencode({"project": desk.project.id, "batch": f"{batch:g}", "step": f"{step:g}"})
    for ending, icon in (("pdf", ":material/picture_as_pdf:"), ("xlsx", ":material/table_view:")):
        st.link_button(
            f"Bench sheet {ending.upper()}", f"/export/bench.{ending}?{source}&{size}", icon=icon
        )


def _label(report: ProductReport, key: str) -> None:
    st.markdown("**Ingredient statement**")
    st.text(report.statement.text)
    st.text(report.allergens.statement)
    for note in report.statement.notes:
        st.caption(plain(note))
    for panel in report.panels:
        with st.expander(f"Nutrition, {panel.jurisdiction}"):
            st.dataframe(
                [
                    {
                        "name": line.name,
                        "as printed": line.rounded,
                        "unit": line.unit,
                        "% DV": line.percent_dv,
                        "calculated": line.unrounded,
                        "rule": line.rule,
                    }
                    for line in panel.lines
                ],
                hide_index=True,
                key=f"panel_{panel.jurisdiction}_{key}",
                column_config={"calculated": st.column_config.NumberColumn(format="%.3g")},
                alt="Nutrition label",
            )
    allowed = [claim.condition for claim in report.claims if claim.passes]
    if allowed:
        with st.expander(f"Claims whose limits are met ({len(allowed)})"):
            lines(allowed)


def _bench(sheet: BenchSheet, key: str) -> None:
    st.markdown(f"**Bench sheet, {sheet.batch_g / 1000:g} kg**")
    st.dataframe(
        [
            {
                "ingredient": weight.name,
                "g": weight.grams,
                "g/100 g": weight.weighed_percent,
                "usual dose": weight.dose,
                "how": weight.premix,
            }
            for weight in sheet.weights
        ],
        hide_index=True,
        key=f"weights_{key}",
        column_config={
            "g": st.column_config.NumberColumn(format="%.2f"),
            "g/100 g": st.column_config.NumberColumn(format="%.2f"),
        },
        alt="Amounts to weigh",
    )
    st.markdown("**Order of addition**")
    for step in sheet.steps:
        added = ", ".join(f"{name} {grams:g} g" for name, grams in step.additions)
        degrees = f" [{step.temperature} °C]" if step.temperature else ""
        st.text(f"{step.number}. {step.says}{degrees}" + (f": {added}" if added else ""))
    lines([*sheet.notes])


def _measured(desk: Desk, candidate: Candidate, sheet: BenchSheet) -> None:
    """Show what was measured beside what is predicted; take in new results."""
    st.markdown("**Measured on the bench**")
    st.caption(
        "Predicted numbers are computed from the composition; measured ones are yours. Nothing "
        "predicts pH, viscosity or colour yet."
    )
    known = own_store.bench_results(desk.store, desk.project).get(candidate.id, [])
    st.dataframe(
        bench_results.beside_predictions(sheet.measurements, known),
        hide_index=True,
        key=f"measure_{candidate.id}",
        column_config={
            "measure": st.column_config.TextColumn("Measure", pinned=True),
            "usual": "usual window",
            "measured": "measured (mean)",
            "n": "readings",
            "spread": "largest - smallest",
            "difference": "measured - predicted",
        },
        alt="Measurements beside predictions",
    )
    with st.popover("Add results", icon=":material/science:"):
        _add_results(desk, candidate, sheet)


def _add_results(desk: Desk, candidate: Candidate, sheet: BenchSheet) -> None:
    names = [
        bench_results.name_of(m) for m in bench_results.measurable(sheet.measurements).values()
    ]
    place = f"{desk.project.id}_{candidate.id}"
    with st.form(f"results_{place}", clear_on_submit=True, border=False):
        edited = st.data_editor(
            [{"ingredient": name, "amount": None} for name in names],
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
    try:
        rows = [row for row in table_rows(edited) if row[2] is not None]
        if file is not None:
            rows += bench_results.upload_results(file.name, file.getvalue())
        found = bench_results.read_results(rows, sheet.measurements)
        kept = [{**row, "note": note.strip()} for row in found]
        own_store.add_results(desk.store, desk.viewer, desk.project, candidate.id, kept)
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()
