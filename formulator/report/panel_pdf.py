"""What a tasting needs on paper: serving sheet, kitchen sheet, ballots, and cards with links.

Serving sheet, ballots and cards hold codes only; what a code stands for is on the kitchen sheet
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Table, TableStyle

from formulator.errors import InputError
from formulator.report import pdf

BOX = "[\u00a0\u00a0]"
"""To tick with a pen."""
PER_ROW = 2
"""Cards beside each other."""


class Layout(StrEnum):
    """How the answers of a question stand on paper."""

    ROW = "row"
    """Numbered boxes in one unbroken row, words under both ends and the middle."""
    WORDS = "words"
    """The words of the answers in boxes beside each other, lowest first."""
    TICKS = "ticks"
    """Any number of answers."""
    LINES = "lines"
    """Empty lines for own words."""


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question about one cup, in the taster's language."""

    text: str
    layout: Layout
    answers: tuple[str, ...] = ()
    """Lowest first; empty for own words."""
    first: int = 1
    """Number of the lowest answer of a row."""


@dataclass(frozen=True, slots=True)
class PaperBallot:
    """One cup of one taster."""

    taster: str
    """Pseudonym."""
    code: str
    """Blind code on the cup."""
    place: str
    """For example ``Cup 2 of 5``."""
    heading: str
    """For example ``Take the cup marked 417``."""
    notes: tuple[str, ...]
    questions: tuple[PaperQuestion, ...]
    link: str = ""
    """The taster's link for a phone; empty when it is not known any more."""


@dataclass(frozen=True, slots=True)
class ServingRow:
    """The cups of one taster."""

    taster: str
    short_code: str
    cups: tuple[str, ...]
    """Codes in serving order; a warm-up says so."""


@dataclass(frozen=True, slots=True)
class KitchenRow:
    """One coded sample and what goes into it."""

    code: str
    holds: str
    kind: str
    n_cups: int
    grams: float
    """For all cups together, [g]."""
    parts: tuple[tuple[str, float], ...]
    """(ingredient, grams for all cups) pairs."""


@dataclass(frozen=True, slots=True)
class LinkCard:
    """One taster's way in."""

    taster: str
    short_code: str
    url: str


def serving_sheet_pdf(rows: Sequence[ServingRow], *, title: str) -> bytes:
    """Write who gets which codes in which order, with room for remarks.

    Parameters
    ----------
    rows : sequence of ServingRow
    title : str
        Name of the round.
    """
    n_cups = max((len(row.cups) for row in rows), default=0)
    header = ("Taster", "Short code", *(f"Cup {n}" for n in range(1, n_cups + 1)), "Remarks")
    cells = [
        (row.taster, row.short_code, *row.cups, *[""] * (n_cups - len(row.cups)), None)
        for row in rows
    ]
    content = [
        pdf.text(title, pdf.TITLE),
        pdf.text("Serving sheet.   Date: ____________   Served by: ____________"),
        pdf.gap(),
        pdf.table(header, cells, widths=(14, 12, *[9] * n_cups, 22)),
        pdf.gap(),
        pdf.text("Codes only: what they hold stands on the kitchen sheet.", pdf.SMALL),
    ]
    return pdf.document(content, title=f"Serving sheet: {title}", footer=title, is_wide=True)


def kitchen_sheet_pdf(rows: Sequence[KitchenRow], *, title: str, grams_per_cup: float) -> bytes:
    """Write what each code holds and what to weigh for all its cups.

    Parameters
    ----------
    rows : sequence of KitchenRow
    title : str
        Name of the round.
    grams_per_cup : float
        Filling of a cup, [g].
    """
    content: list[Flowable] = [
        pdf.text(title, pdf.TITLE),
        pdf.text("Kitchen sheet: breaks the blind. Keep it away from tasters and servers."),
        pdf.text(f"{grams_per_cup:g} g a cup; without waste and reserve.", pdf.SMALL),
    ]
    for row in rows:
        kind = f" ({row.kind})" if row.kind else ""
        words = f"{row.code}: {row.holds}{kind}, {row.n_cups} cups, {row.grams:,.0f} g"
        parts: list[Flowable] = [pdf.text(words, pdf.HEADING)]
        if row.parts:
            lines = [(name, pdf.figure(f"{grams:,.2f}"), None) for name, grams in row.parts]
            parts.append(pdf.table(("ingredient", "g", "weighed"), lines, widths=(60, 20, 20)))
        content.append(KeepTogether(parts))
    return pdf.document(content, title=f"Kitchen sheet: {title}", footer=f"{title} · kitchen sheet")


