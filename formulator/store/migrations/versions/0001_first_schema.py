"""First schema: projects, iterations, rounds, judgements, drafts, users, audit.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("action", sa.String(length=50), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)
    op.create_table(
        "projects",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("name", name=op.f("uq_projects_name")),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_drafts_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "project_id", "kind", "name", name=op.f("uq_drafts_project_id_kind_name")
        ),
    )
    op.create_index(op.f("ix_drafts_project_id"), "drafts", ["project_id"], unique=False)
    op.create_table(
        "iterations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("brief", sa.JSON(), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("learned_from", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_iterations_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_iterations")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_iterations_project_id_number")),
    )
    op.create_index(op.f("ix_iterations_project_id"), "iterations", ["project_id"], unique=False)
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_rounds_status")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_rounds_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_rounds_project_id_number")),
    )
    op.create_index(op.f("ix_rounds_project_id"), "rounds", ["project_id"], unique=False)
    op.create_table(
        "samples",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("iteration_id", sa.String(length=32), nullable=False),
        sa.Column("candidate_id", sa.String(length=100), nullable=False),
        sa.Column("formula", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_samples_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_samples_round_id_code")),
    )
    op.create_index(op.f("ix_samples_round_id"), "samples", ["round_id"], unique=False)
    op.create_table(
        "seats",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("taster", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("short_code", sa.String(length=12), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_seats_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("round_id", "taster", name=op.f("uq_seats_round_id_taster")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seats_token_hash")),
    )
    op.create_index(op.f("ix_seats_round_id"), "seats", ["round_id"], unique=False)
    op.create_index(op.f("ix_seats_short_code"), "seats", ["short_code"], unique=False)
    op.create_table(
        "servings",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("seat_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_servings_round_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_servings_sample_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_servings_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_servings")),
        sa.UniqueConstraint("seat_id", "position", name=op.f("uq_servings_seat_id_position")),
        sa.UniqueConstraint("seat_id", "sample_id", name=op.f("uq_servings_seat_id_sample_id")),
    )
    op.create_index(op.f("ix_servings_round_id"), "servings", ["round_id"], unique=False)
    op.create_index(op.f("ix_servings_sample_id"), "servings", ["sample_id"], unique=False)
    op.create_index(op.f("ix_servings_seat_id"), "servings", ["seat_id"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("serving_id", sa.String(length=32), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=True),
        sa.Column("taste", sa.Integer(), nullable=True),
        sa.Column("texture", sa.Integer(), nullable=True),
        sa.Column("appearance", sa.Integer(), nullable=True),
        sa.Column("jar", sa.JSON(), nullable=False),
        sa.Column("directives", sa.JSON(), nullable=False),
        sa.Column("cata", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("difference", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("appearance BETWEEN 1 AND 9", name=op.f("ck_judgements_appearance")),
        sa.CheckConstraint("difference BETWEEN 0 AND 10", name=op.f("ck_judgements_difference")),
        sa.CheckConstraint("overall BETWEEN 1 AND 9", name=op.f("ck_judgements_overall")),
        sa.CheckConstraint("taste BETWEEN 1 AND 9", name=op.f("ck_judgements_taste")),
        sa.CheckConstraint("texture BETWEEN 1 AND 9", name=op.f("ck_judgements_texture")),
        sa.ForeignKeyConstraint(
            ["serving_id"], ["servings.id"], name=op.f("fk_judgements_serving_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
        sa.UniqueConstraint("serving_id", name=op.f("uq_judgements_serving_id")),
    )
    op.create_table(
        "voids",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("judgement_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgements.id"], name=op.f("fk_voids_judgement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voids")),
        sa.UniqueConstraint("judgement_id", name=op.f("uq_voids_judgement_id")),
    )


def downgrade() -> None:
    op.drop_table("voids")
    op.drop_table("judgements")
    op.drop_index(op.f("ix_servings_seat_id"), table_name="servings")
    op.drop_index(op.f("ix_servings_sample_id"), table_name="servings")
    op.drop_index(op.f("ix_servings_round_id"), table_name="servings")
    op.drop_table("servings")
    op.drop_index(op.f("ix_seats_short_code"), table_name="seats")
    op.drop_index(op.f("ix_seats_round_id"), table_name="seats")
    op.drop_table("seats")
    op.drop_index(op.f("ix_samples_round_id"), table_name="samples")
    op.drop_table("samples")
    op.drop_index(op.f("ix_rounds_project_id"), table_name="rounds")
    op.drop_table("rounds")
    op.drop_index(op.f("ix_iterations_project_id"), table_name="iterations")
    op.drop_table("iterations")
    op.drop_index(op.f("ix_drafts_project_id"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_table("users")
    op.drop_table("projects")
    op.drop_index(op.f("ix_audit_subject"), table_name="audit")
    op.drop_table("audit")
