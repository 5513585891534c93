"""Tables of the store, as SQLAlchemy sees them; only migrations create them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """Point in time, always UTC: SQLite forgets time zones, so they are put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times and convert to UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("times must carry a time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put UTC back where the database dropped it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _reference(name: str, target: str) -> Column[str]:
    return Column(name, String(32), ForeignKey(f"{target}.id"), nullable=False, index=True)


def _at(name: str = "created_at") -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=False)


PROJECTS = Table(
    "projects",
    METADATA,
    _id(),
    Column("name", String(200), nullable=False, unique=True),
    Column("notes", Text, nullable=False),
    _at(),
)
ITERATIONS = Table(
    "iterations",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("number", Integer, nullable=False),
    Column("brief", JSON, nullable=False),
    Column("proposal", JSON, nullable=False),
    Column("learned_from", JSON, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("notes", Text, nullable=False),
    _at(),
    UniqueConstraint("project_id", "number"),
)
ROUNDS = Table(
    "rounds",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("number", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("status", String(10), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("settings", JSON, nullable=False),
    _at(),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("project_id", "number"),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
)
SAMPLES = Table(
    "samples",
    METADATA,
    _id(),
    _reference("round_id", "rounds"),
    Column("code", String(3), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("label", String(200), nullable=False),
    Column("iteration_id", String(32), nullable=False),
    Column("candidate_id", String(100), nullable=False),
    Column("formula", JSON, nullable=False),
    UniqueConstraint("round_id", "code"),
)
SEATS = Table(
    "seats",
    METADATA,
    _id(),
    _reference("round_id", "rounds"),
    Column("taster", String(100), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("short_code", String(12), nullable=False, index=True),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    UniqueConstraint("round_id", "taster"),
)
SERVINGS = Table(
    "servings",
    METADATA,
    _id(),
    _reference("round_id", "rounds"),
    _reference("seat_id", "seats"),
    Column("position", Integer, nullable=False),
    _reference("sample_id", "samples"),
    UniqueConstraint("seat_id", "position"),
    UniqueConstraint("seat_id", "sample_id"),
)


def _score(name: str) -> tuple[Column[int], CheckConstraint]:
    return Column(name, Integer), CheckConstraint(f"{name} BETWEEN 1 AND 9", name=name)


HEDONIC = ("overall", "taste", "texture", "appearance")
"""Attributes with a column of their own, scored 1 to 9."""

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    _id(),
    Column("serving_id", String(32), ForeignKey("servings.id"), nullable=False, unique=True),
    Column("idempotency_key", String(64), nullable=False),
    *[item for name in HEDONIC for item in _score(name)],
    Column("jar", JSON, nullable=False),
    Column("directives", JSON, nullable=False),
    Column("cata", JSON(none_as_null=True)),
    Column("difference", Integer),
    CheckConstraint("difference BETWEEN 0 AND 10", name="difference"),
    Column("seconds", Float),
    Column("comment", Text, nullable=False),
    Column("source", String(10), nullable=False),
    _at(),
)
VOIDS = Table(
    "voids",
    METADATA,
    _id(),
    Column("judgement_id", String(32), ForeignKey("judgements.id"), nullable=False, unique=True),
    Column("reason", Text, nullable=False),
    Column("actor", String(200), nullable=False),
    _at(),
)
FORMULA_VERSIONS = Table(
    "formula_versions",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("name", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("parts", JSON, nullable=False),
    Column("parent", Integer),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("data", JSON, nullable=False),
    _at(),
    UniqueConstraint("project_id", "name", "version"),
)
SHARES = Table(
    "shares",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_by", String(200), nullable=False),
    _at(),
    _at("expires_at"),
    Column("revoked_at", UtcDateTime),
)
MEASUREMENTS = Table(
    "measurements",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("iteration_id", String(32), nullable=False),
    Column("candidate_id", String(100), nullable=False),
    Column("quantity", String(50), nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", String(30), nullable=False),
    Column("method", Text, nullable=False),
    _at("measured_at"),
    Column("measured_by", String(200), nullable=False),
    Column("batch_key", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    _at(),
    UniqueConstraint("project_id", "batch_key", "position"),
)
MEASUREMENT_VOIDS = Table(
    "measurement_voids",
    METADATA,
    _id(),
    Column(
        "measurement_id", String(32), ForeignKey("measurements.id"), nullable=False, unique=True
    ),
    Column("reason", Text, nullable=False),
    Column("actor", String(200), nullable=False),
    _at(),
)
DRAFTS = Table(
    "drafts",
    METADATA,
    _id(),
    _reference("project_id", "projects"),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("data", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    _at("updated_at"),
    UniqueConstraint("project_id", "kind", "name"),
)
USERS = Table(
    "users",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(300), nullable=False),
    Column("active", Boolean, nullable=False),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(50), nullable=False),
    Column("subject", String(200), nullable=False, index=True),
    Column("details", JSON, nullable=False),
    Column("hash", String(64), nullable=False, server_default=""),
)
FAILED_TRIES = Table(
    "failed_tries",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("client", String(64), nullable=False, index=True),
    _at("at"),
)
"""Wrong codes and passwords of the last minute; ``client`` is the hash of an address."""
APPEND_ONLY: tuple[Table, ...] = (
    ITERATIONS,
    FORMULA_VERSIONS,
    MEASUREMENTS,
    MEASUREMENT_VOIDS,
    SAMPLES,
    SERVINGS,
    JUDGEMENTS,
    VOIDS,
)
"""Tables whose rows never change; triggers refuse it and the audit trail holds their digests."""
