"""The kit of our printed pages: text in Latin and Korean letters, tables, QR codes.

Latin text stands in Helvetica and everything else in the Korean font ``HYGothic-Medium``; both are
named and not embedded, so that no font file is shipped. Every text is escaped: no markup in it is
read. The same content gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import Any

import segno
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from formulator.report.export import Cell
from formulator.report.workbook import printable

KOREAN = "HYGothic-Medium"
MARGIN = 15 * mm
INK, SOFT, LINE = HexColor("#22302a"), HexColor("#5c635d"), HexColor("#9aa19b")
HEAD = HexColor("#e8efe9")
UNKNOWN = "?"
"""Printed for a character that neither font has."""

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5, textColor=INK)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=10.5, textColor=SOFT)
TITLE = ParagraphStyle("title", BODY, fontSize=18, leading=23, fontName="Helvetica-Bold")
HEADING = ParagraphStyle(
    "heading", BODY, fontSize=12, leading=16, fontName="Helvetica-Bold", spaceBefore=9, spaceAfter=3
)
SECTION = ParagraphStyle(
    "section", HEADING, fontSize=14, leading=19, spaceBefore=14, borderColor=LINE
)
CELL = ParagraphStyle("cell", BODY, fontSize=8.5, leading=10.5)
CELL_HEAD = ParagraphStyle("cell_head", CELL, fontName="Helvetica-Bold")
NUMBER = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
CENTRE = ParagraphStyle("centre", BODY, alignment=TA_CENTER)
CENTRE_SMALL = ParagraphStyle("centre_small", CELL, alignment=TA_CENTER)


@cache
def _korean() -> str:
    """Make the Korean font known, once."""
    pdfmetrics.registerFont(UnicodeCIDFont(KOREAN))
    return KOREAN


def _font_of(character: str) -> str:
    """Return ``latin``, ``korean`` or nothing for a character."""
    for name, codec in (("latin", "cp1252"), ("korean", "cp949")):
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            continue
        return name
    return ""


def font_for(text: str) -> str:
    """Return the font for words that stand in a drawing, where it cannot change within them."""
    return _korean() if any(_font_of(c) == "korean" for c in text) else "Helvetica"


def markup(text: str) -> str:
    """Return text for a paragraph: escaped, line ends kept, other letters in the Korean font.

    Examples
    --------
    >>> markup("a < b")
    'a &lt; b'
    """
    parts = []
    for font, run in groupby(printable(text), key=_font_of):
        letters = "".join(run)
        words = escape(letters, quote=False) if font else UNKNOWN * len(letters)
        if font == "korean":
            words = f'<font name="{_korean()}">{words}</font>'
        parts.append(words)
    return "".join(parts).replace("\n", "<br/>")


def text(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    """Return a paragraph of plain text."""
    return Paragraph(markup(words), style)


def number(value: float, digits: int = 4) -> str:
    """Return a number as people write it.

    Examples
    --------
    >>> number(957.0), number(0.12345), number(12345.678)
    ('957', '0.1235', '12,346')
    """
    return f"{value:,.0f}" if abs(value) >= 10**digits else f"{value:.{digits}g}"


def _cell(value: Cell | Flowable) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("yes" if value else "no", CELL)
    if isinstance(value, int | float):
        return text(number(value), NUMBER)
    return text(value, CELL) if isinstance(value, str) else value


def table(
    header: Sequence[str], rows: Sequence[Sequence[Cell | Flowable]], *, widths: Sequence[float]
) -> Table:
    """Return a table with a repeated header.

    Parameters
    ----------
    header : sequence of str
    rows : sequence of sequence
        Numbers are set to the right; None leaves a box empty to write in.
    widths : sequence of float
        Of the columns, in parts of the page's width.
    """
    content = [
        [text(h, CELL_HEAD) for h in header],
        *([_cell(c) for c in row] for row in rows),
    ]
    shares = [f"{100 * w / sum(widths):.3f}%" for w in widths]
    made = Table(content, colWidths=shares, repeatRows=1, splitInRow=1)
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), HEAD),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            ]
        )
    )
    return made


def side_by_side(cells: Sequence[Any], *, widths: Sequence[float]) -> Table:
    """Return what stands beside each other, without lines."""
    made = Table([list(cells)], colWidths=[f"{100 * w / sum(widths):.3f}%" for w in widths])
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made


def qr(content: str, *, size: float = 30 * mm) -> Drawing:
    """Return a QR code with its quiet zone, drawn as squares.

    Parameters
    ----------
    content : str
        For example a link.
    size : float
        Edge length with the quiet zone, [pt].
    """
    rows = [list(row) for row in segno.make(content, error="m", micro=False).matrix_iter(border=4)]
    edge = size / len(rows)
    drawing = Drawing(size, size)
    for i, row in enumerate(rows):
        at = 0
        for dark, run in groupby(row):
            n = len(list(run))
            if dark:
                drawing.add(
                    Rect(at * edge, size - (i + 1) * edge, n * edge, edge, strokeWidth=0,
                         strokeColor=None, fillColor=HexColor("#000000"))
                )  # fmt: skip
            at += n
    return drawing


def figure(words: str) -> Paragraph:
    """Return a number in its own spelling, set to the right."""
    return text(words, NUMBER)


def gap(height: float = 3 * mm) -> Spacer:
    """Return empty room."""
    return Spacer(1, height)


def document(
    content: Sequence[Flowable], *, title: str, footer: str = "", is_wide: bool = False
) -> bytes:
    """Lay flowing content out on A4 pages with a page number.

    Parameters
    ----------
    content : sequence of Flowable
    title : str
        Of the document's properties.
    footer : str
        Stands at the foot of each page.
    is_wide : bool
        Turn the pages on their side.
    """
    out = io.BytesIO()
    size = landscape(A4) if is_wide else A4
    made = SimpleDocTemplate(
        out, pagesize=size, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN,
        bottomMargin=18 * mm, title=printable(title), author="formulator", invariant=1,
    )  # fmt: skip

    def foot(canvas: Any, page: Any) -> None:
        line = text(f"{footer} · {page.page}" if footer else str(page.page), SMALL)
        line.wrapOn(canvas, size[0] - 2 * MARGIN, MARGIN)
        line.drawOn(canvas, MARGIN, 9 * mm)

    made.build(list(content), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()
