"""The bench sheet as files to take along: PDF to write on, XLSX to go on working with."""

from __future__ import annotations

import re

from reportlab.platypus import Flowable

from formulator.report import pdf
from formulator.report.bench_sheet import BenchSheet, Measurement
from formulator.report.summary import ProductReport
from formulator.report.workbook import Table, bench_tables, workbook

WORDS = {
    "hard": "must be mended",
    "soft": "look at this",
    "unknown": "not known",
    "unchecked": "not checked",
}
VERDICTS = {
    "accept": "No rule is broken.",
    "warn": "No rule is broken; there are doubts.",
    "reject": "A rule is broken.",
}


def bench_sheet_pdf(report: ProductReport, *, title: str) -> bytes:
    """Write the bench sheet of a batch as a PDF with boxes to tick and to fill.

    Parameters
    ----------
    report : ProductReport
    title : str
        Name of the formula on the page.

    Returns
    -------
    bytes
        Weights, order of addition with temperatures, measurements with predictions, statement,
        allergens, what the rules say, notes.
    """
    sheet = report.bench
    content: list[Flowable] = [
        pdf.text(title, pdf.TITLE),
        pdf.text(_facts(sheet), pdf.SMALL),
        pdf.gap(),
        pdf.text("Date: ____________   Weighed by: ____________   Batch no.: ____________"),
        pdf.text("Weigh", pdf.HEADING),
        _weights(sheet),
        pdf.text("Order of addition", pdf.HEADING),
        _steps(sheet),
        pdf.text("Measure", pdf.HEADING),
        _measurements(sheet),
        pdf.text("Label", pdf.HEADING),
        pdf.text(report.statement.text),
        pdf.text(report.allergens.statement),
        *(pdf.text(note, pdf.SMALL) for note in report.statement.notes),
        pdf.text("Rules", pdf.HEADING),
        *_verdict(sheet),
        pdf.text("Notes", pdf.HEADING),
        *(pdf.text(f"• {_named(note, sheet)}") for note in sheet.notes),
    ]
    return pdf.document(content, title=f"Bench sheet: {title}", footer=f"Bench sheet · {title}")


def _facts(sheet: BenchSheet) -> str:
    return (
        f"Batch {pdf.number(sheet.batch_g / 1000)} kg · weigh in {pdf.number(sheet.charge_g)} g · "
        f"scale step {sheet.scale_step_g:g} g · target {sheet.target.replace('_', ' ')} · "
        f"rules of {sheet.jurisdiction}"
    )


def _weights(sheet: BenchSheet) -> Flowable:
    rows = [
        (
            "\n".join(filter(None, [w.name, w.premix])),
            pdf.figure(_grams(w.grams, sheet)),
            pdf.figure(f"{w.weighed_percent:.3f}"),
            w.dose,
            None,
            None,
        )
        for w in sheet.weights
    ]
    header = ("ingredient", "g", "g/100 g", "usual dose", "weighed, g", "done")
    return pdf.table(header, rows, widths=(42, 12, 11, 15, 13, 7))


def _grams(grams: float, sheet: BenchSheet) -> str:
    """Return grams with the decimals that the scale has."""
    step = sheet.scale_step_g
    decimals = next((n for n in range(6) if abs(round(step, n) - step) < 1e-9), 6)
    return f"{grams:,.{decimals}f}"


def _steps(sheet: BenchSheet) -> Flowable:
    rows = [
        (
            str(step.number),
            step.says,
            ", ".join(f"{name} {_grams(grams, sheet)} g" for name, grams in step.additions),
            step.temperature,
            None,
        )
        for step in sheet.steps
    ]
    return pdf.table(("", "do", "add", "°C", "done"), rows, widths=(5, 40, 38, 10, 7))


def _measurements(sheet: BenchSheet) -> Flowable:
    rows = [
        (
            m.name,
            {"1": "", "um": "µm"}.get(m.unit, m.unit),
            _predicted(m),
            _window(m.low, m.high),
            None,
        )
        for m in sheet.measurements
    ]
    header = ("measure", "unit", "predicted", "usual window", "measured")
    return pdf.table(header, rows, widths=(28, 11, 30, 15, 16))


def _predicted(m: Measurement) -> str:
    """Return a prediction with its interval and where it comes from, or why there is none."""
    if m.predicted is None:
        return m.how
    value = pdf.number(m.predicted, 3)
    if m.predicted_low is None or m.predicted_high is None:
        return f"{value}, {m.how}"
    low, high = pdf.number(m.predicted_low, 3), pdf.number(m.predicted_high, 3)
    return f"{value} ({low} to {high}), {m.how}"


def _window(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"from {low:g}"
    return f"up to {high:g}" if low is None else f"{low:g} to {high:g}"


def _named(text: str, sheet: BenchSheet) -> str:
    """Return a sentence with the names of the sheet's ingredients in place of their keys."""
    names = {w.key: w.name for w in sheet.weights}
    return re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", lambda m: names.get(m[0], m[0]), text)


def _verdict(sheet: BenchSheet) -> list[Flowable]:
    found = [
        (WORDS.get(f.severity.value, f.severity.value), _named(f.message, sheet))
        for f in sheet.verdict.findings
    ]
    told = sheet.verdict.verdict
    lines: list[Flowable] = [pdf.text(VERDICTS.get(told, told))]
    if found:
        lines += [pdf.gap(), pdf.table(("", "finding"), found, widths=(15, 85))]
    return lines


def bench_sheet_xlsx(report: ProductReport, *, title: str = "") -> bytes:
    """Write the bench sheet of a batch as a workbook, a sheet for each part.

    Parameters
    ----------
    report : ProductReport
    title : str
        Name of the formula on the first sheet.
    """
    sheet = report.bench
    about = Table(
        "About",
        ("what", "value"),
        (
            ("formula", title or report.name),
            ("target", sheet.target),
            ("rules of", sheet.jurisdiction),
            ("batch, g", sheet.batch_g),
            ("to weigh in, g", sheet.charge_g),
            ("scale step, g", sheet.scale_step_g),
            ("ingredient statement", report.statement.text),
            ("allergens", report.allergens.statement),
            *(("statement note", note) for note in report.statement.notes),
        ),
    )
    return workbook([about, *bench_tables(sheet, report.panels)])
