"""A report as plain records, which several writers turn into a page, a print or a workbook."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from formulator.report.export import Cell
from formulator.report.workbook import Table, sheet_name, workbook


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Short lines, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    title: str
    """Also the name of its sheet in a workbook."""
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    digits: int = 2
    """Decimals of numbers that are not whole, on pages; a workbook keeps them all."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval."""

    name: str
    mean: float
    low: float
    high: float
    kind: str = ""
    """Which of several figures of one name this is."""


@dataclass(frozen=True, slots=True)
class Dots:
    """Values with intervals on one scale, drawn."""

    title: str
    dots: tuple[Dot, ...]
    scale: tuple[float, float]
    unit: str
    """Words under the axis."""


Block: TypeAlias = Words | Listing | Grid | Dots


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what belongs to it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


def cell_text(value: Cell, digits: int) -> str:
    """Return a cell as it is read; nothing for what is not known.

    Examples
    --------
    >>> cell_text(2.5, 2), cell_text(3, 2), cell_text(None, 2), cell_text(True, 2)
    ('2.50', '3', '', 'yes')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.{digits}f}" if isinstance(value, float) else value


def report_xlsx(report: Report) -> bytes:
    """Write the tables of a report as a workbook, with its words on the first sheet."""
    about: list[tuple[Cell, ...]] = [(report.title,), (report.subtitle,)]
    tables: list[Table] = []
    names: set[str] = {"about"}
    for section in report.sections:
        about += [(None,), (section.title,)]
        for block in section.blocks:
            if isinstance(block, Grid):
                tables.append(Table(_free(block.title, names), block.header, block.rows))
            else:
                about += [(line,) for line in _lines(block)]
    return workbook([Table("About", ("report",), tuple(about)), *tables])


def _lines(block: Words | Listing | Dots) -> tuple[str, ...]:
    if isinstance(block, Words):
        return (block.text,)
    if isinstance(block, Listing):
        return block.items
    return tuple(
        f"{' '.join(filter(None, (d.name, d.kind)))}: {d.mean:.2f} ({d.low:.2f} to {d.high:.2f})"
        for d in block.dots
    )


def _free(title: str, taken: set[str]) -> str:
    """Return a sheet's name that is not taken yet."""
    name, number = sheet_name(title), 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = sheet_name(title)[: 31 - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name
