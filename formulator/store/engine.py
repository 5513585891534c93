"""Engines for SQLite and PostgreSQL, set up so that nothing acknowledged is lost."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool

from formulator.store.errors import StoreError, UnavailableError

_LOG = logging.getLogger(__name__)

URL_VARIABLE = "FORMULATOR_DATABASE_URL"
BUSY_TIMEOUT_MS = 10_000


def default_url() -> str:
    """Return the database URL.

    ``FORMULATOR_DATABASE_URL``, or what stands in the file that ``FORMULATOR_DATABASE_URL_FILE``
    names (it holds a password), else a file in the user's data.
    """
    path = os.environ.get(f"{URL_VARIABLE}_FILE", "")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    url = os.environ.get(URL_VARIABLE, "").strip()
    if url:
        return url
    folder = user_data_path("plant-formulator", appauthor=False)
    return f"sqlite:///{folder / 'formulator.db'}"


def make_engine(url: str) -> Engine:
    """Open an engine for a database URL.

    Parameters
    ----------
    url : str
        ``sqlite:///PATH``, ``postgresql+psycopg://...`` or ``memory://`` (one process, for
        trials and tests).

    Raises
    ------
    StoreError
        If the URL cannot be read or its database is neither SQLite nor PostgreSQL.
    """
    if url == "memory://":
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        _configure_sqlite(engine)
        return engine
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            f"the database URL cannot be read; {URL_VARIABLE} takes sqlite:///PATH or "
            "postgresql+psycopg://USER:PASSWORD@HOST/NAME"
        ) from None
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
        _configure_sqlite(engine)
        return engine
    if backend != "postgresql":
        raise StoreError(f"the database must be SQLite or PostgreSQL, got {backend!r}")
    return create_engine(parsed, pool_pre_ping=True)


def _configure_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling is off: it would begin too late for
        # BEGIN IMMEDIATE, and read-then-write under a plain BEGIN fails when busy.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("single", False):
            write = options.get("write", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


AGAIN = (
    "the database cannot be reached or written just now; what was sent may not be saved. "
    "Please send it again: nothing is kept twice"
)


@contextmanager
def in_words(message: str = AGAIN) -> Iterator[None]:
    """Say in plain words that the database is gone, full or busy; the cause goes to the log.

    Raises
    ------
    UnavailableError
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        _LOG.error("database: %s", error.orig)
        raise UnavailableError(message) from None


class Transactions:
    """Reading and writing transactions on one engine.

    SQLite has one writer and waits for it by sleeping, so writers of this process queue
    on a lock instead; the in-memory database has one connection, so its readers do too.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        # SQLite's driver begins by our own statement only; PostgreSQL's does it by itself.
        self._single: dict[str, Any] = (
            {"single": True} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        )
        lock: AbstractContextManager[Any] = threading.RLock() if is_sqlite else nullcontext()
        self._write_lock = lock
        self._read_lock = lock if isinstance(engine.pool, StaticPool) else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads.

        Raises
        ------
        UnavailableError
            If the database cannot be reached.
        """
        with in_words(), self._read_lock, self.engine.connect() as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Open a connection for single queries, each of which sees what is there when it runs.

        Cheaper than ``reading``, which holds one view of the database over several queries.

        Raises
        ------
        UnavailableError
            If the database cannot be reached.
        """
        with in_words(), self._read_lock, self.engine.connect() as raw:
            yield raw.execution_options(**self._single)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is kept whole on leaving, or not at all on an error.

        Raises
        ------
        UnavailableError
            If the database cannot be reached or written. When the connection broke during the
            commit it may have been kept nevertheless; every write may be sent again.
        """
        with in_words(), self._write_lock, self.engine.connect() as raw:
            connection = raw.execution_options(write=True)
            with connection.begin():
                yield connection
