"""Threat 12: a session id opens the session of the same account only."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from formulator.web import guard
from formulator.web.guard import Guard
from formulator.web.server import SCRIPT
from formulator.web.session_owner import MAX_KEPT, SessionOwners

ORIGIN = {"origin": "http://localhost"}


async def _server(socket: WebSocket) -> None:
    """Tell the browser a session id as Streamlit does, then what it asked to open."""
    asked = socket.headers.get("sec-websocket-protocol", "")
    await socket.accept(subprotocol="streamlit")
    told = ForwardMsg()
    told.new_session.initialize.session_id = "session-of-ann"
    told.new_session.main_script_path = str(SCRIPT)
    await socket.send_bytes(told.SerializeToString())
    await socket.send_text(asked)
    async for frame in socket.iter_bytes():
        await socket.send_bytes(frame)


@pytest.fixture
def client() -> TestClient:
    one_guard = Middleware(
        Guard,
        is_staff=lambda _: True,
        account=lambda scope: dict(scope["headers"]).get(b"x-test-account", b"").decode(),
    )
    routes = [WebSocketRoute("/_stcore/stream", _server)]
    return TestClient(Starlette(routes=routes, middleware=[one_guard]), base_url="http://localhost")


def connect(client: TestClient, account: str, session: str = "") -> str:
    """Connect as an account, naming a session; return what reaches Streamlit of the names."""
    names = ["streamlit", "xsrf", *([session] if session else [])]
    headers = {**ORIGIN, "x-test-account": account}
    with client.websocket_connect("/_stcore/stream", subprotocols=names, headers=headers) as socket:
        told = ForwardMsg()
        told.ParseFromString(socket.receive_bytes())
        assert told.new_session.main_script_path == "main.py", "threat 15: folders of the server"
        assert told.new_session.initialize.session_id == "session-of-ann"
        return socket.receive_text()


def test_a_session_is_opened_again_by_its_own_account_only(client: TestClient) -> None:
    assert connect(client, "ann", "session-of-ann") == "streamlit, xsrf", "nobody's yet"
    assert connect(client, "ann", "session-of-ann") == "streamlit, xsrf, session-of-ann"
    assert connect(client, "eve", "session-of-ann") == "streamlit, xsrf"
    assert connect(client, "eve", "guess") == "streamlit, xsrf"


def test_old_sessions_are_forgotten() -> None:
    owners = SessionOwners()
    for number in range(MAX_KEPT + 10):
        owners.keep(f"s{number}", "ann")
    scope: dict[str, Any] = {
        "type": "websocket",
        "headers": [(b"sec-websocket-protocol", b"streamlit, x, s0")],
    }
    cleaned = owners.without_foreign_session(scope, "ann")
    assert dict(cleaned["headers"])[b"sec-websocket-protocol"] == b"streamlit, x"
    assert dict(scope["headers"])[b"sec-websocket-protocol"] == b"streamlit, x, s0"


def test_a_monstrous_message_never_arrives(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 14: 25 MB of widget state from one browser."""
    monkeypatch.setattr(guard, "MAX_FRAME", 1000)
    large, small = BackMsg(), BackMsg()
    large.rerun_script.query_string = "x" * 2000
    small.rerun_script.query_string = "x"
    with client.websocket_connect("/_stcore/stream", headers=ORIGIN) as socket:
        socket.receive_bytes()
        socket.receive_text()
        socket.send_bytes(large.SerializeToString())
        socket.send_bytes(small.SerializeToString())
        assert socket.receive_bytes() == small.SerializeToString()
