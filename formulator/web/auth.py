"""Who is looking: one function, ``current_user``, and what each role may do.

On one's own machine there are no accounts: whoever reaches the staff pages over the loopback
address is the owner. In team mode a signed cookie names the user; his role is read from the
store on every run, because a login is fixed when a page connects and a revocation would not
be noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection

from formulator.errors import FormulatorError
from formulator.store import Store, User
from formulator.web import oidc

COOKIE = "formulator_staff"
COOKIE_SECONDS = 8 * 3600
MIN_SECRET = 32
TEAM_VARIABLE, SECRET_VARIABLE = "FORMULATOR_TEAM", "FORMULATOR_SECRET_KEY"


class AccessError(FormulatorError):
    """The viewer's role does not allow this."""


class Right(StrEnum):
    """What a member of staff may do."""

    DESIGN = "design"
    LEAD = "lead"
    READ_RESULTS = "read results"
    BROWSE_DATA = "browse data"
    MANAGE_USERS = "manage users"


ROLE_RIGHTS: Mapping[str, frozenset[Right]] = {
    "scientist": frozenset({Right.DESIGN, Right.READ_RESULTS, Right.BROWSE_DATA}),
    "leader": frozenset({Right.LEAD, Right.READ_RESULTS, Right.BROWSE_DATA}),
    "product": frozenset({Right.READ_RESULTS}),
    "admin": frozenset(Right),
    "owner": frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks at a page; a viewer without a role has no rights."""

    name: str
    role: str

    def may(self, right: Right) -> bool:
        """Return whether the role holds a right."""
        return right in ROLE_RIGHTS.get(self.role, frozenset())


OWNER = Viewer("owner", "owner")
NOBODY = Viewer("", "")


def is_team() -> bool:
    """Return whether the app runs with accounts."""
    return os.environ.get(TEAM_VARIABLE) == "1"


def secret_key() -> bytes:
    """Return the key that signs cookies, from the environment or a file it names.

    Raises
    ------
    AccessError
        If it is absent or short: there is no default.
    """
    path = os.environ.get(SECRET_VARIABLE + "_FILE", "")
    key = Path(path).read_text(encoding="utf-8") if path else os.environ.get(SECRET_VARIABLE, "")
    if len(key.strip()) < MIN_SECRET:
        raise AccessError(
            f"team mode needs {SECRET_VARIABLE} (or {SECRET_VARIABLE}_FILE) with at least "
            f"{MIN_SECRET} characters; make one with: "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return key.strip().encode()


def _signature(payload: str, key: bytes) -> str:
    return hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()


def _stamp(user: User, key: bytes) -> str:
    """Return what a login is bound to: another password or role makes it worthless."""
    return _signature(f"{user.name}\n{user.role}\n{user.password_hash}", key)[:32]


def sign(user: User, *, key: bytes, now: float | None = None) -> str:
    """Return a cookie value that logs an account in for eight hours."""
    expires = int((time.time() if now is None else now) + COOKIE_SECONDS)
    payload = f"{user.name.encode().hex()}.{expires}.{_stamp(user, key)}"
    return f"{payload}.{_signature(payload, key)}"


def login_cookie(store: Store, name: str) -> str:
    """Return the cookie value that logs an active account in.

    Raises
    ------
    AccessError
        If there is no such account, or it is disabled.
    """
    user = _active(store, name)
    if user is None:
        raise AccessError(f"there is no active account {name!r}")
    return sign(user, key=secret_key())


def _signed(cookie: str, key: bytes, now: float | None) -> tuple[str, str] | None:
    """Return the name and stamp in a cookie; None when it is forged, altered or too old."""
    payload, _, signature = cookie.rpartition(".")
    if not payload or not hmac.compare_digest(
        signature.encode(), _signature(payload, key).encode()
    ):
        return None
    fields = payload.split(".")
    if len(fields) != 3:  # cookies of before had no stamp
        return None
    name, expires, stamp = fields
    is_valid = int(expires) > (time.time() if now is None else now)
    return (bytes.fromhex(name).decode(), stamp) if is_valid else None


def signed_viewer(store: Store, cookie: str, *, key: bytes, now: float | None = None) -> Viewer:
    """Return whom a cookie logs in, read from the store now.

    Nobody when it is forged, altered, too old, or from before the account's password or role was
    changed.
    """
    found = _signed(cookie, key, now)
    user = _active(store, found[0]) if found else None
    if not found or user is None or not hmac.compare_digest(found[1], _stamp(user, key)):
        return NOBODY
    return Viewer(user.name, user.role)


def _active(store: Store, name: str) -> User | None:
    return next((u for u in store.users() if u.name == name and u.active), None)


def staff_viewer(store: Store, name: str | None) -> Viewer:
    """Return the viewer of an active account, read from the store now."""
    user = _active(store, name) if name else None
    return Viewer(user.name, user.role) if user else NOBODY


def current_user(store: Store) -> Viewer:
    """Return who looks at this page."""
    return _viewer(store, st.context.cookies) if is_team() else OWNER


def _viewer(store: Store, cookies: Mapping[str, Any]) -> Viewer:
    """Return whom a login's cookies name, our own or the identity provider's."""
    own = cookies.get(COOKIE)
    viewer = signed_viewer(store, own, key=secret_key()) if isinstance(own, str) else NOBODY
    return viewer if viewer != NOBODY else staff_viewer(store, oidc.name_in(cookies))


def request_viewer(store: Store, request: HTTPConnection) -> Viewer:
    """Return who sends a plain HTTP request; the guard has checked that he may be here."""
    return _viewer(store, request.cookies) if is_team() else OWNER


def require(viewer: Viewer, right: Right) -> None:
    """Refuse whoever lacks a right.

    Raises
    ------
    AccessError
    """
    if not viewer.may(right):
        raise AccessError(f"this needs the right to {right.value}; ask your administrator")
