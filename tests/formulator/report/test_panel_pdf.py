from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from formulator.errors import InputError
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
from tests.formulator.report.test_pdf import words_of

QUESTIONS = (
    PaperQuestion("전반적으로?", Layout.ROW, tuple("abcdefghi")),
    PaperQuestion("Sweetness?", Layout.WORDS, ("too little", "just right", "too much")),
    PaperQuestion("What should change?", Layout.TICKS, ("less sweet", "thicker", "creamier")),
    PaperQuestion("In your own words", Layout.LINES),
)


def ballot(taster: str, code: str, **more: str) -> PaperBallot:
    return PaperBallot(taster, code, "Cup 1 of 2", f"Take the cup marked {code}", (), QUESTIONS,
                       **more)  # fmt: skip


def flat(page: str) -> str:
    return re.sub(r"\s+", " ", page)


def test_a_ballot_is_one_page_a_cup_with_code_and_all_questions() -> None:
    pages = words_of(ballots_pdf([ballot("T1", "417"), ballot("T2", "822")], title="secret"))
    assert len(pages) == 2
    assert "417" in pages[0] and "822" not in pages[0]
    for page in map(flat, pages):
        for question in QUESTIONS:
            assert question.text in page
        assert "1 2 3 4 5 6 7 8 9" in page
        assert "1 = a · 5 = e · 9 = i" in page
        assert "too little just right too much" in page
        assert "secret" not in page


def test_a_known_link_stands_on_the_ballot_as_qr_code() -> None:
    plain = ballots_pdf([ballot("T1", "417")], title="t")
    linked = ballots_pdf([ballot("T1", "417", link="http://10.0.0.2/b/abc")], title="t")

    def drawn(data: bytes) -> int:
        content = PdfReader(io.BytesIO(data)).pages[0].get_contents()
        assert content is not None
        return content.get_data().count(b" re")

    assert drawn(linked) > drawn(plain) + 100


def test_the_serving_sheet_lists_codes_in_order() -> None:
    rows = [
        ServingRow("T1", "ACDEFG", ("111", "222", "333")),
        ServingRow("물", "HJKLMN", ("333", "111")),
    ]
    (page,) = map(flat, words_of(serving_sheet_pdf(rows, title="Round 1")))
    assert "T1 ACDEFG 111 222 333" in page
    assert "물 HJKLMN 333 111" in page
    assert "Cup 3" in page


def test_the_kitchen_sheet_weighs_all_cups() -> None:
    row = KitchenRow("417", "1.2 Oat base", "duplicate", 8, 320.0, (("water", 300.25),))
    (page,) = map(flat, words_of(kitchen_sheet_pdf([row], title="Round 1", grams_per_cup=40)))
    assert "417: 1.2 Oat base (duplicate), 8 cups, 320 g" in page
    assert "water 300.25" in page
    assert "breaks the blind" in page


def test_link_cards_stand_eight_on_a_page() -> None:
    cards = [LinkCard(f"T{i}", f"CODE{i:02}", f"http://10.0.0.2/b/{i}") for i in range(9)]
    pages = words_of(link_cards_pdf(cards, title="Round 1"))
    assert len(pages) == 2
    assert "CODE07" in pages[0] and "CODE08" in pages[1]
    assert "http://10.0.0.2/b/8" in pages[1]


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(InputError, match="renew them"):
        link_cards_pdf([], title="x")
    with pytest.raises(InputError, match="no ballot"):
        ballots_pdf([], title="x")
    assert words_of(serving_sheet_pdf([], title="empty"))
