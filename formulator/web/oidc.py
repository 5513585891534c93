"""Signing in through an identity provider (OIDC), by Streamlit's own login.

Streamlit talks to the provider and sets its signed cookie; here the cookie's claims become the
name of an account. Which role that account has is never taken from the provider: it is read
from our own table on each run, so an account that is disabled is out at once.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from streamlit.auth_util import (
    encode_provider_token,
    get_cookie_with_chunks,
    get_secrets_auth_section,
)
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from formulator.errors import FormulatorError

COOKIE = "_streamlit_user"
CLAIM_VARIABLE, DEFAULT_CLAIM = "FORMULATOR_OIDC_CLAIM", "email"
MAX_AGE_SECONDS = 8 * 3600
"""A login counts this long; Streamlit's own cookie would count for 30 days."""
MIN_SECRET = 32
LOOPBACK = ("localhost", "127.0.0.1", "::1")
CLOCK_LEEWAY = 120
"""How far the provider's clock may be ahead of ours, [s]."""


class SignInError(FormulatorError):
    """The identity provider is not set up as it must be."""


def is_configured() -> bool:
    """Return whether Streamlit's secrets name an identity provider."""
    return bool(get_secrets_auth_section())


def check() -> None:
    """Make sure that the provider's settings are complete and safe.

    Raises
    ------
    SignInError
        Listing everything that is missing or unsafe.
    """
    section = get_secrets_auth_section()
    needed = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    problems = [f"{key} is missing" for key in needed if not str(section.get(key, "")).strip()]
    if len(str(section.get("cookie_secret", ""))) < MIN_SECRET:
        problems.append(f"cookie_secret must have at least {MIN_SECRET} characters")
    for key in ("redirect_uri", "server_metadata_url"):
        url = urlsplit(str(section.get(key, "")))
        if url.scheme != "https" and url.hostname not in LOOPBACK:
            problems.append(f"{key} must be an https address")
    if urlsplit(str(section.get("redirect_uri", ""))).path != "/oauth2callback":
        problems.append("redirect_uri must end with /oauth2callback")
    if find_spec("authlib") is None:
        problems.append("Authlib is not installed; run: pip install 'plant-formulator[team]'")
    if problems:
        raise SignInError(
            "the section [auth] of Streamlit's secrets is not usable: " + "; ".join(problems)
        )


def login_path() -> str:
    """Return the address that sends a visitor to the provider."""
    return f"/auth/login?provider={encode_provider_token('default')}"


def account_of(claims: Mapping[str, Any], *, now: float | None = None) -> str | None:
    """Return the account name that a provider's claims stand for, or None.

    The claim is ``email`` or what ``FORMULATOR_OIDC_CLAIM`` says. An e-mail address counts only
    when the provider says that it is verified, and a login only for eight hours.

    Parameters
    ----------
    claims : mapping
        Of the ID token; ``iat`` is when it was issued, [s].
    now : float, optional
        Present time, [s].
    """
    issued, present = claims.get("iat"), time.time() if now is None else now
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    if not present - MAX_AGE_SECONDS < issued <= present + CLOCK_LEEWAY:
        return None
    claim = os.environ.get(CLAIM_VARIABLE, DEFAULT_CLAIM)
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    return value.strip().lower() if claim == "email" else value.strip()


def name_in(cookies: Mapping[str, Any]) -> str | None:
    """Return the account name in Streamlit's login cookie; None when there is no sound one."""
    if COOKIE not in cookies or not is_configured():
        return None
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        value = cookies.get(name)
        return decode_signed_value(secret, name, value) if isinstance(value, str) else None

    decoded = get_cookie_with_chunks(one, COOKIE)
    try:
        claims = json.loads(decoded or b"null")
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return None
    return account_of(claims)
