"""Triangle tests on phones: three codes, one question, one answer, without JavaScript.

Like a ballot's, a link is a random 128-bit token of which only a fingerprint is kept; it opens one
taster's three cups of one test, expires, and dies when it is renewed or the test is closed. An
answer is written once under the taster's name: the same form again is the same success, another
one is refused. What leaves the server are codes, never a formula.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.errors import InputError
from formulator.store import ConflictError, Project, Store, UnavailableError
from formulator.web import cached, triangle
from formulator.web.auth import Right, Viewer, require
from formulator.web.ballot import MAX_COMMENT
from formulator.web.pages import HEADERS, client_of, language_of, message, page
from formulator.web.questionnaire import LANGUAGES
from formulator.web.rounds import Link
from formulator.web.sitting import KEY_LENGTH
from formulator.web.triangle import Trial, TriangleTest

LINKS = "triangle links"
"""Kind of draft that holds the fingerprints of a test's links."""
DAYS = 14
"""How long a link may live, [d]: as long as a ballot's."""
SAVED, ALREADY_SENT, CLOSED = "saved", "already_sent", "closed"
MAX_FIELDS = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens."""

    project_id: str
    test: TriangleTest
    trial: Trial


def make_links(
    store: Store, viewer: Viewer, project: Project, test: TriangleTest, *, base: str
) -> tuple[Link, ...]:
    """Make a link for each taster who has not answered; links of before open nothing any more.

    Raises
    ------
    InputError
        If the test is over.
    """
    require(viewer, Right.LEAD)
    waiting = [t.taster for t in test.trials if not t.picked]
    if test.is_over or not waiting:
        raise InputError(f"{test.name} is over; nobody is left to answer")
    tokens = {taster: secrets.token_urlsafe(16) for taster in waiting}
    expires = datetime.now(UTC) + timedelta(days=DAYS)
    data = {
        "expires": expires.isoformat(),
        "fingerprints": {_fingerprint(project.id, token): t for t, token in tokens.items()},
    }
    known = {draft.name: draft.version for draft in store.drafts(project.id, LINKS)}
    store.save_draft(
        project.id,
        LINKS,
        test.name,
        data,
        expected_version=known.get(test.name, 0),
        actor=viewer.name,
    )
    return tuple(Link(taster, "", f"{base}/b/t/{token}") for taster, token in tokens.items())


def _fingerprint(project_id: str, token: str) -> str:
    return sha256(f"{project_id}\n{token}".encode()).hexdigest()


def opened_by(store: Store, token: str) -> Opened | None:
    """Return what a link opens; None where it opens nothing."""
    for project in store.projects():
        fingerprint = _fingerprint(project.id, token)
        for draft in store.drafts(project.id, LINKS):
            taster = draft.data["fingerprints"].get(fingerprint)
            if taster is not None:
                is_alive = datetime.fromisoformat(draft.data["expires"]) > datetime.now(UTC)
                return _opened(store, project.id, draft.name, taster) if is_alive else None
    return None


def _opened(store: Store, project_id: str, name: str, taster: str) -> Opened | None:
    for test in triangle.kept(store, project_id):
        for trial in test.trials:
            if (test.name, trial.taster) == (name, taster):
                return Opened(project_id, test, trial)
    return None


def keep_answer(store: Store, opened: Opened, *, picked: str, comment: str, key: str) -> str:
    """Keep which cup a taster took for the odd one, once.

    Returns
    -------
    str
        ``saved``, ``already_sent`` or ``closed``.

    Raises
    ------
    InputError
        If the code was not in front of this taster, the comment is too long, or the form has no
        key of ours.
    """
    if picked not in opened.trial.codes or len(comment) > MAX_COMMENT:
        raise InputError("choose one of your three codes")
    if len(key) != KEY_LENGTH or not key.isascii() or not key.isalnum():
        raise InputError("this form is not one of ours")
    name = triangle.answer_name(opened.test.name, opened.trial.codes)
    sent = {d.name: d for d in store.drafts(opened.project_id, triangle.ANSWER)}
    if name in sent:
        return SAVED if sent[name].data["key"] == key else ALREADY_SENT
    if opened.trial.picked:  # from paper
        return ALREADY_SENT
    if opened.test.is_closed:
        return CLOSED
    data = {"test": opened.test.name, "taster": opened.trial.taster, "picked": picked,
            "comment": comment, "key": key}  # fmt: skip
    try:
        store.save_draft(opened.project_id, triangle.ANSWER, name, data, expected_version=0)
    except ConflictError:  # the same moment, from elsewhere: what stands there now decides
        return keep_answer(store, opened, picked=picked, comment=comment, key=key)
    store.log("answer triangle", opened.project_id, name=name, picked=picked)
    return SAVED


def _form(request: Request, opened: Opened, *, status: int = 200, problem: str = "") -> Response:
    return page(
        "triangle.html",
        language_of(request),
        status=status,
        codes=opened.trial.codes,
        key=secrets.token_hex(KEY_LENGTH // 2),
        path=request.url.path,
        problem=problem,
    )


def _shown(request: Request, opened: Opened) -> Response:
    if opened.trial.picked:
        return page("thanks.html", language_of(request), n=len(opened.trial.codes))
    if opened.test.is_closed:
        return message(request, CLOSED, 409)
    return _form(request, opened)


def _sent(request: Request, opened: Opened, form: FormData) -> Response:
    given = {name: str(form.get(name) or "").strip() for name in ("odd", "comment", "key")}
    comment = "".join(c for c in given["comment"] if c.isprintable() or c == "\n")
    if not given["odd"]:
        return _form(request, opened, status=400, problem="answer_missing")
    try:
        outcome = keep_answer(
            cached.store(), opened, picked=given["odd"], comment=comment, key=given["key"]
        )
    except InputError:
        return _form(request, opened, status=400, problem="answer_out_of_range")
    if outcome != SAVED:
        return message(request, outcome, 409)
    language = request.query_params.get("lang", "")
    ending = f"?lang={language}" if language in LANGUAGES else ""
    return RedirectResponse(request.url.path + ending, status_code=303, headers=HEADERS)


def _answer(request: Request, form: FormData | None) -> Response:
    opened = opened_by(cached.store(), request.path_params["token"])
    if opened is None:
        cached.limiter().fail(client_of(request))
        return message(request, "not_found", 404)
    return _shown(request, opened) if form is None else _sent(request, opened, form)


async def _endpoint(request: Request) -> Response:
    if cached.limiter().is_blocked(client_of(request)):
        return message(request, "too_many", 429)
    try:
        if request.method != "POST":
            return await run_in_threadpool(_answer, request, None)
        async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
            return await run_in_threadpool(_answer, request, form)
    except UnavailableError:
        answer = message(request, "unavailable", 503)
        answer.headers["retry-after"] = "5"
        return answer


def triangle_routes() -> list[BaseRoute]:
    """Return the route of triangle tests; it is open, its token is the key."""
    return [Route("/b/t/{token:str}", _endpoint, methods=["GET", "POST"])]
