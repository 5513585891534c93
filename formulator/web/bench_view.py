"""Drawing what a formula becomes: its label, and the sheet for weighing it out."""

from __future__ import annotations

import streamlit as st

from formulator.errors import FormulatorError
from formulator.report import BenchSheet, ProductReport
from formulator.search.candidate import Candidate
from formulator.web import cached
from formulator.web.projects import show_error
from formulator.web.widgets import lines, plain


def label_and_bench(candidate: Candidate, *, target: str, jurisdiction: str) -> None:
    """Draw label, claims and bench sheet of a candidate."""
    batch = st.number_input(
        "Batch, kg", 0.1, 1000.0, 1.0, step=0.1, key=f"batch_{candidate.id}", width=200
    )
    try:
        report = cached.report(
            candidate.formula.parts, target=target, jurisdiction=jurisdiction, batch_kg=batch
        )
    except FormulatorError as error:
        show_error(error)
        return
    _label(report, candidate.id)
    _bench(report.bench, candidate.id)


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
    for step in sheet.steps:
        added = ", ".join(f"{name} {grams:g} g" for name, grams in step.additions)
        st.text(f"{step.number}. {step.says}" + (f": {added}" if added else ""))
    with st.expander("What to measure"):
        st.dataframe(
            [
                {
                    "measure": m.name,
                    "predicted": m.predicted,
                    "low": m.low,
                    "high": m.high,
                    "unit": m.unit,
                }
                for m in sheet.measurements
            ],
            hide_index=True,
            key=f"measure_{key}",
            alt="Measurements with predictions",
        )
    lines([*sheet.notes])
