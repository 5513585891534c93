"""Accepted connections send small packets at once."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from formulator.web import listening


def test_connections_do_not_wait_for_acknowledgements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starlette_server, listening.BIND, starlette_server._bind_socket)
    listening.answer_at_once()
    listening.answer_at_once()  # twice is once
    with starlette_server._bind_socket("127.0.0.1", 0, 5) as server:
        server.setblocking(True)
        with socket.create_connection(server.getsockname(), timeout=5):
            accepted, _ = server.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_streamlit_without_the_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(starlette_server, listening.BIND)
    listening.answer_at_once()
    assert not hasattr(starlette_server, listening.BIND)
