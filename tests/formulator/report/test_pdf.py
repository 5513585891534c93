from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from formulator.report import pdf


def words_of(data: bytes) -> list[str]:
    """Return the text of each page, read back from the file."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "a < b & c > d",
        "<b>no markup</b>",
        '<img src="http://example.org/x.png"/>',
        "café 50 °C ± 2",
        "물과 소금",
        "≤ 4 g",
        "&amp;",
    ],
)
def test_text_comes_back_as_it_was(words: str) -> None:
    (page,) = words_of(pdf.document([pdf.text(words)], title="t"))
    assert words in page


def test_a_letter_that_no_font_has_is_marked() -> None:
    (page,) = words_of(pdf.document([pdf.text("good 🙂 milk")], title="t"))
    assert "good ? milk" in page


def test_nothing_is_fetched_or_embedded() -> None:
    data = pdf.document([pdf.text("물 milk")], title="t")
    fonts = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"]
    assert {str(fonts[f]["/BaseFont"]) for f in fonts} == {"/Helvetica", "/HYGothic-Medium"}


def test_equal_content_gives_equal_bytes() -> None:
    made = [pdf.document([pdf.text("물")], title="t", footer="f") for _ in range(2)]
    assert made[0] == made[1]


def test_a_long_table_repeats_its_header_and_counts_pages() -> None:
    rows = [(f"row {i}", i / 7, None) for i in range(90)]
    pages = words_of(
        pdf.document([pdf.table(("name", "value", "box"), rows, widths=(2, 1, 1))], title="t")
    )
    assert len(pages) > 1
    assert all("name" in page for page in pages)
    assert "row 89" in pages[-1] and "row 89" not in pages[0]


def test_a_cell_longer_than_a_page_is_written_over_two() -> None:
    table = pdf.table(("a",), [("word " * 3000,)], widths=(1,))
    assert len(words_of(pdf.document([table], title="t"))) > 1


@pytest.mark.parametrize(("value", "words"), [(0.0, "0"), (957.04, "957"), (1e5, "100,000")])
def test_numbers(value: float, words: str) -> None:
    assert pdf.number(value) == words


def test_a_qr_code_has_its_finder_patterns() -> None:
    drawing = pdf.qr("http://192.168.0.7:8501/b/abc", size=100.0)
    assert len(drawing.contents) > 100
    edges = [r.width for r in drawing.contents]
    assert max(edges) / min(edges) == pytest.approx(7, rel=0.5)  # the finder's outer edge
