"""What several replicas of the app have to agree on: failed tries, and who has a job at work."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import create_engine, delete, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from formulator.store.engine import in_words
from formulator.store.sql_base import SqlPart, now
from formulator.store.tables import FAILED_TRIES

CLAIM_SPACE = 7033
"""First number of the advisory locks that stand for claims on PostgreSQL."""

Release = Callable[[], None]


def _hashed(client: str) -> str:
    # An address is personal data: its hash is enough to count by, and it goes after the window.
    return hashlib.sha256(client.encode()).hexdigest()


def _key(name: str) -> int:
    """Return a name as the signed 32-bit number that PostgreSQL's locks are named by."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)


class SharedPart(SqlPart):
    """Implements what replicas share in ``Store``."""

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on this database."""
        return self._transactions.engine.dialect.name == "postgresql"

    def count_failure(self, client: str, *, window: float) -> int:
        """See Store.count_failure."""
        with self._transactions.writing() as connection:
            connection.execute(
                delete(FAILED_TRIES).where(FAILED_TRIES.c.at <= now() - timedelta(seconds=window))
            )
            connection.execute(insert(FAILED_TRIES).values(client=_hashed(client), at=now()))
        return self.failures(client, window=window)

    def failures(self, client: str, *, window: float) -> int:
        """See Store.failures."""
        since = now() - timedelta(seconds=window)
        query = select(func.count()).where(
            FAILED_TRIES.c.client == _hashed(client), FAILED_TRIES.c.at > since
        )
        with self._transactions.asking() as connection:
            return int(connection.execute(query).scalar_one())

    def claim(self, name: str) -> Release | None:
        """See Store.claim."""
        if not self.is_shared:
            return lambda: None
        # A connection of its own: the server frees the claim when it breaks, whoever held it.
        engine = create_engine(self._transactions.engine.url, poolclass=NullPool)
        with in_words():
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        numbers = {"space": CLAIM_SPACE, "key": _key(name)}
        lock = text("SELECT pg_try_advisory_lock(:space, :key)")

        def release() -> None:
            try:
                connection.close()
            except SQLAlchemyError:
                connection.invalidate()  # the server is gone, and the claim with it

        with in_words():
            is_mine = connection.execute(lock, numbers).scalar()
        if is_mine:
            return release
        release()
        return None
