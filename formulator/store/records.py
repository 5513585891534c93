"""Frozen records of what the store keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class SampleKind(StrEnum):
    """What a coded cup holds."""

    FORMULA = "formula"
    BLIND_CONTROL = "blind control"
    DUPLICATE = "duplicate"
    WARM_UP = "warm-up"


class RoundStatus(StrEnum):
    """A round is open for judgements or closed for good."""

    OPEN = "open"
    CLOSED = "closed"


class Receipt(StrEnum):
    """What became of a judgement that was sent."""

    STORED = "stored"
    SAME = "same"
    """The same message came again (double tap, retry): it is stored once."""


@dataclass(frozen=True, slots=True)
class Project:
    """One product under development."""

    id: str
    name: str
    created_at: datetime
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Iteration:
    """One brief with the proposal that answered it; never changed afterwards."""

    id: str
    project_id: str
    number: int
    """1, 2, 3 ... within the project."""
    brief: dict[str, Any]
    proposal: dict[str, Any]
    learned_from: tuple[str, ...]
    """Ids of the closed rounds that the proposal has learned from."""
    created_at: datetime
    created_by: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A coded cup of a round."""

    id: str
    round_id: str
    code: str
    """Blind three-digit code."""
    kind: SampleKind
    label: str
    """Name for staff; never shown to tasters."""
    iteration_id: str = ""
    candidate_id: str = ""
    formula: tuple[tuple[str, float], ...] = ()
    """(ingredient key, g/100 g) pairs; empty for an animal control."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One taster's place in one round."""

    id: str
    round_id: str
    taster: str
    """Pseudonym."""
    token_hash: str
    """SHA-256 of the opaque link token; the token itself is never kept."""
    short_code: str
    """What a taster types on a shared tablet; unique among open rounds."""
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """One cup in front of one taster; the unit that is judged once."""

    id: str
    round_id: str
    seat_id: str
    position: int
    """1 for the first scored cup; 0 for the warm-up."""
    sample_id: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the ballot of one seat needs: no formula, no label and no score."""

    seat: Seat
    settings: Mapping[str, Any]
    """What the round was opened with."""
    cups: tuple[tuple[Serving, str, bool], ...]
    """(serving, blind code, already judged) in serving order."""


@dataclass(frozen=True, slots=True)
class Round:
    """One tasting: coded samples, seats and serving orders."""

    id: str
    project_id: str
    number: int
    name: str
    status: RoundStatus
    seed: int
    settings: dict[str, Any]
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewRound:
    """Everything that a new round consists of, saved in one transaction."""

    name: str
    seed: int
    samples: tuple[Sample, ...]
    seats: tuple[Seat, ...]
    servings: tuple[Serving, ...]
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredJudgement:
    """One taster's answer on one cup, as kept."""

    id: str
    serving_id: str
    round_id: str
    seat_id: str
    sample_id: str
    taster: str
    code: str
    position: int
    scores: dict[str, int]
    """Hedonic scores 1 to 9 by attribute; an attribute without an answer is absent."""
    jar: dict[str, int]
    """Just-about-right steps -2 to 2 by attribute, 0 = just about right."""
    directives: tuple[str, ...]
    cata: tuple[str, ...] | None
    """Ticked terms; None when the list was not asked."""
    difference: int | None
    """Difference from the labelled control, 0 to 10; None when not asked."""
    seconds: float | None
    """Time spent on the ballot, [s]."""
    comment: str
    source: str
    """``app``, ``html`` or ``paper``."""
    created_at: datetime
    voided: str = ""
    """Reason, when the panel leader voided it; statistics leave it out then."""
    voided_by: str = ""
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What a taster sends for one cup."""

    scores: dict[str, int]
    jar: dict[str, int] = field(default_factory=dict)
    directives: tuple[str, ...] = ()
    cata: tuple[str, ...] | None = None
    difference: int | None = None
    seconds: float | None = None
    comment: str = ""
    source: str = "app"


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief or formula that is still being edited; guarded by its version."""

    project_id: str
    kind: str
    """``brief`` or ``formula``."""
    name: str
    data: dict[str, Any]
    version: int
    """Grows by one with each save; a save must name the version it started from."""
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FormulaVersion:
    """One version of a formula that somebody wrote; never changed afterwards."""

    id: str
    project_id: str
    name: str
    version: int
    """1, 2, 3 ... under this name; a save must name the version it started from."""
    parts: tuple[tuple[str, float], ...]
    """(ingredient key, g/100 g) pairs, summing to 100."""
    parent: int | None
    """The version that undoing goes back to; None for the first."""
    author: str
    note: str
    created_at: datetime
    data: dict[str, Any] = field(default_factory=dict)
    """What belongs to the parts: target, jurisdiction, what was computed then."""


@dataclass(frozen=True, slots=True)
class Share:
    """A link that shows one project's report to whoever holds it."""

    id: str
    project_id: str
    token_hash: str
    """SHA-256 of the opaque link token; the token itself is never kept."""
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewMeasurement:
    """One value measured on the bench, as entered."""

    candidate_id: str
    """Candidate of the iteration; for an own formula the id of its version."""
    quantity: str
    """``pH``, ``brix``, ``viscosity``, ``L*``, ``a*``, ``b*`` ..."""
    value: float
    unit: str
    """Unit of the value, empty for pH and colour."""
    measured_at: datetime
    """With a time zone."""
    iteration_id: str = ""
    """Empty for an own formula."""
    method: str = ""
    """Instrument, temperature, dilution: whatever the value depends on."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value measured on the bench, as kept; append-only, may be voided."""

    id: str
    project_id: str
    iteration_id: str
    candidate_id: str
    quantity: str
    value: float
    unit: str
    method: str
    measured_at: datetime
    measured_by: str
    created_at: datetime
    voided: str = ""
    """Reason, when it was voided."""
    voided_by: str = ""
    voided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A member of staff in team mode."""

    name: str
    role: str
    """scientist, leader, product or admin."""
    password_hash: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what when."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    hash: str = ""
    """SHA-256 over this entry and the one before: a changed entry breaks the chain."""
