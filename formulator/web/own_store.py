"""Own formulas and measured results as they are kept: every version stays, nothing is overwritten.

A formula is one draft of the store whose data hold all of its versions; a save names the version
it started from, so that two people never overwrite each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.store import ConflictError, Draft, Iteration, Project, Store
from formulator.web.auth import Right, Viewer, require

FORMULA, BENCH = "formula", "bench"
"""Kinds of drafts."""
MAX_NAME = 80
"""Longest name of a formula, characters."""


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state of an own formula."""

    name: str
    number: int
    """1, 2, 3 ..."""
    target: str
    """Key of what it imitates."""
    parts: tuple[tuple[str, float], ...]
    """(ingredient key, percent)."""
    at: str
    """When it was saved, ISO 8601, UTC."""
    by: str
    note: str = ""

    @property
    def formula(self) -> Formula:
        """The composition."""
        return Formula.from_grams(dict(self.parts), name=f"{self.name} v{self.number}")


def _versions(draft: Draft) -> tuple[Version, ...]:
    return tuple(
        Version(
            name=draft.name,
            number=number,
            target=str(row["target"]),
            parts=tuple((str(k), float(p)) for k, p in row["parts"]),
            at=str(row["at"]),
            by=str(row["by"]),
            note=str(row.get("note", "")),
        )
        for number, row in enumerate(draft.data["versions"], start=1)
    )


def own_formulas(store: Store, project: Project) -> dict[str, tuple[Version, ...]]:
    """Return the own formulas of a project: name to all versions, oldest first."""
    return {d.name: _versions(d) for d in store.drafts(project.id, FORMULA)}


def save_version(
    store: Store,
    viewer: Viewer,
    project: Project,
    name: str,
    formula: Formula,
    *,
    target: str,
    expected: int,
    note: str = "",
) -> Version:
    """Keep a formula as the next version.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    project : Project
    name : str
    formula : Formula
    target : str
        What it imitates.
    expected : int
        Number of the version that was changed; 0 for a new formula.
    note : str
        Why, in a few words.

    Returns
    -------
    Version

    Raises
    ------
    ConflictError
        If somebody else has saved a newer version, or the name is taken.
    InputError
        If the name is empty or too long, or nothing was changed.
    """
    require(viewer, Right.DESIGN)
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= MAX_NAME:
        raise InputError(f"a formula needs a name of 1 to {MAX_NAME} characters")
    drafts = {d.name: d for d in store.drafts(project.id, FORMULA)}
    rows = list(drafts[cleaned].data["versions"]) if cleaned in drafts else []
    if len(rows) != expected:
        raise ConflictError(
            f"{cleaned!r} has {len(rows)} version(s), not {expected}: somebody saved it meanwhile "
            "or the name is taken; open it first"
        )
    parts = [[key, round(percent, 6)] for key, percent in formula.percents().items()]
    if rows and rows[-1]["parts"] == parts and rows[-1]["target"] == target:
        raise InputError(f"nothing was changed since version {len(rows)} of {cleaned!r}")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    rows.append({"target": target, "parts": parts, "at": at, "by": viewer.name, "note": note[:500]})
    draft = store.save_draft(
        project.id,
        FORMULA,
        cleaned,
        {"versions": rows},
        expected_version=expected,
        actor=viewer.name,
    )
    return _versions(draft)[-1]


def undo_version(
    store: Store, viewer: Viewer, project: Project, versions: tuple[Version, ...], number: int
) -> Version:
    """Go back to an earlier version by saving it again as the newest.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    project : Project
    versions : tuple of Version
        All versions as the viewer sees them.
    number : int
        The version to go back to.

    Returns
    -------
    Version
    """
    old = versions[number - 1]
    return save_version(
        store,
        viewer,
        project,
        old.name,
        old.formula,
        target=old.target,
        expected=len(versions),
        note=f"back to version {number}",
    )


def offer(
    store: Store,
    viewer: Viewer,
    project: Project,
    version: Version,
    *,
    candidate: Candidate,
    brief: Brief,
) -> Iteration:
    """Keep an own formula as an iteration, so that it is tasted and compared like a proposal.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    project : Project
    version : Version
    candidate : Candidate
        What ``appraise`` made of it.
    brief : Brief
        By which it was judged.

    Returns
    -------
    Iteration
    """
    require(viewer, Right.DESIGN)
    target = candidate.base or version.name
    proposal = Proposal(
        target_key=brief.target,
        target_name=brief.target,
        brief=brief,
        n_ingredients=0,
        n_considered=0,
        candidates=(replace(candidate, base=f"{version.formula.name}: {target}"),),
    )
    return store.add_iteration(
        project.id,
        brief.to_dict(),
        proposal.to_dict(),
        actor=viewer.name,
        notes=f"own formula {version.formula.name}",
    )


def bench_results(store: Store, project: Project) -> dict[str, list[dict[str, Any]]]:
    """Return measured results by formula id, oldest first."""
    return {d.name: list(d.data["results"]) for d in store.drafts(project.id, BENCH)}


def add_results(
    store: Store, viewer: Viewer, project: Project, formula_id: str, rows: list[dict[str, Any]]
) -> int:
    """Add measured results of a formula; what stands there already is never changed.

    Returns
    -------
    int
        How many results the formula has now.

    Raises
    ------
    ConflictError
        If somebody else added results in the same moment.
    """
    require(viewer, Right.DESIGN)
    if not rows:
        raise InputError("there is no measured value to keep")
    draft = next((d for d in store.drafts(project.id, BENCH) if d.name == formula_id), None)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    kept = list(draft.data["results"]) if draft else []
    kept += [{**row, "at": at, "by": viewer.name} for row in rows]
    store.save_draft(
        project.id,
        BENCH,
        formula_id,
        {"results": kept},
        expected_version=draft.version if draft else 0,
        actor=viewer.name,
    )
    return len(kept)
