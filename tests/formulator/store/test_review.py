"""A closed round in one call: statistics, people, wishes, claims and the model's sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from formulator.cli.main import BAD_INPUT, OK, main
from formulator.search.candidate import AxisValue, Proposal
from formulator.store import Answers, ConflictError, Round, SqlStore, open_store
from formulator.store.review import review_round
from formulator.store.tasting import TastingPlan, choose, open_round
from tests.formulator.store.candidates import proposal

pytestmark = pytest.mark.slow

TASTERS = tuple(f"T{i:02d}" for i in range(1, 13))


@pytest.fixture
def store() -> Iterator[SqlStore]:
    opened = open_store("memory://")
    yield opened
    opened.close()


def _with_sugar(kept: Proposal) -> Proposal:
    """The more pea protein, the sweeter: a wish about sweetness can be followed."""
    return replace(
        kept,
        candidates=tuple(
            replace(
                c,
                profile=(*c.profile, ("sugars", AxisValue(10 - i, 4.8, "g", 1.0, "calculated"))),
            )
            for i, c in enumerate(kept.candidates)
        ),
    )


def tasted(store: SqlStore, *, slope: float = 0.8, close: bool = True, seed: int = 0) -> Round:
    """Twelve tasters, six formulas, blind control and duplicate; pea protein is liked by slope."""
    kept = _with_sugar(proposal(8))
    projects = {p.name: p for p in store.projects()}
    project = projects.get("Milk") or store.create_project("Milk")
    iteration = store.add_iteration(project.id, kept.brief.to_dict(), kept.to_dict())
    plan = TastingPlan(
        "Round",
        choose(iteration, [f"F{i}" for i in range(1, 7)]),
        TASTERS,
        iteration.id,
        control="milk_whole",
        duplicate="F3",
        seed=seed,
    )
    opened = open_round(store, project.id, plan)
    rng = np.random.default_rng(seed)
    level = dict(
        zip([s.id for s in store.seats(opened.round.id)], rng.normal(0, 0.8, 12), strict=True)
    )
    samples = {s.id: s for s in store.samples(opened.round.id)}
    for n, serving in enumerate(store.servings(opened.round.id)):
        name = samples[serving.sample_id].candidate_id
        step = 3.5 if not name else float(name[1:])
        liking = 5 + slope * (step - 3.5) + level[serving.seat_id] + rng.normal(0, 1)
        answers = Answers(
            scores={"overall": int(np.clip(round(liking), 1, 9))},
            jar={"sweetness": int(np.clip(round(step - 2), -2, 2))},
            directives=("less_sweet",) if step > 4 else (),
            cata=("Creamy",) if step > 3 else (),
            difference=int(np.clip(round(step + rng.normal(0, 1)), 0, 10)),
        )
        store.submit(serving.id, answers, idempotency_key=f"{seed}-{n}")
    return store.close_round(opened.round.id) if close else opened.round


def test_a_review_holds_what_the_round_says(store: SqlStore) -> None:
    review = review_round(store, tasted(store), margin=1.0)
    means = review.analysis.means
    assert means is not None
    assert means.rows[0].formula in {"F5", "F6"}
    assert means.is_difference_detected
    assert review.control
    assert review.wish_costs
    assert review.wish_costs[0].wish == "less sweet"
    assert len(review.analysis.parity) == len(review.difference) == 6
    assert [t.taster for t in review.tasters] == list(TASTERS)
    assert review.analysis.repeatability is not None
    assert review.analysis.repeatability.n_pairs == 12
    assert review.choice is not None
    assert review.performance is None  # one duplicate is no replicated panel
    assert json.loads(json.dumps(review.to_dict()))["analysis"]["means"]["rows"][0]["letters"]


def test_replicated_rounds_show_panel_performance(store: SqlStore) -> None:
    tasted(store, seed=1)
    review = review_round(store, tasted(store, seed=2))
    assert review.performance is not None
    assert len(review.performance.assessors) == 12
    assert review.number == 2


def test_an_earlier_round_does_not_know_later_ones(store: SqlStore) -> None:
    first = tasted(store, seed=1)
    before = review_round(store, first).to_dict()
    tasted(store, seed=2, slope=-0.8)
    assert review_round(store, first).to_dict() == before


def test_a_flat_panel_says_no_difference(store: SqlStore) -> None:
    # one flat panel in twenty looks different by chance: most must say so, not all
    verdicts = [review_round(store, tasted(store, slope=0.0, seed=s)).notes[0] for s in (4, 5, 6)]
    assert sum(v.startswith("no difference detected") for v in verdicts) >= 2


def test_an_open_round_is_sealed(store: SqlStore) -> None:
    with pytest.raises(ConflictError, match="sealed"):
        review_round(store, tasted(store, close=False))


def test_the_command_prints_tables_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'formulator.db'}")
    opened = open_store()
    tasted(opened, seed=1)
    tasted(opened, seed=2)
    opened.close()
    assert main(["round", "analyse", "Milk", "--margin", "1"]) == OK
    text = capsys.readouterr().out
    for part in (
        "share a letter",
        "reliability",
        "correlational",
        "Cochran",
        "after Holm",
        "What obeying a wish costs",
        "Mixed Assessor Model",
        "our 168 scores",
        "tasters for .8",
    ):
        assert part in text, part
    assert main(["round", "analyse", "Milk", "--round", "1", "--json"]) == OK
    data = json.loads(capsys.readouterr().out)
    assert data["number"] == 1
    assert data["analysis"]["parity"] == []  # no margin was fixed, so nothing is claimed
    assert main(["round", "analyse", "Milk", "--attribute", "sound"]) == BAD_INPUT
