from __future__ import annotations

from formulator.store import SqlStore
from formulator.store.tables import FAILED_TRIES
from formulator.web.limiter import MAX_CLIENTS, Limiter, SharedLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_failures_block_a_client_until_the_window_has_passed() -> None:
    clock = Clock()
    limiter = Limiter(tries=3, window=60, clock=clock)
    for second in (0, 1, 2):
        assert not limiter.is_blocked("a")
        clock.now = second
        limiter.fail("a")
    assert limiter.is_blocked("a")
    assert not limiter.is_blocked("b")
    clock.now = 60.5
    assert not limiter.is_blocked("a")


def test_the_memory_of_failures_is_bounded() -> None:
    limiter = Limiter(tries=1)
    for number in range(MAX_CLIENTS + 5):
        limiter.fail(str(number))
    assert not limiter.is_blocked("0")
    assert limiter.is_blocked(str(MAX_CLIENTS + 4))


def test_replicas_count_together(store: SqlStore) -> None:
    clock = Clock()
    here, there = (SharedLimiter(store, tries=4, clock=clock, seconds_known=2.0) for _ in range(2))
    for limiter in (here, there, here):
        assert not limiter.is_blocked("a")
        limiter.fail("a")
    there.fail("a")
    assert there.is_blocked("a")
    clock.now += 2.0
    assert here.is_blocked("a"), "what another replica counted is known two seconds later"
    assert not here.is_blocked("b")


def test_the_database_keeps_no_address_and_nothing_old(store: SqlStore) -> None:
    assert store.count_failure("10.0.0.7", window=60) == 1
    assert store.count_failure("10.0.0.7", window=60) == 2
    with store._transactions.reading() as connection:
        rows = connection.execute(FAILED_TRIES.select()).all()
    assert "10.0.0.7" not in str(rows)
    assert store.count_failure("10.0.0.8", window=0.0) == 0
    with store._transactions.reading() as connection:
        assert len(connection.execute(FAILED_TRIES.select()).all()) == 1
