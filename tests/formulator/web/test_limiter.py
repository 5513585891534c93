from __future__ import annotations

from formulator.web.limiter import MAX_CLIENTS, Limiter


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
