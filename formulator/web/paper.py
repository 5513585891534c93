"""A round on paper: serving sheet, kitchen sheet, ballots and link cards, rights checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formulator.report.panel_pdf import (
    KitchenRow,
    Layout,
    LinkCard,
    PaperBallot,
    PaperQuestion,
    ServingRow,
    ballots_pdf,
    kitchen_sheet_pdf,
    link_cards_pdf,
    serving_sheet_pdf,
)
from formulator.store import Round, RoundStatus, SampleKind, Store
from formulator.web.auth import Right, Viewer, require
from formulator.web.exports import sheet_rows
from formulator.web.questionnaire import CHIPS, QuestionKind, Questionnaire
from formulator.web.round_plan import offer
from formulator.web.rounds import Link
from formulator.web.texts import translate
from ingredients import Catalogue


def serving_pdf(store: Store, viewer: Viewer, round_: Round) -> bytes:
    """Return the serving sheet: codes in serving order, no formula."""
    rows = [
        ServingRow(
            taster=row["taster"],
            short_code=row["short_code"],
            cups=tuple(
                f"{cup['code']} (warm-up)" if cup["position"] == 0 else cup["code"]
                for cup in row["cups"]
            ),
        )
        for row in sheet_rows(store, viewer, round_)
    ]
    return serving_sheet_pdf(rows, title=round_.name)


def kitchen(
    store: Store,
    viewer: Viewer,
    round_: Round,
    *,
    grams_per_cup: float,
    catalogue: Catalogue,
    names: Mapping[str, str] | None = None,
) -> tuple[KitchenRow, ...]:
    """Return what each code holds and how much to weigh; opening it early is logged.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    round_ : Round
    grams_per_cup : float
        Filling of one cup, [g].
    catalogue : Catalogue
        Names the ingredients.
    names : mapping, optional
        Candidate id to the name that people read.
    """
    require(viewer, Right.LEAD)
    if round_.status is RoundStatus.OPEN:
        store.log("open kitchen sheet", round_.id, actor=viewer.name)
    counts: dict[str, int] = {}
    for serving in store.servings(round_.id):
        counts[serving.sample_id] = counts.get(serving.sample_id, 0) + 1
    rows = []
    for sample in store.samples(round_.id):
        grams = counts.get(sample.id, 0) * grams_per_cup
        rows.append(
            KitchenRow(
                code=sample.code,
                holds=(names or {}).get(sample.candidate_id) or name_of(catalogue, sample.label),
                kind="" if sample.kind is SampleKind.FORMULA else str(sample.kind),
                n_cups=counts.get(sample.id, 0),
                grams=grams,
                parts=tuple(
                    (name_of(catalogue, key), percent * grams / 100)
                    for key, percent in sample.formula
                ),
            )
        )
    return tuple(rows)


def name_of(catalogue: Catalogue, key: str) -> str:
    """Return the name of an ingredient, its key where the catalogue does not hold it."""
    return catalogue.food(key).name if key in catalogue else key


def kitchen_pdf(
    store: Store, viewer: Viewer, round_: Round, *, grams_per_cup: float, catalogue: Catalogue
) -> bytes:
    """Return the kitchen sheet for printing; see ``kitchen``."""
    names = offer(store.iterations(round_.project_id)).names
    rows = kitchen(
        store, viewer, round_, grams_per_cup=grams_per_cup, catalogue=catalogue, names=names
    )
    return kitchen_sheet_pdf(rows, title=round_.name, grams_per_cup=grams_per_cup)


def cards_pdf(links: Sequence[Link], round_: Round) -> bytes:
    """Return cards with links and codes to cut out; links are known only where they were made.

    Raises
    ------
    InputError
        If no link is known.
    """
    cards = [LinkCard(link.taster, link.short_code, link.url) for link in links]
    return link_cards_pdf(cards, title=round_.name)


def paper_questions(
    asks: Questionnaire, language: str, *, seat_id: str
) -> tuple[PaperQuestion, ...]:
    """Return what a round asks one taster, for paper, in the ballot's order."""
    optional = translate("optional", language)
    questions = [
        PaperQuestion(
            text=q.text[language] if q.is_required else f"{q.text[language]} ({optional})",
            layout=Layout.WORDS if q.kind is QuestionKind.JAR else Layout.ROW,
            answers=tuple(words[language] for words in q.anchors),
            first=q.first,
        )
        for q in asks.questions
    ]
    terms = tuple(chip.text[language] for chip in asks.terms(seat_id))
    if terms:
        words = f"{translate('cata', language)} ({optional})"
        questions.append(PaperQuestion(words, Layout.TICKS, terms))
    wishes = tuple(chip.text[language] for chip in CHIPS)
    return (
        *questions,
        PaperQuestion(f"{translate('wishes', language)} ({optional})", Layout.TICKS, wishes),
        PaperQuestion(f"{translate('comment', language)} ({optional})", Layout.LINES),
    )


def paper_ballots(
    store: Store,
    viewer: Viewer,
    round_: Round,
    *,
    language: str,
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Return ballots for a pen, one cup a page, sorted by taster and position.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    round_ : Round
    language : str
        Of the questions.
    links : mapping, optional
        Taster to link, for the QR code on each ballot.
    """
    require(viewer, Right.LEAD)
    asks = Questionnaire.of(round_.settings)
    ballots = []
    for seat in store.seats(round_.id):
        cups = store.ballot_servings(seat.id)
        questions = paper_questions(asks, language, seat_id=seat.id)
        for number, (serving, code, _) in enumerate(cups, start=1):
            is_warm_up = serving.position == 0
            notes = [translate("warm_up", language)] * is_warm_up
            notes += [translate("how", language)] * (number == 1)
            ballots.append(
                PaperBallot(
                    taster=seat.taster,
                    code=code,
                    place=translate("cup", language, number=number, n=len(cups)),
                    heading=translate("take_cup", language, code=code),
                    notes=tuple(notes),
                    questions=questions,
                    link=(links or {}).get(seat.taster, ""),
                )
            )
    return ballots_pdf(ballots, title=round_.name)
