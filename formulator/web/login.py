"""Logging in and out of team mode."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from formulator.web import auth, cached, oidc
from formulator.web.accounts import is_password
from formulator.web.pages import HEADERS, client_of, page

WRONG = "Name or password is wrong."
WAIT = "Too many tries. Please wait a minute."


def _form(problem: str = "", status: int = 200) -> Response:
    has_provider = oidc.is_configured()
    answer = page("login.html", "en", status=status, problem=problem, has_provider=has_provider)
    # Under "no-referrer" browsers hide the origin of a form even from its own server.
    answer.headers["referrer-policy"] = "same-origin"
    return answer


def _is_own_origin(request: Request) -> bool:
    """Return whether a form was sent from our own page (browsers name the origin)."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def enter(request: Request, name: str, password: str) -> Response:
    """Check a name and password; the cookie it sets names the user for eight hours."""
    client = f"login {client_of(request)}"
    if cached.limiter().is_blocked(client):
        return _form(WAIT, 429)
    if not _is_own_origin(request) or not is_password(cached.store(), name, password):
        cached.limiter().fail(client)
        return _form(WRONG, 403)
    # Always to the front page: where to go on is never taken from the request.
    answer = RedirectResponse("/", status_code=303, headers=HEADERS)
    answer.set_cookie(
        auth.COOKIE,
        auth.login_cookie(cached.store(), name),
        max_age=auth.COOKIE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or request.headers.get("x-forwarded-proto") == "https",
    )
    return answer


async def login(request: Request) -> Response:
    """Show the login form, or check what it sent."""
    if request.method == "GET":
        return _form()
    async with request.form(max_files=0, max_fields=4) as form:
        name, password = str(form.get("name", "")), str(form.get("password", ""))
    return await run_in_threadpool(enter, request, name, password)


async def provider_login(_request: Request) -> Response:
    """Send a visitor to the identity provider; Streamlit does the rest."""
    target = oidc.login_path() if oidc.is_configured() else "/login"
    return RedirectResponse(target, status_code=303, headers=HEADERS)


async def logout(request: Request) -> Response:
    """Forget the login, the identity provider's too."""
    target = "/auth/logout" if oidc.COOKIE in request.cookies else "/login"
    answer = RedirectResponse(target, status_code=303, headers=HEADERS)
    answer.delete_cookie(auth.COOKIE)
    return answer
