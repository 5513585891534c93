"""Plain HTTP pages of the web process: the light ballot, without JavaScript and sockets."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.store import Seat, UnavailableError
from formulator.web import auth, cached
from formulator.web.ballot import Ballot, Problem
from formulator.web.login import login, logout, provider_login
from formulator.web.pages import HEADERS, client_of, language_of, message, page
from formulator.web.questionnaire import CHIPS, LANGUAGES
from formulator.web.sitting import Outcome, current_ballot, find_seat, send, sent_ballot

MAX_FORM_PARTS = 80


def _seat(request: Request) -> Seat | None:
    token = request.path_params["token"]
    return find_seat(
        cached.store(), cached.limiter(), token, client=client_of(request), link_only=True
    )


def _ballot_page(
    request: Request,
    ballot: Ballot,
    *,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    given: dict[str, Any] | None = None,
    note: str = "",
) -> Response:
    return page(
        "ballot.html",
        ballot.language,
        status=status,
        ballot=ballot,
        chips=CHIPS,
        problems={p.field: p.message for p in problems},
        given=given or {},
        note=note,
        path=request.url.path,
    )


def _next_page(request: Request, seat: Seat, *, status: int = 200, note: str = "") -> Response:
    """Show the first unanswered cup, or thanks."""
    ballot = current_ballot(cached.store(), seat, language=language_of(request))
    if ballot is None:
        n = len(cached.store().ballot_servings(seat.id))
        return page("thanks.html", language_of(request), n=n)
    return _ballot_page(request, ballot, status=status, note=note)


def show(request: Request) -> Response:
    """Show the first unanswered cup of a link, or thanks."""
    seat = _seat(request)
    if seat is None:
        return message(request, "not_found", 404)
    return _next_page(request, seat)


def _given(form: FormData, ballot: Ballot) -> dict[str, Any]:
    """Return the form's fields as the ballot model reads them."""
    names = ["code", *(q.key for q in ballot.questions), "comment"]
    given: dict[str, Any] = {name: form.get(name) for name in names}
    return given | {name: form.getlist(name) for name in ("wishes", "cata")}


def receive(request: Request, form: FormData) -> Response:
    """Take in one sent form: save it, or show what is missing."""
    seat = _seat(request)
    if seat is None:
        return message(request, "not_found", 404)
    ballot = sent_ballot(
        cached.store(),
        seat,
        str(form.get("serving", "")),
        language=language_of(request),
        key=str(form.get("key", "")),
    )
    if ballot is None:
        return _next_page(request, seat, status=409, note=Outcome.WRONG_CUP)
    given = _given(form, ballot)
    answered = send(cached.store(), seat, ballot, given, source="html")
    if answered.outcome is Outcome.SAVED:
        return RedirectResponse(_here(request), status_code=303, headers=HEADERS)
    if answered.outcome is Outcome.PROBLEMS:
        return _ballot_page(request, ballot, status=400, problems=answered.problems, given=given)
    if answered.outcome is Outcome.CLOSED:
        return message(request, "closed", 409)
    return _next_page(request, seat, status=409, note=answered.outcome)


def _here(request: Request) -> str:
    language = request.query_params.get("lang", "")
    return f"{request.url.path}?lang={language}" if language in LANGUAGES else request.url.path


async def _ballot(request: Request) -> Response:
    if cached.limiter().is_blocked(client_of(request)):
        return message(request, "too_many", 429)
    try:
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=MAX_FORM_PARTS) as form:
                return await run_in_threadpool(receive, request, form)
        return await run_in_threadpool(show, request)
    except UnavailableError:
        answer = message(request, "unavailable", 503)
        answer.headers["retry-after"] = "5"
        return answer


def routes() -> list[BaseRoute]:
    """Return the plain routes of the web process."""
    ballots: list[BaseRoute] = [Route("/b/{token:str}", _ballot, methods=["GET", "POST"])]
    if not auth.is_team():
        return ballots
    return [
        *ballots,
        Route("/login", login, methods=["GET", "POST"]),
        Route("/login/provider", provider_login, methods=["GET"]),
        Route("/logout", logout, methods=["GET", "POST"]),
    ]
