"""Links to a report: opaque, expiring, revocable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from formulator.store import NotFoundError, SqlStore

TOMORROW = datetime.now(UTC) + timedelta(days=1)


def test_a_share_opens_until_it_is_revoked(store: SqlStore) -> None:
    project = store.create_project("Milk")
    share = store.create_share(project.id, token="secret", expires_at=TOMORROW, actor="pat")
    assert store.share_by_token("secret") == share
    assert "secret" not in repr(store.shares(project.id)) + repr(store.audit())
    store.revoke_share(share.id, actor="pat")
    with pytest.raises(NotFoundError, match="opens no report"):
        store.share_by_token("secret")
    assert store.shares(project.id)[0].revoked_at is not None


@pytest.mark.parametrize("token", ["", "guess", "secreT"])
def test_every_failure_reads_the_same(store: SqlStore, token: str) -> None:
    project = store.create_project("Milk")
    store.create_share(project.id, token="secret", expires_at=TOMORROW)
    store.create_share(project.id, token="old", expires_at=TOMORROW - timedelta(days=2))
    for tried in (token, "old"):
        with pytest.raises(NotFoundError, match="this link opens no report; ask whoever sent it"):
            store.share_by_token(tried)
    with pytest.raises(NotFoundError, match="project"):
        store.create_share("nothing", token="t", expires_at=TOMORROW)
