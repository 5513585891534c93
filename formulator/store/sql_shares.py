"""Links to a project's report on SQL: opaque, hashed, expiring, revocable."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select, update

from formulator.store.errors import NotFoundError
from formulator.store.records import Share
from formulator.store.sql_base import SqlPart, new_id, now, record, row_by_id
from formulator.store.sql_sittings import token_hash
from formulator.store.tables import PROJECTS, SHARES


class SharesPart(SqlPart):
    """Implements the share methods of ``Store``."""

    def create_share(
        self, project_id: str, *, token: str, expires_at: datetime, actor: str = ""
    ) -> Share:
        """See Store.create_share."""
        share = Share(new_id(), project_id, token_hash(token), actor, now(), expires_at)
        with self._transactions.writing() as connection:
            row_by_id(connection, PROJECTS, project_id, what="project")
            values = {name: getattr(share, name) for name in Share.__slots__}
            connection.execute(insert(SHARES).values(values))
            details = {"project": project_id, "expires": expires_at.isoformat()}
            record(connection, "create share", share.id, actor, details)
        return share

    def share_by_token(self, token: str) -> Share:
        """See Store.share_by_token."""
        query = select(SHARES).where(SHARES.c.token_hash == token_hash(token))
        with self._transactions.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None or row["revoked_at"] is not None or row["expires_at"] <= now():
            # One message for every failure: it must not tell a guesser how near he was.
            raise NotFoundError("this link opens no report; ask whoever sent it")
        return Share(**row)

    def revoke_share(self, share_id: str, *, actor: str = "") -> Share:
        """See Store.revoke_share."""
        with self._transactions.writing() as connection:
            share = Share(**row_by_id(connection, SHARES, share_id, what="share"))
            revoked = replace(share, revoked_at=share.revoked_at or now())
            connection.execute(
                update(SHARES).where(SHARES.c.id == share_id).values(revoked_at=revoked.revoked_at)
            )
            record(connection, "revoke share", share_id, actor, {"project": share.project_id})
        return revoked

    def shares(self, project_id: str) -> tuple[Share, ...]:
        """See Store.shares."""
        query = select(SHARES).where(SHARES.c.project_id == project_id)
        with self._transactions.reading() as connection:
            rows = connection.execute(query.order_by(SHARES.c.created_at, SHARES.c.id)).mappings()
            return tuple(Share(**row) for row in rows)
