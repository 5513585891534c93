from __future__ import annotations

import re

import pytest

import ingredients
from formulator.report import ProductReport, product_report
from formulator.report.bench_pdf import bench_sheet_pdf, bench_sheet_xlsx
from formulator.report.read_workbook import read_workbook
from tests.formulator.report.formulas import known
from tests.formulator.report.test_pdf import words_of

CATALOGUE = ingredients.load()


@pytest.fixture(scope="module")
def report() -> ProductReport:
    return product_report(
        known("soy_yogurt"), CATALOGUE, target="yogurt", jurisdiction="EU", batch_kg=2
    )


def flat(data: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(words_of(data)))


def test_the_page_holds_every_weight_step_and_measurement(report: ProductReport) -> None:
    page = flat(bench_sheet_pdf(report, title="Try 4"))
    assert "Try 4" in page
    for weight in report.bench.weights:
        assert weight.name in page
        assert f"{weight.grams:,.1f}" in page
    for step in report.bench.steps:
        assert step.says in page
    for measure in report.bench.measurements:
        assert measure.name in page
    assert "not predicted" in page
    assert re.search(r"density at 20 C g/mL 1\.0\d \(1\.0\d to 1\.0\d\), computed", page)
    assert report.allergens.statement in page
    assert "pH" in page and "d43" not in page
    assert not re.search(r"[a-z]_[a-z]", page)  # names, not keys


def test_a_title_is_never_markup(report: ProductReport) -> None:
    assert "<i>x</i> & 물" in flat(bench_sheet_pdf(report, title="<i>x</i> & 물"))


def test_the_workbook_holds_the_same(report: ProductReport) -> None:
    data = bench_sheet_xlsx(report, title="=Try 4")
    assert ("formula", "=Try 4") in read_workbook(data)
    weights = read_workbook(data, sheet="Weights")
    assert [row[3] for row in weights[1:]] == [w.grams for w in report.bench.weights]
