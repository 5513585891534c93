"""The SQL store: SQLite by default, PostgreSQL by URL, memory for trials."""

from __future__ import annotations

from pathlib import Path

from formulator.store import schema
from formulator.store.base import Store
from formulator.store.engine import URL_VARIABLE, Transactions, default_url, in_words, make_engine
from formulator.store.errors import StoreError
from formulator.store.sql_bench import BenchPart
from formulator.store.sql_formulas import FormulasPart
from formulator.store.sql_judgements import JudgementsPart
from formulator.store.sql_projects import ProjectsPart
from formulator.store.sql_retention import RetentionPart
from formulator.store.sql_rounds import RoundsPart
from formulator.store.sql_shared import SharedPart
from formulator.store.sql_shares import SharesPart
from formulator.store.sql_sittings import SittingsPart
from formulator.store.sql_staff import StaffPart
from formulator.store.sql_transfer import TransferPart
from formulator.store.verify import Verification, verify_record

UNREACHABLE = (
    f"the database cannot be opened: is its server running, its disk not full, {URL_VARIABLE} "
    "right? The log says more"
)


class SqlStore(
    ProjectsPart,
    FormulasPart,
    BenchPart,
    RoundsPart,
    SittingsPart,
    RetentionPart,
    JudgementsPart,
    SharesPart,
    SharedPart,
    StaffPart,
    TransferPart,
):
    """``Store`` on SQLAlchemy; the same statements serve SQLite and PostgreSQL.

    Parameters
    ----------
    transactions : Transactions
        On an engine whose schema is up to date; see ``open_store``.
    """

    def __init__(self, transactions: Transactions) -> None:
        super().__init__(transactions)

    def close(self) -> None:
        """See Store.close."""
        self._transactions.engine.dispose()

    def verify(self) -> Verification:
        """Look for changes that were made behind the program's back; see ``verify_record``."""
        with self._transactions.reading() as connection:
            return verify_record(connection)

    def backup(self, path: Path) -> None:
        """Write a consistent copy of a SQLite database while it is in use.

        Raises
        ------
        StoreError
            On PostgreSQL (use pg_dump), or if the file exists already.
        """
        if self._transactions.engine.dialect.name != "sqlite":
            raise StoreError("a PostgreSQL database is backed up with pg_dump")
        if path.exists():
            raise StoreError(f"{path} exists already; name a new file")
        raw = self._transactions.engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(path),))
        finally:
            raw.close()


def open_store(url: str | None = None, *, migrate: bool | None = None) -> SqlStore:
    """Open the store.

    Parameters
    ----------
    url : str, optional
        Database URL; by default ``FORMULATOR_DATABASE_URL`` or a file in the user's data.
    migrate : bool, optional
        Bring the schema up to date first. By default a new database and the embedded
        SQLite file are, while a shared PostgreSQL with an older schema is not: there the
        upgrade is its own step.

    Raises
    ------
    SchemaError
        If the schema is older or newer than this version works with.
    UnavailableError
        If the database cannot be reached.
    StoreError
        If the URL cannot be read.
    """
    engine = make_engine(url or default_url())
    try:
        with in_words(UNREACHABLE):
            found = schema.current(engine)
            if migrate is None:
                migrate = found is None or engine.dialect.name == "sqlite"
            if migrate and found != schema.head():
                schema.upgrade(engine)
            schema.check(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(Transactions(engine))


def _keeps_the_promise(store: SqlStore) -> Store:
    """Let the type checker prove that SqlStore is a Store."""
    return store
