"""Whoever asks is told apart behind our own proxy, and nobody can pretend to be another."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from formulator.web.pages import PROXIES_VARIABLE, client_of


def asked(client: str, forwarded: str | None) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded is not None else []
    return client_of(Request({"type": "http", "headers": headers, "client": (client, 1)}))


@pytest.mark.parametrize(
    ("client", "forwarded", "expected"),
    [
        ("10.0.0.2", None, "10.0.0.2"),
        ("10.0.0.2", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.2", "203.0.113.7, 10.0.0.9", "203.0.113.7"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("203.0.113.9", "1.1.1.1", "203.0.113.9"),
        ("unix", "1.1.1.1", "unix"),
    ],
    ids=["direct", "one hop", "pretended hop", "two proxies", "empty", "no proxy of ours", "no ip"],
)
def test_only_our_own_proxy_is_believed(
    monkeypatch: pytest.MonkeyPatch, client: str, forwarded: str | None, expected: str
) -> None:
    monkeypatch.setenv(PROXIES_VARIABLE, "10.0.0.0/24, ::1")
    assert asked(client, forwarded) == expected


def test_without_a_named_proxy_nobody_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PROXIES_VARIABLE, raising=False)
    assert asked("127.0.0.1", "1.1.1.1") == "127.0.0.1"
