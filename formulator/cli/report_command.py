"""``formulator report``: label, statement, allergens, claims and bench sheet of a formula."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formulator.cli.output import JSON_OPTION, print_table, show

if TYPE_CHECKING:
    from formulator.report import ProductReport


def report(
    formula: Annotated[Path, typer.Argument(help="CSV with the columns key,percent.")],
    target: Annotated[
        str, typer.Option(help="Key of a target, or a category such as milk_barista.")
    ],
    *,
    jurisdiction: Annotated[str, typer.Option(help="US, EU or Codex.")] = "US",
    batch: Annotated[float, typer.Option(help="Batch of the bench sheet, [kg].")] = 1.0,
    step: Annotated[float, typer.Option(help="Smallest step of the scale, [g].")] = 0.1,
    workbook: Annotated[
        Path | None, typer.Option(help="Write the bench sheet as an XLSX file, too.")
    ] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Write what stands on the label and what goes to the bench."""
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator.formula_io import read_formula_csv  # noqa: PLC0415
    from formulator.report import product_report  # noqa: PLC0415
    from formulator.report.workbook import bench_tables  # noqa: PLC0415
    from formulator.report.workbook import workbook as xlsx  # noqa: PLC0415

    catalogue = data.load()
    known = {"us": "US", "eu": "EU", "codex": "Codex"}
    written = product_report(
        read_formula_csv(formula, catalogue),
        catalogue,
        target=target,
        jurisdiction=known.get(jurisdiction.lower(), jurisdiction),
        batch_kg=batch,
        step_g=step,
    )
    if workbook is not None:
        workbook.write_bytes(xlsx(bench_tables(written.bench, written.panels)))
    show(written.to_dict(), as_json=as_json, table=lambda: _tell(written))


def _tell(report: ProductReport) -> None:
    """Print the report for people."""
    for panel in report.panels:
        typer.echo(f"Nutrition {panel.jurisdiction}, per {panel.basis}")
        header = ("nutrient", "unrounded", "unit", "label", "%DV", "data")
        print_table(
            header,
            [
                (x.name, x.unrounded, x.unit, x.rounded, x.percent_dv or None,
                 "incomplete" if x.missing else "")
                for x in panel.lines
            ],
        )  # fmt: skip
        typer.echo("")
    typer.echo(report.statement.text)
    typer.echo(report.allergens.statement)
    quality = report.protein
    if quality.ratios:
        typer.echo(
            f"PDCAAS {quality.pdcaas:.2f} (90 %: {quality.low:.2f}-{quality.high:.2f}), limiting "
            f"{quality.limiting}"
        )
    typer.echo("")
    bench = report.bench
    typer.echo(f"Bench sheet, {bench.charge_g:g} g to weigh: {bench.verdict.verdict}")
    print_table(
        ("ingredient", "g", "%", "usual"),
        [(w.key, w.grams, w.weighed_percent, w.dose) for w in bench.weights],
    )
    for number, step in enumerate(bench.steps, start=1):
        typer.echo(f"{number}. {step.says}")
    for note in bench.notes:
        typer.echo(f"Note: {note}")
