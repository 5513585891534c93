"""A round on paper shows codes where it must and formulas where it may."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

import ingredients
from formulator.errors import InputError
from formulator.store import Project, SqlStore
from formulator.store.tasting import TastingPlan, open_round
from formulator.web import paper
from formulator.web.auth import OWNER, AccessError, Viewer
from formulator.web.rounds import Link
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.examples import candidate

SCIENTIST = Viewer("sam", "scientist")
CATALOGUE = ingredients.load()
SECRETS = ("F-0aaaaa", "F-1aaaaa", "F-2aaaaa", "coconut", "Oats", "protein")


def pages(data: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def codes(store: SqlStore, tasting: OpenTasting, taster: str) -> list[str]:
    seat = next(s for s in store.seats(tasting.opened.round.id) if s.taster == taster)
    return [code for _, code, _ in store.ballot_servings(seat.id)]


def test_ballots_are_one_page_a_cup_in_serving_order(store: SqlStore, tasting: OpenTasting) -> None:
    found = pages(paper.paper_ballots(store, OWNER, tasting.opened.round, language="en"))
    in_order = codes(store, tasting, "T1") + codes(store, tasting, "T2")
    assert len(found) == 6
    for page, code in zip(found, in_order, strict=True):
        assert f"Take the cup marked {code}" in page
        assert "How much do you like" in page or "like" in page
        assert "In your own words" in page
        assert not any(secret in page for secret in SECRETS)


@pytest.mark.slow
def test_a_korean_ballot_is_korean_throughout(store: SqlStore, tasting: OpenTasting) -> None:
    found = pages(paper.paper_ballots(store, OWNER, tasting.opened.round, language="ko"))
    for page in found:
        words = re.sub(r"\bT\d\b", "", page)
        assert not re.findall(r"[A-Za-z]{2,}", words)


def test_the_serving_sheet_tells_codes_and_no_formula(
    store: SqlStore, tasting: OpenTasting
) -> None:
    (page,) = pages(paper.serving_pdf(store, OWNER, tasting.opened.round))
    for taster in ("T1", "T2"):
        assert " ".join(codes(store, tasting, taster)) in page
    assert not any(secret in page for secret in SECRETS)


def test_the_kitchen_sheet_names_and_weighs_and_is_logged(
    store: SqlStore, tasting: OpenTasting
) -> None:
    round_ = tasting.opened.round
    found = " ".join(
        pages(paper.kitchen_pdf(store, OWNER, round_, grams_per_cup=50, catalogue=CATALOGUE))
    )
    assert all(sample.code in found for sample in store.samples(round_.id))
    assert all(f"1.{n} " in found for n in (1, 2, 3))  # iteration and place, as on every page
    assert CATALOGUE.food("coconut_oil_rbd").name in found
    rows = paper.kitchen(store, OWNER, round_, grams_per_cup=50, catalogue=CATALOGUE)
    for row in rows:
        assert (row.n_cups, row.grams) == (2, 100)
        assert sum(grams for _, grams in row.parts) == pytest.approx(100, rel=1e-3)
    logged = [entry.action for entry in store.audit(subject=round_.id)]
    assert logged.count("open kitchen sheet") == 2


def test_only_a_leader_prints(store: SqlStore, tasting: OpenTasting) -> None:
    round_ = tasting.opened.round
    with pytest.raises(AccessError):
        paper.serving_pdf(store, SCIENTIST, round_)
    with pytest.raises(AccessError):
        paper.paper_ballots(store, SCIENTIST, round_, language="en")
    with pytest.raises(AccessError):
        paper.kitchen(store, SCIENTIST, round_, grams_per_cup=40, catalogue=CATALOGUE)


def test_cards_hold_links_and_codes(tasting: OpenTasting) -> None:
    links = [
        Link(taster, tasting.short_codes[taster], f"http://10.0.0.2/b/{token}")
        for taster, token in tasting.tokens.items()
    ]
    (page,) = pages(paper.cards_pdf(links, tasting.opened.round))
    squeezed = page.replace(" ", "")
    for link in links:
        assert link.short_code in page and link.url in squeezed
    with pytest.raises(InputError, match="renew"):
        paper.cards_pdf([], tasting.opened.round)


def test_the_kitchen_reads_the_name_of_the_control(store: SqlStore, project: Project) -> None:
    plan = TastingPlan(
        name="With control",
        candidates=tuple(candidate(n) for n in range(2)),
        tasters=("T1", "T2"),
        iteration_id=store.iterations(project.id)[-1].id,
        control="milk_whole",
    )
    opened = open_round(store, project.id, plan)
    rows = paper.kitchen(store, OWNER, opened.round, grams_per_cup=50, catalogue=CATALOGUE)
    (control,) = (row for row in rows if row.kind == "blind control")
    assert control.holds == CATALOGUE.food("milk_whole").name
