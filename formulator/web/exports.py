"""Files and sheets that leave the app: a round's scores, its serving sheet, a whole project."""

from __future__ import annotations

import json
from typing import Any

from formulator.errors import InputError
from formulator.panel import HEDONIC_ATTRIBUTES, JAR_NAMES
from formulator.report.export import Cell, to_csv
from formulator.report.workbook import Table, workbook
from formulator.store import NotFoundError, Project, Round, RoundStatus, SampleKind, Store
from formulator.web.auth import AccessError, Right, Viewer, require
from ingredients import Catalogue

JAR_COLUMNS = tuple(JAR_NAMES["en"])
"""All just-about-right attributes, so that files of different rounds can be joined."""
COLUMNS: tuple[str, ...] = (
    "Assessor",
    "Product",
    "Session",
    "Replica",
    "Sequence",
    "Code",
    "Kind",
    *HEDONIC_ATTRIBUTES,
    *(f"jar_{name}" for name in JAR_COLUMNS),
    "difference",
    "cata",
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
                *(judgement.jar.get(name) for name in JAR_COLUMNS),
                judgement.difference,
                None if judgement.cata is None else ", ".join(judgement.cata),
                ", ".join(judgement.directives),
                judgement.comment,
                judgement.voided,
            ]
        )
    return rows


def round_csv(store: Store, viewer: Viewer, round_: Round) -> str:
    """Return a closed round as CSV."""
    return to_csv(COLUMNS, round_rows(store, viewer, round_))


def project_csv(store: Store, viewer: Viewer, project: Project) -> str:
    """Return the scores of all closed rounds of a project as CSV; ``Session`` tells them apart."""
    require(viewer, Right.READ_RESULTS)
    closed = [r for r in store.rounds(project.id) if r.status is RoundStatus.CLOSED]
    return to_csv(COLUMNS, (row for r in closed for row in round_rows(store, viewer, r)))


def round_xlsx(store: Store, viewer: Viewer, round_: Round, *, catalogue: Catalogue) -> bytes:
    """Return a closed round as a workbook: judgements, what the codes held, serving orders.

    Raises
    ------
    AccessError
        As for ``round_rows``.
    """
    rows = round_rows(store, viewer, round_)
    samples = {s.id: s for s in store.samples(round_.id)}
    tasters = {s.id: s.taster for s in store.seats(round_.id)}
    products = [
        (s.candidate_id or s.label, s.code, str(s.kind), _name(catalogue, key), percent)
        for s in samples.values()
        for key, percent in (s.formula or (("", None),))
    ]
    served = [
        (tasters[s.seat_id], s.position, samples[s.sample_id].code)
        for s in store.servings(round_.id)
    ]
    return workbook(
        [
            Table("Judgements", COLUMNS, tuple(tuple(row) for row in rows)),
            Table("Products", ("Product", "Code", "Kind", "ingredient", "g/100 g"),
                  tuple(products)),
            Table("Serving", ("Assessor", "Sequence", "Code"), tuple(served)),
        ]
    )  # fmt: skip


def _name(catalogue: Catalogue, key: str) -> str | None:
    """Return an ingredient's name, its key where the catalogue does not hold it."""
    return (catalogue.food(key).name if key in catalogue else key) or None


def project_of(store: Store, project_id: str) -> Project:
    """Return a project by its id.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = next((p for p in store.projects() if p.id == project_id), None)
    if found is None:
        raise NotFoundError(f"there is no project {project_id!r}")
    return found


def project_file(store: Store, viewer: Viewer, project: Project) -> dict[str, Any]:
    """Return a whole project as one file's content, loss-free; that it left is logged.

    Raises
    ------
    AccessError
        If the viewer may not both design and read results, or a round is open: the file holds
        every score and every formula.
    """
    for right in (Right.DESIGN, Right.READ_RESULTS):
        require(viewer, right)
    still_open = [r.name for r in store.rounds(project.id) if r.status is RoundStatus.OPEN]
    if still_open:
        raise AccessError(f"{still_open[0]} is open: its results are sealed until it is closed")
    data = store.dump_project(project.id)
    store.log("export project", project.id, actor=viewer.name)
    return data


def load_file(store: Store, viewer: Viewer, content: bytes) -> Project:
    """Read a project that ``project_file`` wrote, all of it or nothing.

    Raises
    ------
    AccessError
        If the viewer may not design.
    InputError
        If it is no project file.
    """
    require(viewer, Right.DESIGN)
    try:
        data = json.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"this is no project file: {error}") from None
    if not isinstance(data, dict):
        raise InputError("this is no project file: it holds no object")
    return store.load_project(data, actor=viewer.name)


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
