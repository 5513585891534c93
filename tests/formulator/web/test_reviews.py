"""Statistics on the page: named, careful, for those who may read results."""

from __future__ import annotations

import pytest

from formulator.store import Answers, Project, Round, SqlStore
from formulator.store.errors import ConflictError
from formulator.store.tasting import TastingPlan, open_round
from formulator.web import results, reviews
from formulator.web.auth import NOBODY, OWNER, AccessError
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.examples import candidate

pytestmark = pytest.mark.slow

TASTERS = tuple(f"T{i}" for i in range(1, 9))


@pytest.fixture
def closed(store: SqlStore, project: Project) -> Round:
    """Three formulas, the control, a duplicate; a margin of one point; sweetness is off."""
    opened = open_round(
        store,
        project.id,
        TastingPlan(
            name="R",
            candidates=tuple(candidate(n) for n in range(3)),
            tasters=TASTERS,
            iteration_id=store.iterations(project.id)[-1].id,
            control="milk_whole",
            duplicate=candidate(2).id,
            margin=1.0,
        ),
    )
    samples = {s.id: s for s in store.samples(opened.round.id)}
    tasters = {s.id: int(s.taster[1:]) for s in store.seats(opened.round.id)}
    for number, serving in enumerate(store.servings(opened.round.id)):
        sample = samples[serving.sample_id]
        level = int(sample.candidate_id[2]) if sample.candidate_id else 2
        noise = (tasters[serving.seat_id] + 2 * level + len(str(sample.kind))) % 3 - 1
        answers = Answers(
            scores={"overall": 4 + level + noise},
            jar={"sweetness": 1 if level == 0 else 0},
            directives=("less_sweet",) if level == 0 else (),
            cata=("beany",) if level == 0 else (),
            difference=0 if not sample.candidate_id else 5 - level,
        )
        store.submit(serving.id, answers, idempotency_key=f"{number:032d}")
    return store.close_round(opened.round.id)


def test_figures_and_sentences_name_formulas_not_ids(
    store: SqlStore, project: Project, closed: Round
) -> None:
    told = results.story(store, OWNER, project)
    review = reviews.reviewed(store, OWNER, closed, attribute="overall")
    figures = reviews.key_figures(review)
    assert figures["Tasters"] == "8" and figures["Scores"] == "40"
    assert "Noise of one score" in figures and 0 < float(figures["Reliability"]) < 1
    everything = " ".join(
        [
            *reviews.sentences(told, review),
            *reviews.wish_lines(told, review),
            *(str(row) for row in reviews.mean_rows(told, review)),
            *(str(row) for row in reviews.parity_rows(told, review)),
            *(str(row) for row in reviews.difference_rows(told, review)),
            *(str(row) for row in reviews.flag_rows(told, review)),
        ]
    )
    assert "F-0aaaaa" not in everything and "milk_whole" not in everything
    assert told.labels[candidate(0).id] in everything
    assert "Milk, whole (control)" in everything


def test_claims_rest_on_the_margin_that_was_fixed(
    store: SqlStore, project: Project, closed: Round
) -> None:
    told = results.story(store, OWNER, project)
    review = reviews.reviewed(store, OWNER, closed, attribute="overall")
    assert reviews.margin_of(closed) == 1.0
    claims = {row["formula"]: row["may be claimed"] for row in reviews.parity_rows(told, review)}
    assert "no claim" in claims[told.labels[candidate(0).id]]
    assert (
        "at least as good" in claims[told.labels[candidate(2).id]]
        or "liked as much" in (claims[told.labels[candidate(2).id]])
    )


def test_penalties_words_and_difference(store: SqlStore, project: Project, closed: Round) -> None:
    told = results.story(store, OWNER, project)
    review = reviews.reviewed(store, OWNER, closed, attribute="overall")
    (penalty,) = [r for r in reviews.penalty_rows(review) if r["side"] == "too much"]
    assert (penalty["attribute"], penalty["share"]) == ("sweetness", pytest.approx(0.2))
    assert penalty["drop"] > 1
    (word,) = reviews.cata_rows(told, review, closed)
    assert word["term"] == "beany" and word[told.labels[candidate(0).id]] == 1.0
    far = reviews.difference_rows(told, review)
    assert (
        max(far, key=lambda row: row["more different by"])["formula"]
        == (told.labels[candidate(0).id])
    )
    assert "not expected gains" in reviews.CAREFUL


def test_a_later_voiding_changes_what_is_said(
    store: SqlStore, project: Project, closed: Round
) -> None:
    before = reviews.reviewed(store, OWNER, closed, attribute="overall")
    assert reviews.reviewed(store, OWNER, closed, attribute="overall") is before
    store.void_judgement(store.judgements(round_id=closed.id)[0].id, reason="spilt")
    after = reviews.reviewed(store, OWNER, closed, attribute="overall")
    assert after.analysis.n_scores == before.analysis.n_scores - 1


def test_it_is_sealed_and_asks_for_the_right(
    store: SqlStore, tasting: OpenTasting, closed: Round
) -> None:
    with pytest.raises(ConflictError, match="sealed"):
        reviews.reviewed(store, OWNER, tasting.opened.round, attribute="overall")
    with pytest.raises(AccessError):
        reviews.reviewed(store, NOBODY, closed, attribute="overall")
