"""Files and sheets that leave the app: a round's scores, a round's serving sheet."""

from __future__ import annotations

from typing import Any

from formulator.panel import HEDONIC_ATTRIBUTES, JAR_ATTRIBUTES
from formulator.report.export import Cell, to_csv
from formulator.store import Round, RoundStatus, SampleKind, Store
from formulator.web.auth import AccessError, Right, Viewer, require

COLUMNS: tuple[str, ...] = (
    "Assessor",
    "Product",
    "Session",
    "Replica",
    "Sequence",
    "Code",
    "Kind",
    *HEDONIC_ATTRIBUTES,
    *(f"jar_{name}" for name in JAR_ATTRIBUTES),
    "wishes",
    "comment",
    "voided",
)
"""Names that sensory software reads, then the questions of the ballot."""


def round_rows(store: Store, viewer: Viewer, round_: Round) -> list[list[Cell]]:
    """Return the judgements of a closed round, one row a cup, in the order of ``COLUMNS``.

    Raises
    ------
    AccessError
        If the viewer may not read results, or the round is still open: results are sealed.
    """
    require(viewer, Right.READ_RESULTS)
    if round_.status is RoundStatus.OPEN:
        raise AccessError(f"{round_.name}: results are sealed until the round is closed")
    samples = {s.id: s for s in store.samples(round_.id)}
    rows: list[list[Cell]] = []
    for judgement in store.judgements(round_id=round_.id):
        sample = samples[judgement.sample_id]
        replica = 2 if sample.kind is SampleKind.DUPLICATE else 1
        rows.append(
            [
                judgement.taster,
                sample.candidate_id or sample.label,
                round_.number,
                replica,
                judgement.position,
                judgement.code,
                str(sample.kind),
                *(judgement.scores.get(name) for name in HEDONIC_ATTRIBUTES),
                *(judgement.jar.get(name) for name in JAR_ATTRIBUTES),
                ", ".join(judgement.directives),
                judgement.comment,
                judgement.voided,
            ]
        )
    return rows


def round_csv(store: Store, viewer: Viewer, round_: Round) -> str:
    """Return a closed round as CSV."""
    return to_csv(COLUMNS, round_rows(store, viewer, round_))


def sheet_rows(store: Store, viewer: Viewer, round_: Round) -> list[dict[str, Any]]:
    """Return the serving sheet for printing: taster, short code and codes in serving order."""
    require(viewer, Right.LEAD)
    return [
        {
            "taster": seat.taster,
            "short_code": seat.short_code,
            "cups": [
                {"position": serving.position, "code": code}
                for serving, code, _ in store.ballot_servings(seat.id)
            ],
        }
        for seat in store.seats(round_.id)
    ]
