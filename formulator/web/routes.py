"""Plain HTTP pages of the web process: the light ballot, without JavaScript and sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from formulator.store import Serving, Sitting, Store, UnavailableError
from formulator.web import auth, cached
from formulator.web.ballot import Ballot, Problem, next_ballot
from formulator.web.limiter import Limiter
from formulator.web.login import login, logout, provider_login
from formulator.web.pages import (
    HEADERS,
    client_of,
    compressed,
    language_of,
    message,
    page,
    render,
)
from formulator.web.questionnaire import CHIPS, DIFFERENCE, JAR_QUESTIONS, LANGUAGES, LIKING
from formulator.web.sitting import Outcome, current_ballot, find_sitting, send, sent_ballot

PREFIX = "/b/"
MAX_FORM_PARTS = 80
MAX_BODY = 100_000
"""Largest form, [byte]; a ballot has about 2 kB."""
N_THREADS = 32
"""Ballots that wait for the database at the same time; they share its commits."""

Form = Mapping[str, Sequence[str]]
_BY_KEY = {q.key: q for q in (*LIKING, DIFFERENCE, *JAR_QUESTIONS.values())}


def _is_link(path: str) -> bool:
    return path.startswith(PREFIX) and "/" not in path[len(PREFIX) :]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a ballot, with what is needed to answer it."""

    request: Request
    store: Store
    limiter: Limiter
    client: str
    """Address of whoever asks."""
    path: str
    language: str

    @classmethod
    def of(cls, request: Request) -> Visit:
        """Return the visit that a request is."""
        return cls(
            request=request,
            store=cached.store(),
            limiter=cached.limiter(),
            client=client_of(request),
            path=str(request.scope["path"]),
            language=language_of(request),
        )

    def sitting(self) -> Sitting | None:
        """Return the sitting that the link opens."""
        token = self.path[len(PREFIX) :]
        return find_sitting(self.store, self.limiter, token, client=self.client, link_only=True)


def _part(name: str, keys: Sequence[str], language: str, **values: Any) -> Markup:
    questions = [_BY_KEY[key] for key in keys]
    return render(name, language, questions=questions, chips=CHIPS, **values)


@lru_cache(maxsize=256)
def _blank_part(name: str, keys: tuple[str, ...], language: str) -> Markup:
    """Return a part that is the same for every taster as long as nothing is answered."""
    return _part(name, keys, language, problems={}, given={})


def _fixed_parts(ballot: Ballot, **values: Any) -> dict[str, Markup]:
    """Return the questions, and what follows them, with what was ``given`` and its ``problems``."""
    keys = tuple(q.key for q in ballot.questions)
    if values["given"] or values["problems"]:
        return {
            "questions": _part("_questions.html", keys, ballot.language, **values),
            "closing": _part("_closing.html", (), ballot.language, **values),
        }
    return {
        "questions": _blank_part("_questions.html", keys, ballot.language),
        "closing": _blank_part("_closing.html", (), ballot.language),
    }


def _ballot_page(
    visit: Visit,
    ballot: Ballot,
    *,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    given: dict[str, Any] | None = None,
    note: str = "",
) -> Response:
    answered = {"problems": {p.field: p.message for p in problems}, "given": given or {}}
    return page(
        "ballot.html",
        ballot.language,
        status=status,
        ballot=ballot,
        fixed=_fixed_parts(ballot, **answered),
        note=note,
        path=visit.path,
        **answered,
    )


def _next_page(visit: Visit, sitting: Sitting, *, status: int = 200, note: str = "") -> Response:
    """Show the first unanswered cup, or thanks."""
    ballot = current_ballot(sitting, language=visit.language)
    if ballot is None:
        return page("thanks.html", visit.language, n=len(sitting.cups))
    return _ballot_page(visit, ballot, status=status, note=note)


def show(visit: Visit) -> Response:
    """Show the first unanswered cup of a link, or thanks."""
    sitting = visit.sitting()
    if sitting is None:
        return message(visit.request, "not_found", 404)
    return _next_page(visit, sitting)


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _given(form: Form, ballot: Ballot) -> dict[str, Any]:
    """Return the form's fields as the ballot model reads them."""
    names = ["code", *(q.key for q in ballot.questions), "comment"]
    given: dict[str, Any] = {name: form[name][0] if name in form else None for name in names}
    return given | {name: list(form.get(name, ())) for name in ("wishes", "cata")}


