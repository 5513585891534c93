"""Drawing what a formula becomes: its label, the sheet for weighing it out, what was measured."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from formulator.errors import FormulatorError
from formulator.report import BenchSheet, ProductReport
from formulator.report.bench_sheet import BenchStep
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.web import cached, formulas
from formulator.web.desk import Desk
from formulator.web.measured_view import measured
from formulator.web.own_store import Kept
from formulator.web.projects import show_error
from formulator.web.widgets import lines, plain

STEPS = (0.01, 0.1, 0.5, 1.0, 5.0, 10.0)
"""Scale steps on offer, [g]."""


def label_and_bench(desk: Desk, candidate: Candidate, *, brief: Brief, kept: Kept | None) -> None:
    """Draw label, claims, bench sheet and measured results of a candidate.

    Parameters
    ----------
    desk : Desk
    candidate : Candidate
    brief : Brief
        Whose target and law apply.
    kept : Kept or None
        Where the formula is kept; None while it is not.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        batch = st.number_input(
            "Batch, kg", 0.05, 1000.0, 1.0, step=0.1, key=f"batch_{candidate.id}", width=160
        )
        step = st.selectbox("Scale step, g", STEPS, index=1, key=f"step_{candidate.id}", width=160)
        _downloads(desk, kept, batch=batch, step=step)
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
    measured(desk, candidate, report.bench, kept)


def _downloads(desk: Desk, kept: Kept | None, *, batch: float, step: float) -> None:
    """Offer the bench sheet as files; an unsaved own formula has none yet."""
    if kept is None:
        st.caption("Save the formula to download its bench sheet.")
        return
    size = urlencode({"project": desk.project.id, "batch": f"{batch:g}", "step": f"{step:g}"})
    for ending, icon in (("pdf", ":material/picture_as_pdf:"), ("xlsx", ":material/table_view:")):
        st.link_button(
            f"Bench sheet {ending.upper()}",
            f"/export/bench.{ending}?{kept.query}&{size}",
            icon=icon,
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
    st.text("\n".join(_step(step) for step in sheet.steps))
    lines([formulas.readable(note, cached.catalogue()) for note in sheet.notes])


def _step(step: BenchStep) -> str:
    added = ", ".join(f"{name} {grams:g} g" for name, grams in step.additions)
    is_said = step.temperature in step.says
    degrees = f" [{step.temperature} °C]" if step.temperature and not is_said else ""
    return f"{step.number}. {step.says}{degrees}" + (f": {added}" if added else "")