def link_cards_pdf(cards: Sequence[LinkCard], *, title: str) -> bytes:
    """Write cards to cut out: pseudonym, QR code of the link, short code.

    Raises
    ------
    InputError
        If there is no card: links are known only where they were made.
    """
    if not cards:
        raise InputError("there is no link to print: links are shown once; renew them first")
    cells = [_card(card) for card in cards]
    cells += [""] * (-len(cells) % PER_ROW)
    rows = [cells[i : i + PER_ROW] for i in range(0, len(cells), PER_ROW)]
    made = Table(rows, colWidths=[f"{100 / PER_ROW}%"] * PER_ROW, rowHeights=62 * mm)
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, pdf.LINE, "round", (2, 2)),
                              ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))  # fmt: skip
    content = [pdf.text(title, pdf.HEADING), pdf.gap(), made]
    return pdf.document(content, title=f"Links: {title}", footer=f"{title} · cut along the lines")


def _card(card: LinkCard) -> Flowable:
    words = [
        pdf.text(card.taster, pdf.HEADING),
        pdf.text("on a tablet, type"),
        pdf.text(card.short_code, pdf.TITLE),
        pdf.gap(),
        pdf.text(card.url, pdf.SMALL),
    ]
    return pdf.side_by_side([pdf.qr(card.url, size=38 * mm), words], widths=(48, 52))


def ballots_pdf(ballots: Sequence[PaperBallot], *, title: str) -> bytes:
    """Write ballots, one cup a page, in the order given.

    Parameters
    ----------
    ballots : sequence of PaperBallot
        Sorted as they are handed out.
    title : str
        Name of the round; it stands in the document's properties, not on a page.

    Raises
    ------
    InputError
        If there is no ballot.
    """
    if not ballots:
        raise InputError("there is no ballot to print")
    content: list[Flowable] = []
    for ballot in ballots:
        content += [*_head(ballot), *map(_question, ballot.questions), PageBreak()]
    return pdf.document(content[:-1], title=f"Ballots: {title}")


def _head(ballot: PaperBallot) -> list[Flowable]:
    words = [
        pdf.text(f"{ballot.taster} · {ballot.place}", pdf.SMALL),
        pdf.text(ballot.heading, pdf.TITLE),
        *(pdf.text(note) for note in ballot.notes),
    ]
    if not ballot.link:
        return words
    return [pdf.side_by_side([words, pdf.qr(ballot.link, size=26 * mm)], widths=(83, 17))]


def _question(question: PaperQuestion) -> Flowable:
    parts: list[Flowable] = [pdf.text(question.text, pdf.HEADING)]
    if question.layout is Layout.ROW:
        parts += _row(question)
    elif question.layout is Layout.WORDS:
        parts.append(_boxes([pdf.text(a, pdf.CENTRE_SMALL) for a in question.answers]))
    elif question.layout is Layout.TICKS:
        parts.append(_ticks(question.answers))
    else:
        parts += [pdf.gap(5 * mm), pdf.text("_" * 88, pdf.SMALL)] * 2
    return KeepTogether(parts)


def _boxes(cells: Sequence[Flowable], *, height: float | None = None) -> Table:
    """Return boxes of equal width in one row."""
    made = Table([list(cells)], colWidths=[f"{100 / len(cells):.3f}%"] * len(cells),
                 rowHeights=height)  # fmt: skip
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.8, pdf.INK),
                              ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))  # fmt: skip
    return made


def _ticks(answers: Sequence[str], *, columns: int = 4) -> Table:
    cells: list[Any] = [pdf.text(f"{BOX}\u00a0{answer}") for answer in answers]
    cells += [""] * (-len(cells) % columns)
    rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
    made = Table(rows, colWidths=[f"{100 / columns}%"] * columns)
    made.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0),
                              ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                              ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5)]))  # fmt: skip
    return made


def _row(question: PaperQuestion) -> list[Flowable]:
    """Return numbered boxes in one row and the words of both ends and the middle under them."""
    n = len(question.answers)
    numbers = [pdf.text(str(question.first + i), pdf.CENTRE) for i in range(n)]
    ends = [0, n // 2, n - 1] if n > 2 else range(n)
    words = " · ".join(f"{question.first + i} = {question.answers[i]}" for i in ends)
    return [_boxes(numbers, height=9 * mm), pdf.text(words, pdf.SMALL)]
