from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from formulator.report.document import (
    Dot,
    Dots,
    Grid,
    Listing,
    Report,
    Section,
    Words,
    cell_text,
    report_xlsx,
)
from formulator.report.document_pdf import report_pdf
from formulator.report.html import report_html
from formulator.report.read_workbook import read_workbook
from tests.formulator.report.test_pdf import words_of

NASTY = '<script>alert(1)</script><img src=x onerror="y"> & "물" =1+1'


def report(words: str = "plain") -> Report:
    dots = (
        Dot("1.1 Oat", 6.5, 5.5, 7.5, "model"),
        Dot("1.1 Oat", 7.0, 6.0, 8.0, "panel"),
        Dot(words, 3.0, -4.0, 14.0, "panel"),
    )
    grid = Grid("Liking", ("formula", "mean", "n"), ((words, 6.5, 12), ("b", None, 3)))
    blocks = (Words(words), Listing((words, "two")), grid, Dots("Dots", dots, (1, 9), "liking"))
    return Report(words, "subtitle", (Section("Round 1", blocks), Section("Round 2", (grid,))))


class Tags(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def test_the_page_is_self_contained_and_has_no_script() -> None:
    html = report_html(report(NASTY))
    tags = parsed(html)
    assert not {"script", "img", "link", "iframe", "object", "form", "a"} & set(tags.tags)
    assert not {a for a in tags.attributes if a.startswith("on") or a in ("src", "href")}
    assert "default-src 'none'" in html
    assert "url(" not in html and "@import" not in html
    assert NASTY in tags.text


def test_the_page_reads_well_aloud() -> None:
    html = report_html(report())
    tags = parsed(html)
    assert tags.tags.count("h1") == 1 and tags.tags.count("h2") == 2
    assert '<html lang="en">' in html
    assert re.search(r'role="img" aria-label="Dots: 1.1 Oat model 6.5 \(5.5 to 7.5\)', html)
    assert html.count('scope="col"') == 6


def test_dots_stay_inside_the_drawing() -> None:
    html = report_html(report())
    numbers = [float(x) for x in re.findall(r'x[12]?="(-?[\d.]+)"', html)]
    assert min(numbers) >= 0 and max(numbers) <= 780


def test_the_print_says_the_same() -> None:
    pages = re.sub(r"\s+", " ", " ".join(words_of(report_pdf(report(NASTY)))))
    for part in (NASTY, "Round 1", "Round 2", "formula", "6.50", "1.1 Oat", "liking"):
        assert part in pages


def test_the_workbook_has_a_sheet_for_each_table() -> None:
    data = report_xlsx(report(NASTY))
    assert read_workbook(data, sheet="Liking") == (
        ("formula", "mean", "n"), (NASTY, 6.5, 12), ("b", None, 3)
    )  # fmt: skip
    assert read_workbook(data, sheet="Liking 2")[1][2] == 12
    about = [cell for row in read_workbook(data) for cell in row]
    assert "1.1 Oat model: 6.50 (5.50 to 7.50)" in about


def test_the_same_report_gives_the_same_files() -> None:
    for write in (report_html, report_pdf, report_xlsx):
        assert write(report()) == write(report())


@pytest.mark.parametrize(
    ("value", "words"),
    [(1234567, "1,234,567"), (float("nan"), ""), (float("inf"), ""), (False, "no"), ("x", "x")],
)
def test_cells(value: object, words: str) -> None:
    assert cell_text(value, 2) == words  # type: ignore[arg-type]  # any cell
