"""Plain pages and files for staff: exports and print sheets, each with its role check.

Streamlit's own download button would put the file under an address that needs no role.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.store import NotFoundError, Round, Store
from formulator.web import cached
from formulator.web.auth import AccessError, Viewer, request_viewer
from formulator.web.design_routes import design_routes
from formulator.web.exports import round_csv, sheet_rows
from formulator.web.pages import HEADERS, page
from formulator.web.report_routes import report_routes

Maker = Callable[[Store, Viewer, Round], Response]


def _csv(store: Store, viewer: Viewer, round_: Round) -> Response:
    text = round_csv(store, viewer, round_)
    store.log("export round", round_.id, actor=viewer.name)
    name = re.sub(r"[^A-Za-z0-9]+", "-", round_.name).strip("-") or "round"
    return Response(
        "\ufeff" + text,
        media_type="text/csv; charset=utf-8",
        headers={**HEADERS, "content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _sheet(store: Store, viewer: Viewer, round_: Round) -> Response:
    rows = sheet_rows(store, viewer, round_)
    n_cups = max((len(row["cups"]) for row in rows), default=0)
    return page("sheet.html", "en", round_name=round_.name, rows=rows, n_cups=n_cups)


def _answer(request: Request, make: Maker) -> Response:
    store = cached.store()
    try:
        round_ = store.round(request.path_params["round_id"])
        return make(store, request_viewer(store, request), round_)
    except NotFoundError:
        return PlainTextResponse("there is no such round", status_code=404, headers=HEADERS)
    except AccessError as error:
        return PlainTextResponse(str(error), status_code=403, headers=HEADERS)


async def _export(request: Request) -> Response:
    return await run_in_threadpool(_answer, request, _csv)


async def _print(request: Request) -> Response:
    return await run_in_threadpool(_answer, request, _sheet)


def staff_routes() -> list[BaseRoute]:
    """Return the routes; the guard lets only staff reach them."""
    return [
        *design_routes(),  # before those that take any name
        Route("/export/{round_id:str}.csv", _export, methods=["GET"]),
        Route("/sheet/{round_id:str}", _print, methods=["GET"]),
        *report_routes(),
    ]
