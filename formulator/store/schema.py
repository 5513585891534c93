"""Schema of the database: made and upgraded by Alembic only, from inside the package."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from formulator.store.engine import Transactions
from formulator.store.errors import SchemaError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""The newest revision; that the migrations agree is tested, so that nobody has to import them
to open a database that is up to date."""


def _config(connection: Connection | None, location: str) -> Config:
    from alembic.config import Config  # noqa: PLC0415 (only upgrades need it)

    config = Config()
    config.set_main_option("script_location", location.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the newest revision that this version knows."""
    return HEAD


def current(engine: Engine) -> str | None:
    """Return the database's revision, None when it has no schema yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision; safe when several processes start at once.

    On SQLite the whole upgrade is one immediate transaction, on PostgreSQL it holds an
    advisory lock: whoever comes second finds the work done.
    """
    from alembic import command  # noqa: PLC0415 (only upgrades need it)
    from alembic.util import CommandError  # noqa: PLC0415

    with (
        as_file(files("formulator.store") / "migrations") as folder,
        Transactions(engine).writing() as connection,
    ):
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7031)")
        try:
            command.upgrade(_config(connection, str(folder)), "head")
        except CommandError as error:
            raise SchemaError(
                f"the database was written by a newer version ({error}); update plant-formulator"
            ) from None


def check(engine: Engine) -> None:
    """Make sure that the schema is the newest one.

    Raises
    ------
    SchemaError
        Naming the command that mends it.
    """
    found, wanted = current(engine), head()
    if found == wanted:
        return
    known = "no schema" if found is None else f"schema {found}"
    raise SchemaError(
        f"the database has {known}, this version works with {wanted}; "
        "run 'formulator db upgrade' (take a backup first: 'formulator db backup FILE')"
    )
