"""Schema of the database: made and upgraded by Alembic only, from inside the package."""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from formulator.store.engine import Transactions
from formulator.store.errors import SchemaError


def _config(connection: Connection | None, location: str) -> Config:
    config = Config()
    config.set_main_option("script_location", location.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """Return the newest revision that this version knows."""
    with as_file(files("formulator.store") / "migrations") as folder:
        revision = ScriptDirectory.from_config(_config(None, str(folder))).get_current_head()
    if revision is None:
        raise SchemaError("the package holds no migration; install it again")
    return revision


def current(engine: Engine) -> str | None:
    """Return the database's revision, None when it has no schema yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision; safe when several processes start at once.

    On SQLite the whole upgrade is one immediate transaction, on PostgreSQL it holds an
    advisory lock: whoever comes second finds the work done.
    """
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
