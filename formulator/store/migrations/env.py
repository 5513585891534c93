"""Alembic environment: runs on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from formulator.store.tables import METADATA

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations run through 'formulator db upgrade' only")
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
