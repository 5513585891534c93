"""Whose Streamlit session it is: a session id opens the session of the same account only.

Streamlit's browser part sends the id of its last session when it connects again. Streamlit
compares identity-provider logins only; with local accounts everybody would look the same to
it, and a leaked id would open another person's session with all that it remembers.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # has no stubs
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

HEADER = "sec-websocket-protocol"
SESSION_PLACE = 2
"""Place of the session id in the header: protocol, XSRF token, session id."""
MAX_KEPT = 5_000


class SessionOwners:
    """Remembers which account each session of this process belongs to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owners: dict[str, str] = {}

    def keep(self, session: str, owner: str) -> None:
        """Remember a session's owner; the oldest are forgotten."""
        with self._lock:
            self._owners[session] = owner
            while len(self._owners) > MAX_KEPT:
                self._owners.pop(next(iter(self._owners)))

    def without_foreign_session(self, scope: Scope, owner: str) -> Scope:
        """Return the scope of a connection, without the id of a session that is not the owner's."""
        entries = [e.strip() for e in Headers(scope=scope).get(HEADER, "").split(",")]
        if len(entries) <= SESSION_PLACE or not entries[SESSION_PLACE]:
            return scope
        with self._lock:
            is_own = self._owners.get(entries[SESSION_PLACE]) == owner
        if is_own:
            return scope
        cleaned: dict[str, Any] = {**scope, "headers": list(scope["headers"])}
        MutableHeaders(scope=cleaned)[HEADER] = ", ".join(entries[:SESSION_PLACE])
        return cleaned

    def watching(self, send: Send, owner: str) -> Send:
        """Return a ``send`` that notes the session id which the server tells the browser.

        The same messages name the server's folders; these are taken out.
        """

        async def send_and_note(message: Message) -> None:
            frame = message.get("bytes")
            if message["type"] == "websocket.send" and frame and _FOLDER in frame:
                session, cleaned = _session_of(frame)
                if session:
                    self.keep(session, owner)
                message = {**message, "bytes": cleaned}
            await send(message)

        return send_and_note


_FOLDER = str(Path(__file__).parent).encode()
"""Every message that begins a session names our script with its folder."""


def _session_of(frame: bytes) -> tuple[str, bytes]:
    """Return the session id in a message, and the message without our folder."""
    parsed = ForwardMsg()
    try:
        parsed.ParseFromString(frame)
    except DecodeError:
        return "", frame
    if parsed.WhichOneof("type") != "new_session":
        return "", frame
    begun = parsed.new_session
    begun.main_script_path = Path(begun.main_script_path).name
    return str(begun.initialize.session_id), parsed.SerializeToString()
