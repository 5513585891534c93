"""Sealed record: own formulas, bench measurements, audit chain, append-only triggers.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from formulator.store.sealing import START, digest, entry_hash, group_digest
from formulator.store.tables import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEALED = (
    "iterations",
    "formula_versions",
    "measurements",
    "measurement_voids",
    "samples",
    "servings",
    "judgements",
    "voids",
)
APPEND_ONLY = (*SEALED, "audit")


def upgrade() -> None:
    _create_tables()
    op.add_column(
        "audit", sa.Column("hash", sa.String(length=64), nullable=False, server_default="")
    )
    _chain_what_stands(op.get_bind())
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _postgresql_triggers() if is_postgresql else _sqlite_triggers():
        op.execute(sa.text(statement))


def _create_tables() -> None:
    op.create_table(
        "formula_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_formula_versions_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formula_versions")),
        sa.UniqueConstraint(
            "project_id",
            "name",
            "version",
            name=op.f("uq_formula_versions_project_id_name_version"),
        ),
    )
    op.create_index(op.f("ix_formula_versions_project_id"), "formula_versions", ["project_id"])
    op.create_table(
        "shares",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_shares_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_shares_token_hash")),
    )
    op.create_index(op.f("ix_shares_project_id"), "shares", ["project_id"])
    op.create_table(
        "measurements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("iteration_id", sa.String(length=32), nullable=False),
        sa.Column("candidate_id", sa.String(length=100), nullable=False),
        sa.Column("quantity", sa.String(length=50), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(length=30), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measured_by", sa.String(length=200), nullable=False),
        sa.Column("batch_key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_measurements_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint(
            "project_id",
            "batch_key",
            "position",
            name=op.f("uq_measurements_project_id_batch_key_position"),
        ),
    )
    op.create_index(op.f("ix_measurements_project_id"), "measurements", ["project_id"])
    op.create_table(
        "measurement_voids",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("measurement_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measurement_id"],
            ["measurements.id"],
            name=op.f("fk_measurement_voids_measurement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_voids")),
        sa.UniqueConstraint("measurement_id", name=op.f("uq_measurement_voids_measurement_id")),
    )


def _with_utc(table: sa.Table) -> sa.Table:
    """Let a table that was read from the database give its times with their zone."""
    for column in table.columns:
        if isinstance(column.type, sa.DateTime):
            column.type = UtcDateTime()
    return table


def _chain_what_stands(bind: sa.Connection) -> None:
    """Hash the entries that are there, then seal the rows that are there by one more entry."""
    metadata = sa.MetaData()
    audit = _with_utc(sa.Table("audit", metadata, autoload_with=bind))
    previous = START
    for entry in bind.execute(sa.select(audit).order_by(audit.c.number)).mappings().all():
        previous = entry_hash(previous, entry)
        bind.execute(audit.update().where(audit.c.number == entry["number"]).values(hash=previous))
    sealed = _seals_of(bind, metadata)
    if not sealed:
        return
    new: dict[str, Any] = {
        "at": datetime.now(UTC),
        "actor": "",
        "action": "seal earlier record",
        "subject": revision,
        "details": {"rows": sealed},
    }
    bind.execute(audit.insert().values(**new, hash=entry_hash(previous, new)))


def _seals_of(bind: sa.Connection, metadata: sa.MetaData) -> dict[str, str]:
    sealed: dict[str, str] = {}
    for name in SEALED:
        table = _with_utc(sa.Table(name, metadata, autoload_with=bind))
        rows = bind.execute(sa.select(table)).mappings().all()
        if name == "servings":
            for round_id in sorted({row["round_id"] for row in rows}):
                of_round = [row for row in rows if row["round_id"] == round_id]
                sealed[f"servings@{round_id}"] = group_digest(table, of_round)
        else:
            sealed |= {f"{name}:{row['id']}": digest(table, row) for row in rows}
    return sealed


def _sqlite_triggers() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for event in ("UPDATE", "DELETE")
    ]


def _postgresql_triggers() -> list[str]:
    function = (
        "CREATE FUNCTION formulator_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
        f"FOR EACH {'STATEMENT' if event == 'TRUNCATE' else 'ROW'} "
        "EXECUTE FUNCTION formulator_append_only()"
        for table in APPEND_ONLY
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ]
    return [function, *triggers]
