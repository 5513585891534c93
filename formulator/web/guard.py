"""The guard: one short middleware before everything that the web process serves.

Tasters' pages under ``/b/`` are open (their token is the key). Everything else needs a staff
cookie in team mode; without team mode it is served to the loopback address only, so that a
lab can hand out ballots on its network while formulas stay on the owner's machine.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # has no stubs
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from formulator.web.session_owner import SessionOwners

OPEN_PREFIXES = ("/b/", "/r/", "/static/")
OPEN_PATHS = (
    "/b",
    "/login",
    "/login/provider",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/_stcore/health",
    "/_stcore/host-config",
    "/favicon.png",
)
CLOSED_PREFIXES = ("/_stcore/metrics", "/_stcore/agent", "/api/agent")
MAX_OPEN_BODY = 100_000
"""Largest form on the pages that need no login, [byte]; a ballot has about 2 kB."""
MAX_FRAME = 6_000_000
"""Largest message of Streamlit's browser part, [byte]; files come by HTTP, not by the socket."""
DROPPED_FRAMES = ("clear_cache", "set_run_on_save", "load_git_info")
"""Maintenance messages of the Streamlit client that no viewer of ours may send."""


def content_policy() -> str:
    """Return the content security policy of the Streamlit pages.

    The one inline script of Streamlit's own page is allowed by its hash.
    """
    spec = find_spec("streamlit")
    assert spec is not None and spec.origin is not None  # noqa: S101 - web needs streamlit
    page = (Path(spec.origin).parent / "static" / "index.html").read_text(encoding="utf-8")
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    )
    # 'unsafe-eval' is absent: Vega runs with its expression interpreter or is precompiled.
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
        "worker-src 'self' blob:; frame-src 'none'; frame-ancestors 'none'; form-action 'self'; "
        "base-uri 'none'; object-src 'none'"
    )


def is_loopback(scope: Scope) -> bool:
    """Return whether a request comes from this machine itself, not through a proxy."""
    headers = Headers(scope=scope)
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return False
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


class Guard:
    """ASGI middleware: who may reach what, security headers, no maintenance frames.

    Parameters
    ----------
    app : ASGI application
    is_staff : callable
        Says whether a request's scope belongs to staff.
    login_path : str or None
        Where an HTML request without a login is sent; None when there is no login page.
    allowed_hosts : sequence of str
        Host names that are served; empty serves all.
    is_front_page : callable, optional
        Says whether a path is the name of the viewer's first page, which Streamlit serves under
        ``/`` only.
    short_cut : ASGI application, optional
        Answers the paths that ``is_short`` names at once, without the app's other middleware.
    is_short : callable, optional
        Says which paths these are; they are open to all.
    account : callable, optional
        Names the account that a request comes from; sessions are bound to it.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        is_staff: Callable[[Scope], bool],
        login_path: str | None = None,
        allowed_hosts: Sequence[str] = (),
        is_front_page: Callable[[Scope], bool] | None = None,
        account: Callable[[Scope], str] | None = None,
        short_cut: ASGIApp | None = None,
        is_short: Callable[[str], bool] | None = None,
    ) -> None:
        self._app = app
        self._short_cut = short_cut or app
        self._is_short = is_short or (lambda _: False)
        self._account = account or (lambda _: "")
        self._sessions = SessionOwners()
        self._is_front_page = is_front_page or (lambda _: False)
        self._is_staff = is_staff
        self._login_path = login_path
        self._hosts = frozenset(allowed_hosts)
        self._policy = content_policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, redirect or refuse one request."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, self._with_headers(send))
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path.startswith(CLOSED_PREFIXES) or not self._knows_host(scope):
            await PlainTextResponse("closed", status_code=403)(scope, receive, send)
        elif path in OPEN_PATHS or path.startswith(OPEN_PREFIXES):
            await self._open(scope, receive, send)
        elif self._is_staff(scope):
            await self._staff(scope, receive, send)
        elif self._login_path and "text/html" in Headers(scope=scope).get("accept", ""):
            answer = RedirectResponse(self._login_path, status_code=303)
            await answer(scope, receive, send)
        else:
            await PlainTextResponse("closed", status_code=403)(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Strangers reach these pages: what they send is measured before it is read.
        length = Headers(scope=scope).get("content-length", "")
        is_sized = length.isascii() and length.isdigit() and len(length) < 10
        if scope["method"] in ("GET", "HEAD") or (is_sized and int(length) <= MAX_OPEN_BODY):
            app = self._short_cut if self._is_short(scope["path"]) else self._app
            await app(scope, receive, send)
        else:
            await PlainTextResponse("too large", status_code=413)(scope, receive, send)

    async def _staff(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_front_page(scope):
            query = scope.get("query_string", b"").decode("latin-1")
            answer = RedirectResponse("/?" + query if query else "/", status_code=303)
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Browsers always name an origin; what names none is no browser of our users.
        has_origin = "origin" in Headers(scope=scope)
        if has_origin and self._knows_host(scope) and self._is_staff(scope):
            account = self._account(scope)
            await self._app(
                self._sessions.without_foreign_session(scope, account),
                _without_maintenance(receive),
                self._sessions.watching(send, account),
            )
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    def _knows_host(self, scope: Scope) -> bool:
        host = Headers(scope=scope).get("host", "")
        name = re.sub(r":\d+$", "", host).strip("[]").lower()
        return not self._hosts or name in self._hosts

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", self._policy)
                headers["x-content-type-options"] = "nosniff"
                headers["x-frame-options"] = "DENY"
                headers.setdefault("referrer-policy", "no-referrer")
                headers["cross-origin-opener-policy"] = "same-origin"
            await send(message)

        return send_with_headers


def _without_maintenance(receive: Receive) -> Receive:
    async def receive_allowed() -> Message:
        while True:
            message = await receive()
            if not _is_maintenance(message):
                return message

    return receive_allowed


def _is_maintenance(message: Message) -> bool:
    frame: Any = message.get("bytes")
    if message["type"] != "websocket.receive" or not frame:
        return False
    if len(frame) > MAX_FRAME:
        return True
    parsed = BackMsg()
    try:
        parsed.ParseFromString(frame)
    except DecodeError:
        return True
    return parsed.WhichOneof("type") in DROPPED_FRAMES
