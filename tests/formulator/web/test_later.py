"""Routes that are imported late answer like any others."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from formulator.web.later import LaterRoutes
from formulator.web.server import STAFF_PREFIXES
from formulator.web.staff_routes import staff_routes


async def _say(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"later {request.path_params['name']}")


async def _rest(_: Request) -> PlainTextResponse:
    return PlainTextResponse("rest")


def test_routes_are_made_when_one_is_asked_for() -> None:
    made: list[int] = []

    def make() -> list[Route]:
        made.append(1)
        return [Route("/x/{name}", _say, methods=["GET"])]

    app = Starlette(routes=[LaterRoutes(make, ("/x/",)), Route("/{rest:path}", _rest)])
    with TestClient(app) as client:
        assert client.get("/y/a").text == "rest"
        assert not made
        assert client.get("/x/a").text == "later a"
        assert client.get("/x/a/b").text == "rest"
        assert client.get("/x/b").text == "later b"
        assert len(made) == 1


def test_a_wrong_method_is_told() -> None:
    app = Starlette(
        routes=[LaterRoutes(lambda: [Route("/x/{name}", _say, methods=["GET"])], ("/x/",))]
    )
    with TestClient(app) as client:
        assert client.post("/x/a").status_code == 405


def test_every_route_of_staff_is_found() -> None:
    paths = [route.path for route in staff_routes() if isinstance(route, Route)]
    assert paths
    assert [p for p in paths if not p.startswith(STAFF_PREFIXES)] == []
