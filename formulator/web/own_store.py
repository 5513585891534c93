"""Own formulas and measured results as the Design page uses them; the store keeps every version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from formulator.errors import InputError
from formulator.formula import Formula
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.store import (
    FormulaVersion,
    Iteration,
    Measurement,
    NewMeasurement,
    Project,
    Receipt,
    Store,
)
from formulator.web.auth import Right, Viewer, require

MAX_NAME = 80
"""Longest name of a formula, characters."""


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state of an own formula."""

    id: str
    name: str
    number: int
    """1, 2, 3 ..."""
    target: str
    """Key of what it imitates."""
    parts: tuple[tuple[str, float], ...]
    """(ingredient key, percent)."""
    at: datetime
    by: str
    note: str = ""

    @property
    def formula(self) -> Formula:
        """The composition."""
        return Formula.from_grams(dict(self.parts), name=f"{self.name} v{self.number}")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a formula is kept: what may be downloaded and measured."""

    query: str
    """Of the export routes."""
    owner_id: str
    """Candidate of the iteration, or version of an own formula."""
    iteration_id: str = ""
    """Empty for an own formula."""

    @classmethod
    def proposal(cls, iteration: Iteration, candidate: Candidate) -> Kept:
        """Name a candidate of an iteration."""
        query = urlencode({"iteration": iteration.number, "formula": candidate.id})
        return cls(query, candidate.id, iteration.id)

    @classmethod
    def own(cls, version: Version) -> Kept:
        """Name a version of an own formula."""
        query = urlencode({"own": version.name, "version": version.number})
        return cls(query, version.id)


def _version(kept: FormulaVersion) -> Version:
    return Version(
        id=kept.id,
        name=kept.name,
        number=kept.version,
        target=str(kept.data.get("target", "")),
        parts=kept.parts,
        at=kept.created_at,
        by=kept.author,
        note=kept.note,
    )


def own_formulas(store: Store, project: Project) -> dict[str, tuple[Version, ...]]:
    """Return the own formulas of a project: name to all versions, oldest first."""
    return {
        newest.name: tuple(map(_version, store.formula_versions(project.id, newest.name)))
        for newest in store.formulas(project.id)
    }


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
    parts = tuple((key, round(percent, 6)) for key, percent in formula.percents().items())
    known = [v for v in own_formulas(store, project).get(cleaned, ()) if v.number == expected]
    if known and (known[0].parts, known[0].target) == (parts, target):
        raise InputError(f"nothing was changed since version {expected} of {cleaned!r}")
    return _version(
        store.save_formula(
            project.id,
            cleaned,
            parts,
            expected_version=expected,
            note=note[:500],
            data={"target": target},
            actor=viewer.name,
        )
    )


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


def measured_formulas(
    store: Store, project: Project, iterations: Sequence[Iteration]
) -> tuple[dict[str, dict[str, float]], tuple[Measurement, ...]]:
    """Return what a project's bench has measured, and of what.

    Parameters
    ----------
    store : Store
    project : Project
    iterations : sequence of Iteration
        Whose formulas stand beside the own ones.

    Returns
    -------
    compositions : dict
        Id (candidate, or version of an own formula) to ingredient to percent.
    readings : tuple of Measurement
        Oldest first; voided readings left out.
    """
    own = own_formulas(store, project)
    found = {v.id: dict(v.parts) for versions in own.values() for v in versions}
    for iteration in iterations:
        for candidate in iteration.proposal["candidates"]:
            found[candidate["id"]] = {p["key"]: p["percent"] for p in candidate["parts"]}
    readings = tuple(m for m in store.measurements(project.id) if not m.voided)
    return found, readings


def bench_results(store: Store, project: Project, kept: Kept) -> tuple[Measurement, ...]:
    """Return what was measured of a formula, oldest first; voided readings left out."""
    found = store.measurements(project.id, candidate_id=kept.owner_id)
    return tuple(m for m in found if not m.voided)


def add_results(
    store: Store,
    viewer: Viewer,
    project: Project,
    kept: Kept,
    rows: Sequence[Mapping[str, Any]],
    *,
    sheet: str,
) -> Receipt:
    """Keep measured results of a formula.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    project : Project
    kept : Kept
    rows : sequence of mapping
        ``quantity``, ``value``, ``unit`` and ``note``.
    sheet : str
        What tells this sheet from the next one with the same readings: sent twice, it is kept
        once.

    Returns
    -------
    Receipt
    """
    require(viewer, Right.DESIGN)
    at = datetime.now(UTC)
    entries = [
        NewMeasurement(
            candidate_id=kept.owner_id,
            iteration_id=kept.iteration_id,
            quantity=str(row["quantity"]),
            value=float(row["value"]),
            unit=str(row["unit"]),
            method=str(row.get("note", "")),
            measured_at=at,
        )
        for row in rows
    ]
    text = json.dumps([sheet, kept.owner_id, [dict(row) for row in rows]])
    key = hashlib.sha256(text.encode()).hexdigest()
    return store.add_measurements(project.id, entries, key=key, actor=viewer.name)


def void_result(store: Store, viewer: Viewer, measurement_id: str, *, reason: str) -> None:
    """Mark a reading as not to be used; it is never deleted."""
    require(viewer, Right.DESIGN)
    store.void_measurement(measurement_id, reason=reason, actor=viewer.name)
