"""Printed sheets and files of rounds and projects, each behind its role check."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.errors import InputError
from formulator.report.document import Report, report_xlsx
from formulator.report.html import report_html
from formulator.store import NotFoundError, Store
from formulator.web import cached, exports
from formulator.web.auth import AccessError, Viewer, request_viewer
from formulator.web.page_language import language_routes
from formulator.web.pages import HEADERS
from formulator.web.project_report import project_report
from formulator.web.shares import share_routes
from formulator.web.texts import choose_language
from formulator.web.triangle_phone import triangle_routes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
DEFAULT_CUP = 40.0
"""Filling of a cup when nobody says otherwise, [g]."""
MAX_CUP = 1000.0

Maker = Callable[[Store, Viewer, Request], Response]


def file_name(text: str) -> str:
    """Return a name that every file system takes.

    Examples
    --------
    >>> file_name("Round 1 / oat: 물")
    'Round-1-oat'
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:60] or "file"


def sent(content: bytes | str, *, media: str, name: str, is_inline: bool = False) -> Response:
    """Return a file that no cache keeps."""
    place = "inline" if is_inline else "attachment"
    return Response(
        content,
        media_type=media,
        headers={**HEADERS, "content-disposition": f'{place}; filename="{name}"'},
    )


def _grams(request: Request) -> float:
    try:
        grams = float(request.query_params.get("grams", DEFAULT_CUP))
    except ValueError:
        grams = math.nan
    if not 0 < grams <= MAX_CUP:
        raise InputError(f"the filling of a cup must be more than 0 and up to {MAX_CUP:g} g")
    return grams


def _serving(store: Store, viewer: Viewer, request: Request) -> Response:
    from formulator.web import paper  # noqa: PLC0415 (start-up stays light)

    round_ = store.round(request.path_params["id"])
    name = f"serving-{file_name(round_.name)}.pdf"
    return sent(paper.serving_pdf(store, viewer, round_), media=PDF, name=name)


def _kitchen(store: Store, viewer: Viewer, request: Request) -> Response:
    from formulator.web import paper  # noqa: PLC0415 (start-up stays light)

    round_ = store.round(request.path_params["id"])
    content = paper.kitchen_pdf(
        store, viewer, round_, grams_per_cup=_grams(request), catalogue=cached.catalogue()
    )
    return sent(content, media=PDF, name=f"kitchen-{file_name(round_.name)}.pdf")


def _ballots(store: Store, viewer: Viewer, request: Request) -> Response:
    from formulator.web import paper  # noqa: PLC0415 (start-up stays light)

    round_ = store.round(request.path_params["id"])
    language = choose_language(request.query_params.get("lang", ""))
    content = paper.paper_ballots(store, viewer, round_, language=language)
    return sent(content, media=PDF, name=f"ballots-{file_name(round_.name)}-{language}.pdf")


def _round_xlsx(store: Store, viewer: Viewer, request: Request) -> Response:
    round_ = store.round(request.path_params["id"])
    content = exports.round_xlsx(store, viewer, round_, catalogue=cached.catalogue())
    store.log("export round", round_.id, actor=viewer.name)
    return sent(content, media=XLSX, name=f"{file_name(round_.name)}.xlsx")


def _project_file(store: Store, viewer: Viewer, request: Request) -> Response:
    project = exports.project_of(store, request.path_params["id"])
    data = exports.project_file(store, viewer, project)
    name = f"{file_name(project.name)}.formulator.json"
    text = json.dumps(data, ensure_ascii=False)
    return sent(text, media="application/json; charset=utf-8", name=name)


def _report(store: Store, viewer: Viewer, request: Request) -> tuple[Report, str]:
    project = exports.project_of(store, request.path_params["id"])
    report = project_report(store, viewer, project, catalogue=cached.catalogue())
    store.log("export report", project.id, actor=viewer.name)
    return report, f"report-{file_name(project.name)}"


def _report_html(store: Store, viewer: Viewer, request: Request) -> Response:
    report, name = _report(store, viewer, request)
    return sent(report_html(report), media="text/html; charset=utf-8", name=f"{name}.html")


def _report_pdf(store: Store, viewer: Viewer, request: Request) -> Response:
    from formulator.report.document_pdf import report_pdf  # noqa: PLC0415 (start-up stays light)

    report, name = _report(store, viewer, request)
    return sent(report_pdf(report), media=PDF, name=f"{name}.pdf")


def _report_xlsx(store: Store, viewer: Viewer, request: Request) -> Response:
    report, name = _report(store, viewer, request)
    return sent(report_xlsx(report), media=XLSX, name=f"{name}.xlsx")


def _report_csv(store: Store, viewer: Viewer, request: Request) -> Response:
    project = exports.project_of(store, request.path_params["id"])
    text = exports.project_csv(store, viewer, project)
    store.log("export scores", project.id, actor=viewer.name)
    name = f"scores-{file_name(project.name)}.csv"
    return sent("\ufeff" + text, media="text/csv; charset=utf-8", name=name)


ROUTES: dict[str, Maker] = {
    "/round/{id:str}/serving.pdf": _serving,
    "/round/{id:str}/kitchen.pdf": _kitchen,
    "/round/{id:str}/ballots.pdf": _ballots,
    "/export/{id:str}.xlsx": _round_xlsx,
    "/project/{id:str}/project.json": _project_file,
    "/project/{id:str}/report.html": _report_html,
    "/project/{id:str}/report.pdf": _report_pdf,
    "/project/{id:str}/report.xlsx": _report_xlsx,
    "/project/{id:str}/scores.csv": _report_csv,
}


def _endpoint(make: Maker) -> Callable[[Request], Any]:
    def answer(request: Request) -> Response:
        store = cached.store()
        try:
            return make(store, request_viewer(store, request), request)
        except NotFoundError:
            return PlainTextResponse("there is no such thing", status_code=404, headers=HEADERS)
        except AccessError as error:
            return PlainTextResponse(str(error), status_code=403, headers=HEADERS)
        except InputError as error:
            return PlainTextResponse(str(error), status_code=400, headers=HEADERS)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return endpoint


def report_routes() -> list[BaseRoute]:
    """Return the routes; the guard lets only staff reach them, but for shared reports."""
    files = [Route(path, _endpoint(make), methods=["GET"]) for path, make in ROUTES.items()]
    return [*files, *share_routes(), *language_routes(), *triangle_routes()]
