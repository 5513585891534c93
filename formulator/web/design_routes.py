"""Files that a scientist takes to the bench, each behind a role check.

A formula is named by where it is kept (iteration and id, or own formula and version), never by
its composition: what is not kept cannot be downloaded, and an address shows no formula.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.errors import FormulatorError, InputError
from formulator.formula import Formula
from formulator.report import ProductReport, product_report
from formulator.search.brief import Brief
from formulator.store import NotFoundError, Project, Store
from formulator.store.tasting import candidates_of
from formulator.web import cached, formulas, own_store
from formulator.web.auth import AccessError, Right, Viewer, request_viewer, require
from formulator.web.pages import HEADERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_KG = 1000.0
"""Largest batch, [kg]."""
Named = tuple[str, Formula, Brief]
"""Title, composition, brief whose target and law apply."""


def find_formula(store: Store, project: Project, query: Mapping[str, str]) -> Named:
    """Return the kept formula that a query names.

    Parameters
    ----------
    store : Store
    project : Project
    query : mapping
        ``iteration`` and ``formula`` (id), or ``own`` and ``version``.

    Returns
    -------
    tuple of (title, Formula, Brief)

    Raises
    ------
    NotFoundError
        If the project keeps no such formula.
    """
    found = _own(store, project, query) if "own" in query else _proposed(store, project, query)
    if found is None:
        raise NotFoundError("this project keeps no such formula")
    return found


def _proposed(store: Store, project: Project, query: Mapping[str, str]) -> Named | None:
    for iteration in store.iterations(project.id):
        if str(iteration.number) != query.get("iteration"):
            continue
        for rank, candidate in enumerate(candidates_of(iteration), start=1):
            if candidate.id == query.get("formula"):
                title = f"{project.name} {iteration.number}.{rank} {formulas.base_name(candidate)}"
                return title, candidate.formula, Brief.from_dict(iteration.brief)
    return None


def _own(store: Store, project: Project, query: Mapping[str, str]) -> Named | None:
    for version in own_store.own_formulas(store, project).get(query.get("own", ""), ()):
        if str(version.number) == query.get("version"):
            title = f"{project.name} {version.formula.name}"
            return title, version.formula, Brief(version.target)
    return None


def _size(query: Mapping[str, str], name: str, default: float, most: float) -> float:
    try:
        value = float(query.get(name, default))
    except ValueError:
        value = math.nan
    if not 0 < value <= most:
        raise InputError(f"{name} must be a number above 0 and at most {most:g}")
    return value


def _report(store: Store, viewer: Viewer, query: Mapping[str, str]) -> tuple[str, ProductReport]:
    require(viewer, Right.DESIGN)
    project = next((p for p in store.projects() if p.id == query.get("project")), None)
    if project is None:
        raise NotFoundError("there is no such project")
    title, formula, brief = find_formula(store, project, query)
    report = product_report(
        formula,
        cached.catalogue(),
        target=brief.target,
        jurisdiction=brief.jurisdiction,
        batch_kg=_size(query, "batch", 1.0, MOST_KG),
        step_g=_size(query, "step", 0.1, 1000.0),
    )
    store.log("export bench sheet", project.id, actor=viewer.name, formula=title)
    return title, report


def _file(title: str, data: bytes, ending: str, media_type: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-")[:80] or "formula"
    disposition = f'attachment; filename="{name}.{ending}"'
    return Response(
        data, media_type=media_type, headers={**HEADERS, "content-disposition": disposition}
    )


def _pdf(title: str, report: ProductReport) -> Response:
    from formulator.report.bench_pdf import bench_sheet_pdf  # noqa: PLC0415 (reportlab is slow)

    return _file(title, bench_sheet_pdf(report, title=title), "pdf", "application/pdf")


def _xlsx(title: str, report: ProductReport) -> Response:
    from formulator.report.bench_pdf import bench_sheet_xlsx  # noqa: PLC0415 (as above)

    return _file(title, bench_sheet_xlsx(report, title=title), "xlsx", XLSX)


def _answer(request: Request, write: Callable[[str, ProductReport], Response]) -> Response:
    store = cached.store()
    try:
        title, report = _report(store, request_viewer(store, request), request.query_params)
        return write(title, report)
    except NotFoundError as error:
        return PlainTextResponse(str(error), status_code=404, headers=HEADERS)
    except AccessError as error:
        return PlainTextResponse(str(error), status_code=403, headers=HEADERS)
    except FormulatorError as error:
        return PlainTextResponse(str(error), status_code=400, headers=HEADERS)


async def _bench_pdf(request: Request) -> Response:
    return await run_in_threadpool(_answer, request, _pdf)


async def _bench_xlsx(request: Request) -> Response:
    return await run_in_threadpool(_answer, request, _xlsx)


def design_routes() -> list[BaseRoute]:
    """Return the routes; the guard lets only staff reach them."""
    return [
        Route("/export/bench.pdf", _bench_pdf, methods=["GET"]),
        Route("/export/bench.xlsx", _bench_xlsx, methods=["GET"]),
    ]