def receive(visit: Visit, form: Form) -> Response:
    """Take in one sent form: save it, or show what is missing."""
    sitting = visit.sitting()
    if sitting is None:
        return message(visit.request, "not_found", 404)
    key = _first(form, "key")
    ballot = sent_ballot(sitting, _first(form, "serving"), language=visit.language, key=key)
    if ballot is None:
        return _next_page(visit, sitting, status=409, note=Outcome.WRONG_CUP)
    given = _given(form, ballot)
    answered = send(visit.store, sitting, ballot, given, source="html")
    if answered.outcome is Outcome.SAVED:
        return RedirectResponse(_here(visit), status_code=303, headers=HEADERS)
    if answered.outcome is Outcome.PROBLEMS:
        return _ballot_page(visit, ballot, status=400, problems=answered.problems, given=given)
    if answered.outcome is Outcome.CLOSED:
        return message(visit.request, "closed", 409)
    # Read again: another tab or device has answered since.
    again = visit.sitting() or sitting
    return _next_page(visit, again, status=409, note=answered.outcome)


def _here(visit: Visit) -> str:
    language = visit.request.query_params.get("lang", "")
    return f"{visit.path}?lang={language}" if language in LANGUAGES else visit.path


def _answer(request: Request, body: bytes | None) -> Response:
    """Answer one request (in a thread of its own: the database may have to be waited for)."""
    try:
        visit = Visit.of(request)
        if visit.limiter.is_blocked(visit.client):
            return message(request, "too_many", 429)
        if body is None:
            return show(visit)
        text = body.decode("utf-8", "replace")
        try:
            form = parse_qs(text, keep_blank_values=True, max_num_fields=MAX_FORM_PARTS)
        except ValueError:
            return PlainTextResponse("too many fields", status_code=400, headers=HEADERS)
        return receive(visit, form)
    except UnavailableError:
        answer = message(request, "unavailable", 503)
        answer.headers["retry-after"] = "5"
        return answer


def warm_up() -> None:
    """Render a ballot in each language, so that the first taster does not wait for templates."""
    seat = Serving("", "", "", 1, "")
    for language in LANGUAGES:
        ballot = next_ballot([(seat, "000", False)], language=language)
        assert ballot is not None  # noqa: S101 - the cup just above is not answered
        blank: dict[str, Any] = {"problems": {}, "given": {}}
        fixed = _fixed_parts(ballot, **blank)
        page("ballot.html", language, ballot=ballot, fixed=fixed, note="", path="", **blank)
        page("thanks.html", language, n=1)


async def _body(request: Request) -> bytes | None:
    """Return what was sent; None when it is more than a ballot can be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


class Ballots:
    """ASGI application of the ballots: ``/b/TOKEN`` and nothing else.

    The guard hands these requests over at once: a panel is many people who send at the same
    moment, and sessions, media and the other routes have nothing to do with them.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(N_THREADS, thread_name_prefix="ballot")

    @staticmethod
    def takes(path: str) -> bool:
        """Return whether a path is a ballot's."""
        return _is_link(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return  # whoever sent this is gone; he will send it again
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if not _is_link(request.scope["path"]):
            return PlainTextResponse("not found", status_code=404, headers=HEADERS)
        if request.method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("not allowed", status_code=405, headers=HEADERS)
        body = None
        if request.method == "POST":
            body = await _body(request)
            if body is None:
                return PlainTextResponse("too large", status_code=413, headers=HEADERS)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._made, request, body)

    @staticmethod
    def _made(request: Request, body: bytes | None) -> Response:
        return compressed(request, _answer(request, body))


def routes(ballots: Ballots | None = None) -> list[BaseRoute]:
    """Return the plain routes of the web process."""
    open_to_all: list[BaseRoute] = [Route(PREFIX + "{token:str}", ballots or Ballots())]
    if not auth.is_team():
        return open_to_all
    return [
        *open_to_all,
        Route("/login", login, methods=["GET", "POST"]),
        Route("/login/provider", provider_login, methods=["GET"]),
        Route("/logout", logout, methods=["GET", "POST"]),
    ]
