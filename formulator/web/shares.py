"""Links that show one project's report to whoever holds them: opaque, expiring, revocable."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.errors import InputError
from formulator.report.html import report_html
from formulator.store import NotFoundError, Project, Store
from formulator.web import cached, exports
from formulator.web.auth import Right, Viewer, require
from formulator.web.pages import HEADERS, client_of
from formulator.web.project_report import project_report

DAYS = (7, 30, 90)
"""How long a link may live, [d]."""
HOLDER = Viewer("share link", "product")
"""Whoever holds a link reads the report with a product team's rights, and nothing else."""


def make_link(store: Store, viewer: Viewer, project: Project, *, days: int, base: str) -> str:
    """Make a link to a project's report; only its fingerprint is kept.

    Raises
    ------
    AccessError
        If the viewer may not read results.
    InputError
        If it would live longer than is allowed.
    """
    require(viewer, Right.READ_RESULTS)
    if days not in DAYS:
        raise InputError(f"a link lives {', '.join(map(str, DAYS))} days, got {days!r}")
    token = secrets.token_urlsafe(16)
    expires = datetime.now(UTC) + timedelta(days=days)
    store.create_share(project.id, token=token, expires_at=expires, actor=viewer.name)
    return f"{base}/r/{token}"


def share_rows(store: Store, viewer: Viewer, project: Project) -> list[dict[str, Any]]:
    """Return the links that still open the report, newest first."""
    require(viewer, Right.READ_RESULTS)
    now = datetime.now(UTC)
    return [
        {"id": s.id, "made by": s.created_by or "–", "made": s.created_at, "until": s.expires_at}
        for s in reversed(store.shares(project.id))
        if s.revoked_at is None and s.expires_at > now
    ]


def revoke(store: Store, viewer: Viewer, share_id: str) -> None:
    """Close a link for good."""
    require(viewer, Right.READ_RESULTS)
    store.revoke_share(share_id, actor=viewer.name)


def _shown(request: Request) -> Response:
    store, limiter, client = cached.store(), cached.limiter(), client_of(request)
    if limiter.is_blocked(client):
        return PlainTextResponse("too many tries; wait a minute", status_code=429, headers=HEADERS)
    try:
        share = store.share_by_token(request.path_params["token"])
    except NotFoundError as error:
        limiter.fail(client)
        return PlainTextResponse(str(error), status_code=404, headers=HEADERS)
    project = exports.project_of(store, share.project_id)
    report = project_report(store, HOLDER, project, catalogue=cached.catalogue())
    return HTMLResponse(report_html(report), headers=HEADERS)


async def _show(request: Request) -> Response:
    return await run_in_threadpool(_shown, request)


def share_routes() -> list[BaseRoute]:
    """Return the route of shared reports; it is open, its token is the key."""
    return [Route("/r/{token:str}", _show, methods=["GET"])]
