"""What replicas agree on."""

from __future__ import annotations

import pytest

from formulator.store import SqlStore, open_store


def test_failures_are_counted_by_client(store: SqlStore) -> None:
    assert store.failures("a", window=60) == 0
    assert [store.count_failure("a", window=60) for _ in range(3)] == [1, 2, 3]
    assert store.failures("b", window=60) == 0
    assert store.failures("a", window=0) == 0


@pytest.mark.postgres
def test_only_one_process_gets_a_claim(postgres_database: str) -> None:
    here = open_store(postgres_database, migrate=True)
    there = open_store(postgres_database)
    try:
        release = here.claim("job of ann")
        assert release is not None
        assert there.claim("job of ann") is None
        other = there.claim("job of bob")
        assert other is not None
        other()
        release()
        again = there.claim("job of ann")
        assert again is not None
        again()
    finally:
        here.close()
        there.close()


def test_sqlite_has_one_process_whose_own_every_claim_is(store: SqlStore) -> None:
    release = store.claim("job of ann")
    assert release is not None
    release()
