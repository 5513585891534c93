"""A report as one self-contained HTML file: escaped, without scripts, drawings as inline SVG.

The file asks no server for anything: its own policy forbids it.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from formulator.report.document import (
    Block,
    Dot,
    Dots,
    Grid,
    Listing,
    Report,
    Section,
    Words,
    cell_text,
)
from formulator.report.workbook import printable

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
COLOURS = ("#0072b2", "#c77700", "#00795a")
"""Told apart by people with any colour vision, and by their marks."""
STYLE = """
:root { color-scheme: light dark; --ink: #22302a; --paper: #fcfbf8; --line: #9aa19b;
  --soft: #5c635d; --head: #e8efe9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ece9; --paper: #151a18; --line: #5f6b65;
  --soft: #a9b4ae; --head: #24302b; } }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 4rem; color: var(--ink);
  background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; } h2 { margin: 2.2rem 0 .4rem; border-bottom: 1px solid var(--line); }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
.soft { color: var(--soft); font-size: .92rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .3rem .55rem; text-align: left;
  vertical-align: top; }
th { background: var(--head); } td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; }
.wide svg { min-width: 36rem; }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --line: #777;
  --soft: #333; --head: #eee; } body { max-width: none; padding: 0; } .wide { overflow: visible; }
  .wide svg { min-width: 0; }
  svg, h3 { break-inside: avoid; } h3 { break-after: avoid; } h2 { break-after: avoid; }
  tr { break-inside: avoid; } }
"""
LEFT, WIDTH, ROW = 280, 780, 22
"""Room for names, width of a drawing, height of a row, [px]."""


def report_html(report: Report) -> str:
    """Write a report as one HTML file."""
    body = "".join(map(_section, report.sections))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{_text(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{_text(report.title)}</h1>\n<p class="soft">{_text(report.subtitle)}</p>\n'
        f"{body}</main>\n</body>\n</html>\n"
    )


def _text(words: str) -> str:
    return escape(printable(words))


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return f"<section>\n<h2>{_text(section.title)}</h2>\n{blocks}</section>\n"


def _block(block: Block) -> str:
    if isinstance(block, Words):
        kind = ' class="soft"' if block.is_small else ""
        return f"<p{kind}>{_text(block.text)}</p>\n"
    if isinstance(block, Listing):
        items = "".join(f"<li>{_text(item)}</li>" for item in block.items)
        return f"<ul>{items}</ul>\n" if items else ""
    return _grid(block) if isinstance(block, Grid) else _dots(block)


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{_text(h)}</th>' for h in grid.header)
    rows = "".join(
        "<tr>"
        + "".join(f"<td{_number(cell)}>{_text(cell_text(cell, grid.digits))}</td>" for cell in row)
        + "</tr>\n"
        for row in grid.rows
    )
    return (
        f"<h3>{_text(grid.title)}</h3>\n"
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(grid.title)}">\n'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _number(cell: object) -> str:
    return ' class="n"' if isinstance(cell, int | float) and not isinstance(cell, bool) else ""


def _dots(drawing: Dots) -> str:
    """Draw dots with intervals, a row a name, kinds below each other within it."""
    names = [(name, list(found)) for name, found in groupby(drawing.dots, key=lambda d: d.name)]
    kinds = list(dict.fromkeys(d.kind for d in drawing.dots))
    parts, y = [_legend(kinds)] if len(kinds) > 1 else [], 34
    for name, dots in names:
        middle = y + ROW * len(dots) / 2
        parts.append(
            f'<text x="{LEFT - 10}" y="{middle + 4:.1f}" text-anchor="end" font-size="13" '
            f'fill="currentColor">{_text(_short(name))}<title>{_text(name)}</title></text>'
        )
        for dot in dots:
            parts.append(_dot(dot, kinds.index(dot.kind), drawing.scale, y + ROW / 2))
            y += ROW
        y += 6
    said = "; ".join(
        f"{d.name} {d.kind} {d.mean:.1f} ({d.low:.1f} to {d.high:.1f})" for d in drawing.dots
    )
    return (
        f"<h3>{_text(drawing.title)}</h3>\n"
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(drawing.title)}">\n'
        f'<svg viewBox="0 0 {WIDTH} {y + 44}" width="{WIDTH}" role="img" '
        f'aria-label="{_text(drawing.title)}: {_text(said)}">\n'
        f"{_axis(drawing, y)}{''.join(parts)}</svg></div>\n"
    )


def _short(name: str) -> str:
    return name if len(name) <= 34 else name[:33] + "…"


def _x(value: float, scale: tuple[float, float]) -> float:
    low, high = scale
    share = (min(max(value, low), high) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - 20)


def _axis(drawing: Dots, bottom: float) -> str:
    low, high = drawing.scale
    ticks = [low + i * (high - low) / 8 for i in range(9)]
    lines = "".join(
        f'<line x1="{_x(t, drawing.scale):.1f}" x2="{_x(t, drawing.scale):.1f}" y1="30" '
        f'y2="{bottom}" stroke="currentColor" opacity=".15"/>'
        f'<text x="{_x(t, drawing.scale):.1f}" y="{bottom + 16}" text-anchor="middle" '
        f'font-size="12" fill="currentColor">{t:g}</text>'
        for t in ticks
    )
    return (
        f'{lines}<text x="{(LEFT + WIDTH) / 2:.0f}" y="{bottom + 36}" text-anchor="middle" '
        f'font-size="12" fill="currentColor">{_text(drawing.unit)}</text>'
    )


def _mark(kind: int, x: float, y: float) -> str:
    """Return a mark that is told from others by shape too."""
    colour = COLOURS[kind % len(COLOURS)]
    if kind % 2:
        return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}"/>'


def _dot(dot: Dot, kind: int, scale: tuple[float, float], y: float) -> str:
    low, high, at = (_x(v, scale) for v in (dot.low, dot.high, dot.mean))
    colour = COLOURS[kind % len(COLOURS)]
    line = (
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" '
        'stroke-width="2.5"/>'
    )
    return line + _mark(kind, at, y)


def _legend(kinds: list[str]) -> str:
    parts = []
    for number, kind in enumerate(kinds):
        x = LEFT + 160 * number
        parts.append(
            _mark(number, x, 14)
            + f'<text x="{x + 12}" y="18" font-size="13" fill="currentColor">{_text(kind)}</text>'
        )
    return "".join(parts)
