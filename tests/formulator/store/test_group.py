"""Several writers, one commit; nobody gets another's outcome."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from formulator.store.group import MAX_GROUP, Group


def test_everyone_gets_the_outcome_of_his_own_entry() -> None:
    groups: list[int] = []

    def keep(entries: Sequence[int]) -> list[int | BaseException]:
        groups.append(len(entries))
        return [ValueError(str(n)) if n % 7 == 0 else -n for n in entries]

    group: Group[int, int] = Group(keep)

    def send(n: int) -> int:
        try:
            return group.run(n)
        except ValueError as error:
            return int(str(error))

    with ThreadPoolExecutor(16) as pool:
        got = list(pool.map(send, range(1, 501)))
    assert got == [n if n % 7 == 0 else -n for n in range(1, 501)]
    assert sum(groups) == 500


def test_who_waits_for_a_commit_shares_the_next() -> None:
    under_way, go_on = threading.Event(), threading.Event()
    groups: list[list[int]] = []

    def keep(entries: Sequence[int]) -> list[int | BaseException]:
        groups.append(sorted(entries))
        if len(groups) == 1:
            under_way.set()
            assert go_on.wait(20)
        return list(entries)

    group: Group[int, int] = Group(keep)
    with ThreadPoolExecutor(MAX_GROUP + 10) as pool:
        first = pool.submit(group.run, 0)
        assert under_way.wait(20)
        others = [pool.submit(group.run, n) for n in range(1, MAX_GROUP + 2)]
        while len(group) < MAX_GROUP + 1:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result(20) == 0
        assert sorted(f.result(20) for f in others) == list(range(1, MAX_GROUP + 2))
    assert [len(g) for g in groups] == [1, MAX_GROUP, 1]
    assert len(group) == 0


def test_an_error_of_the_whole_group_reaches_all_and_blocks_nobody() -> None:
    is_broken = True

    def keep(entries: Sequence[int]) -> list[int | BaseException]:
        if is_broken:
            raise OSError("disk full")
        return list(entries)

    group: Group[int, int] = Group(keep)
    for _ in range(2):
        with pytest.raises(OSError, match="disk full"):
            group.run(1)
    is_broken = False
    assert group.run(2) == 2
