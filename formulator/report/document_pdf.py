"""A report as a PDF: the same words, tables and drawings as on its page."""

from __future__ import annotations

from itertools import groupby

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from formulator.report import pdf
from formulator.report.document import Block, Dot, Dots, Grid, Listing, Report, Words, cell_text
from formulator.report.html import COLOURS

LEFT, WIDTH, ROW = float(62 * mm), float(176 * mm), float(5 * mm)
"""Room for names, width of a drawing, height of a row."""
WIDE_TABLE = 8
"""Columns from which on the report is printed on its side."""
MOST_KEPT = 12
"""Rows of a table that is not broken across pages."""


def report_pdf(report: Report) -> bytes:
    """Write a report as a PDF."""
    content: list[Flowable] = [
        pdf.text(report.title, pdf.TITLE),
        pdf.text(report.subtitle, pdf.SMALL),
    ]
    for section in report.sections:
        content.append(pdf.text(section.title, pdf.SECTION))
        for block in section.blocks:
            content += _block(block)
    grids = [b for s in report.sections for b in s.blocks if isinstance(b, Grid)]
    is_wide = any(len(grid.header) >= WIDE_TABLE for grid in grids)
    return pdf.document(content, title=report.title, footer=report.title, is_wide=is_wide)


def _block(block: Block) -> list[Flowable]:
    if isinstance(block, Words):
        return [pdf.text(block.text, pdf.SMALL if block.is_small else pdf.BODY), pdf.gap()]
    if isinstance(block, Listing):
        return [*(pdf.text(f"• {item}") for item in block.items), pdf.gap()]
    if isinstance(block, Dots):
        return [KeepTogether([pdf.text(block.title, pdf.HEADING), _drawing(block)])]
    titled = [pdf.text(block.title, pdf.HEADING), _table(block)]
    # A title alone at the foot of a page says nothing; long tables break, their title with them.
    kept = [KeepTogether(titled)] if len(block.rows) <= MOST_KEPT else titled
    return [*kept, pdf.gap()]


def _table(grid: Grid) -> Flowable:
    rows = [
        [
            pdf.figure(cell_text(cell, grid.digits))
            if isinstance(cell, int | float) and not isinstance(cell, bool)
            else cell_text(cell, grid.digits)
            for cell in row
        ]
        for row in grid.rows
    ]
    return pdf.table(grid.header, rows, widths=_widths(grid))


def _widths(grid: Grid) -> list[float]:
    """Return widths that follow the longest word and the usual length of each column."""
    widths = []
    for j, head in enumerate(grid.header):
        texts = [cell_text(row[j], grid.digits) for row in grid.rows if j < len(row)]
        longest = max((len(word) for text in [head, *texts] for word in text.split()), default=1)
        usual = sum(map(len, texts)) / max(len(texts), 1)
        widths.append(max(longest + 3.5, min(usual, 42)))
    return widths


def _drawing(drawing: Dots) -> Drawing:
    names = [(name, list(found)) for name, found in groupby(drawing.dots, key=lambda d: d.name)]
    kinds = list(dict.fromkeys(d.kind for d in drawing.dots))
    height = sum(ROW * len(dots) + 1.5 * mm for _, dots in names) + 20 * mm
    made = Drawing(WIDTH, height)
    _axis(made, drawing, height)
    if len(kinds) > 1:
        for number, kind in enumerate(kinds):
            x = LEFT + 45 * mm * number
            _mark(made, number, x, height - 4 * mm)
            made.add(_string(kind, x + 3 * mm, height - 5 * mm))
    y = height - 9 * mm
    for name, dots in names:
        middle = y - ROW * len(dots) / 2
        made.add(_string(_short(name), LEFT - 3 * mm, middle - 1 * mm, anchor="end"))
        for dot in dots:
            _dot(made, dot, kinds.index(dot.kind), drawing, y - ROW / 2)
            y -= ROW
        y -= 1.5 * mm
    return made


def _short(name: str) -> str:
    return name if len(name) <= 38 else name[:37] + "…"


def _string(words: str, x: float, y: float, *, anchor: str = "start") -> String:
    return String(
        x, y, words, fontName=pdf.font_for(words), fontSize=8, textAnchor=anchor, fillColor=pdf.INK
    )


def _x(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    share = (min(max(value, low), high) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - ROW)


def _axis(made: Drawing, drawing: Dots, height: float) -> None:
    low, high = drawing.scale
    for i in range(9):
        tick = low + i * (high - low) / 8
        x = _x(tick, drawing.scale)
        made.add(Line(x, 10 * mm, x, height - 8 * mm, strokeColor=pdf.LINE, strokeWidth=0.3))
        made.add(_string(f"{tick:g}", x, 6 * mm, anchor="middle"))
    made.add(_string(drawing.unit, (LEFT + WIDTH) / 2, 1.5 * mm, anchor="middle"))


def _mark(made: Drawing, kind: int, x: float, y: float) -> None:
    colour = HexColor(COLOURS[kind % len(COLOURS)])
    if kind % 2:
        made.add(Rect(x - 3, y - 3, 6, 6, fillColor=colour, strokeColor=None))
    else:
        made.add(Circle(x, y, 3.3, fillColor=colour, strokeColor=None))


def _dot(made: Drawing, dot: Dot, kind: int, drawing: Dots, y: float) -> None:
    low, high, at = (_x(v, drawing.scale) for v in (dot.low, dot.high, dot.mean))
    colour = HexColor(COLOURS[kind % len(COLOURS)])
    made.add(Line(low, y, high, y, strokeColor=colour, strokeWidth=1.5))
    _mark(made, kind, at, y)
