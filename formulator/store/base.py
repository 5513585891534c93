"""The one promise that every storage backend keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from formulator.store.records import (
    Answers,
    AuditEntry,
    Draft,
    FormulaVersion,
    Iteration,
    Measurement,
    NewMeasurement,
    NewRound,
    Project,
    Receipt,
    Round,
    Sample,
    Seat,
    Serving,
    Share,
    Sitting,
    StoredJudgement,
    User,
)


class Store(Protocol):
    """Projects, iterations, rounds and judgements that outlive the process.

    Every write is one transaction: it is kept whole or not at all, and kept before the
    method returns. Judgements are append-only; the first one on a serving wins. Every
    change leaves an audit entry. All methods may be called from several threads.
    ``NotFoundError`` is raised for ids that do not exist, ``ConflictError`` where someone
    else was first.
    """

    def create_project(self, name: str, *, actor: str = "", notes: str = "") -> Project:
        """Create a project; its name must be new (ConflictError)."""
        ...

    def projects(self) -> tuple[Project, ...]:
        """Return all projects, sorted by name."""
        ...

    def project(self, name: str) -> Project:
        """Return the project with this name."""
        ...

    def add_iteration(
        self,
        project_id: str,
        brief: Mapping[str, Any],
        proposal: Mapping[str, Any],
        *,
        learned_from: Sequence[str] = (),
        actor: str = "",
        notes: str = "",
    ) -> Iteration:
        """Keep a brief and the proposal that answered it under the next number."""
        ...

    def iterations(self, project_id: str) -> tuple[Iteration, ...]:
        """Return a project's iterations, oldest first."""
        ...

    def create_round(self, project_id: str, plan: NewRound, *, actor: str = "") -> Round:
        """Keep a round with its samples, seats and servings, all or nothing."""
        ...

    def rounds(self, project_id: str) -> tuple[Round, ...]:
        """Return a project's rounds, oldest first."""
        ...

    def round(self, round_id: str) -> Round:
        """Return one round."""
        ...

    def close_round(self, round_id: str, *, actor: str = "") -> Round:
        """Close a round for good; closing it twice raises ConflictError."""
        ...

    def samples(self, round_id: str) -> tuple[Sample, ...]:
        """Return a round's coded samples, sorted by code."""
        ...

    def seats(self, round_id: str) -> tuple[Seat, ...]:
        """Return a round's seats, sorted by taster."""
        ...

    def seat_by_token(self, token: str) -> Seat:
        """Return the seat that a raw link token opens.

        Raises
        ------
        NotFoundError
            For every failure alike: unknown, expired, revoked, closed round.
        """
        ...

    def seat_by_short_code(self, code: str) -> Seat:
        """Return the seat of an open round with this short code; fails as seat_by_token."""
        ...

    def sitting_by_token(self, token: str) -> Sitting:
        """Return all that the ballot of a raw link token needs; fails as seat_by_token.

        With ``ballot_servings`` the only query of a ballot; it reads no formula, no label and no
        score.
        """
        ...

    def sitting_by_short_code(self, code: str) -> Sitting:
        """Return all that the ballot of a short code needs; fails as seat_by_token."""
        ...

    def revoke_seat(self, seat_id: str, *, actor: str = "") -> Seat:
        """Close a seat's link for good."""
        ...

    def reissue_seat(self, seat_id: str, *, token: str, actor: str = "") -> Seat:
        """Give a seat a new link token; the old link is dead from then on."""
        ...

    def erase_taster(self, project_id: str, taster: str, *, actor: str = "") -> int:
        """Replace a taster's pseudonym by a random one in all rounds and triangle tests.

        Returns in how many. The scores stay, the way back to the person is gone, and the links
        are dead. The audit trail says that somebody was erased, not who. NotFoundError for nobody
        of this name.
        """
        ...

    def old_seats(self, before: datetime) -> int:
        """Return how many names `forget_tasters` would replace."""
        ...

    def forget_tasters(self, before: datetime, *, actor: str = "") -> int:
        """Erase, as erase_taster does, everybody in rounds closed before a time.

        And in triangle tests untouched since. Returns how many names; a taster of later rounds
        keeps the name there.
        """
        ...

    def servings(self, round_id: str) -> tuple[Serving, ...]:
        """Return a round's servings, sorted by seat and position."""
        ...

    def ballot_servings(self, seat_id: str) -> tuple[tuple[Serving, str, bool], ...]:
        """Return (serving, blind code, already judged) of one seat in serving order.

        It reads no formula, no label and no score.
        """
        ...

    def answered(self, round_id: str) -> Mapping[str, tuple[int, int]]:
        """Return how many of its cups each seat of a round has answered, by seat id."""
        ...

    def submit(self, serving_id: str, answers: Answers, *, idempotency_key: str) -> Receipt:
        """Keep a judgement.

        The same key on the same serving again is the same success. Another key for a
        judged serving, or a closed round, raises ConflictError and changes nothing.
        """
        ...

    def submit_all(self, entries: Sequence[tuple[str, Answers, str]]) -> tuple[Receipt, ...]:
        """Keep several judgements, (serving id, answers, idempotency key) each, or none."""
        ...

    def void_judgement(self, judgement_id: str, *, reason: str, actor: str = "") -> None:
        """Mark a judgement as not to be used; it is never deleted."""
        ...

    def judgements(
        self, *, round_id: str | None = None, project_id: str | None = None
    ) -> tuple[StoredJudgement, ...]:
        """Return the judgements of a round or of a whole project, oldest first."""
        ...

    def save_draft(
        self,
        project_id: str,
        kind: str,
        name: str,
        data: Mapping[str, Any],
        *,
        expected_version: int,
        actor: str = "",
    ) -> Draft:
        """Save a draft over ``expected_version`` (0 = new); a newer one raises ConflictError."""
        ...

    def drafts(self, project_id: str, kind: str) -> tuple[Draft, ...]:
        """Return a project's drafts of one kind, sorted by name."""
        ...

    def save_formula(
        self,
        project_id: str,
        name: str,
        parts: Sequence[tuple[str, float]],
        *,
        expected_version: int,
        note: str = "",
        data: Mapping[str, Any] | None = None,
        actor: str = "",
    ) -> FormulaVersion:
        """Add a version of an own formula, made from ``expected_version`` (0 = new formula).

        ``parts`` are (ingredient key, g/100 g) pairs that sum to 100 (TableError); ``data`` is
        plain data that belongs to them. A version that is not the newest any more raises
        ConflictError and changes nothing.
        """
        ...

    def undo_formula(
        self, project_id: str, name: str, *, expected_version: int, actor: str = ""
    ) -> FormulaVersion:
        """Add a version like the one before ``expected_version``; undoing again goes further back.

        Nothing earlier, or a newer version, raises ConflictError.
        """
        ...

    def formulas(self, project_id: str) -> tuple[FormulaVersion, ...]:
        """Return the newest version of each own formula, sorted by name."""
        ...

    def formula_versions(self, project_id: str, name: str) -> tuple[FormulaVersion, ...]:
        """Return all versions of an own formula, oldest first."""
        ...

    def add_measurements(
        self, project_id: str, entries: Sequence[NewMeasurement], *, key: str, actor: str = ""
    ) -> Receipt:
        """Keep measured values, all or none; the same ``key`` again is the same success.

        TableError lists values that cannot be; NotFoundError names iterations and formula
        versions that the project does not have.
        """
        ...

    def void_measurement(self, measurement_id: str, *, reason: str, actor: str = "") -> None:
        """Mark a measurement as not to be used; it is never deleted."""
        ...

    def measurements(
        self, project_id: str, *, iteration_id: str | None = None, candidate_id: str | None = None
    ) -> tuple[Measurement, ...]:
        """Return measured values, voided ones too, oldest first."""
        ...

    def create_share(
        self, project_id: str, *, token: str, expires_at: datetime, actor: str = ""
    ) -> Share:
        """Keep a link to a project's report; only the token's hash is kept."""
        ...

    def share_by_token(self, token: str) -> Share:
        """Return the share that a raw token opens; NotFoundError for every failure alike."""
        ...

    def revoke_share(self, share_id: str, *, actor: str = "") -> Share:
        """Close a share's link for good."""
        ...

    def shares(self, project_id: str) -> tuple[Share, ...]:
        """Return a project's shares, oldest first."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on this database."""
        ...

    def count_failure(self, client: str, *, window: float) -> int:
        """Count a failed try of a client; return how many there were within ``window`` [s].

        Only a hash of the client is kept, and older tries are forgotten.
        """
        ...

    def failures(self, client: str, *, window: float) -> int:
        """Return how many tries of a client failed within ``window`` [s]."""
        ...

    def claim(self, name: str) -> Callable[[], None] | None:
        """Take a name for this process alone; return what gives it back, None if it is taken.

        On PostgreSQL no other process gets it, and it is free again when this one ends; SQLite
        has one process, whose own it always is.
        """
        ...

    def save_user(self, user: User, *, actor: str = "") -> None:
        """Create or change a member of staff."""
        ...

    def users(self) -> tuple[User, ...]:
        """Return all members of staff, sorted by name."""
        ...

    def audit(self, *, subject: str | None = None) -> tuple[AuditEntry, ...]:
        """Return the audit trail, oldest first, of one subject id or of everything."""
        ...

    def log(self, action: str, subject: str, *, actor: str = "", **details: Any) -> None:
        """Add an audit entry for something that is not a write, such as an early unblinding."""
        ...

    def dump_project(self, project_id: str) -> dict[str, Any]:
        """Return everything about a project as plain data, loss-free."""
        ...

    def load_project(self, data: Mapping[str, Any], *, actor: str = "") -> Project:
        """Keep what ``dump_project`` returned; ids and name must be new here."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...
